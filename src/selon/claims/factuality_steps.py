"""Steps outward from a trigger: what governs it, by which relation, and how much of the governor's mood reaches it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from selon.claims.factuality_rules import noun_is_negated

if TYPE_CHECKING:
    from selon.claims.words import Words
    from selon.codebook.speech import SpeechCodebook

_CLAUSE_STOPS = frozenset({"acl:relcl", "parataxis", "ROOT"})
_OBJECTS = frozenset({"obj", "nsubj:pass"})
_OBLIQUES = frozenset({"obl:mod", "obl:arg", "obl:agent", "obl", "nmod", "dep", "obl:as"})
_SHUT = frozenset(
    {
        "après",
        "depuis",
        "malgré",
        "avant",
        "selon",
        "suite",
        "cause",
        "raison",
        "contre",
        "face",
        "grâce",
        "d'après",
        "lendemain",
        "outre",
    }
)
_OPEN = frozenset({"de", "d'", "du", "des", "à", "au", "aux"})
_NOMINAL = frozenset({"NOUN", "PROPN", "NUM"})


@dataclass(frozen=True, slots=True)
class Step:
    """One step outward: the governor, from which word, by which kind of relation, how much of its mood reaches inward."""

    governor: int
    child: int
    kind: str
    reach: str
    role: str = ""
    negated_noun: bool = False
    preposition: str = ""


def plain_preposition(form: str) -> str:
    """Return a preposition with its contraction undone: "des" and "d'" are "de", "aux" is "à"."""
    return {"d'": "de", "du": "de", "des": "de", "au": "à", "aux": "à"}.get(form, form)


def copula_of(words: Words, at: int) -> int | None:
    """Return the copula of a predicate noun or adjective: "serait" in "il serait l'otage"; None where there is none."""
    return next((k for k in words.kids[at] if words.dep[k] == "cop" and k < at), None)


def governor_of(words: Words, codebook: SpeechCodebook, at: int, *, trigger: bool) -> Step | None:
    """Return the next step outward from a token, or None where nothing further bears on it."""
    copula = copula_of(words, at)
    if copula is not None and words.group(copula).infinitive:
        return _from_infinitive(words, codebook, copula)
    if (
        (words.is_verb(at)
        and not (words.pos[at - 1] == "DET" and words.dep[at] not in _CLAUSE_STOPS))
        or (words.pos[at] == "ADJ" and words.group(at).auxiliary is not None)
    ):
        return _from_verb(words, codebook, at, trigger=trigger)
    return _from_noun(words, codebook, at)


def _from_verb(words: Words, codebook: SpeechCodebook, at: int, *, trigger: bool) -> Step | None:
    """Return the step outward from a verb."""
    group = words.group(at)
    dep, head = words.dep[at], words.head[at]
    if group.infinitive or _is_infinitive_group(words, at):
        return _from_infinitive(words, codebook, at)
    if dep in {"acl:relcl"} or head == at:
        return _modal_subject(words, codebook, at)
    if group.present_participle:
        gerund = words.forms[group.start - 1] == "en" if group.start else False
        if dep in {"advcl", "xcomp"} and words.pos[head] in {"VERB", "AUX"}:
            return Step(head, at, "gerund", "mood" if gerund or trigger else "mood")
        return None
    if dep == "conj":
        if _clause_word(words, at) in {"que", "qu'"} and head < at:
            return Step(head, at, "shared", "full")
        shared = group.auxiliary is None and not any(words.dep[k].startswith("aux") for k in words.kids[at])
        if shared and words.pos[head] in {"VERB", "AUX"} and not group.finite:
            return Step(head, at, "shared", "full")
        return Step(head, at, "coordinated", "none")
    if dep in {"ccomp", "csubj", "csubj:pass"} or (dep == "xcomp" and group.finite):
        return Step(head, at, "clause", "full")
    if (
        dep == "advcl"
        and _clause_word(words, at) in {"que", "qu'"}
        and words.pos[head] in {"VERB", "AUX"}
        and head < at
    ):
        return Step(head, at, "clause", "full")
    if dep in {"acl", "amod"} and not group.finite:
        return None
    if dep == "acl" and words.pos[head] in _NOMINAL | {"ADJ"} and _clause_word(words, at) in {"que", "qu'"}:
        return Step(head, at, "clause", "full")
    return None


def _is_infinitive_group(words: Words, at: int) -> bool:
    """Return whether a participle stands in an infinitive: "être encerclée", "avoir tué"."""
    auxiliary = words.group(at).auxiliary
    return auxiliary is not None and words.forms[auxiliary] in {"être", "avoir"}


def _clause_word(words: Words, at: int) -> str:
    """Return the word that marks the clause of a verb: "que", "si", "avant"; "" where none does."""
    return next((words.forms[k] for k in words.kids[at] if words.dep[k] == "mark" and k < at), "")


def _from_infinitive(words: Words, codebook: SpeechCodebook, at: int) -> Step | None:
    """Return the step outward from an infinitive: to the word right before its preposition, else to the parser's governor."""
    start = words.group(at).start
    low = words.units[words.unit_of[at]][0]
    before = start - 1
    while before >= low and (
        (words.pos[before] == "ADV" and not words.is_verb(before))
        or words.forms[before]
        in {"se", "s'", "l'", "le", "la", "les", "y", "en", '"', "«", "ne", "n'", "pas", "leur", "lui", "tout"}
    ):
        before -= 1
    preposition = words.forms[before] if before >= low else ""
    if preposition in {"de", "d'", "à"}:
        before -= 1
        while before >= low and (
            (words.pos[before] == "ADV" and not words.is_verb(before))
            or words.forms[before] in {"même", '"', "»", "donc"}
        ):
            before -= 1
    if (
        before > low
        and words.pos[before] in {"ADJ", "VERB"}
        and words.pos[before - 1] == "NOUN"
        and _has_effect(words, codebook, before - 1)
    ):
        before -= 1
    if before >= low and _has_effect(words, codebook, before):
        return Step(before, at, "infinitive", "full")
    if before > low and words.forms[before] in {"et", "ou", ",", "ni"} and preposition in {"de", "d'", "à"}:
        for k in range(before - 1, max(low, before - 22), -1):
            if words.forms[k] == preposition or (preposition != "à" and words.forms[k] in {"de", "d'"}):
                other = next(
                    (
                        x
                        for x in range(k + 1, min(k + 5, before))
                        if words.pos[x] == "VERB" and words.group(x).infinitive
                    ),
                    None,
                )
                if other is not None:
                    return Step(other, at, "shared", "full")
    if preposition in {"de", "d'", "à"} and (far := _verb_over_object(words, codebook, before, low)) is not None:
        return Step(far, at, "infinitive", "full")
    head = words.head[at]
    subject = next((k for k in words.kids[at] if words.dep[k].startswith("nsubj") and words.pos[k] == "NOUN"), None)
    cop = any(words.dep[k] == "cop" for k in words.kids[at])
    if subject is not None and cop and _has_effect(words, codebook, subject):
        return Step(subject, at, "infinitive", "full")
    if head == at:
        return None
    if words.dep[at] == "conj":
        if words.group(head).infinitive or _is_infinitive_group(words, head) or words.pos[head] not in {"VERB", "AUX"}:
            return Step(head, at, "shared", "full")
        return (
            Step(head, at, "coordinated", "none")
            if words.group(head).finite and preposition not in {"de", "d'", "à"}
            else Step(head, at, "infinitive", "full")
        )
    if (
        words.dep[at] in {"advcl", "obl:mod"}
        and preposition not in {"de", "d'", "à", ""}
        and words.forms[before] in {"pour", "après", "avant", "sans", "afin"}
    ):
        return Step(head, at, "gerund", "mood")
    if (
        words.pos[head] in _NOMINAL | {"ADJ"}
        and words.pos[words.head[head]] == "VERB"
        and not _has_effect(words, codebook, head)
    ):
        if (
            preposition in {"de", "d'", "à"}
            and _has_effect(words, codebook, words.head[head])
            and words.head[head] < at
        ):
            return Step(words.head[head], at, "infinitive", "full")
    if words.pos[head] in {"VERB", "AUX", "NOUN", "ADJ", "PROPN"} and head < at:
        return Step(head, at, "infinitive", "full")
    return None


