"""What a number counts: the noun after it, or the words that show that a bare number counts at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from selon.mentions.quantities.heads import ROUND, Head, bounds_behind, known_head, parsed_head, skip_to_noun
from selon.mentions.quantities.words import noun_lemma, word_values

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from selon.mentions.phrases import Hit, Reading

_ONE = frozenset({"un", "une"})
_HOURS_A_DAY = 24
_LONG_LABEL = 10
_PRISON = ("prison", "réclusion", "détention", "emprisonnement")


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


def find_counted(hit: Hit, rule: str, doc: Doc) -> Counted | None:
    """Return what the number of a hit counts, None where it counts nothing."""
    reading = hit.reading
    if rule.startswith(("percent", "fraction")):
        final = reading.words[hit.end + 1 : hit.end + 2] == ("finale",)
        return None if final else Counted("", reading.ends[hit.end - 1], "percent")
    if _is_label(hit) or _is_pronoun(hit):
        return None
    at = skip_to_noun(reading, hit, rule, doc)
    known = known_head(reading, at)
    if rule == "multiple":
        dead = known is not None and known.noun is not None and known.noun.kind == "killed"
        return _counted(reading, known) if known and dead else None
    word = reading.words[at] if at < len(reading.words) else ""
    if word in word_values("after") or _is_ordinal(hit):
        return None
    if word in word_values("unit") and known is None:
        return _count_time(hit, at, word)
    head = known or parsed_head(hit, at, doc)
    return _count_noun(hit, rule, head) if head else _count_bare(hit, rule)


def _is_label(hit: Hit) -> bool:
    """Return whether the number is a label after the word before ("résolution 2254", "page 12"), or far too long."""
    reading, first = hit.reading, hit.first
    if hit.has("n") and len(hit.word("n")) >= _LONG_LABEL and hit.word("n").isdigit():
        return True
    before = reading.words[first - 1] if first else ""
    if before in {"n°", "numéro", "numéros", "no"} or (before == "°" and first > 1):
        return True
    return before in word_values("before") and known_head(reading, hit.end) is None


def _is_pronoun(hit: Hit) -> bool:
    """Return whether the number only takes up people named before: "tous deux", "toutes les trois"."""
    before = hit.reading.words[max(hit.first - 1, 0) : hit.first]
    return before in {("tous",), ("toutes",)}


def _is_ordinal(hit: Hit) -> bool:
    """Return whether a mark behind the number makes it an ordinal: "3e", "1 er"."""
    return hit.end < len(hit.reading.words) and hit.reading.words[hit.end] in word_values("ordinal")


def _count_noun(hit: Hit, rule: str, head: Head) -> Counted | None:
    """Return what a number and its noun count; a single one only where its noun is worth it."""
    single = rule == "number" and hit.word("n") in _ONE and not hit.has("scale")
    if single and not _worth_one(hit, head):
        return None
    if rule == "range" and head.noun is None and hit.reading.words[hit.at("b") or 0] in _ONE:
        return None
    counted = _counted(hit.reading, head)
    return Counted(
        counted.noun, counted.end, counted.kind, counted.plural, bounds=counted.bounds, why="one" if single else ""
    )


def _worth_one(hit: Hit, head: Head) -> bool:
    """Return whether "un" counts: a noun of people, aircraft or vehicles, the name of a people, or "au moins un"."""
    before = hit.reading.words[hit.first - 1] if hit.first else ""
    if before in {"l'", "les", "le", "la"}:
        return False
    if hit.has("first") and hit.value("first") == "approx":
        return False
    if hit.has("first") or hit.has("part"):
        return True
    return head.noun.one if head.noun else hit.reading.text[hit.reading.starts[head.first]].isupper()


def _counted(reading: Reading, head: Head) -> Counted:
    """Return what a noun counts, with the bounding words behind it."""
    end, bounds = bounds_behind(reading, head.end)
    if head.noun is None:
        word = reading.words[head.first]
        lemma = word if reading.text[reading.starts[head.first]].isupper() else noun_lemma(word)
        return Counted(lemma, reading.ends[end - 1], "other", bounds=bounds)
    return Counted(head.noun.lemma, reading.ends[end - 1], head.noun.kind, head.noun.plural, bounds=bounds)


def _count_time(hit: Hit, at: int, word: str) -> Counted | None:
    """Return the days that a length of time counts; None for ages, sentences and lengths under a day."""
    reading = hit.reading
    days = word_values("unit")[word]
    factor = days if isinstance(days, int | float) else 0.0
    number = hit.value("n") or hit.value("a")
    short = factor < 1 and (not isinstance(number, int | float) or factor * number < 1 - 1 / _HOURS_A_DAY)
    if short or _is_age(hit, word) or _is_sentence(reading, at):
        return None
    if hit.has("n") and hit.word("n") in _ONE and factor == 1 and not (hit.has("first") or hit.has("coll")):
        return None
    end, bounds = bounds_behind(reading, at + 1)
    whole = factor if factor >= 1 else 1 / _HOURS_A_DAY
    return Counted(noun_lemma(word), reading.ends[end - 1], "duration_days", factor=whole, bounds=bounds)


def _is_age(hit: Hit, word: str) -> bool:
    """Return whether years or months are an age: "29 ans", "d'une vingtaine d'années", "un bébé de six mois"."""
    if word in {"an", "ans"} and not _is_length(hit):
        return True
    if hit.sort(hit.first - 1) != "DE":
        return False
    owner = known_head(hit.reading, hit.first - 2) if hit.first > 1 else None
    return (word == "années" and hit.has("coll")) or (owner is not None and owner.noun is not None and owner.noun.one)


def _is_sentence(reading: Reading, at: int) -> bool:
    """Return whether a length of time is a prison sentence: "dix mois de prison"."""
    follows = reading.words[at + 1 : at + 3]
    return bool(follows) and follows[-1] in _PRISON


def _is_length(hit: Hit) -> bool:
    """Return whether words before show that "ans" is a length of time, not an age."""
    words = hit.reading.words[max(hit.first - 3, 0) : hit.first]
    lengths = word_values("length")
    return any(" ".join(words[-size:]) in lengths for size in (1, 2, 3) if len(words) >= size)


def _count_bare(hit: Hit, rule: str) -> Counted | None:
    """Return what a number without a noun counts: its noun is understood ("en a blessé 12", "et 12 autres")."""
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
    if hit.has("first") or hit.has("part") or rule in ROUND:
        return True
    after = reading.words[hit.end] if hit.end < len(reading.words) else ""
    if hit.sort(hit.at("n") or hit.first) == "YEAR":
        return False
    before = reading.words[hit.first - 1] if hit.first else ""
    if before in {"au", "du", "le"}:
        return False
    named = hit.first > 0 and reading.text[reading.starts[hit.first - 1]].isupper() and before.isalpha()
    verbal = after in word_values("verbal") and not named
    sorts = [hit.sort(hit.first - step) for step in range(1, 5)]
    pronoun = "EN" in sorts and not set(sorts[: sorts.index("EN")]) & {"DE", "COMMA", "DOT", "TO", "BREAK", "INDEF"}
    return (
        verbal
        or hit.sort(hit.end) == "SELON"
        or (pronoun and sorts[0] == "WORD" and hit.sort(hit.end) in {"DOT", "COMMA", "ET", "", "BREAK", "RPAR"})
    )
