"""Clauses around a verb of saying: its subject on either side, and where its content ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.attribution_sources import PRONOUNS, SPEAKER_PRONOUNS, Phrase
from selon.claims.claim import SourceKind

if TYPE_CHECKING:
    from selon.claims.attribution_found import Range, Scope

_ENCLITICS = frozenset("-t-il -t-elle -t-ils -t-elles -il -elle -ils -elles -t-on -on -je -nous".split())
_TIMES = frozenset(
    (
        "lundi mardi mercredi jeudi vendredi samedi dimanche hier aujourd'hui soir matin midi nuit janvier "
        "février mars avril mai juin juillet août septembre octobre novembre décembre semaine mois journée "
        "après-midi"
    ).split()
)
_ADVERBIAL = frozenset(
    "dans sur lors devant par depuis via sous après avant pendant en au auprès avec à aux face de d'".split()
)
_SUBORDINATE = frozenset({"alors", "tandis", "pendant", "lorsque", "quand", "bien", "quoique"})
_MAX_CLIMB = 4


def subject_of(scope: Scope, i: int, unit: Range, limit: int) -> Phrase | None:
    """Return the subject of a verb: on its left, shared with a coordinated verb, the antecedent of "qui", or inverted."""
    words = scope.words
    verb = i
    for _ in range(_MAX_CLIMB):
        group = words.group(verb)
        left = [k for k in words.kids[verb] if words.dep[k] in {"nsubj", "nsubj:pass"}]
        left += [
            k
            for a in words.kids[verb]
            if words.dep[a].startswith("aux")
            for k in words.kids[a]
            if words.dep[k] == "nsubj"
        ]
        inner = (
            next(
                (
                    x
                    for x in range(group.start - 1, max(left, default=group.start), -1)
                    if words.forms[x] in {"où", "dont"}
                ),
                None,
            )
            if left
            else None
        )
        if (
            inner is not None
            and words.pos[inner + 1] in {"DET", "PROPN", "NUM"}
            and (shown := scope.sources.read(inner + 1, group.start)) is not None
        ):
            return shown
        for k in left:
            if words.forms[k] in {"qui", "lequel", "laquelle", "lesquels", "lesquelles"}:
                return antecedent_of(scope, k, unit)
            if k < i and k == max(left):
                return scope.sources.around(k, min(limit, group.start if group.start > k else limit))
            if k > i:
                return scope.sources.around(k, unit[1])
        side = [
            x
            for k in words.kids[verb]
            if k < verb and words.dep[k] in {"advcl", "acl"} and not words.group(k).finite
            for x in words.kids[k]
            if words.dep[x].startswith("nsubj")
        ]
        if side and side[0] < i:
            return scope.sources.around(side[0], min(limit, group.start))
        if (near := _clitic_subject(scope, group.start)) is not None:
            return near
        governor = words.head[verb]
        if governor == verb:
            break
        if words.dep[verb] in {"acl", "amod"} and words.pos[governor] in {"NOUN", "PROPN", "PRON"}:
            return scope.sources.around(governor, min(limit, group.start))
        if words.pos[governor] not in {"VERB", "AUX", "ADJ", "NOUN"}:
            break
        verb = governor
    after, _hearer, _end, enclitic = (
        read_after(scope, (i, i), unit[1]) if _may_invert(scope, i) else (None, None, i, None)
    )
    return enclitic or after or _noun_before(scope, i, unit)


def _may_invert(scope: Scope, i: int) -> bool:
    """Return whether the verb may have its subject after it: it stands behind a relative "que" or a dash."""
    words = scope.words
    start = words.group(i).start
    return start > 0 and words.forms[start - 1] in {"que", "qu'", "comme", "dont", "où"}


def _clitic_subject(scope: Scope, start: int) -> Phrase | None:
    """Return the pronoun right before the verb group: "il affirme", "qui affirme"."""
    words = scope.words
    if start == 0:
        return None
    form = words.forms[start - 1]
    if form in PRONOUNS or form in SPEAKER_PRONOUNS:
        return Phrase(start - 1, start, start - 1, SourceKind.PERSON, pronoun=True)
    if form == "qui":
        return antecedent_of(scope, start - 1, scope.unit(start))
    return None


def antecedent_of(scope: Scope, relative: int, unit: Range) -> Phrase | None:
    """Return the noun phrase that a relative pronoun stands for: the nearest head before it that the parser allows."""
    words = scope.words
    named = scope.named.get(relative) or (scope.named.get(relative - 1) if words.forms[relative - 1] == "," else None)
    if named is not None:
        return named
    noun = next(
        (k for k in range(relative - 1, max(unit[0], relative - 12) - 1, -1) if words.pos[k] in {"NOUN", "PROPN"}), None
    )
    nearest = None
    if noun is not None:
        while (
            words.dep[noun] in {"nmod", "flat:name", "flat:foreign", "appos", "amod"}
            and relative - 14 < words.head[noun] < noun
            and words.forms[noun - 1] != "selon"
            and words.forms[noun - 2] != "selon"
        ):
            noun = words.head[noun]
        nearest = scope.sources.around(noun, relative)
    governor = next((h for h in words.ancestors(relative) if words.dep[h].startswith("acl")), None)
    if (
        governor is not None
        and words.head[governor] < relative
        and words.pos[words.head[governor]] in {"NOUN", "PROPN"}
    ):
        parsed = scope.sources.around(words.head[governor], relative)
        if (
            nearest is None
            or not scope.sources.can_speak(nearest)
            or (parsed is not None and parsed.end >= nearest.end)
        ):
            return parsed
    return nearest


def _noun_before(scope: Scope, i: int, unit: Range) -> Phrase | None:
    """Return the noun phrase at the start of the clause, for verbs to which the parser gives no subject."""
    words = scope.words
    start = words.group(i).start
    at = scope.skip_back(start, unit[0])
    if at < unit[0] or (words.pos[at] not in {"NOUN", "PROPN", "ADJ", "X"} and words.forms[at] not in {",", ")", "»"}):
        return None
    noun = next((k for k in range(at, max(unit[0], at - 14) - 1, -1) if words.pos[k] in {"NOUN", "PROPN", "X"}), None)
    if noun is None:
        return None
    while words.dep[noun] in {"nmod", "flat:name", "flat:foreign", "appos"} and at - 16 < words.head[noun] < noun:
        noun = words.head[noun]
    before = words.forms[noun - 1] if noun else ""
    return (
        None if before in _ADVERBIAL and words.dep[noun] not in {"nsubj", "ROOT"} else scope.sources.around(noun, start)
    )


def read_after(scope: Scope, verb: Range, limit: int) -> tuple[Phrase | None, Phrase | None, int, Phrase | None]:
    """Return what follows a verb: its inverted subject, its hearer, the token after both, and an enclitic subject.

    "a confié lundi à l'AFP un responsable": subject "un responsable", hearer "l'AFP".
    """
    words = scope.words
    i, last = verb
    carrier = words.group(i).auxiliary
    enclitic = None
    for k in (i + 1, i + 2, *((carrier + 1, carrier + 2) if carrier is not None else ())):
        if k < limit and words.forms[k] in _ENCLITICS:
            enclitic = Phrase(k, k + 1, k, SourceKind.PERSON, pronoun=True)
    at = last + 1 if enclitic is None else max(last, enclitic.start) + 1
    subject: Phrase | None = None
    hearer: Phrase | None = None
    while at < limit:
        form, pos = words.forms[at], words.pos[at]
        if subject is None and enclitic is None and _opens_noun(scope, at) and not opens_time(scope, at, limit):
            subject = scope.sources.read(at, limit)
            if subject is None:
                break
            at = subject.end
        elif form in _ADVERBIAL and not (subject and form in {"de", "d'"}):
            phrase = scope.sources.read(at + 1, limit, apposition=False)
            if phrase is None or phrase.pronoun:
                break
            if form in {"à", "au", "aux", "auprès"} or phrase.kind is SourceKind.OUTLET:
                hearer = hearer or phrase
            at = phrase.end
        elif pos == "ADV" or opens_time(scope, at, limit):
            at = _skip_time(scope, at, limit)
        elif form == "," and subject is None and at + 1 < limit and words.forms[at + 1] in _ADVERBIAL:
            at += 1
        else:
            break
    return subject, hearer, at, enclitic


def _opens_noun(scope: Scope, at: int) -> bool:
    """Return whether a noun phrase may begin at a token."""
    words = scope.words
    if words.forms[at] in {"de", "d'", "que", "qu'"}:
        return False
    return words.pos[at] in {"DET", "NOUN", "PROPN", "NUM", "X"} or (words.pos[at] == "ADJ" and words.texts[at][:1].isupper()) or words.forms[at] in {"le", "la", "l'", "les", "un", "une", "des", "du"}  # fmt: skip


def opens_time(scope: Scope, at: int, limit: int) -> bool:
    """Return whether a time stands at a token: "lundi", "ce matin", "le 26 mars"."""
    forms = scope.words.forms
    return any(
        forms[k] in _TIMES
        for k in range(at, min(limit, at + 3))
        if all(forms[x] in {"le", "ce", "cette", "dans", "la", "en", "au"} or forms[x].isdigit() for x in range(at, k))
    )


def _skip_time(scope: Scope, at: int, limit: int) -> int:
    """Return the token after a time or an adverb."""
    forms = scope.words.forms
    end = at + 1
    if not opens_time(scope, at, limit):
        return end
    end = at
    while end < limit and (
        forms[end] in _TIMES
        or (forms[end] in {"le", "ce", "cette", "dans", "la", "en", "au"} and opens_time(scope, end, limit))
        or forms[end].isdigit()
    ):
        end += 1
    return max(end, at + 1)


def clause_end(scope: Scope, verb: int, start: int, unit: Range) -> int:
    """Return where the content of a verb ends: before what the parser hangs on the verb itself or above it."""
    words = scope.words
    quote = scope.quote_at(start)
    stop = unit[1]
    if quote is not None and scope.quote_at(verb) is not None:
        stop = min(stop, quote[1])
    above = {h for h in words.ancestors(verb) if h > start}
    inside_relative = any(words.dep[h].startswith("acl") for h in (verb, *words.ancestors(verb)))
    beside = {
        k
        for k in words.kids[verb]
        if k > start and words.dep[k] in {"conj", "parataxis"} and words.pos[k] in {"VERB", "AUX"}
    }
    beside |= {
        k for k in words.kids[verb] if k > start and words.dep[k] == "advcl" and _subordinator(scope, k) in _SUBORDINATE
    }
    barriers = sorted(
        k
        for k in above | beside
        if k < stop and not (scope.quote_at(k) is not None and scope.quote_at(k) == quote and quote is not None)
    )
    for barrier in barriers:
        edge = _left_edge(scope, barrier, start)
        if edge is None and barrier in above and inside_relative:
            edge = words.group(barrier).start
        if edge is not None and edge > start:
            stop = min(stop, edge)
            break
    if (fronted := _fronted_end(scope, verb, start, unit)) is not None:
        stop = min(stop, fronted)
    for k in range(start + 1, stop - 1):
        if words.forms[k] == "et" and scope.quote_at(k) is None and _opens_second_report(scope, k + 1, stop):
            stop = k
            break
    semicolon = next((k for k in range(start, stop) if words.forms[k] == ";" and scope.quote_at(k) is None), None)
    return semicolon if semicolon is not None else stop


def _fronted_end(scope: Scope, verb: int, start: int, unit: Range) -> int | None:
    """Return the comma that closes a fronted clause ("Alors que X annonce …, Y réagit"), or None where none is fronted."""
    words = scope.words
    first = next((k for k in range(*unit) if words.pos[k] not in {"PUNCT", "SPACE"}), unit[0])
    if words.forms[first] not in _SUBORDINATE | {"si"} or any(
        words.pos[k] in {"VERB", "AUX"} and words.group(k).finite for k in range(first, words.group(verb).start)
    ):
        return None
    for k in range(start + 1, unit[1] - 1):
        if (
            words.forms[k] == ","
            and scope.quote_at(k) is None
            and words.forms[k + 1] not in {"qui", "que", "dont", "où", "et", "mais"}
            and words.pos[k + 1] in {"DET", "PROPN", "PRON", "NUM"}
        ):
            after = [x for x in range(k + 1, unit[1]) if words.dep[x].startswith("nsubj") and words.head[x] > k]
            if after and any(
                words.group(words.head[x]).finite for x in after if words.pos[words.head[x]] in {"VERB", "AUX"}
            ):
                return k
    return None


def _opens_second_report(scope: Scope, at: int, stop: int) -> bool:
    """Return whether after "et" a second verb of saying goes on with the same subject: "dénonce … et avertit que …"."""
    words = scope.words
    verb = next(
        (
            k
            for k in range(at, min(stop, at + 4))
            if words.pos[k] in {"VERB", "ADJ"} and words.verb_lemma(k) in scope.codebook.verbs
        ),
        None,
    )
    if verb is None or any(
        words.pos[k] in {"NOUN", "PROPN", "PRON", "DET"} and words.forms[k] not in {"l'", "se", "s'", "a"}
        for k in range(at, verb)
    ):
        return False
    return "que" in words.forms[verb + 1 : verb + 3] or "qu'" in words.forms[verb + 1 : verb + 3]


def _subordinator(scope: Scope, verb: int) -> str:
    """Return the first word of a subordinate clause: "alors", "tandis"; "" where there is none."""
    words = scope.words
    low = words.subtree(verb)[0]
    return next((words.forms[k] for k in range(low, verb) if words.forms[k] in _SUBORDINATE), "")


def _left_edge(scope: Scope, barrier: int, start: int) -> int | None:
    """Return the comma or conjunction before a barrier, or None where nothing parts it from the content."""
    words = scope.words
    for k in range(barrier - 1, start, -1):
        if words.forms[k] in {",", "et", "mais", "»", ")"} and not (scope.quote_at(k) is not None):
            return k
    return None
