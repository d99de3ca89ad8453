"""What a number counts: the noun after it, or the words that show that a bare number counts at all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from selon.mentions.quantities_words import load_nouns, load_vocabulary, noun_lemma, word_values

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from selon.mentions.phrases import Hit, Reading
    from selon.mentions.quantities_words import Noun

_ONE = frozenset({"un", "une"})
_ROUND = frozenset({"round number", "untold tens", "untold millions"})
_COUNTABLE = frozenset({"NOUN", "PROPN"})
_PLURAL_LIKE = frozenset({"ADJ", "VERB", "X", "NUM", "ADV"})
_HOURS_A_DAY = 24
_LONG_LABEL = 10
_PRISON = ("prison", "réclusion", "détention", "emprisonnement")
_ADJECTIVES = 2


@dataclass(frozen=True, slots=True)
class Counted:
    """What a number counts: lemma and kind of the noun, where the phrase ends, and bounding words behind it.

    `factor` turns the unit into that of the kind: a week is seven days.
    """

    noun: str
    end: int
    kind: str
    plural: str = ""
    factor: float = 1.0
    bounds: tuple[str, ...] = ()
    why: str = ""

    def kind_of(self, *, many: bool) -> str:
        """Return the kind of one, or of many."""
        return self.plural if many and self.plural else self.kind


@dataclass(frozen=True, slots=True)
class _Head:
    """The noun of a number: the words from `first` to before `end`, and the codebook's entry where it has one."""

    first: int
    end: int
    noun: Noun | None


def find_counted(hit: Hit, rule: str, doc: Doc) -> Counted | None:
    """Return what the number of a hit counts, None where it counts nothing."""
    reading = hit.reading
    if rule.startswith(("percent", "fraction")):
        if reading.words[hit.end + 1 : hit.end + 2] == ("finale",):
            return None
        return Counted("", reading.ends[hit.end - 1], "percent")
    if _is_label(hit) or _is_pronoun(hit):
        return None
    at = _skip_to_noun(reading, hit, rule, doc)
    word = reading.words[at] if at < len(reading.words) else ""
    if word in word_values("after") or (rule != "multiple" and _is_ordinal(hit)):
        return None
    if rule == "multiple":
        head = _known_head(reading, at)
        dead = head is not None and head.noun is not None and head.noun.kind == "killed"
        return _counted(reading, head) if dead and head else None
    if word in word_values("unit") and not _known_phrase(reading, at):
        return _count_time(hit, at, word)
    head = _known_head(reading, at) or _parsed_head(hit, at, doc)
    if head is not None:
        return _count_noun(hit, rule, head)
    return _count_bare(hit, rule)


def _is_label(hit: Hit) -> bool:
    """Return whether the word before makes the number a label: "résolution 2254", "page 12", or it is too long a number."""
    reading, first = hit.reading, hit.first
    if hit.has("n") and len(hit.word("n")) >= _LONG_LABEL and hit.word("n").isdigit():
        return True
    before = reading.words[first - 1] if first else ""
    if before in {"n°", "numéro", "numéros", "no"} or (before == "°" and first > 1):
        return True
    return before in word_values("before") and _known_head(reading, hit.end) is None


def _is_pronoun(hit: Hit) -> bool:
    """Return whether the number only takes up people named before: "tous deux", "toutes les trois"."""
    before = hit.reading.words[max(hit.first - 1, 0) : hit.first]
    return before in {("tous",), ("toutes",)}


def _is_ordinal(hit: Hit) -> bool:
    """Return whether a mark behind the number makes it an ordinal: "3e", "1 er"."""
    return hit.end < len(hit.reading.words) and hit.reading.words[hit.end] in word_values("ordinal")


def _skip_to_noun(reading: Reading, hit: Hit, rule: str, doc: Doc) -> int:
    """Return the index of the word that may be the noun, past "de", "de nos", "autres", "nouvelles"."""
    names = hit.sort
    at = hit.end
    if rule in _ROUND or hit.has("scale") or hit.has("t") or names(at + 1) == "OWN":
        at += names(at) in {"DE", "INDEF"}
        at += names(at) == "OWN"
    elif names(at) == "INDEF" and reading.words[at] == "des" and names(at + 1) in {"NUM", "FEW", "WORD"}:
        at += 2 if names(at + 1) != "WORD" else 1
    at += names(at) == "QUOTE"
    while at + 1 < len(reading.words) and _is_adjective(reading, at, doc):
        at += 1
    return at


