"""Where the walk goes from a word: to the verb over a clause or an infinitive, or on to the steps of a noun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.factuality.nouns import step_from_noun
from selon.claims.factuality.steps import NOMINAL, QUE, VERBAL, Step, clause_word, copula_of, has_effect, is_infinitive

if TYPE_CHECKING:
    from selon.claims.words import Words
    from selon.codebook.speech import SpeechCodebook

_SETTERS = frozenset({"de", "d'", "à"})
_SKIPPED = frozenset("se s' l' le la les y en \" « ne n' pas leur lui tout".split())
_SKIPPED_BEFORE = frozenset({"même", '"', "»", "donc"})
_JOINTS = frozenset({"et", "ou", ",", "ni"})
_ADJUNCTS = frozenset({"pour", "après", "avant", "sans", "afin"})
_OVER_OBJECTS = frozenset({"intended", "transparent", "prevented"})
_NEVER_OVER_OBJECTS = frozenset({"aller", "pouvoir", "vouloir"})
_TWIN_REACH = 22
_OBJECT_REACH = 8


def governor_of(words: Words, codebook: SpeechCodebook, at: int) -> Step | None:
    """Return the next step outward from a token, or None where nothing further bears on it."""
    copula = copula_of(words, at)
    if copula is not None and words.group(copula).infinitive:
        return _from_infinitive(words, codebook, copula)
    named = words.pos[at - 1] == "DET" and words.dep[at] not in {"acl:relcl", "parataxis", "ROOT"}
    compound = words.pos[at] == "ADJ" and words.group(at).auxiliary is not None
    if compound or (words.is_verb(at) and not named):
        return _from_infinitive(words, codebook, at) if is_infinitive(words, at) else _from_verb(words, codebook, at)
    return step_from_noun(words, codebook, at)


def _from_verb(words: Words, codebook: SpeechCodebook, at: int) -> Step | None:
    """Return the step outward from a finite verb or a participle."""
    group, dep, head = words.group(at), words.dep[at], words.head[at]
    if (saying := _saying_before(words, codebook, at)) is not None:
        return Step(saying, at, "clause", "full")
    if dep == "acl:relcl" or head == at:
        return None
    if group.present_participle:
        hangs = dep in {"advcl", "xcomp"} and words.pos[head] in VERBAL
        return Step(head, at, "gerund", "mood") if hangs else None
    if dep == "conj":
        return _from_conjunct(words, at)
    return Step(head, at, "clause", "full") if _is_clause(words, at) else None


def _saying_before(words: Words, codebook: SpeechCodebook, at: int) -> int | None:
    """Return the verb of saying whose "que" the parser hung on its complement: "a démenti dans un message que …"."""
    noun = words.head[at]
    if words.dep[at] not in {"acl", "acl:relcl"} or not words.dep[noun].startswith("obl"):
        return None
    if not any(words.dep[k] == "mark" and words.forms[k] in QUE and noun < k < at for k in words.kids[at]):
        return None
    verb = words.head[noun]
    entries = codebook.verbs.get(words.verb_lemma(verb), ()) if verb < noun else ()
    return verb if any("que" in entry.frames for entry in entries) else None


def _is_clause(words: Words, at: int) -> bool:
    """Return whether a verb heads a clause that its governor has as a complement."""
    group, dep, head = words.group(at), words.dep[at], words.head[at]
    if dep in {"ccomp", "csubj", "csubj:pass"} or (dep == "xcomp" and group.finite):
        return True
    if clause_word(words, at) not in QUE:
        return False
    over_verb = dep == "advcl" and words.pos[head] in VERBAL and head < at
    over_noun = dep == "acl" and group.finite and words.pos[head] in NOMINAL | {"ADJ"}
    return over_verb or over_noun


def _from_conjunct(words: Words, at: int) -> Step:
    """Return the step from a coordinated verb: it shares "que" or the auxiliary of the first, or stands by itself."""
    group, head = words.group(at), words.head[at]
    if clause_word(words, at) in QUE and head < at:
        return Step(head, at, "shared", "full")
    bare = group.auxiliary is None and not any(words.dep[k].startswith("aux") for k in words.kids[at])
    if bare and words.pos[head] in VERBAL and not group.finite:
        return Step(head, at, "shared", "full")
    return Step(head, at, "coordinated", "none")


def _from_infinitive(words: Words, codebook: SpeechCodebook, at: int) -> Step | None:
    """Return the step outward from an infinitive: to the word before its preposition, else to the parser's governor."""
    low = words.units[words.unit_of[at]][0]
    before, preposition = _word_before(words, at, low)
    if before > low and words.pos[before] in {"ADJ", "VERB"} and words.pos[before - 1] == "NOUN":
        before -= has_effect(words, codebook, before - 1)  # "avec pour but affiché de"
    if before >= low and has_effect(words, codebook, before):
        return Step(before, at, "infinitive", "full")
    if preposition in _SETTERS:
        if before > low and (twin := _twin_of(words, before, preposition, low)) is not None:
            return Step(twin, at, "shared", "full")
        if (far := _verb_over_object(words, codebook, before, low)) is not None:
            return Step(far, at, "infinitive", "full")
    subject = next((k for k in words.kids[at] if words.dep[k].startswith("nsubj") and words.pos[k] == "NOUN"), None)
    if subject is not None and copula_of(words, at) is not None and has_effect(words, codebook, subject):
        return Step(subject, at, "infinitive", "full")  # "le but est de couper"
    adjunct = words.forms[before] in _ADJUNCTS and preposition not in _SETTERS
    return _by_parse(words, codebook, at, set_off=preposition in _SETTERS, adjunct=adjunct)


