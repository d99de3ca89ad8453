"""What stands behind a human noun and tells whose it is: "forces irakiennes", "police du Kenya", "groupe Untel"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from selon.mentions.actors.board import ARTICLES, OF, POSSESSIVES, name_end
from selon.mentions.actors.index import Use
from selon.mentions.mention import ActorClass

if TYPE_CHECKING:
    from selon.codebook.actors import HumanNoun
    from selon.mentions.actors.board import Board, Phrase

_MODIFIERS = 4  # adjectives that may stand between a noun and the adjective of its state
_DEPARTMENT = 7  # words that the name of a ministry's department may have


class Complements:
    """Completes human nouns with the phrases behind them."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.page = board.page
        self.index = board.index

    def attach(self, phrase: Phrase, noun: HumanNoun) -> Phrase:
        """Return a noun's phrase with the adjective, the actor after "de", or the name that follows."""
        if self.page.gap(phrase.start) == "-" and self._first_half(phrase.start):
            return replace(phrase, entity=None)
        own = replace(phrase, bare=noun.suffix if noun.bare else "", anaphor=noun.anaphor)
        found = self._after(own, noun)
        return self._with_name(found, noun) if found.end == phrase.end or noun.title else found

    def _first_half(self, at: int) -> bool:
        """Return whether a noun hangs on a first half: "turco-rebelles"."""
        return self.page.key(at - 1).endswith("o")

    def _after(self, phrase: Phrase, noun: HumanNoun) -> Phrase:
        """Return the phrase with the first adjective or complement behind it that tells whose it is."""
        page, at, skipped, far = self.page, phrase.end, 0, False
        while at < len(page.pieces) and page.joined[at] and skipped <= (_DEPARTMENT if far else _MODIFIERS):
            inner = self.board.phrases.get(at)
            if inner is not None and inner.adjective and inner.anaphor:
                phrase = replace(
                    phrase, end=inner.end, anaphor=inner.anaphor if noun.member or noun.suffix else phrase.anaphor
                )
                at = phrase.end
                continue
            if inner is not None and (inner.adjective or inner.sense.use == Use.ADJECTIVE):
                return self.board.of_group(self._take_adjective(phrase, noun, inner, near=at == phrase.end))
            if inner is not None:
                return self._take_name(phrase, noun, inner) if at == phrase.end or noun.anaphor else phrase
            if page.key(at) in OF:
                target = self.board.complement_at(at)
                if target is not None:
                    return self._take_complement(phrase, noun, target)
                if not noun.department:
                    return replace(phrase, bare="") if noun.title else phrase
                far, at, skipped = True, at + 1, skipped + 1
            elif self._modifies(at) or (far and self._in_department(at)):
                at, skipped = at + 1, skipped + 1
            else:
                break
        return phrase if not far else replace(phrase, end=self._department_end(phrase.end))

    def _modifies(self, at: int) -> bool:
        """Return whether a word may stand between a noun and the adjective of its state."""
        token = self.page.token(at)
        return token.pos_ in {"ADJ", "ADV"} or (token.pos_ == "VERB" and "Part" in token.morph.get("VerbForm", []))

    def _in_department(self, at: int) -> bool:
        """Return whether a word may belong to the name of a ministry's department."""
        return self.page.key(at) in ARTICLES | {"a", "aux", "et"} or self.page.token(at).pos_ in {"NOUN", "PROPN"}

    def _take_adjective(self, phrase: Phrase, noun: HumanNoun, inner: Phrase, *, near: bool) -> Phrase:
        """Return the phrase with the adjective of a state or group behind it."""
        numbers = {phrase.sense.number, inner.sense.number} - {""}
        if self.page.is_capitalised(inner.start) and inner.sense.capitals != ("U",):
            return self._take_name(phrase, noun, inner) if near else phrase
        if len(numbers) > 1 and not near:
            return phrase
        taken = replace(phrase, end=inner.end, bare="")
        if inner.sense.use == Use.COMBINING:
            last = self._last_half(inner)
            return replace(taken, end=last.end, entity=phrase.sense.entity, anaphor="", why=f"{phrase.why}, two states")
        self._share(noun, inner)
        entity = self._combined(noun, inner)
        if noun.anaphor and entity is None:
            entity, anaphor = phrase.entity, noun.anaphor if inner.entity in self.index.states else ""
            return replace(taken, entity=entity, anaphor=anaphor, why=f"{phrase.why} of {inner.entity}")
        end = self._department_end(taken.end) if near and noun.department else taken.end
        return replace(
            taken, end=end, entity=entity or phrase.sense.entity, anaphor="", why=f"{phrase.why} + {inner.why}"
        )

    def _department_end(self, at: int) -> int:
        """Return where a department ("de la Défense") that begins at a word ends; the word itself where none does."""
        page, after = self.page, at
        if page.key(at) not in OF or not page.joined[at]:
            return at
        while after < len(page.pieces) and page.joined[after] and page.key(after) in OF | ARTICLES:
            after += 1
        if after in self.board.phrases or after >= len(page.pieces) or page.token(after).pos_ not in {"NOUN", "PROPN"}:
            return at
        wide = after + 1 < len(page.pieces) and page.joined[after + 1] and page.token(after + 1).pos_ == "ADJ"
        return after + 1 + (wide and after + 1 not in self.board.phrases)

    def _last_half(self, phrase: Phrase) -> Phrase:
        """Return the last part of a compound adjective: "syriennes" of "turco-syriennes"."""
        while phrase.sense.use == Use.COMBINING and phrase.end in self.board.phrases:
            phrase = self.board.phrases[phrase.end]
        return phrase

    def _share(self, noun: HumanNoun, inner: Phrase) -> None:
        """Give a coordinated adjective the same noun: the second of "l'aviation russe et syrienne"."""
        second = self.board.phrases.get(inner.end + 1)
        if self.page.key(inner.end) in {"et", "ou"} and second is not None and second.adjective and noun.suffix:
            entity = self._combined(noun, second)
            self.board.phrases[second.start] = replace(
                second, entity=entity, kind=ActorClass(noun.kind), why=f"noun:{noun.lemma}, coordinated"
            )

    def _share_states(self, noun: HumanNoun, inner: Phrase) -> None:
        """Give coordinated states the same noun: "les armées du Nigeria, du Niger et du Tchad"."""
        at = inner.end
        while at < len(self.page.pieces):
            if self.page.key(at) == "et":
                at += 1
            elif self.page.gap(at).strip() != ",":
                return
            second = self.board.complement_at(at) if self.page.key(at) in OF else None
            if second is None or second.sense.use != Use.STATE:
                return
            entity = self._combined(noun, second)
            self.board.phrases[second.start] = replace(
                second, entity=entity, kind=ActorClass(noun.kind), bare="+", why=f"noun:{noun.lemma}, coordinated"
            )
            at = second.end

    def _take_complement(self, phrase: Phrase, noun: HumanNoun, inner: Phrase) -> Phrase:
        """Return the phrase with the actor after "de", where this noun takes one."""
        if noun.proxy or (noun.ally and not self._may_take(phrase, noun, inner)):
            hired = phrase.kind == ActorClass.ARMED and not noun.ally
            end = inner.end if hired else phrase.end
            return replace(phrase, end=end, entity=None, why=f"proxy:{noun.lemma} of {inner.entity}")
        if not self._may_take(phrase, noun, inner):
            return replace(phrase, anaphor="") if noun.group else phrase
        if inner.sense.use == Use.STATE:
            self._share_states(noun, inner)
        entity = self._combined(noun, inner)
        bare = inner.bare if entity is None else ""
        anaphor = inner.anaphor if entity is None and inner.entity is None else ""
        return replace(
            phrase, end=inner.end, entity=entity, bare=bare, anaphor=anaphor, why=f"{phrase.why} of {inner.why}"
        )

    def _may_take(self, phrase: Phrase, noun: HumanNoun, inner: Phrase) -> bool:
        """Return whether the actor after "de" is whose this noun is: "police de Londres", not "groupe de Londres"."""
        use = inner.sense.use
        if noun.ally:
            return use == Use.NAME and self.page.before(phrase.start) in POSSESSIVES
        if use in {Use.STATE, Use.CAPITAL}:
            return bool(noun.suffix) and (noun.kind != "armed" or noun.title)
        if use == Use.NOUN and inner.kind in {ActorClass.CIVILIANS, ActorClass.PERSON} and not inner.entity:
            return False
        if use == Use.NOUN and inner.kind == ActorClass.FORCE and not (noun.member or noun.suffix):
            return False
        if inner.entity == "civilians":
            return False
        return noun.member or bool(noun.suffix)

    def _take_name(self, phrase: Phrase, noun: HumanNoun, inner: Phrase) -> Phrase:
        """Return the phrase with the name directly behind it: "groupe terroriste Boko Haram", "président Erdogan"."""
        if noun.proxy or inner.sense.use in {Use.NOUN, Use.STATE, Use.CAPITAL}:
            return phrase
        if inner.sense.use == Use.LEADER and not (noun.title or noun.group):
            return phrase
        if not (noun.member or noun.group or noun.title or noun.suffix):
            return phrase
        entity = inner.entity if inner.sense.use == Use.LEADER else self._combined(noun, inner)
        return replace(phrase, end=inner.end, entity=entity, bare="", anaphor="", why=f"{phrase.why} + {inner.why}")

    def _combined(self, noun: HumanNoun, inner: Phrase) -> str | None:
        """Return the entity of a noun and whose it is: "armée" of Syria is syria/military, of the Kurds kurds."""
        if noun.entity:
            return noun.entity
        base, slash, part = (inner.entity or "").partition("/")
        if not base:
            return None
        if base not in self.index.states:
            return inner.entity if noun.suffix or noun.member or noun.group else None
        if not noun.suffix:
            return inner.entity if slash and noun.member else None
        if slash and part != "government":
            return inner.entity
        return base if noun.suffix == "-" else f"{base}/{noun.suffix}"

    def _with_name(self, phrase: Phrase, noun: HumanNoun) -> Phrase:
        """Return the phrase with an unknown name behind it: a person's after a title, a group's after "groupe"."""
        known = self.board.phrases.get(phrase.end)
        if known is not None and known.sense.use == Use.LEADER and self.page.joined[phrase.end] and noun.title:
            return replace(phrase, end=known.end, entity=phrase.entity or known.entity, bare="", anaphor="")
        end = name_end(self.page, phrase.end) if known is None else phrase.end
        if end == phrase.end or not (noun.group or noun.title):
            return phrase
        if noun.group:
            return replace(phrase, end=end, entity=None, anaphor="", why=f"{phrase.why} + unknown name")
        if not self.page.is_capitalised(phrase.end):
            return phrase  # "les soldats de Gao" are no person
        return replace(phrase, end=end, kind=ActorClass.PERSON, why=f"{phrase.why} + person's name")