def _verb_over_object(words: Words, codebook: SpeechCodebook, at: int, low: int) -> int | None:
    """Return the verb of intention that stands before the one addressed: "presse" in "presse les camps de négocier"."""
    if words.pos[at] not in _NOMINAL | {"ADJ"}:
        return None
    for k in range(at, max(low, at - 8), -1):
        if words.is_verb(k):
            entry = codebook.hedges.get(("verb", words.verb_lemma(k)))
            telling = (
                entry is not None
                and entry.effect in {"intended", "transparent", "prevented"}
                and words.verb_lemma(k) not in {"aller", "pouvoir", "vouloir"}
            )
            return k if telling and not words.group(k).infinitive else None
        if words.forms[k] in {",", ";", "et"} or words.pos[k] in {"SCONJ"}:
            return None
    return None


def _has_effect(words: Words, codebook: SpeechCodebook, at: int) -> bool:
    """Return whether the codebook knows a word as one that says how surely what follows is told."""
    hedges = codebook.hedges
    if (words.is_verb(at) or words.pos[at] == "ADJ") and ("verb", words.verb_lemma(at)) in hedges:
        return True
    form = words.forms[at]
    return any(
        (pos, word) in hedges
        for pos in ("noun", "adjective")
        for word in (words.lemmas[at], form, form.removesuffix("s"), form.removesuffix("es"), form.removesuffix("e"))
    )


