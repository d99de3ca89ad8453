"""Verb groups: a verb with its auxiliaries and clitics, its mood and negation, and verbs that the tagger missed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from selon.claims.verb_forms import AVOIR_ETRE, features_of, is_conditional, is_future, verb_lemma_of

if TYPE_CHECKING:
    from selon.claims.words import Words

NEGATIONS = frozenset("pas plus jamais guère point nullement ni aucun aucune rien personne nul nulle".split())
_FAR_NEGATIONS = frozenset({"aucun", "aucune", "rien", "personne", "ni", "nul", "nulle"})
_BARE_NE = frozenset({"cesser", "pouvoir", "oser", "savoir"})  # "ne cesse de": negated without "pas"
MOVING_VERBS = frozenset(
    (
        "arriver partir venir entrer sortir mourir aller tomber rester revenir parvenir devenir survenir intervenir"
    ).split()
)
_BEFORE_INFINITIVE = frozenset(
    "de d' à pour sans se s' y pas plus peut peuvent veut veulent doit doivent va vont".split()
)
_SUBJECT_PRONOUNS = frozenset({"il", "elle", "ils", "elles", "qui", "n'", "ne", "on"})
_OPENING = frozenset({"sur", "toute", "tout", "des", "les", "la", "le", "l'"})
_FOLLOWING = frozenset({"à", "au", "de", "d'", "»", "«", "y"})
CLITICS = frozenset("se s' me m' nous vous le la l' les lui leur y en ne n' -t t'".split())
_AUXILIARY_REACH = 6
_PARENTHESIS = 12


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """A verb with its auxiliaries and clitics: its start, mood, tense and negation as the surface shows them."""

    verb: int
    start: int
    finite: bool
    conditional: bool
    future: bool
    perfect: bool
    passive: bool
    infinitive: bool
    present_participle: bool
    past_participle: bool
    negated: bool
    only: bool
    reflexive: bool
    auxiliary: int | None


def read_group(words: Words, i: int) -> VerbGroup:
    """Return the verb group of the verb at i, read leftward over auxiliaries, clitics and adverbs."""
    start, auxiliaries, clitics = _scan_left(words, i)
    form, table = words.forms[i], words.table
    carrier = auxiliaries[-1] if auxiliaries else i
    first, own = words.forms[carrier], features_of(table, form)
    tagged = words.doc[i].morph.get("VerbForm", [])
    infinitive = not auxiliaries and ("Inf" in own or "Inf" in tagged)
    past = bool(auxiliaries) or _is_past_participle(words, i, own)
    bare = past and not auxiliaries and _is_bare_participle(words, i)
    finite = _is_finite(words, carrier, bare=bare or infinitive)
    negated, only = _read_negation(words, start, i, carrier)
    reflexive = bool(clitics & {"se", "s'"})
    lemmas = {verb_lemma_of(table, words.forms[a]) for a in auxiliaries}
    been = any(words.forms[a] == "été" for a in auxiliaries)
    moving = bool(lemmas) and verb_lemma_of(table, form) in MOVING_VERBS
    return VerbGroup(
        verb=i,
        start=start,
        finite=finite,
        conditional=is_conditional(table, first),
        future=is_future(table, first),
        perfect="avoir" in lemmas or moving or (bool(lemmas) and not been and "s'" in clitics),
        passive="être" in lemmas and (been or "avoir" not in lemmas) and not reflexive,
        infinitive=infinitive,
        present_participle=not auxiliaries and form.endswith("ant") and ("Part.Pres" in own or "Part" in tagged),
        past_participle=past and not auxiliaries and not finite,
        negated=negated,
        only=only,
        reflexive=reflexive,
        auxiliary=carrier if auxiliaries else None,
    )


def _is_past_participle(words: Words, i: int, features: frozenset[str]) -> bool:
    """Return whether a form is a past participle: nothing else by the codebook's forms, or so tagged."""
    if "Part.Past" in features and not features & {"Ind", "Cond"}:
        return True
    morph = words.doc[i].morph
    tagged = "Past" in morph.get("Tense", []) and "Part" in morph.get("VerbForm", [])
    return tagged and (not features or "Part.Past" in features)