def _is_adjective(reading: Reading, at: int, doc: Doc) -> bool:
    """Return whether the word is an adjective before a noun, which is counted in its stead."""
    word = reading.words[at]
    if word not in word_values("adj") and word not in word_values("others"):
        token = _token(reading, at, doc)
        if token is None or token.pos_ != "ADJ" or _known_phrase(reading, at):
            return False
    following = _token(reading, at + 1, doc)
    return _known_phrase(reading, at + 1) or (following is not None and following.pos_ == "NOUN")


def _known_phrase(reading: Reading, at: int) -> bool:
    """Return whether a noun of the codebook begins at a word."""
    return _known_head(reading, at) is not None


def _known_head(reading: Reading, at: int) -> _Head | None:
    """Return the noun of the codebook that begins at a word, the longest phrase first."""
    if at >= len(reading.words):
        return None
    for words, noun in load_nouns().get(reading.words[at], ()):
        if reading.words[at : at + len(words)] == words:
            return _Head(at, at + len(words), noun)
    return None


def _token(reading: Reading, at: int, doc: Doc) -> Token | None:
    """Return the token of the parser that begins where a word does, or holds it."""
    if at >= len(reading.words):
        return None
    span = doc.char_span(reading.starts[at], reading.ends[at], alignment_mode="expand")
    return span[0] if span is not None and len(span) else None


def _parsed_head(hit: Hit, at: int, doc: Doc) -> _Head | None:
    """Return the noun that the parser sees at a word, or that its plural shows."""
    reading = hit.reading
    token = _token(reading, at, doc)
    if token is None or reading.signs[at] not in _free_signs():
        return None
    named = reading.text[reading.starts[at]].isupper()
    plural = reading.words[at].endswith(("s", "x"))
    if named:
        return _Head(at, at + 1, None) if _is_demonym(token.text.lower()) else None
    before = hit.first - 1
    if before >= 0 and reading.signs[before] == load_vocabulary().signs["NAME"] and token.pos_ not in _COUNTABLE:
        return None
    noun = token.pos_ in _COUNTABLE or (token.pos_ in _PLURAL_LIKE and plural and len(token.text) > _ADJECTIVES + 2)
    return _Head(at, at + 1, None) if noun and reading.words[at] not in word_values("verbal") else None


@lru_cache(maxsize=1)
def _free_signs() -> frozenset[str]:
    """Return the signs of words that the grammar of numbers does not know."""
    return frozenset(load_vocabulary().signs[sort] for sort in ("WORD", "NAME"))


def _is_demonym(word: str) -> bool:
    """Return whether a capitalised noun ends like the name of a people."""
    return word.endswith(tuple(word_values("ending")))


def _count_noun(hit: Hit, rule: str, head: _Head) -> Counted | None:
    """Return what a number and its noun count; a single one only where its noun is worth it."""
    single = rule == "number" and hit.word("n") in _ONE and not hit.has("scale")
    if single and not _worth_one(hit, head):
        return None
    if rule == "range" and head.noun is None and hit.reading.words[hit.at("b") or 0] in _ONE:
        return None
    counted = _counted(hit.reading, head)
    return Counted(counted.noun, counted.end, counted.kind, counted.plural, bounds=counted.bounds, why="one" if single else "")


def _worth_one(hit: Hit, head: _Head) -> bool:
    """Return whether "un" counts: a noun of people, aircraft or vehicles, the name of a people, or "au moins un"."""
    before = hit.reading.words[hit.first - 1] if hit.first else ""
    if before in {"l'", "les", "le", "la"}:
        return False
    if hit.has("first") and hit.value("first") == "approx":
        return False
    if hit.has("first") or hit.has("part"):
        return True
    return head.noun.one if head.noun else hit.reading.text[hit.reading.starts[head.first]].isupper()


def _counted(reading: Reading, head: _Head) -> Counted:
    """Return what a noun counts, with the bounding words behind it."""
    end, bounds = _bounds_behind(reading, head.end)
    if head.noun is None:
        word = reading.words[head.first]
        lemma = word if reading.text[reading.starts[head.first]].isupper() else noun_lemma(word)
        return Counted(lemma, reading.ends[end - 1], "other", bounds=bounds)
    return Counted(head.noun.lemma, reading.ends[end - 1], head.noun.kind, head.noun.plural, bounds=bounds)


