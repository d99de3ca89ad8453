"""Attribution by verbs of saying: who is the subject, and where the content stands (clause, infinitive, object, quotation)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.attribution_clauses import clause_end, opens_time, read_after, subject_of
from selon.claims.attribution_found import Found, Range, Scope, extend_to_quotes
from selon.claims.attribution_sources import PRONOUNS, SPEAKER_PRONOUNS, Phrase
from selon.claims.claim import SourceKind
from selon.claims.words import match_phrase

if TYPE_CHECKING:
    from selon.claims.words import VerbGroup
    from selon.codebook.speech import ReportingWord

_QUE = frozenset({"que", "qu'"})
_DE = frozenset({"de", "d'", "du", "des"})
_NEVER_VERBS = frozenset({"PUNCT", "SPACE", "DET", "ADP", "CCONJ", "SCONJ", "PRON", "NUM"})
_OPEN = frozenset({"«", '"', "“"})
_BEFORE_INSERTED = frozenset({",", "»", '"', "”", "—", "–", "-", "?", "!", "…", "(", "..."})
_GAP = frozenset({"ADV", "ADP", "DET", "NOUN", "PROPN", "ADJ", "NUM", "PRON", "X", "SPACE"})
_MODALS = frozenset({"tenir", "venir", "pouvoir", "devoir", "vouloir", "aller", "continuer", "falloir"})
_NOT_BEFORE_INFINITIVE = frozenset({"pour", "sans", "afin", "avant"})
_BEFORE_OTHER_QUE = frozenset({"plus", "moins", "autant", "même", "tel", "tels", "telle", "alors", "tandis", "lors", "ce"})
_ACCUSATIONS = frozenset({"accusation", "allégation", "affirmation", "responsabilité", "implication", "information", "soupçon", "critique", "faute", "thèse", "version", "idée"})  # fmt: skip
_QUE_REACH = 16
_DE_REACH = 18


def find_verb_cues(scope: Scope, unit: Range) -> list[Found]:
    """Return the attributions that verbs of saying make in one sentence."""
    found = []
    for i in range(*unit):
        if scope.words.pos[i] in _NEVER_VERBS:
            continue
        entries, last = _entries_at(scope, i)
        if not entries or _is_relay(scope, i):
            continue
        group = scope.words.group(i)
        entry = next((e for e in entries if e.reflexive == group.reflexive), None) or (entries[0] if not entries[0].reflexive and not group.reflexive else None)
        if entry is not None and (one := _read_verb(scope, unit, (i, last), entry, group)) is not None:
            one.content = extend_to_quotes(scope, one.content)
            found.append(one)
    return found


def _is_relay(scope: Scope, i: int) -> bool:
    """Return whether a verb opens a relay ("citant", "relayant"), which adds a link and reports nothing by itself."""
    if not scope.words.forms[i].endswith("ant"):
        return False
    match = match_phrase(scope.words, i, scope.codebook.openers)
    return match is not None and getattr(match[0], "place", "") == "inner"


def _entries_at(scope: Scope, i: int) -> tuple[tuple[ReportingWord, ...], int]:
    """Return the entries of a verb of saying at a token, and the last token of it; () where there is none."""
    words = scope.words
    lemma = words.verb_lemma(i)
    if not lemma:
        return (), i
    for rest, word in scope.codebook.verb_phrases.get(lemma, ()) if words.is_verb(i) else ():
        if (last := _phrase_end(scope, i, rest)) is not None:
            return (word,), last
    entries = scope.codebook.verbs.get(lemma, ())
    if entries and not words.is_verb(i):
        return (), i
    return entries, i


def _phrase_end(scope: Scope, i: int, rest: tuple[str, ...]) -> int | None:
    """Return the last token of a verb phrase whose further words follow the verb, adverbs between; None where they do not."""
    words = scope.words
    at = i
    for word in rest:
        at += 1
        while at < len(words) and words.pos[at] == "ADV" and words.forms[at] != word:
            at += 1
        if at >= len(words) or (words.forms[at] != word and not (word == "de" and words.forms[at] in _DE)):
            return None
    return at


def _read_verb(scope: Scope, unit: Range, verb: Range, entry: ReportingWord, group: VerbGroup) -> Found | None:
    """Return the attribution of one verb (its token and its last word), or None where it reports nothing."""
    words = scope.words
    i = verb[0]
    if group.negated and not group.only:
        return None
    if group.passive or group.past_participle:
        return _read_passive(scope, unit, i, entry, group)
    loose = group.infinitive and not _is_governed(scope, i)
    if not loose and "quote" in entry.frames and (inserted := _read_inserted(scope, unit, verb, entry, group)) is not None:
        return inserted
    if (told := _read_comparison(scope, unit, verb, entry, group)) is not None:
        return told
    content = _content(scope, unit, verb, entry)
    if content is None:
        return None if loose else _read_relative(scope, unit, i, entry, group)
    start, how = content
    source = None if loose else subject_of(scope, i, unit, start)
    if source is not None and _is_impersonal(scope, source):
        source = None
    if source is not None and not source.pronoun and not _fits(scope, entry, source):
        source = _voice(scope, i, start) or source
    own = source is not None and _is_first_person(scope, source)
    if source is not None and not own and not _fits(scope, entry, source):
        return None
    if source is None or own:
        end = clause_end(scope, i, start, unit)
        return Found((group.start, i + 1), [source] if source else [], [(start, end)], f"{entry.lemma} + {how}", entry.act, words.unit_of[i], how, own=own, clause=(group.start, start))  # fmt: skip
    if entry.subject == "observer" and source.kind is SourceKind.ANONYMOUS and how == "object":
        return None
    if how == "object" and entry.act == "claim":
        end = max(words.subtree(_noun_at(scope, start, unit[1]))[1], start + 1)
    else:
        end = clause_end(scope, i, start, unit)
    if scope.quote_at(i) is None and how == "quote":
        quote = scope.quote_at(start + 1) if words.forms[start] in _OPEN else scope.quote_at(start) if words.forms[start - 1] in _OPEN else None
        end = quote[1] if quote is not None else end
    found = Found((group.start, i + 1), [source], [(start, end)], f"{entry.lemma} + {how}", entry.act, words.unit_of[i], how, clause=(group.start, start))  # fmt: skip
    found.wholly = how in {"que", "quote"} and words.dep[i] == "ROOT"
    _add_hearer(scope, unit, found, entry, i)
    return found


def _is_impersonal(scope: Scope, source: Phrase) -> bool:
    """Return whether a subject is the "il" of "il faut dire", "il est à noter": nobody."""
    words = scope.words
    if not source.pronoun or words.forms[source.head] not in {"il", "-il", "-t-il", "ce", "c'"}:
        return False
    return words.dep[source.head] == "expl:subj" or words.verb_lemma(words.head[source.head]) in {"falloir", "convenir"}


def _voice(scope: Scope, i: int, limit: int) -> Phrase | None:
    """Return who lends his voice: "par la voix de X", "par la bouche de X"; None where nobody does."""
    words = scope.words
    for k in range(i + 1, limit - 2):
        if words.forms[k : k + 2] == ["par", "la"] and words.forms[k + 2] in {"voix", "bouche"}:
            return scope.sources.read(k + 4, limit)
    return None


def _read_relative(scope: Scope, unit: Range, i: int, entry: ReportingWord, group: VerbGroup) -> Found | None:
    """Return the attribution of "les frappes que Moscou dit avoir menées", "l'attaque que dénonce Kiev": the noun before "que"."""
    words = scope.words
    if not {"object", "accusation"} & set(entry.frames) or entry.act == "claim":
        return None
    relative = next((k for k in range(group.start - 1, max(unit[0], group.start - 8), -1) if words.forms[k] in {*_QUE, "dont"}), None)
    if relative is None or words.pos[relative - 1] not in {"NOUN", "PROPN", "ADJ", "PUNCT"}:
        return None
    noun = next((k for k in range(relative - 1, max(unit[0] - 1, relative - 10), -1) if words.pos[k] in {"NOUN", "PROPN"}), None)
    source = subject_of(scope, i, (relative, unit[1]), i + 1)
    if noun is None or source is None or not (_is_first_person(scope, source) or _fits(scope, entry, source)):
        return None
    while words.dep[noun] in {"nmod", "amod"} and relative - 10 < words.head[noun] < noun:
        noun = words.head[noun]
    own = _is_first_person(scope, source)
    return Found((group.start, i + 1), [source], [(noun, relative)], f"{entry.lemma} in a relative", entry.act, words.unit_of[i], "object", own=own, clause=(relative, i + 1))  # fmt: skip


def _noun_at(scope: Scope, start: int, limit: int) -> int:
    """Return the first noun from a token on."""
    words = scope.words
    return next((k for k in range(start, limit) if words.pos[k] in {"NOUN", "PROPN", "X"}), start)


def _is_governed(scope: Scope, i: int) -> bool:
    """Return whether an infinitive of saying belongs to a subject: "vient d'annoncer", "a tenu à préciser"."""
    words = scope.words
    before = i - 1
    while before > 0 and (words.forms[before] in {"de", "d'", "à", "l'", "le", "la", "les", "pas", "ne"} or words.pos[before] == "ADV"):
        before -= 1
    return words.forms[before] not in _NOT_BEFORE_INFINITIVE and words.verb_lemma(before) in _MODALS


def _is_first_person(scope: Scope, source: Phrase) -> bool:
    """Return whether the subject is "je", "nous" or "on": a speaker inside a quotation, or nobody."""
    return source.pronoun and scope.words.forms[source.head] in SPEAKER_PRONOUNS


def _fits(scope: Scope, entry: ReportingWord, source: Phrase) -> bool:
    """Return whether the subject is of the sort that the entry asks for."""
    if entry.subject == "speaker":
        return scope.sources.can_speak(source)
    if entry.subject == "document":
        return source.kind is SourceKind.DOCUMENT
    if entry.subject == "observer":
        return source.kind in {SourceKind.ANONYMOUS, SourceKind.WITNESS}
    return True


def _content(scope: Scope, unit: Range, verb: Range, entry: ReportingWord) -> tuple[int, str] | None:
    """Return where the content of an active verb begins and by which frame, or None."""
    frames, last = entry.frames, verb[1]
    first: list[tuple[int, str]] = []
    if "que" in frames and (start := _que_after(scope, last, unit)) is not None:
        first.append((start, "que"))
    if "quote" in frames and (start := _colon_or_quote_after(scope, last, unit)) is not None:
        first.append((start, "quote"))
    if "inf" in frames and (start := _infinitive_after(scope, last, unit)) is not None:
        first.append((start, "infinitive"))
    if first:
        return min(first)
    if {"de", "sur", "pour", "dans", "comme"} & set(frames) and (start := _preposition_after(scope, last, unit, entry)) is not None:
        return start, "preposition"
    if {"object", "accusation"} & set(frames) and (start := _object_after(scope, verb, unit, entry)) is not None:
        return start, "object"
    return None


def _que_after(scope: Scope, i: int, unit: Range) -> int | None:
    """Return the token after the "que" that opens a reported clause."""
    words = scope.words
    forms = words.forms
    commas = 0
    for k in range(i + 1, min(unit[1], i + _QUE_REACH)):
        form = forms[k]
        if form in _QUE:
            if k - 1 > i and (forms[k - 1] in _BEFORE_OTHER_QUE or (forms[k - 1] == "ainsi" and k - 2 > i)):
                return None
            if words.pos[k] == "PRON" and words.pos[k - 1] in {"NOUN", "PROPN", "PRON"} and words.dep[k] == "obj":
                return None
            return k + 1 if not (words.group(i).only and k == i + 1) else None
        if form == ",":
            commas += 1
            if commas > 2:  # noqa: PLR2004
                return None
        elif form in {":", ";", "»", "qui", "dont", "où"} or (words.pos[k] in {"VERB", "AUX"} and (words.group(k).finite or words.group(k).infinitive)):
            return None
        elif form not in {"(", ")", "«", '"'} and words.pos[k] not in _GAP and words.pos[k] not in {"PUNCT", "VERB"}:
            return None
    return None


def _colon_or_quote_after(scope: Scope, i: int, unit: Range) -> int | None:
    """Return the first token after the colon or opening mark that follows the verb."""
    words = scope.words
    for k in range(i + 1, min(unit[1], i + 40)):
        form = words.forms[k]
        if form == ":":
            return k + 1 if k + 1 < unit[1] else None
        if form in _OPEN and scope.quote_at(k + 1) is not None and scope.quote_at(k) is None:
            quote = scope.quote_at(k + 1)
            long = quote is not None and quote[1] - quote[0] > 3  # noqa: PLR2004
            direct = k > i + 1 and words.pos[i + 1] in {"DET", "NOUN", "PROPN", "NUM"} and not opens_time(scope, i + 1, k)
            near = not direct and all(words.pos[x] in {"ADV", "ADP", "DET", "NOUN", "PROPN", "NUM", "ADJ", "PUNCT", "PRON"} for x in range(i + 1, k))
            return k + 1 if long and near and (k == i + 1 or words.pos[k - 1] not in {"DET", "ADP", "ADJ"}) else None
        if form in {";", "»"} or (words.pos[k] in {"VERB", "AUX"} and words.group(k).finite):
            return None
    return None


def _infinitive_after(scope: Scope, i: int, unit: Range) -> int | None:
    """Return the bare infinitive that follows the verb: "affirme avoir repris"."""
    words = scope.words
    first = i + 1
    if words.forms[first : first + 1] == [","]:
        close = next((k for k in range(first + 1, min(unit[1], first + 18)) if words.forms[k] == ","), None)
        first = close + 1 if close is not None else first
    for k in range(first, min(unit[1], first + 8)):
        if words.pos[k] in {"VERB", "AUX"} or words.verb_lemma(k) in {"avoir", "être"}:
            is_infinitive = words.group(k).infinitive or words.forms[k] in {"avoir", "être"}
            return k if is_infinitive and words.forms[k - 1] not in _DE | {"à", "pour", "sans"} else None
        if words.forms[k] in _DE and words.forms[k - 1] in {"lundi", "jour"}:
            return None
        if words.forms[k] in {":", ";"} or (words.forms[k] == "," and k == first):
            return None
    return None


def _preposition_after(scope: Scope, i: int, unit: Range, entry: ReportingWord) -> int | None:
    """Return the first token after the preposition that opens the content: "accuse Moscou de bombarder"."""
    words = scope.words
    wanted = ({*_DE} if "de" in entry.frames else set()) | ({"sur"} if "sur" in entry.frames else set()) | ({"pour"} if "pour" in entry.frames else set())
    if "dans" in entry.frames:
        return i + 1 if "y" in words.forms[max(0, i - 2) : i] or words.forms[i + 1 : i + 3] == ["à", "travers"] else None
    if "comme" in entry.frames:
        return next((k + 1 for k in range(i + 1, min(unit[1], i + _DE_REACH)) if words.forms[k] == "comme"), None)
    fallback = None
    for k in range(i + 1, min(unit[1], i + _DE_REACH)):
        form = words.forms[k]
        if form in {";", ":", "que", "qu'", "qui"}:
            break
        if form not in wanted:
            continue
        after = k + 1
        while after < unit[1] and (words.forms[after] in {"ne", "n'", "pas", "plus", "s'", "se", "l'", "les", "le", "la", "y", "en", "«", '"', "lui"} or words.pos[after] == "ADV"):
            after += 1
        if after < unit[1] and words.pos[after] in {"VERB", "AUX"} and (words.group(after).infinitive or words.forms[after] in {"avoir", "être"}):
            return k + 1
        if fallback is None and words.head[after if after < unit[1] else k] == i:
            fallback = k + 1
        if fallback is None and (k == i + 1 or entry.act == "accuse" or words.forms[i + 1] in {"à", "au", "aux"}) and words.pos[k - 1] != "ADV" and _opens_object(scope, i, k):
            fallback = k + 1
    return fallback


def _opens_object(scope: Scope, i: int, k: int) -> bool:
    """Return whether a "de" after the accused opens what he is accused of: the accused has been named before it."""
    words = scope.words
    between = [x for x in range(i + 1, k) if words.pos[x] in {"NOUN", "PROPN", "X"}]
    clitic = any(words.forms[x] in {"l'", "les", "le", "la", "se", "s'"} for x in range(max(0, i - 3), i))
    to_hearer = words.forms[i + 1] in {"à", "au", "aux"}
    return k == i + 1 or bool(between) or clitic or to_hearer


def _object_after(scope: Scope, verb: Range, unit: Range, entry: ReportingWord) -> int | None:
    """Return the first token of the noun phrase that is the object, over adverbs and times."""
    words = scope.words
    kid = next((k for k in words.kids[verb[0]] if words.dep[k] == "obj" and k > verb[1]), None)
    i = verb[1]
    if kid is None:
        kid = next((k for k in range(i + 1, min(unit[1], i + 8)) if words.pos[k] in {"NOUN", "PROPN"} and words.dep[k] in {"obj", "obl:arg", "nmod", "dep", "ROOT", "obl:mod"} and _no_break(scope, i, k)), None)  # fmt: skip
    if kid is None or words.forms[i + 1 : i + 2] == [","] and not _is_parenthesis(scope, i + 1, kid):
        return None
    if entry.frames and "accusation" in entry.frames and words.lemmas[kid] not in _ACCUSATIONS:
        toute = any(words.forms[k] in {"toute", "tout", "toutes", "tous"} for k in words.kids[kid])
        return kid if toute else None
    start = kid
    while start - 1 > i and words.pos[start - 1] in {"DET", "ADJ", "NUM", "PUNCT", "ADP", "ADV"} and words.forms[start - 1] not in {",", ")"}:
        start -= 1
    return start


def _no_break(scope: Scope, i: int, k: int) -> bool:
    """Return whether nothing but adverbs, determiners and times stands between verb and object."""
    words = scope.words
    return all(words.pos[x] in {"ADV", "DET", "ADJ", "NUM", "ADP", "NOUN"} and (words.forms[x] not in {"à", "par", "dans", "sur", "au", "aux"} or words.pos[x + 1] == "NUM") for x in range(i + 1, k))


def _is_parenthesis(scope: Scope, comma: int, limit: int) -> bool:
    """Return whether a comma right after the verb opens a parenthesis closed by another comma before the object."""
    return any(scope.words.forms[k] == "," for k in range(comma + 1, limit))


def _read_passive(scope: Scope, unit: Range, i: int, entry: ReportingWord, group: VerbGroup) -> Found | None:
    """Return the attribution of "a été revendiqué par X", "est accusé de", "soupçonné de"."""
    words = scope.words
    agent = _agent_after(scope, i, unit)
    if entry.act == "accuse" and {"de", "comme"} & set(entry.frames):
        start = _preposition_after(scope, i, unit, entry)
        if start is None:
            return None
        agent = agent or _agent_after(scope, start, (start, clause_end(scope, i, start, unit)))
        source = agent or Phrase(i, i + 1, i, SourceKind.UNSPECIFIED)
        shape = "preposition" if agent else "participle"
        return Found((group.start, i + 1), [source], [(start, clause_end(scope, i, start, unit))], f"{entry.lemma}, passive", entry.act, words.unit_of[i], shape, clause=(group.start, start))  # fmt: skip
    if "de" in entry.frames and group.passive and (start := _preposition_after(scope, i, unit, entry)) is not None:
        return Found((group.start, i + 1), [], [(start, clause_end(scope, i, start, unit))], f"{entry.lemma}, by nobody named", entry.act, words.unit_of[i], "unsaid", clause=(group.start, start))  # fmt: skip
    if agent is None and group.past_participle and "object" in entry.frames and entry.subject != "document" and words.dep[i] in {"acl", "amod"} and words.head[i] < i:
        noun = words.head[i]
        return Found((i, i + 1), [], [(noun, i)], f"{entry.lemma}, by nobody named", entry.act, words.unit_of[i], "unsaid", clause=(i, i + 1))  # fmt: skip
    if not group.passive or not group.finite or (agent is not None and not _fits(scope, entry, agent)):
        return None
    if agent is None:
        return _read_unsaid(scope, unit, i, entry, group)
    que = _que_after(scope, agent.end - 1, unit) if "que" in entry.frames else None
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
    que = _que_after(scope, i, unit) if "que" in entry.frames else None
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


def _read_inserted(scope: Scope, unit: Range, verb: Range, entry: ReportingWord, group: VerbGroup) -> Found | None:
    """Return the attribution of a verb inserted into what it reports: ", a déclaré X", "dit-il"."""
    words = scope.words
    i = verb[0]
    if not group.finite:
        return None
    before = scope.skip_back(group.start, unit[0])
    while before > unit[0] and (words.pos[before] == "ADV" or words.forms[before] in {"ainsi", "encore", "également", "notamment"}):
        before = scope.skip_back(before, unit[0])
    cut = before >= unit[0] and words.forms[before] in _BEFORE_INSERTED
    if before < unit[0] and unit[0] > 0:
        before = scope.skip_back(unit[0], 0)
        cut = words.forms[before] in {"»", '"', "”"}
    subject, hearer, end, enclitic = read_after(scope, verb, unit[1])
    if enclitic is None and (not cut or subject is None):
        return None
    if words.forms[before] == "," and scope.quote_ending_at(scope.skip_back(before, 0)) is not None:
        cut, before = True, scope.skip_back(before, 0)
    closed = end < unit[1] and words.forms[end] == "," and words.forms[before] == "," and _has_verb(scope, end, unit[1])
    told = _has_verb(scope, unit[0], before) and not any(words.dep[k] == "acl:relcl" for k in range(unit[0], before))
    if enclitic is None and not told and _has_left_subject(scope, i, group.start) and words.forms[before] not in {"»", '"', "”"} and not closed:
        return None
    if end < unit[1] and words.forms[end] in _QUE and enclitic is None and words.forms[before] == ",":
        return None
    source = enclitic or subject
    own = source is not None and _is_first_person(scope, source)
    if source is None or not (own or _fits(scope, entry, source)):
        return None
    content = _around(scope, unit, before, group.start, end)
    if not content:
        return None
    if own:
        return Found((group.start, i + 1), [source], content, f"{entry.lemma}, inserted", entry.act, words.unit_of[i], "inserted", own=True, clause=(group.start, end))  # fmt: skip
    found = Found((group.start, i + 1), [source], content, f"{entry.lemma}, inserted", entry.act, words.unit_of[i], "inserted", wholly=True, clause=(group.start, end))  # fmt: skip
    if hearer is not None:
        _prepend_outlet(scope, found, hearer, end)
    _add_hearer(scope, (group.start, min(unit[1], end + 12)), found, entry, i)
    return found


def _has_verb(scope: Scope, start: int, end: int) -> bool:
    """Return whether a finite verb stands in a range."""
    words = scope.words
    return any(words.pos[k] in {"VERB", "AUX"} and words.group(k).finite for k in range(start, end))


def _has_left_subject(scope: Scope, i: int, start: int) -> bool:
    """Return whether the parser gives the verb a subject on its left."""
    words = scope.words
    return any(words.dep[k].startswith("nsubj") and k < start and words.forms[k] not in PRONOUNS for k in words.kids[i])


def _around(scope: Scope, unit: Range, before: int, start: int, end: int) -> list[Range]:
    """Return what stands around an inserted clause: the quotation or sentence before it, and what goes on after it."""
    words = scope.words
    quote = scope.quote_ending_at(before)
    if quote is None and words.forms[before] == ",":
        quote = scope.quote_ending_at(scope.skip_back(before, 0))
    inside = scope.quote_at(start)
    if inside is not None:
        return [(inside[0], start), (end, inside[1])]
    content: list[Range] = []
    if quote is not None and quote[0] > unit[0] + 1 and words.forms[quote[0] - 2] == ":":
        content.append((quote[0], start))
    elif quote is not None:
        content.append((min(quote[0], unit[0]), start))
    elif start > unit[0]:
        content.append((unit[0], start))
    finite = any(_has_verb(scope, a, b) for a, b in content)
    if end < unit[1] and (not finite or words.forms[end] in _OPEN or (words.forms[end] in {":", ","} and words.forms[end + 1 : end + 2] and words.forms[end + 1] in _OPEN)):
        content.append((end, unit[1]))
    return content


def _read_comparison(scope: Scope, unit: Range, verb: Range, entry: ReportingWord, group: VerbGroup) -> Found | None:
    """Return the attribution of "comme l'affirme X", "ainsi que l'a promis X", "ce qu'a confirmé X"."""
    words = scope.words
    i = verb[0]
    at = scope.skip_back(group.start, unit[0])
    low = max(unit[0], at - 8)
    if at >= unit[0] and words.forms[at] not in {"comme", *_QUE}:
        left = next((k for k in words.kids[i] if words.dep[k].startswith("nsubj") and k < group.start), None)
        if left is None:
            return None
        at = words.subtree(left)[0] - 1
    if at < low:
        return None
    like = words.forms[at] == "comme"
    that = words.forms[at] in _QUE and at > unit[0] and words.forms[at - 1] in {"ainsi", "ce"}
    if not like and not that:
        return None
    first = at if like else at - 1
    against = words.forms[first - 1] if first > unit[0] else ""
    if against in {"à", "de"}:
        return None
    subject, _hearer, end, _enclitic = read_after(scope, verb, unit[1])
    source = subject or subject_of(scope, i, unit, i + 1)
    own = source is not None and _is_first_person(scope, source)
    if source is None or not (own or _fits(scope, entry, source)):
        return None
    end = max(end, source.end, i + 1)
    if against == "selon":
        first -= 1
    content = [(unit[0], first), (end, unit[1])]
    if that and words.forms[at - 1] == "ainsi" or like:
        finite = _has_verb(scope, unit[0], first)
        content = [(unit[0], first)] if finite else [(end, unit[1])]
        if that and finite:
            comma = next((k for k in range(first - 2, unit[0], -1) if words.forms[k] == ","), unit[0])
            content = [(comma, first)]
    return Found((first, i + 1), [source], [c for c in content if c[0] < c[1]], f"{entry.lemma}, compared", entry.act, words.unit_of[i], "compared", own=own, clause=(first, end))  # fmt: skip


def _add_hearer(scope: Scope, unit: Range, found: Found, entry: ReportingWord, i: int) -> None:
    """Put the outlet to which something is said ("à l'AFP", "sur Fox News") in front of the chain."""
    del entry
    words = scope.words
    if len(found.links) > 1:
        return
    for k in range(unit[0], unit[1]):
        if found.covers(k) or found.inner.start <= k < found.inner.end or words.forms[k] not in {"à", "au", "aux", "sur", "avec", "dans", "auprès"}:
            continue
        if words.unit_of[k] != words.unit_of[i] or abs(k - i) > 30:  # noqa: PLR2004
            continue
        start = k + 2 if words.forms[k] == "auprès" else k + 1
        hearer = scope.sources.read(start, unit[1], apposition=False)
        if hearer is not None and hearer.kind is SourceKind.OUTLET and hearer.head != found.inner.head and not _is_written(scope, hearer):
            found.links.insert(0, hearer)
            return


def _is_written(scope: Scope, hearer: Phrase) -> bool:
    """Return whether the phrase names a medium in general, not an outlet: "au site", "à la presse", "sur sa chaîne"."""
    return hearer.entity is None and not any(scope.words.texts[k][:1].isupper() for k in range(hearer.start, hearer.end))


def _prepend_outlet(scope: Scope, found: Found, hearer: Phrase, end: int) -> None:
    """Put the hearer of an inserted clause in front of the chain where it is an outlet."""
    del end
    if hearer.kind is SourceKind.OUTLET and not _is_written(scope, hearer):
        found.links.insert(0, hearer)
