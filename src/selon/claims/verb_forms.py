"""Forms of verbs: the lemma behind a form, the moods that it may have, conditional and future by form and stem."""

from __future__ import annotations

import re
from functools import lru_cache

from selon.codebook.forms import Forms

AVOIR_ETRE = frozenset({"avoir", "être"})
_SHORT = 4
_GENERAL = Forms({})
_COND = re.compile(r"r(?:ais|ait|ions|iez|aient)$")
_FUTURE = re.compile(r"r(?:ai|as|a|ons|ez|ont)$")
_FUTURE_STEMS = {
    "avoir": ("aur",),
    "être": ("ser",),
    "aller": ("ir",),
    "faire": ("fer",),
    "pouvoir": ("pourr",),
    "vouloir": ("voudr",),
    "devoir": ("devr",),
    "savoir": ("saur",),
    "falloir": ("faudr",),
    "voir": ("verr",),
    "envoyer": ("enverr",),
    "courir": ("courr",),
    "mourir": ("mourr",),
    "recevoir": ("recevr",),
    "venir": ("viendr",),
    "tenir": ("tiendr",),
    "valoir": ("vaudr",),
    "asseoir": ("assiér", "assoir"),
    "acquérir": ("acquerr",),
    "conquérir": ("conquerr",),
    "cueillir": ("cueiller",),
    "accueillir": ("accueiller",),
}


@lru_cache(maxsize=50_000)
def verb_lemma_of(table: Forms, form: str, *, tagged: bool = True) -> str:
    """Return the verb lemma of a form: the codebook's, else simplemma's where the tagger saw a verb."""
    lemmas = list(dict.fromkeys(reading.lemma for reading in table.analyses(form) if reading.pos == "verb"))
    if len(lemmas) > 1 and (general := _GENERAL.lemma(form)) in lemmas:
        return general  # "faut" is of "falloir", not of "faillir"
    if lemmas:
        return lemmas[0]
    return table.lemma(form, "VERB") if tagged else ""


@lru_cache(maxsize=50_000)
def features_of(table: Forms, form: str) -> frozenset[str]:
    """Return the moods that a form may have: Ind, Cond, Subj, Inf, Part.Past, Part.Pres."""
    found: set[str] = set()
    for reading in table.analyses(form):
        if reading.pos == "verb":
            for feature in reading.features.split("|"):
                mood, _, rest = feature.partition(".")
                found.add(f"Part.{rest.partition('.')[0]}" if mood == "Part" else mood)
    return frozenset(found)


@lru_cache(maxsize=50_000)
def is_conditional(table: Forms, form: str) -> bool:
    """Return whether a form is a present conditional: by the codebook's forms, else by its stem and ending.

    >>> is_conditional(Forms({}), "coûterait"), is_conditional(Forms({}), "figurait")
    (True, False)
    """
    if (match := _COND.search(form)) is None:
        return False
    verbs = [r for r in table.analyses(form) if r.pos == "verb"]
    if verbs:
        return any(r.has("Cond") or "Cond." in r.features for r in verbs)
    return _has_future_stem(table.lemma(form, "VERB"), form[: match.start() + 1])


@lru_cache(maxsize=50_000)
def is_future(table: Forms, form: str) -> bool:
    """Return whether a form is a simple future."""
    if (match := _FUTURE.search(form)) is None:
        return False
    verbs = [r for r in table.analyses(form) if r.pos == "verb"]
    if verbs:
        return any(r.has("Ind.Fut") for r in verbs)
    return _has_future_stem(table.lemma(form, "VERB"), form[: match.start() + 1])


def _has_future_stem(lemma: str, stem: str) -> bool:
    """Return whether a stem is the future stem of a verb: its infinitive, cut before a final e."""
    known = next(
        (
            stems
            for verb, stems in _FUTURE_STEMS.items()
            if lemma == verb or (lemma.endswith(verb) and len(verb) > _SHORT)
        ),
        None,
    )
    if known is not None:
        return stem.endswith(known)
    if lemma.endswith("re"):
        return stem == lemma[:-1]
    if lemma.endswith("er"):
        return stem.endswith("er") and len(stem) >= len(lemma) - 1 and stem[:2] == lemma[:2]
    return lemma.endswith("ir") and stem == lemma
