"""Actors put together from words: "forces de sécurité irakiennes", "les terroristes de Daech", "le général Untel"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from selon.mentions.actor_index import Use
from selon.mentions.actor_page import is_noun
from selon.mentions.mention import ActorClass

if TYPE_CHECKING:
    from selon.codebook.actors import HumanNoun
    from selon.mentions.actor_index import ActorIndex, Sense
    from selon.mentions.actor_page import Hit, Page

_OF = frozenset({"de", "d", "du", "des"})
_ARTICLES = frozenset({"la", "le", "l", "les", "ce", "cet", "cette", "ces", "son", "sa", "ses", "leur", "leurs"})
_POSSESSIVES = frozenset({"son", "sa", "ses", "leur", "leurs", "mon", "mes", "notre", "nos"})
_NAME_JOINTS = frozenset({"al", "el", "ben", "bin", "ibn", "ould", "ag", "von", "van", "de", "abou", "abu"})
_MODIFIERS = 4  # adjectives that may stand between a noun and the adjective of its state
_DEPARTMENT = 7  # words that the name of a ministry's department may have
_QUOTES = frozenset("«»“”\"' \u00a0\u202f’‘")


@dataclass(frozen=True, slots=True)
class Phrase:
    """An actor at the words `start` to `end`: its entity where the words say it, or what the context has to supply.

    `bare` is the suffix of a force or office whose state the report has to tell; `anaphor` what a noun may stand for.
    """

    start: int
    end: int
    sense: Sense
    entity: str | None
    kind: ActorClass
    bare: str = ""
    anaphor: str = ""
    adjective: bool = False
    why: str = ""

    @property
    def noun(self) -> HumanNoun | None:
        """The human noun that heads the phrase, if one does."""
        return self.sense.noun


class Composer:
    """Builds the phrases of one page from its hits, from right to left, so that inner phrases are there first."""

    def __init__(self, page: Page, index: ActorIndex) -> None:
        self.page = page
        self.index = index
        self.phrases: dict[int, Phrase] = {}

    def compose(self, hits: list[Hit]) -> list[Phrase]:
        """Return the phrases in text order; what one phrase covers is not given again."""
        for hit in reversed(hits):
            phrase = self._phrase_of(hit)
            if phrase is not None:
                for at in range(phrase.start, phrase.end):
                    self.phrases.pop(at, None)
                self.phrases[hit.start] = phrase
        return [self.phrases[at] for at in sorted(self.phrases)]

    def _phrase_of(self, hit: Hit) -> Phrase | None:
        """Return the phrase that begins with a hit."""
        sense = hit.sense
        phrase = Phrase(hit.start, hit.end, sense, sense.entity, sense.kind, why=sense.why)
        if sense.use == Use.NOUN and sense.noun is not None:
            if hit.end - hit.start == 1 and not is_noun(self.page, hit.start, hit.end):
                return replace(phrase, adjective=True, anaphor=sense.noun.anaphor)
            return self._with_complement(phrase, sense.noun)
        if sense.use == Use.COMBINING:
            return replace(phrase, adjective=True) if self._second_half(hit.end) is not None else None
        if sense.use == Use.ADJECTIVE:
            return self._adjective(phrase)
        return phrase

    def _second_half(self, at: int) -> Phrase | None:
        """Return the phrase that a first half ("turco-") leans on."""
        inner = self.phrases.get(at)
        return inner if inner is not None and inner.sense.use in {Use.ADJECTIVE, Use.COMBINING, Use.NOUN} else None

    def _adjective(self, phrase: Phrase) -> Phrase:
        """Return an adjective of a state or group as what it is here: adjective, inhabitants, or members."""
        page, at = self.page, phrase.start
        before = page.before(at)
        is_state = phrase.entity in self.index.states
        noun_like = before in _ARTICLES | {"des", "aux", "du", "un", "une", "deux", "trois"} or page.token(at).pos_ in {"NOUN", "PROPN"}
        if phrase.sense.capitals == ("U",):
            return replace(phrase, adjective=before not in {"les", "des", "aux"})
        if is_state and before in {"un", "une"} and page.token(at).pos_ in {"NOUN", "PROPN"} and not self._leads_noun(phrase.end):
            return replace(phrase, entity=None, kind=ActorClass.PERSON, why=f"{phrase.why}, one of its people")
        if is_state and not page.is_capitalised(at):
            own = noun_like and before in _ARTICLES and page.token(at).pos_ in {"NOUN", "PROPN"} and phrase.sense.number == "p"
            return replace(phrase, adjective=not own)
        if page.gap(at) == "/" or (not noun_like and not page.is_capitalised(at)):
            return replace(phrase, adjective=True)
        if is_state and not self._means_all(at, phrase):
            return replace(phrase, entity=None, kind=ActorClass.PERSON, why=f"{phrase.why}, some of its people")
        members = replace(phrase, adjective=not noun_like and not page.is_capitalised(at))
        return members if members.adjective else self._of_group(members)

    def _leads_noun(self, at: int) -> bool:
        """Return whether a noun follows directly."""
        return at < len(self.page.pieces) and self.page.joined[at] and self.page.token(at).pos_ == "NOUN"

    def _of_group(self, phrase: Phrase) -> Phrase:
        """Return members of a people or camp with the group after "de": "les Kurdes des FDS", "les milices kurdes des FDS"."""
        at = phrase.end
        if at >= len(self.page.pieces) or not self.page.joined[at] or self.page.key(at) not in _OF:
            return phrase
        inner = self._complement_at(at)
        if inner is None or inner.sense.use != Use.NAME or inner.kind != ActorClass.ARMED:
            return phrase
        return replace(phrase, end=inner.end, entity=inner.entity, anaphor="", why=f"{phrase.why} of {inner.why}")

    def _means_all(self, at: int, phrase: Phrase) -> bool:
        """Return whether "les Turcs" means the state: a plural with the article, or without any."""
        before = self.page.before(at)
        return phrase.sense.number != "s" and (before in {"les", "aux", "ces", "et", "ou"} or before == "" or self._of_the(at))

    def _of_the(self, at: int) -> bool:
        """Return whether "des" before a word is "de les": after a noun or a passive."""
        if self.page.before(at) != "des" or at < 2:  # noqa: PLR2004
            return False
        return self.page.joined[at - 1] and self.page.token(at - 2).pos_ == "NOUN"

    # What stands behind a human noun

    def _with_complement(self, phrase: Phrase, noun: HumanNoun) -> Phrase:
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
            inner = self.phrases.get(at)
            if inner is not None and inner.adjective and inner.anaphor:
                phrase = replace(phrase, end=inner.end, anaphor=inner.anaphor if noun.member or noun.suffix else phrase.anaphor)
                at = phrase.end
                continue
            if inner is not None and (inner.adjective or inner.sense.use == Use.ADJECTIVE):
                return self._of_group(self._take_adjective(phrase, noun, inner, near=at == phrase.end))
            if inner is not None:
                return self._take_name(phrase, noun, inner) if at == phrase.end or noun.anaphor else phrase
            if page.key(at) in _OF:
                target = self._complement_at(at)
                if target is not None:
                    return self._take_complement(phrase, noun, target)
                if not self._has_department(noun):
                    break
                far, at, skipped = True, at + 1, skipped + 1
            elif self._modifies(at) or (far and self._in_department(at)):
                at, skipped = at + 1, skipped + 1
            else:
                break
        return phrase if not far else replace(phrase, end=self._department_end(phrase.end))

    def _modifies(self, at: int) -> bool:
        """Return whether a word may stand between a noun and the adjective of its state: adjective, participle, adverb."""
        token = self.page.token(at)
        return token.pos_ in {"ADJ", "ADV"} or (token.pos_ == "VERB" and "Part" in token.morph.get("VerbForm"))

    def _in_department(self, at: int) -> bool:
        """Return whether a word may belong to the name of a ministry's department."""
        return self.page.key(at) in _ARTICLES | {"a", "aux", "et"} or self.page.token(at).pos_ in {"NOUN", "PROPN"}

    def _has_department(self, noun: HumanNoun) -> bool:
        """Return whether "de la Défense" after a noun is its department, behind which the adjective of the state may stand."""
        return noun.suffix == "government" and noun.lemma.split(" ")[0] in {"ministère", "ministre", "chef", "secrétaire", "porte-parole"}

    def _complement_at(self, at: int) -> Phrase | None:
        """Return the phrase after "de" and its article, numbers and quotes left out."""
        after = at + 1
        while after < len(self.page.pieces) and self.page.joined[after] and self.page.key(after) in _ARTICLES:
            after += 1
        return self.phrases.get(after) if after < len(self.page.pieces) and self.page.joined[after] else None

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
        end = self._department_end(taken.end) if near and self._has_department(noun) else taken.end
        return replace(taken, end=end, entity=entity or phrase.sense.entity, anaphor="", why=f"{phrase.why} + {inner.why}")

    def _department_end(self, at: int) -> int:
        """Return where "de la Défense" ends that stands behind the adjective of a ministry; the word itself where none does."""
        page, after = self.page, at
        if page.key(at) not in _OF or not page.joined[at]:
            return at
        while after < len(page.pieces) and page.joined[after] and page.key(after) in _OF | _ARTICLES:
            after += 1
        if after in self.phrases or after >= len(page.pieces) or page.token(after).pos_ not in {"NOUN", "PROPN"}:
            return at
        wide = after + 1 < len(page.pieces) and page.joined[after + 1] and page.token(after + 1).pos_ == "ADJ"
        return after + 1 + (wide and after + 1 not in self.phrases)

    def _last_half(self, phrase: Phrase) -> Phrase:
        """Return the last part of a compound adjective: "syriennes" of "turco-syriennes"."""
        while phrase.sense.use == Use.COMBINING and phrase.end in self.phrases:
            phrase = self.phrases[phrase.end]
        return phrase

    def _share(self, noun: HumanNoun, inner: Phrase) -> None:
        """Give a coordinated adjective the same noun: the second of "l'aviation russe et syrienne"."""
        second = self.phrases.get(inner.end + 1)
        if self.page.key(inner.end) in {"et", "ou"} and second is not None and second.adjective and noun.suffix:
            entity = self._combined(noun, second)
            self.phrases[second.start] = replace(second, entity=entity, kind=ActorClass(noun.kind), why=f"noun:{noun.lemma}, coordinated")

    def _share_states(self, noun: HumanNoun, inner: Phrase) -> None:
        """Give coordinated states the same noun: "les armées du Nigeria, du Niger et du Tchad"."""
        at = inner.end
        while at < len(self.page.pieces):
            if self.page.key(at) == "et":
                at += 1
            elif self.page.gap(at).strip() != ",":
                return
            second = self._complement_at(at) if self.page.key(at) in _OF else None
            if second is None or second.sense.use != Use.STATE:
                return
            entity = self._combined(noun, second)
            self.phrases[second.start] = replace(
                second, entity=entity, kind=ActorClass(noun.kind), bare="+", why=f"noun:{noun.lemma}, coordinated"
            )
            at = second.end

    def _take_complement(self, phrase: Phrase, noun: HumanNoun, inner: Phrase) -> Phrase:
        """Return the phrase with the actor after "de", where this noun takes one."""
        if noun.proxy:
            return replace(phrase, end=inner.end, entity=None, why=f"proxy:{noun.lemma} of {inner.entity}")
        if not self._may_take(phrase, noun, inner):
            return replace(phrase, anaphor="") if noun.group else phrase
        if inner.sense.use == Use.STATE:
            self._share_states(noun, inner)
        entity = self._combined(noun, inner)
        bare = inner.bare if entity is None else ""
        anaphor = inner.anaphor if entity is None and inner.entity is None else ""
        return replace(phrase, end=inner.end, entity=entity, bare=bare, anaphor=anaphor, why=f"{phrase.why} of {inner.why}")

    def _may_take(self, phrase: Phrase, noun: HumanNoun, inner: Phrase) -> bool:
        """Return whether the actor after "de" is whose this noun is: "police de Londres", not "groupe de Londres"."""
        use = inner.sense.use
        if noun.lemma == "allié":
            return use == Use.NAME and self.page.before(phrase.start) in _POSSESSIVES
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
        """Return the entity of a noun and whose it is: "armée" of Syria is syria/military, "armée" of the Kurds is kurds."""
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
        known = self.phrases.get(phrase.end)
        if known is not None and known.sense.use == Use.LEADER and self.page.joined[phrase.end] and noun.title:
            return replace(phrase, end=known.end, entity=phrase.entity or known.entity, bare="", anaphor="")
        end = name_end(self.page, phrase.end) if known is None else phrase.end
        if end == phrase.end or not (noun.group or noun.title):
            return phrase
        if noun.group:
            return replace(phrase, end=end, entity=None, anaphor="", why=f"{phrase.why} + unknown name")
        return replace(phrase, end=end, kind=ActorClass.PERSON, why=f"{phrase.why} + person's name")


def name_end(page: Page, start: int) -> int:
    """Return where the capitalised name that begins at a word ends; the word itself where none begins."""
    at = start
    while at < len(page.pieces) and page.joined[at] and set(page.gap(at)) <= _QUOTES | {"-"}:
        if page.is_capitalised(at):
            at += 1
        elif page.key(at) in _NAME_JOINTS and at + 1 < len(page.pieces) and page.joined[at + 1] and page.is_capitalised(at + 1):
            at += 2
        else:
            break
    return at