def _is_finite(words: Words, carrier: int, *, bare: bool) -> bool:
    """Return whether the first word of a group is finite, by the codebook's forms, else by the tagger."""
    features = features_of(words.table, words.forms[carrier])
    if not features and words.pos[carrier] in {"VERB", "AUX"}:
        return "Fin" in words.doc[carrier].morph.get("VerbForm", [])
    return not bare and bool(features & {"Ind", "Cond", "Subj"})


def _is_bare_participle(words: Words, i: int) -> bool:
    """Return whether a form that could be finite or a participle ("dit", "écrit") stands as a participle."""
    follows = i + 1 < len(words) and (words.pos[i + 1] == "DET" or words.forms[i + 1] in {"que", "qu'"})
    return (
        not follows
        and words.doc[i].morph.get("VerbForm", []) == ["Part"]
        and words.dep[i] in {"acl", "amod", "advcl", "xcomp", "appos"}
        and not any(words.dep[k] == "nsubj" for k in words.kids[i])
    )


def _scan_left(words: Words, i: int) -> tuple[int, list[int], set[str]]:
    """Return where the verb group starts, its auxiliaries from right to left, and its clitics."""
    start = i
    auxiliaries: list[int] = []
    clitics: set[str] = set()
    at = i - 1
    low = max(words.units[words.unit_of[i]][0], i - _AUXILIARY_REACH - 2)
    while at >= low:
        form, pos = words.forms[at], words.pos[at]
        if form in CLITICS and not (pos == "DET" and auxiliaries):
            clitics.add(form)
            start = at
        elif _is_auxiliary(words, at):
            auxiliaries.append(at)
            start = at
        elif form == "," and (had := _before_parenthesis(words, at)) is not None:
            at = had
            continue
        elif (form in {"a", "ont"} and pos == "ADP") or not (
            pos == "ADV"
            or form in NEGATIONS
            or form in {"eux", "elles", "même", "mêmes"}
            or (form == "d'" and words.forms[at + 1] == "ailleurs")
            or (auxiliaries == [] and pos == "PRON" and form.startswith("-"))
        ):
            break
        at -= 1
    if not auxiliaries:
        auxiliaries = sorted(
            (k for k in words.kids[i] if words.dep[k] in {"aux:tense", "aux:pass"} and k < i), reverse=True
        )
        start = min([start, *auxiliaries])
    return start, auxiliaries, clitics


def _before_parenthesis(words: Words, close: int) -> int | None:
    """Return the auxiliary before an aside between it and its participle: "aurait, selon X, tué", "a, lundi, dit"."""
    opening = next((k for k in range(close - 1, max(0, close - _PARENTHESIS), -1) if words.forms[k] == ","), None)
    if opening is None or opening == 0:
        return None
    return opening - 1 if _is_auxiliary(words, opening - 1) else None


def _is_auxiliary(words: Words, at: int) -> bool:
    """Return whether a token is a form of "avoir" or "être" that can carry a participle."""
    return words.pos[at] in {"AUX", "VERB"} and words.verb_lemma(at) in AVOIR_ETRE


def _read_negation(words: Words, start: int, i: int, carrier: int) -> tuple[bool, bool]:
    """Return whether the group is negated, and whether it is "ne … que" instead."""
    forms, (low, high) = words.forms, words.units[words.unit_of[i]]
    before = (k for k in range(max(low, start - 3), i) if forms[k] in {"ne", "n'"})
    ne = next((k for k in before if not _verb_between(words, k, i, carrier)), None)
    if ne is None:
        return any(form in {"pas", "jamais"} for form in forms[carrier:i]), False
    only = any(form in {"que", "qu'"} for form in forms[i + 1 : min(high, i + 9)])
    for k in range(max(low, ne - 8), min(high, i + 6)):
        near = forms[k] in NEGATIONS and ne <= k <= i + 1
        if not (near or forms[k] in _FAR_NEGATIONS) or (k > i and only and forms[k] in {"plus", "point"}):
            continue
        after = forms[k + 1] if k + 1 < high and forms[k] in {"pas", "plus"} else ""
        return after not in {"seulement", "uniquement"}, after in {"seulement", "uniquement", "que", "qu'"}
    bare = not only and words.verb_lemma(i) in _BARE_NE and ne == start
    return bare, only