def _word_before(words: Words, at: int, low: int) -> tuple[int, str]:
    """Return the word before an infinitive over clitics, adverbs and its preposition, and that preposition."""
    before = words.group(at).start - 1
    while before >= low and (_is_adverb(words, before) or words.forms[before] in _SKIPPED):
        before -= 1
    preposition = words.forms[before] if before >= low else ""
    if preposition in _SETTERS:
        before -= 1
        while before >= low and (_is_adverb(words, before) or words.forms[before] in _SKIPPED_BEFORE):
            before -= 1
    return before, preposition


def _is_adverb(words: Words, at: int) -> bool:
    """Return whether a token is an adverb, and no verb that the tagger took for one."""
    return words.pos[at] == "ADV" and not words.is_verb(at)


def _twin_of(words: Words, joint: int, preposition: str, low: int) -> int | None:
    """Return the infinitive with which another is coordinated ("à fuir et à se rendre"); None without one."""
    if words.forms[joint] not in _JOINTS:
        return None
    wanted = {"à"} if preposition == "à" else {"de", "d'"}
    for k in range(joint - 1, max(low, joint - _TWIN_REACH), -1):
        if words.forms[k] in wanted:
            span = range(k + 1, min(k + 5, joint))
            twin = next((x for x in span if words.pos[x] == "VERB" and words.group(x).infinitive), None)
            if twin is not None:
                return twin
    return None


def _verb_over_object(words: Words, codebook: SpeechCodebook, at: int, low: int) -> int | None:
    """Return the verb of intention before the one addressed: "presse" in "presse les camps de négocier"."""
    if words.pos[at] not in NOMINAL | {"ADJ"}:
        return None
    for k in range(at, max(low, at - _OBJECT_REACH), -1):
        if words.is_verb(k):
            lemma = words.verb_lemma(k)
            entry = codebook.hedges.get(("verb", lemma))
            telling = entry is not None and entry.effect in _OVER_OBJECTS and lemma not in _NEVER_OVER_OBJECTS
            return k if telling and not words.group(k).infinitive else None
        if words.forms[k] in {",", ";", "et"} or words.pos[k] == "SCONJ":
            return None
    return None


def _by_parse(words: Words, codebook: SpeechCodebook, at: int, *, set_off: bool, adjunct: bool) -> Step | None:
    """Return the step from an infinitive to the governor that the parser gives it."""
    head, dep = words.head[at], words.dep[at]
    if head == at:
        return None
    if dep == "conj":
        if words.pos[head] not in VERBAL or is_infinitive(words, head):
            return Step(head, at, "shared", "full")
        alone = words.group(head).finite and not set_off
        return Step(head, at, "coordinated", "none") if alone else Step(head, at, "infinitive", "full")
    if adjunct and dep in {"advcl", "obl:mod"}:
        return Step(head, at, "gerund", "mood")
    above = words.head[head]
    addressed = set_off and words.pos[head] in NOMINAL | {"ADJ"} and words.pos[above] == "VERB" and above < at
    if addressed and not has_effect(words, codebook, head) and has_effect(words, codebook, above):
        return Step(above, at, "infinitive", "full")
    hangs = words.pos[head] in VERBAL | NOMINAL | {"ADJ"} and head < at
    return Step(head, at, "infinitive", "full") if hangs else None
