"""Attribution by passives ("revendiqué par X", "accusé de", "signalé") and by relatives ("l'attaque que dénonce X")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.attribution.back import is_report, points_back, told_before
from selon.claims.attribution.clauses import clause_end, has_verb
from selon.claims.attribution.frames import preposition_after, que_after
from selon.claims.attribution.saying import QUE
from selon.claims.attribution.sources import PRONOUNS, Phrase
from selon.claims.attribution.subjects import subject_of
from selon.claims.claim import SourceKind

if TYPE_CHECKING:
    from selon.claims.attribution.found import Found, Range, Scope
    from selon.claims.attribution.saying import Saying

_NOBODY = ", by nobody named"
_AGENT_REACH = 14
_RELATIVE_REACH = 8
_NOUN_REACH = 10


def read_passive(saying: Saying) -> Found | None:
    """Return the attribution of "a été revendiqué par X", "est accusé de", "tirs signalés"."""
    entry, group = saying.entry, saying.group
    agent = _agent_after(saying.scope, saying.verb, saying.unit)
    if entry.act == "accuse" and {"de", "comme"} & set(entry.frames):
        return _read_charge(saying, agent)
    if "de" in entry.frames and group.passive and (start := preposition_after(saying, saying.verb)) is not None:
        end = clause_end(saying.scope, saying.verb, start, saying.unit)
        return saying.report([], [(start, end)], _NOBODY, "unsaid", start)
    if group.past_participle:
        return _read_participle(saying) if agent is None else _read_report(saying, agent)
    if not group.finite or (agent is not None and not saying.accepts(agent)):
        return None
    return _read_finite(saying, agent)


def _read_charge(saying: Saying, agent: Phrase | None) -> Found | None:
    """Return the attribution of "accusé (par X) de": without an accuser the participle itself is the source."""
    scope, verb = saying.scope, saying.verb
    start = preposition_after(saying, verb)
    if start is None:
        return None
    end = clause_end(scope, verb, start, saying.unit)
    agent = agent or _agent_after(scope, start, (start, end))
    source = agent or Phrase(verb, verb + 1, verb, SourceKind.UNSPECIFIED)
    return saying.report([source], [(start, end)], ", passive", "preposition" if agent else "participle", start)


def _read_participle(saying: Saying) -> Found | None:
    """Return what a bare participle tells of its noun: "les tirs signalés"; it has no links."""
    words, verb, entry = saying.scope.words, saying.verb, saying.entry
    noun = words.head[verb]
    told = "object" in entry.frames and entry.subject != "document"
    if told and words.dep[verb] in {"acl", "amod"} and noun < verb:
        return saying.report([], [(noun, verb)], _NOBODY, "unsaid", verb + 1)
    return None


def _read_report(saying: Saying, agent: Phrase) -> Found | None:
    """Return the attribution of a report in apposition: "…, une information démentie par X"."""
    scope, verb, unit = saying.scope, saying.verb, saying.unit
    noun = scope.words.head[verb]
    if saying.entry.act == "deny":
        return None  # who denies a report is not the source of what it told
    if not (noun < verb and is_report(scope, noun) and saying.accepts(agent)):
        return None
    low = scope.words.subtree(noun)[0]
    content = [(unit[0], low)] if has_verb(scope, unit[0], low) else told_before(scope, unit)
    return saying.report([agent], content, ", of a report", "passive", agent.end)


def _read_finite(saying: Saying, agent: Phrase | None) -> Found | None:
    """Return the attribution of a finite passive: a clause after it, its subject, or what stands before it."""
    scope, verb, frames = saying.scope, saying.verb, saying.entry.frames
    words, start = scope.words, saying.group.start
    que = que_after(saying, agent.end - 1 if agent else verb) if "que" in frames else None
    subject = saying.left_subject()
    if que is not None:
        content = [(que, clause_end(scope, verb, que, saying.unit))]
    elif subject is not None:
        low, high = words.subtree(subject)
        told = words.forms[subject] not in PRONOUNS and (agent is not None or {"object", "inf"} & set(frames))
        content = [(low, min(start, high))] if told else []
        if agent is not None and points_back(scope, subject):
            content = told_before(scope, saying.unit) if saying.entry.act != "deny" else []
    else:
        content = [(saying.unit[0], start)] if agent is not None else []
    if not content or content[0][0] >= content[0][1]:
        return None
    if agent is None:
        return saying.report([], content, _NOBODY, "unsaid", verb + 1)
    if words.forms[agent.end : agent.end + 1] == [":"]:
        content.append((agent.end + 1, saying.unit[1]))
    return saying.report([agent], content, ", passive", "passive", agent.end)


def _agent_after(scope: Scope, verb: int, span: Range) -> Phrase | None:
    """Return the agent of a passive: the noun phrase after "par"."""
    words = scope.words
    for k in range(verb + 1, min(span[1], verb + _AGENT_REACH)):
        if words.forms[k] == "par" and k + 1 < span[1]:
            source = scope.sources.read(k + 1, span[1])
            return source if source is not None and scope.sources.can_speak(source) else None
        if words.forms[k] in {",", ";", ":"} or words.pos[k] == "VERB":
            return None
    return None


def read_relative(saying: Saying) -> Found | None:
    """Return the attribution of "les frappes que Moscou dit avoir menées", "l'attaque que dénonce Kiev"."""
    words, unit, verb = saying.scope.words, saying.unit, saying.verb
    if not {"object", "accusation"} & set(saying.entry.frames) or saying.entry.act == "claim":
        return None
    start = saying.group.start
    before = range(start - 1, max(unit[0], start - _RELATIVE_REACH), -1)
    relative = next((k for k in before if words.forms[k] in QUE or words.forms[k] == "dont"), None)
    if relative is None or words.pos[relative - 1] not in {"NOUN", "PROPN", "ADJ", "PUNCT"}:
        return None
    behind = range(relative - 1, max(unit[0] - 1, relative - _NOUN_REACH), -1)
    noun = next((k for k in behind if words.pos[k] in {"NOUN", "PROPN"}), None)
    source = subject_of(saying.scope, verb, (relative, unit[1]), verb + 1)
    if noun is None or source is None or not saying.accepts(source):
        return None
    while words.dep[noun] in {"nmod", "amod"} and relative - _NOUN_REACH < words.head[noun] < noun:
        noun = words.head[noun]
    return saying.report([source], [(noun, relative)], " in a relative", "object", verb + 1)
