"""Attribution by passives and participles: "revendiqué par X", "accusé de", "signalé"; and by relatives: "que dénonce X"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.attribution_clauses import clause_end, subject_of
from selon.claims.attribution_found import Found
from selon.claims.attribution_frames import preposition_after, que_after
from selon.claims.attribution_sources import PRONOUNS, Phrase
from selon.claims.attribution_speakers import fits, is_first_person
from selon.claims.claim import SourceKind

if TYPE_CHECKING:
    from selon.claims.attribution_found import Range, Scope
    from selon.claims.verb_groups import VerbGroup
    from selon.codebook.speech import ReportingWord

_QUE = frozenset({"que", "qu'"})


def read_passive(scope: Scope, unit: Range, i: int, entry: ReportingWord, group: VerbGroup) -> Found | None:
    """Return the attribution of "a été revendiqué par X", "est accusé de", "soupçonné de"."""
    words = scope.words
    agent = _agent_after(scope, i, unit)
    if entry.act == "accuse" and {"de", "comme"} & set(entry.frames):
        start = preposition_after(scope, i, unit, entry)
        if start is None:
            return None
        agent = agent or _agent_after(scope, start, (start, clause_end(scope, i, start, unit)))
        source = agent or Phrase(i, i + 1, i, SourceKind.UNSPECIFIED)
        shape = "preposition" if agent else "participle"
        return Found((group.start, i + 1), [source], [(start, clause_end(scope, i, start, unit))], f"{entry.lemma}, passive", entry.act, words.unit_of[i], shape, clause=(group.start, start))  # fmt: skip
    if "de" in entry.frames and group.passive and (start := preposition_after(scope, i, unit, entry)) is not None:
        return Found((group.start, i + 1), [], [(start, clause_end(scope, i, start, unit))], f"{entry.lemma}, by nobody named", entry.act, words.unit_of[i], "unsaid", clause=(group.start, start))  # fmt: skip
    if (
        agent is None
        and group.past_participle
        and "object" in entry.frames
        and entry.subject != "document"
        and words.dep[i] in {"acl", "amod"}
        and words.head[i] < i
    ):
        noun = words.head[i]
        return Found((i, i + 1), [], [(noun, i)], f"{entry.lemma}, by nobody named", entry.act, words.unit_of[i], "unsaid", clause=(i, i + 1))  # fmt: skip
    if not group.passive or not group.finite or (agent is not None and not fits(scope, entry, agent)):
        return None
    if agent is None:
        return _read_unsaid(scope, unit, i, entry, group)
    que = que_after(scope, agent.end - 1, unit) if "que" in entry.frames else None
    subject = next((k for k in words.kids[i] if words.dep[k].startswith("nsubj") and k < i), None)
    if que is not None:
        content = [(que, clause_end(scope, i, que, unit))]
    elif subject is not None and words.forms[subject] not in PRONOUNS:
        content = [(words.subtree(subject)[0], min(group.start, words.subtree(subject)[1]))]
    else:
        content = [(unit[0], group.start)] if subject is None else []
    if not content:
        return None
    if words.forms[agent.end : agent.end + 1] == [":"]:
        content.append((agent.end + 1, unit[1]))
    return Found((group.start, i + 1), [agent], content, f"{entry.lemma}, passive", entry.act, words.unit_of[i], "passive", clause=(group.start, agent.end))  # fmt: skip


def _read_unsaid(scope: Scope, unit: Range, i: int, entry: ReportingWord, group: VerbGroup) -> Found | None:
    """Return a report by nobody named: "des tirs ont été signalés", "il a été rapporté que"; it has no links."""
    words = scope.words
    subject = next((k for k in words.kids[i] if words.dep[k].startswith("nsubj") and k < i), None)
    que = que_after(scope, i, unit) if "que" in entry.frames else None
    if que is not None:
        content = (que, clause_end(scope, i, que, unit))
    elif subject is not None and words.forms[subject] not in PRONOUNS and {"object", "inf"} & set(entry.frames):
        content = (words.subtree(subject)[0], min(group.start, words.subtree(subject)[1]))
    else:
        return None
    if content[0] >= content[1]:
        return None
    return Found((group.start, i + 1), [], [content], f"{entry.lemma}, by nobody named", entry.act, words.unit_of[i], "unsaid", clause=(group.start, i + 1))  # fmt: skip


def _agent_after(scope: Scope, i: int, unit: Range) -> Phrase | None:
    """Return the agent of a passive: the noun phrase after "par"."""
    words = scope.words
    for k in range(i + 1, min(unit[1], i + 14)):
        if words.forms[k] == "par" and k + 1 < unit[1]:
            source = scope.sources.read(k + 1, unit[1])
            return source if source is not None and scope.sources.can_speak(source) else None
        if words.forms[k] in {",", ";", ":"} or words.pos[k] == "VERB":
            return None
    return None


def read_relative(scope: Scope, unit: Range, i: int, entry: ReportingWord, group: VerbGroup) -> Found | None:
    """Return the attribution of "les frappes que Moscou dit avoir menées", "l'attaque que dénonce Kiev": the noun before "que"."""
    words = scope.words
    if not {"object", "accusation"} & set(entry.frames) or entry.act == "claim":
        return None
    relative = next(
        (k for k in range(group.start - 1, max(unit[0], group.start - 8), -1) if words.forms[k] in {*_QUE, "dont"}),
        None,
    )
    if relative is None or words.pos[relative - 1] not in {"NOUN", "PROPN", "ADJ", "PUNCT"}:
        return None
    noun = next(
        (k for k in range(relative - 1, max(unit[0] - 1, relative - 10), -1) if words.pos[k] in {"NOUN", "PROPN"}), None
    )
    source = subject_of(scope, i, (relative, unit[1]), i + 1)
    if noun is None or source is None or not (is_first_person(scope, source) or fits(scope, entry, source)):
        return None
    while words.dep[noun] in {"nmod", "amod"} and relative - 10 < words.head[noun] < noun:
        noun = words.head[noun]
    own = is_first_person(scope, source)
    return Found((group.start, i + 1), [source], [(noun, relative)], f"{entry.lemma} in a relative", entry.act, words.unit_of[i], "object", own=own, clause=(relative, i + 1))  # fmt: skip