def _modal_subject(words: Words, codebook: SpeechCodebook, at: int) -> Step | None:
    """Return no step for a main verb; relative clauses end the way outward."""
    del words, codebook, at
    return None


def _from_noun(words: Words, codebook: SpeechCodebook, at: int) -> Step | None:
    """Return the step outward from a noun."""
    dep, head = words.dep[at], words.head[at]
    if (missed := _missed_verb(words, codebook, at)) is not None:
        return Step(
            missed, at, "object", "full", preposition=_preposition(words, at), negated_noun=noun_is_negated(words, at)
        )
    if head == at:
        return None
    preposition = _preposition(words, at)
    negated = noun_is_negated(words, at)
    if dep == "conj" and words.pos[head] in _NOMINAL | {"ADJ"}:
        return Step(head, at, "shared", "full")
    if words.pos[head] in {"VERB", "AUX"} or (
        words.pos[head] == "ADJ" and words.verb_lemma(head) and words.group(head).auxiliary is not None
    ):
        return _from_argument(words, codebook, at, preposition, negated=negated)
    if words.pos[head] in _NOMINAL | {"ADJ", "PRON"} and (
        dep in _OBLIQUES or dep in {"acl", "amod", "appos", "obl:arg"}
    ):
        if preposition in _SHUT or any(words.forms[k] in _SHUT for k in range(max(head, at - 4), at)):
            return None
        of = preposition in _OPEN
        return Step(head, at, "of", "full" if of and head < at else "mood", negated_noun=negated) if head < at else None
    if dep in {"nsubj", "nsubj:pass"} and words.pos[head] in {"NOUN", "ADJ"}:
        known = _has_effect(words, codebook, head)
        return Step(head, at, "predicate", "full" if known else "mood", role="subject")
    return None


def _missed_verb(words: Words, codebook: SpeechCodebook, at: int) -> int | None:
    """Return the verb right before a noun phrase that the tagger did not see: "dément" in "dément toute frappe"."""
    k = at - 1
    while (
        k > 0
        and (words.pos[k] in {"DET", "ADJ", "NUM", "ADP", "ADV"} or words.forms[k] in {"toute", "tout"})
        and not words.is_verb(k)
    ):
        k -= 1
    if k > 0 and words.pos[k] not in {"VERB", "AUX"} and words.is_verb(k) and _has_effect(words, codebook, k):
        return k
    return None


def _from_argument(words: Words, codebook: SpeechCodebook, at: int, preposition: str, *, negated: bool) -> Step | None:
    """Return the step outward from a noun to the verb of which it is an argument."""
    dep, head = words.dep[at], words.head[at]
    lemma = words.verb_lemma(head)
    entry = codebook.hedges.get(("verb", lemma))
    effect = entry.effect if entry is not None else ""
    if dep in _OBJECTS:
        plain = "status" if effect == "" else "mood"
        return Step(
            head, at, "object", "full" if _reaches_noun(words, at, head, effect) else plain, negated_noun=negated
        )
    if dep == "nsubj":
        full = effect == "carries" or (words.group(head).passive and effect != "")
        return Step(
            head,
            at,
            "object",
            "full" if full and _reaches_noun(words, at, head, effect) else "mood",
            role="subject",
            negated_noun=negated,
        )
    if dep in _OBLIQUES or dep in {"xcomp", "obl:arg"}:
        if preposition in _SHUT:
            return None
        sunk = effect == "carries" and preposition == "sous"
        full = (preposition in _OPEN | {""} or sunk) and effect != "" and head < at and at - head < 9  # noqa: PLR2004
        plain = (
            "status"
            if effect == "" and preposition in {"dans", "à", "au", "aux", "vers"} and dep != "obl:mod"
            else "mood"
        )
        return Step(
            head,
            at,
            "object",
            "full" if full and _reaches_noun(words, at, head, effect) else plain,
            negated_noun=negated,
            preposition=preposition,
        )
    return None


def _reaches_noun(words: Words, at: int, head: int, effect: str) -> bool:
    """Return whether negation and intention of a verb reach an event noun: not one that is only taken up again."""
    if effect == "carries":
        group = words.group(head)
        if not group.negated:
            return True
        determiner = next((words.forms[k] for k in words.kids[at] if words.dep[k] == "det"), "")
        return determiner not in {"cet", "cette", "ces", "ce", "son", "sa", "ses", "leur", "leurs"}
    return effect != ""


def _preposition(words: Words, at: int) -> str:
    """Return the preposition before a noun, the first word of a compound one."""
    cases = sorted(k for k in words.kids[at] if words.dep[k] == "case" and k < at)
    if not cases:
        before = at - 1
        while before > 0 and words.pos[before] in {"DET", "ADJ", "NUM"}:
            before -= 1
        return words.forms[before] if words.pos[before] == "ADP" else ""
    first = cases[0]
    before = first - 1
    if before >= 0 and words.forms[before] in _SHUT:
        return words.forms[before]
    return words.forms[first]
