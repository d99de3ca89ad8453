"""Factuality: whether a claim is affirmed or negated, and how surely it is told, by walking from its trigger outward."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from selon.claims.claim import Factuality, Polarity, Status
from selon.claims.factuality_rules import (
    adjective_effects,
    adverb_effects,
    failed_attempt,
    has_condition,
    marker_before,
    noun_is_negated,
    reported_in_past,
)
from selon.claims.factuality_steps import Step, copula_of, governor_of, plain_preposition
from selon.claims.words import Words, read_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from selon.claims.attribution import Attribution
    from selon.codebook.speech import SpeechCodebook

_STATUSES = {"hearsay": Status.HEARSAY, "possible": Status.POSSIBLE, "intended": Status.INTENDED}
_FLIPS = frozenset({"negated", "failed", "denied", "refused", "prevented", "cancels", "ends"})
_NOMINAL = frozenset({"NOUN", "PROPN"})
_MAX_STEPS = 7


@dataclass(slots=True)
class _Verdict:
    """What has been seen so far on the way outward: an odd number of negations, the statuses from the inside out, and why."""

    negated: bool = False
    weak: Status = Status.OCCURRED
    statuses: list[Status] = field(default_factory=list)
    why: list[str] = field(default_factory=list)

    def flip(self, why: str) -> None:
        """Turn the polarity round."""
        self.negated = not self.negated
        self.why.append(why)

    def tell(self, status: Status, why: str) -> None:
        """Note a status."""
        self.statuses.append(status)
        self.why.append(why)

    def status(self) -> Status:
        """Return the status: the innermost, but what is intended or possible stays so under a hedge."""
        if not self.statuses:
            return self.weak
        firm = next((s for s in self.statuses if s is not Status.HEARSAY), None)
        return firm if firm is not None else Status.HEARSAY


def read_factuality(
    doc: Doc,
    first: int,
    last: int,
    codebook: SpeechCodebook,
    words: Words | None = None,
    attributions: Sequence[Attribution] = (),
) -> Factuality:
    """Return how the event named by the tokens from `first` to `last`, both included, is told.

    `why` holds the rules and words that decided, from the inside out.
    """
    read = words if words is not None else read_words(doc, codebook.forms)
    del attributions
    head = head_of(read, first, last)
    verdict = _Verdict()
    _read_own(read, codebook, head, verdict, first)
    _climb(read, codebook, head, verdict)
    polarity = Polarity.NEGATED if verdict.negated else Polarity.AFFIRMED
    return Factuality(polarity=polarity, status=verdict.status(), why=tuple(verdict.why))


def head_of(words: Words, first: int, last: int) -> int:
    """Return the token of a trigger on which its syntax hangs: the one whose governor lies outside, a verb before a noun."""
    inside = range(first, last + 1)
    outward = [k for k in inside if not first <= words.head[k] <= last or words.head[k] == k]
    outward = [k for k in outward if words.pos[k] not in {"PUNCT", "DET", "ADP", "SPACE", "PRON"}] or outward or list(inside)
    return next((k for k in outward if words.pos[k] in {"VERB", "AUX"}), outward[0])


def _is_verb(words: Words, at: int) -> bool:
    """Return whether a token stands as a verb: so tagged, or a participle after an auxiliary."""
    return words.is_verb(at) or (words.pos[at] not in _NOMINAL and bool(words.verb_lemma(at)) and words.group(at).auxiliary is not None)


def _read_own(words: Words, codebook: SpeechCodebook, head: int, verdict: _Verdict, first: int) -> None:
    """Read what stands on the trigger itself: negation, mood, tense, adverbs, adjectives, the word before it."""
    copula = copula_of(words, head)
    if copula is not None:
        _read_verb(words, codebook, copula, verdict, own=True)
    elif _is_verb(words, head) and not (head > 0 and words.pos[head - 1] == "DET" and words.group(head).auxiliary is None):
        _read_verb(words, codebook, head, verdict, own=True)
    else:
        _read_noun(words, codebook, head, verdict, min(first, head))


def _read_noun(words: Words, codebook: SpeechCodebook, noun: int, verdict: _Verdict, first: int) -> None:
    """Read what stands on a noun: "aucun", adjectives, and a preposition before it."""
    if noun_is_negated(words, noun):
        verdict.flip(f"{words.forms[noun]}: determiner of negation")
    for entry, word in adjective_effects(words, codebook, noun):
        _apply(verdict, entry, word)
    marker = marker_before(words, codebook, first, nominal=True)
    if marker is not None:
        _apply(verdict, marker.effect, marker.phrase)


def _apply(verdict: _Verdict, effect: str, word: str) -> None:
    """Let one effect speak."""
    if effect in _STATUSES:
        verdict.tell(_STATUSES[effect], f"{word}: {effect}")
    elif effect in _FLIPS:
        verdict.flip(f"{word}: {effect}")


def _read_verb(words: Words, codebook: SpeechCodebook, verb: int, verdict: _Verdict, *, own: bool) -> None:
    """Read what stands on a verb: adverbs, negation, conditional, future, and the word that opens its clause."""
    group = words.group(verb)
    marker = marker_before(words, codebook, group.start, nominal=False)
    opened = marker is not None and not _is_transparent_purpose(words, codebook, group.start) and not (marker.effect == "intended" and _is_perfect_infinitive(words, verb))
    if group.negated and not (marker is not None and marker.effect == "negated"):
        verdict.flip(f"{words.forms[verb]}: negation")
    for effect, word in adverb_effects(words, codebook, verb):
        _apply(verdict, effect, word)
    if own:
        _read_mood(words, codebook, verb, verdict)
    if opened and marker is not None and (group.infinitive or group.present_participle or group.finite or own):
        if marker.effect == "negated" and group.negated:
            verdict.flip(f"{marker.phrase}: {marker.effect}")
        else:
            _apply(verdict, marker.effect, marker.phrase)


def _is_perfect_infinitive(words: Words, verb: int) -> bool:
    """Return whether a verb is an infinitive of what is past: "pour avoir tué"."""
    group = words.group(verb)
    return group.auxiliary is not None and words.forms[group.auxiliary] in {"avoir", "être"} and words.forms[verb] not in {"avoir", "être"} and words.forms[group.auxiliary] == "avoir"  # fmt: skip


def _read_mood(words: Words, codebook: SpeechCodebook, verb: int, verdict: _Verdict) -> None:
    """Read the mood and tense of a verb as they bear on what it says."""
    group = words.group(verb)
    lemma = words.verb_lemma(verb)
    form = words.forms[group.auxiliary if group.auxiliary is not None else verb]
    entry = codebook.hedges.get(("verb", lemma))
    if group.conditional:
        if lemma in {"pouvoir", "devoir", "vouloir", "souhaiter", "aimer"}:
            return
        if has_condition(words, codebook, verb):
            verdict.tell(Status.POSSIBLE, f"{form}: conditional beside a hypothesis")
        elif not group.perfect and reported_in_past(words, codebook, verb) and lemma not in {"être", "avoir"}:
            verdict.tell(Status.INTENDED, f"{form}: future in the past")
        elif group.auxiliary is None and (lemma == "signifier" or (entry is not None and entry.effect in {"transparent", "prevented"})):
            verdict.tell(Status.POSSIBLE, f"{form}: conditional of consequence")
        else:
            verdict.tell(Status.HEARSAY, f"{form}: conditional of the press")
    elif group.future:
        verdict.tell(Status.INTENDED, f"{form}: future")


def _climb(words: Words, codebook: SpeechCodebook, head: int, verdict: _Verdict) -> None:
    """Walk outward from the trigger and let every governor speak that reaches it."""
    at, reach = head, "full"
    for _ in range(_MAX_STEPS):
        step = governor_of(words, codebook, at, trigger=at == head)
        if step is None:
            return
        reach = _narrower(reach, step.reach)
        if reach == "none":
            return
        if not _speak(words, codebook, step, reach, verdict):
            return
        at = step.governor


def _narrower(one: str, other: str) -> str:
    """Return the narrower of two reaches: full, status (no negation), mood (only a conditional), none."""
    order = ("full", "status", "mood", "none")
    return max(one, other, key=order.index)


def _speak(words: Words, codebook: SpeechCodebook, step: Step, reach: str, verdict: _Verdict) -> bool:
    """Let one governor speak; return whether what stands further out may speak too."""
    at = step.governor
    if not _is_verb(words, at):
        return _speak_noun(words, codebook, step, reach, verdict)
    lemma = words.verb_lemma(at)
    entry = codebook.hedges.get(("verb", lemma)) if lemma else None
    effect = entry.effect if entry is not None else ""
    group = words.group(at)
    if step.kind == "object" and (effect == "presupposes" or (effect == "" and lemma in codebook.reacting)):
        return False
    if not effect and (participle := _participle_effect(codebook, words, at)):
        _apply(verdict, participle, words.forms[at])
    if effect and step.kind != "shared" and (reach == "full" or effect == "hearsay" or (reach == "status" and effect in _STATUSES)):
        _speak_effect(words, codebook, at, lemma, effect, step, verdict)
    carries = effect in {"carries", "transparent"} or effect in _STATUSES or effect in _FLIPS or step.kind in {"infinitive", "clause", "shared", "gerund"}
    if reach == "full" and group.negated and carries and step.kind not in {"gerund"} and not (step.negated_noun) and not _is_report(codebook, lemma):
        verdict.flip(f"{words.forms[at]}: negation")
    if step.kind in {"clause", "infinitive"} and _is_report(codebook, lemma) and lemma != "promettre":
        above = codebook.hedges.get(("verb", words.verb_lemma(words.head[at]))) if group.present_participle else None
        if above is not None and above.effect == "denied":
            verdict.flip(f"{words.forms[words.head[at]]}: denied")
        return False
    for adverb, word in adverb_effects(words, codebook, at):
        if adverb in _STATUSES or reach == "full":
            _apply(verdict, adverb, word)
    _speak_mood(words, codebook, at, step, reach, carries, verdict)
    marker = marker_before(words, codebook, group.start, nominal=False)
    if marker is not None and marker.effect in {*_STATUSES, "negated"} and (carries or step.kind == "object") and not _is_transparent_purpose(words, codebook, group.start) and not _is_perfect_infinitive(words, at):
        if marker.effect in _STATUSES and (reach in {"full", "status"} or marker.effect == "possible"):
            _apply(verdict, marker.effect, marker.phrase)
        elif marker.effect == "negated" and carries and reach == "full" and not step.negated_noun:
            _apply(verdict, marker.effect, marker.phrase)
    return True


def _is_report(codebook: SpeechCodebook, lemma: str) -> bool:
    """Return whether a verb reports: what is said under it is not touched by its own mood or negation."""
    entries = codebook.verbs.get(lemma, ())
    return bool(entries) and any("que" in e.frames for e in entries) and all(e.act not in {"deny", "promise"} for e in entries)


def _speak_effect(words: Words, codebook: SpeechCodebook, at: int, lemma: str, effect: str, step: Step, verdict: _Verdict) -> None:
    """Let the meaning of a governing verb speak."""
    group = words.group(at)
    form = words.forms[at]
    if lemma == "aller" and (group.perfect or group.passive or step.kind != "infinitive" or group.conditional):
        return
    if lemma in {"pouvoir", "devoir"} and group.perfect and not group.conditional:
        return
    if lemma in {"devoir", "pouvoir"} and step.kind not in {"infinitive"}:
        return
    if lemma == "devoir" and _is_perfect_infinitive(words, step.child):
        verdict.tell(Status.HEARSAY, f"{form}: conjecture")
        return
    if step.kind == "clause" and lemma in {"annoncer", "prévoir", "attendre", "préparer", "offrir", "compter", "charger"}:
        return
    if step.kind == "object" and effect in _STATUSES and not _reaches_over(codebook, lemma, step):
        return
    if lemma == "pouvoir" and group.infinitive:
        verdict.weak = Status.POSSIBLE
        return
    if effect in _STATUSES:
        if effect == "intended" and failed_attempt(words, codebook, at):
            verdict.flip(f"{form}: attempt that failed")
            return
        if effect == "hearsay" and step.kind == "object":
            return
        verdict.tell(_STATUSES[effect], f"{form}: {effect}")
    elif effect in _FLIPS:
        if step.kind == "object" and step.role == "subject" and effect in {"refused", "denied", "failed"} and not group.passive:
            return
        verdict.flip(f"{form}: {effect}")
        if effect == "prevented" and not group.perfect and not group.conditional:
            verdict.tell(Status.INTENDED, f"{form}: {effect}")


def _reaches_over(codebook: SpeechCodebook, lemma: str, step: Step) -> bool:
    """Return whether a verb of intention or possibility bears on an event noun too: "menacer de", "prévoir", never "aller"."""
    nouns = codebook.hedges["verb", lemma].nouns
    return nouns == "any" or nouns == plain_preposition(step.preposition)


def _participle_effect(codebook: SpeechCodebook, words: Words, at: int) -> str:
    """Return the effect of a participle that the codebook has as an adjective: "destiné à", "accusé de"."""
    if words.group(at).perfect:
        return ""
    entry = codebook.hedges.get(("adjective", _singular(words.forms[at])))
    agent = any(words.forms[k] == "par" for k in range(at + 1, min(len(words), at + 3)))
    return entry.effect if entry is not None and not agent else ""


def _is_transparent_purpose(words: Words, codebook: SpeechCodebook, start: int) -> bool:
    """Return whether "pour" after "profiter" opens what was done, not what was meant."""
    before = start - 1
    while before > 0 and (words.pos[before] in {"ADV", "PRON"} or words.forms[before] == "pour"):
        before -= 1
    entry = codebook.hedges.get(("verb", words.verb_lemma(before))) if words.pos[before] == "VERB" else None
    return entry is not None and entry.effect == "transparent"


def _speak_mood(words: Words, codebook: SpeechCodebook, at: int, step: Step, reach: str, carries: bool, verdict: _Verdict) -> None:  # noqa: FBT001, PLR0913
    """Let the mood and tense of a governing verb speak where they reach the trigger."""
    group = words.group(at)
    if not group.conditional and not group.future:
        return
    before = len(verdict.statuses)
    _read_mood(words, codebook, at, verdict)
    if len(verdict.statuses) == before:
        return
    told = verdict.statuses[-1]
    keep = told is Status.HEARSAY or (told is Status.POSSIBLE and (reach != "mood" or step.role == "subject")) or (told is Status.INTENDED and reach == "full" and carries)
    if step.kind == "gerund" and told is Status.INTENDED:
        keep = True
    if not keep:
        verdict.statuses.pop()
        verdict.why.pop()


def _speak_noun(words: Words, codebook: SpeechCodebook, step: Step, reach: str, verdict: _Verdict) -> bool:
    """Let a governing noun or adjective speak: "plan d'attaque", "prêt à partir", "absence de combats"."""
    at = step.governor
    lemma = words.lemmas[at]
    for pos in ("noun", "adjective"):
        entry = codebook.hedges.get((pos, lemma)) or codebook.hedges.get((pos, words.forms[at])) or codebook.hedges.get((pos, _singular(words.forms[at])))
        if entry is not None and reach == "full":
            if entry.effect == "hearsay" and step.kind == "object":
                break
            if entry.effect in _STATUSES and failed_attempt(words, codebook, at):
                verdict.flip(f"{words.forms[at]}: attempt that failed")
            else:
                _apply(verdict, entry.effect, words.forms[at])
            break
    copula = copula_of(words, at)
    if copula is not None:
        group = words.group(copula)
        if group.negated and step.kind in {"predicate", "infinitive"} and words.forms[at] != "seulement":
            verdict.flip(f"{words.forms[copula]}: negation")
        _read_mood(words, codebook, copula, verdict)
    if reach == "full" and noun_is_negated(words, at):
        verdict.flip(f"{words.forms[at]}: determiner of negation")
    if reach == "full" and words.pos[at] in _NOMINAL | {"ADJ"}:
        for effect, word in adjective_effects(words, codebook, at):
            _apply(verdict, effect, word)
        marker = marker_before(words, codebook, at, nominal=True)
        if marker is not None and marker.effect in _STATUSES:
            _apply(verdict, marker.effect, marker.phrase)
    return True


def _singular(form: str) -> str:
    """Return a form without its plural s and its feminine e."""
    bare = form.removesuffix("s")
    return bare.removesuffix("e") if bare.endswith("ée") else bare
