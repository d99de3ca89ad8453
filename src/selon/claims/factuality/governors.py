"""Governors: what a verb, noun or adjective further out says of the event that hangs on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.claim import Status
from selon.claims.factuality.markers import failed_attempt, marker_before
from selon.claims.factuality.mood import is_done_purpose, is_perfect_infinitive, read_mood
from selon.claims.factuality.rules import adjective_effects, adverb_effects, noun_is_negated
from selon.claims.factuality.steps import Step, copula_of, plain_preposition
from selon.claims.factuality.walk import FLIPS, STATUSES

if TYPE_CHECKING:
    from selon.claims.factuality.walk import Walk
    from selon.codebook.speech import HedgeWord, SpeechCodebook

_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ"})
_CARRYING_KINDS = frozenset({"infinitive", "clause", "shared", "gerund"})
_TELLING_CLAUSES = frozenset({"annoncer", "prévoir", "attendre", "préparer", "offrir", "compter", "charger"})
_BY_THE_SUBJECT = frozenset({"refused", "denied", "failed"})  # "l'attaque dément la rumeur": the subject is not denied


def speak_verb(walk: Walk, step: Step) -> bool:
    """Let a governing verb speak; return whether what stands further out may speak too."""
    words, at = walk.words, step.governor
    lemma, effect = words.verb_lemma(at), walk.effect_of(at)
    reacting = effect == "presupposes" or (effect == "" and lemma in walk.codebook.reacting)
    if step.kind == "object" and reacting:
        return False
    if not effect:
        walk.apply(_participle_effect(walk, at), words.forms[at])
    elif step.kind != "shared" and _reaches(walk, effect):
        _speak_effect(walk, step, effect)
    carries = effect in STATUSES or effect in FLIPS or effect in {"carries", "transparent"}
    carries = carries or step.kind in _CARRYING_KINDS
    reports = _is_report(walk.codebook, lemma)
    if words.group(at).negated and carries and not reports and _hears_negation(walk, step):
        walk.flip(f"{words.forms[at]}: negation")
    if reports and step.kind in {"clause", "infinitive"} and lemma != "promettre":
        _hear_lie(walk, at)
        return False
    for adverb, word in adverb_effects(words, walk.codebook, at):
        if adverb in STATUSES or walk.reach == "full":
            walk.apply(adverb, word)
    _speak_mood(walk, step, carries=carries)
    _speak_marker(walk, step, carries=carries)
    return True


def _reaches(walk: Walk, effect: str) -> bool:
    """Return whether an effect still reaches the trigger."""
    return walk.reach == "full" or effect == "hearsay" or (walk.reach == "status" and effect in STATUSES)


def _hears_negation(walk: Walk, step: Step) -> bool:
    """Return whether the negation of a governor reaches the trigger: not twice with "aucun", not through a gerund."""
    return walk.reach == "full" and step.kind != "gerund" and not step.negated_noun


def _is_report(codebook: SpeechCodebook, lemma: str) -> bool:
    """Return whether a verb reports: what is said under it is not touched by its own mood or negation."""
    entries = codebook.verbs.get(lemma, ())
    return any("que" in e.frames for e in entries) and all(e.act not in {"deny", "promise"} for e in entries)


def _hear_lie(walk: Walk, at: int) -> None:
    """Negate what someone is said to lie about: "vous mentez en disant que …"."""
    words = walk.words
    under = words.group(at).present_participle or words.dep[at] == "advcl"
    if (
        under
        and words.verb_lemma(words.head[at]) != words.verb_lemma(at)
        and walk.effect_of(words.head[at]) == "denied"
    ):
        walk.flip(f"{words.forms[words.head[at]]}: denied")


def _participle_effect(walk: Walk, at: int) -> str:
    """Return the effect of a participle that the codebook has as an adjective: "destiné à", "accusé de"."""
    words = walk.words
    if words.group(at).perfect or "par" in words.forms[at + 1 : at + 3]:
        return ""
    entry = walk.codebook.hedges.get(("adjective", _singular(words.forms[at])))
    return entry.effect if entry is not None else ""


def _speak_effect(walk: Walk, step: Step, effect: str) -> None:
    """Let the meaning of a governing verb speak."""
    words, at = walk.words, step.governor
    form, lemma = words.forms[at], words.verb_lemma(at)
    if _is_mute(walk, step, effect):
        return
    if lemma == "pouvoir" and words.group(at).infinitive:
        walk.weak = Status.POSSIBLE
    elif lemma == "devoir" and is_perfect_infinitive(words, step.child):
        walk.tell(Status.HEARSAY, f"{form}: conjecture")
    elif effect == "intended" and failed_attempt(words, walk.codebook, at):
        walk.flip(f"{form}: attempt that failed")
    else:
        walk.apply(effect, form)
        group = words.group(at)
        if effect == "prevented" and not group.perfect and not group.conditional:
            walk.tell(Status.INTENDED, f"{form}: {effect}")


def _is_mute(walk: Walk, step: Step, effect: str) -> bool:
    """Return whether a verb does not mean here what the codebook says: "a pu fuir", "est allé se battre"."""
    words, at = walk.words, step.governor
    group, lemma = words.group(at), words.verb_lemma(at)
    if lemma == "aller":
        return group.perfect or group.passive or group.conditional or step.kind != "infinitive"
    if lemma == "falloir" and group.perfect:
        return True  # "il a fallu évacuer": it was done
    if lemma in {"pouvoir", "devoir"}:
        return step.kind != "infinitive" or (group.perfect and not group.conditional)
    if step.kind == "clause":
        return lemma in _TELLING_CLAUSES
    if step.kind != "object":
        return False
    if effect in STATUSES:
        return effect == "hearsay" or not _reaches_over(walk.codebook, lemma, step)
    return step.role == "subject" and effect in _BY_THE_SUBJECT and not group.passive


def _reaches_over(codebook: SpeechCodebook, lemma: str, step: Step) -> bool:
    """Return whether a verb of intention bears on an event noun too: "menacer de", "prévoir", never "aller"."""
    return codebook.hedges["verb", lemma].nouns in {"any", plain_preposition(step.preposition)}


def _speak_mood(walk: Walk, step: Step, *, carries: bool) -> None:
    """Let the mood and tense of a governing verb speak where they reach the trigger."""
    before = len(walk.statuses)
    read_mood(walk, step.governor)
    if len(walk.statuses) == before:
        return
    told = walk.statuses[-1]
    if told is Status.POSSIBLE:
        kept = walk.reach != "mood" or step.role == "subject"
    elif told is Status.INTENDED:
        kept = step.kind == "gerund" or (walk.reach == "full" and carries)
    else:
        kept = True
    if not kept:
        walk.unsay()


def _speak_marker(walk: Walk, step: Step, *, carries: bool) -> None:
    """Let the word that opens the clause of a governing verb speak: "pour", "sans", "en cas de"."""
    words, at = walk.words, step.governor
    start = words.group(at).start
    marker = marker_before(words, walk.codebook, start, nominal=False)
    if marker is None or not (carries or step.kind == "object"):
        return
    if is_done_purpose(walk, start) or is_perfect_infinitive(words, at):
        return
    told = marker.effect in STATUSES and (walk.reach in {"full", "status"} or marker.effect == "possible")
    undone = marker.effect == "negated" and carries and walk.reach == "full" and not step.negated_noun
    if told or undone:
        walk.apply(marker.effect, marker.phrase)


def speak_noun(walk: Walk, step: Step) -> bool:
    """Let a governing noun or adjective speak ("plan d'attaque"); what stands further out may speak too."""
    words, at = walk.words, step.governor
    if walk.reach == "full":
        _speak_word(walk, step)
    copula = copula_of(words, at)
    if copula is not None:
        if words.group(copula).negated and step.kind in {"predicate", "infinitive"}:
            walk.flip(f"{words.forms[copula]}: negation")
        read_mood(walk, copula)
    if walk.reach == "full" and words.pos[at] in _NOMINAL:
        read_noun(walk, at, at, only_statuses=True)
    return True


def _speak_word(walk: Walk, step: Step) -> None:
    """Let the meaning of a governing noun or adjective speak."""
    at, form = step.governor, walk.words.forms[step.governor]
    entry = _nominal_entry(walk, at)
    in_time = form == "fin" and walk.words.forms[at - 1] == "en"  # "en fin de matinée"
    if entry is None or in_time or (entry.effect == "hearsay" and step.kind == "object"):
        return
    if entry.effect in STATUSES and failed_attempt(walk.words, walk.codebook, at):
        walk.flip(f"{form}: attempt that failed")
    else:
        walk.apply(entry.effect, form)


def _nominal_entry(walk: Walk, at: int) -> HedgeWord | None:
    """Return the codebook's entry for a noun or adjective, by lemma or form."""
    form = walk.words.forms[at]
    for pos in ("noun", "adjective"):
        for word in (walk.words.lemmas[at], form, _singular(form)):
            if (entry := walk.codebook.hedges.get((pos, word))) is not None:
                return entry
    return None


def read_noun(walk: Walk, noun: int, first: int, *, only_statuses: bool = False) -> None:
    """Read what stands on a noun whose phrase begins at `first`: "aucun", adjectives, a preposition before it."""
    words, codebook = walk.words, walk.codebook
    if noun_is_negated(words, noun):
        walk.flip(f"{words.forms[noun]}: determiner of negation")
    for effect, word in adjective_effects(words, codebook, noun):
        walk.apply(effect, word)
    marker = marker_before(words, codebook, first, nominal=True)
    if marker is not None and (marker.effect in STATUSES or not only_statuses):
        walk.apply(marker.effect, marker.phrase)


def _singular(form: str) -> str:
    """Return a form without its plural s and its feminine e."""
    bare = form.removesuffix("s")
    return bare.removesuffix("e") if bare.endswith("ée") else bare