def _bounds_behind(reading: Reading, at: int) -> tuple[int, tuple[str, ...]]:
    """Return the index after the noun phrase and the bounding words behind it: "29 personnes au minimum"."""
    names = load_vocabulary().names
    row = [names[sign] for sign in reading.signs[at : at + 4]]
    for step in range(_ADJECTIVES + 1):
        sort = row[step] if step < len(row) else ""
        comma = sort == "COMMA" and step + 1 < len(row) and row[step + 1] == "POST"
        if sort in {"BOUND", "POST"} or comma:
            here = at + step + comma
            after = row[step + comma + 1] if step + comma + 1 < len(row) else ""
            plain = after not in {"NUM", "FEW", "COLLS", "COLL", "YEAR", "INDEF"} and reading.words[here][-3:] not in {" de", " d'"}
            return (here + 1, (str(reading.values[here]),)) if plain and _closes(reading.words[here]) else (at, ())
        if sort != "WORD":
            break
    return at, ()


def _closes(word: str) -> bool:
    """Return whether a bounding word can stand behind the noun."""
    return word not in {"quelque", "presque", "jusqu'à", "près de", "plus de", "moins de", "dans les", "à peine"}


def _count_time(hit: Hit, at: int, word: str) -> Counted | None:
    """Return the days that a length of time counts; None for ages, sentences and lengths under a day."""
    reading = hit.reading
    days = word_values("unit")[word]
    factor = days if isinstance(days, int | float) else 0.0
    number = hit.value("n") or hit.value("a")
    if factor < 1 and (not isinstance(number, int | float) or factor * number < 1 - 1 / _HOURS_A_DAY):
        return None
    if word in {"an", "ans"} and not _is_length(hit):
        return None
    if word in {"années", "ans"} and hit.has("coll") and hit.sort(hit.first - 1) == "DE":
        return None
    follows = reading.words[at + 1 : at + 3]
    if follows and follows[-1] in _PRISON:
        return None
    before = reading.words[max(hit.first - 2, 0) : hit.first]
    person = _known_head(reading, hit.first - 2) if hit.first > 1 else None
    if len(before) > 1 and before[1] in {"de", "d'"} and person is not None and person.noun is not None and person.noun.one:
        return None
    end, bounds = _bounds_behind(reading, at + 1)
    exact = 1.0 if factor >= 1 else round(1 / _HOURS_A_DAY, 6)
    whole = factor if factor >= 1 else exact
    return Counted(noun_lemma(word), reading.ends[end - 1], "duration_days", factor=whole, bounds=bounds)


def _is_length(hit: Hit) -> bool:
    """Return whether words before show that "ans" is a length of time, not an age."""
    words = hit.reading.words[max(hit.first - 3, 0) : hit.first]
    lengths = word_values("length")
    return any(" ".join(words[-size:]) in lengths for size in (1, 2, 3) if len(words) >= size)


def _count_bare(hit: Hit, rule: str) -> Counted | None:
    """Return what a number without a noun counts: the noun stands before or is understood ("en a blessé 12", "et 12 autres")."""
    reading, after = hit.reading, hit.sort(hit.end)
    end = reading.ends[hit.end - 1]
    single = rule == "number" and hit.word("n") in _ONE
    if after == "OTHERS" or (after == "DE" and hit.sort(hit.end + 1) == "OTHERS"):
        if single and hit.sort(hit.first - 1) not in {"ET", "COMMA"}:
            return None
        return Counted("", reading.ends[hit.end + (after == "DE")], "other", why="others")
    if after == "ENTRE":
        return Counted("", reading.ends[hit.end], "other", why="others")
    if single:
        return None
    return Counted("", end, "other", why="bare") if _is_licensed(hit, rule) else None


def _is_licensed(hit: Hit, rule: str) -> bool:
    """Return whether a bare number counts something: bounded, after "dont", after "en" and a verb, before a verb."""
    reading = hit.reading
    if rule == "range" and not (hit.has("first") or hit.has("part")):
        return False
    if hit.has("first") or hit.has("part") or rule in _ROUND:
        return True
    after = reading.words[hit.end] if hit.end < len(reading.words) else ""
    if hit.sort(hit.at("n") or hit.first) == "YEAR":
        return False
    before = reading.words[hit.first - 1] if hit.first else ""
    named = hit.first > 0 and reading.text[reading.starts[hit.first - 1]].isupper() and before.isalpha()
    verbal = after in word_values("verbal") and not named
    sorts = [hit.sort(hit.first - step) for step in range(1, 5)]
    pronoun = "EN" in sorts and not set(sorts[: sorts.index("EN")]) & {"DE", "COMMA", "DOT", "TO", "BREAK", "INDEF"}
    return verbal or hit.sort(hit.end) == "SELON" or (pronoun and sorts[0] == "WORD" and hit.sort(hit.end) in {"DOT", "COMMA", "ET", "", "BREAK", "RPAR"})