def _verb_between(words: Words, ne: int, verb: int, carrier: int) -> bool:
    """Return whether another verb than the auxiliaries stands between "ne" and a verb: then the "ne" is that verb's."""
    return any(
        words.pos[k] in {"VERB", "AUX"} and k != carrier and words.verb_lemma(k) not in AVOIR_ETRE
        for k in range(ne + 1, verb)
    )


def stands_as_verb(words: Words, i: int) -> bool:
    """Return whether a word that the tagger took for a noun, adjective or adverb stands where a verb stands."""
    features = features_of(words.table, words.forms[i])
    if not features or i == 0:
        return False
    before, after = words.forms[i - 1], words.forms[i + 1] if i + 1 < len(words) else ""
    if "Inf" in features:
        return before in _BEFORE_INFINITIVE and words.pos[i] != "DET"
    had = words.pos[i - 1] in {"AUX", "VERB"} and verb_lemma_of(words.table, before, tagged=False) == "avoir"
    if had or before in _SUBJECT_PRONOUNS:
        return True
    if not features & {"Ind", "Cond"}:
        return False
    if before in {"se", "s'"}:
        return True
    if _is_in_noun_phrase(words, i):
        return False
    opens = after in _OPENING or words.pos[min(i + 1, len(words) - 1)] in {"DET", "PROPN", "NUM"}
    if (before in {",", "»", '"', "”"} and opens) or _takes_clause(words, i, after):
        return True
    behind_noun = words.pos[i - 1] in {"NOUN", "PROPN", "ADJ", "X"}
    if behind_noun and words.pos[i] == "ADV" and words.pos[min(i + 1, len(words) - 1)] == "DET":
        return True  # "l'armée dément la prise du fort"
    return behind_noun and (opens or after in _FOLLOWING) and _is_verbless(words, words.unit_of[i])


def _is_in_noun_phrase(words: Words, i: int) -> bool:
    """Return whether a word stands behind a determiner or preposition, as a noun or adjective does."""
    pos = words.pos
    if words.forms[i - 1] in {"toute", "tout", "toutes", "tous"} or pos[i] in {"DET", "PRON", "ADP"}:
        return True
    return pos[i - 1] in {"DET", "ADP", "NUM"} or (pos[i - 1] == "ADJ" and i > 1 and pos[i - 2] == "DET")


def _takes_clause(words: Words, i: int, after: str) -> bool:
    """Return whether a word behind a noun is followed by what only a verb takes: "que", an infinitive, a colon."""
    if words.pos[i - 1] not in {"NOUN", "PROPN", "ADJ", "ADV", "X"} and words.forms[i - 1] not in {",", ")", "»"}:
        return False
    if after in {"que", "qu'", ":", "avoir", "être"} or "Inf" in features_of(words.table, after):
        return True
    return after == "," and _resumes_after_comma(words, i + 1)


def _resumes_after_comma(words: Words, comma: int) -> bool:
    """Return whether "que" or an infinitive follows a parenthesis: "annonce, via un communiqué, avoir pris"."""
    close = next((k for k in range(comma + 1, min(len(words) - 1, comma + 18)) if words.forms[k] == ","), None)
    return close is not None and words.forms[close + 1] in {"que", "qu'", "avoir", "être"}


def _is_verbless(words: Words, unit: int) -> bool:
    """Return whether the tagger saw no finite verb in a sentence: then it missed one, unless it is a title."""
    known = words._verbless.get(unit)  # noqa: SLF001 - the memo of this module's own class
    if known is None:
        start, end = words.units[unit]
        closed = any(words.forms[k] in {".", "!", "?"} for k in range(max(start, end - 3), end))
        finite = any(
            words.pos[k] in {"VERB", "AUX"} and words.group(k).finite and words.dep[k] not in {"acl", "acl:relcl"}
            for k in range(start, end)
        )
        known = words._verbless[unit] = closed and not finite  # noqa: SLF001
    return known
