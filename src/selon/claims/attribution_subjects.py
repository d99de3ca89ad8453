"""Subjects of verbs of saying: on the left, shared, behind "qui", inverted; and who is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.attribution_asides import skip_times, subject_before_aside
from selon.claims.attribution_sources import PRONOUNS, SPEAKER_PRONOUNS, Phrase
from selon.claims.claim import SourceKind

if TYPE_CHECKING:
    from selon.claims.attribution_found import Range, Scope

_ENCLITICS = frozenset("-t-il -t-elle -t-ils -t-elles -il -elle -ils -elles -t-on -on -je -nous".split())
_TIMES = frozenset(
    "lundi mardi mercredi jeudi vendredi samedi dimanche hier aujourd'hui soir matin midi nuit semaine mois "
    "journée après-midi janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
)
_BEFORE_TIMES = frozenset({"le", "ce", "cette", "dans", "la", "en", "au"})
_ADVERBIAL = frozenset(
    "dans sur lors devant par depuis via sous après avant pendant en au auprès avec à aux face de d'".split()
)
_TO = frozenset({"à", "au", "aux", "auprès"})
_OF = frozenset({"de", "d'", "du", "des", "l'", "la", "le", "les"})
_ARTICLES = frozenset({"le", "la", "l'", "les", "un", "une", "des", "du"})
_RELATIVES = frozenset({"qui", "lequel", "laquelle", "lesquels", "lesquelles"})
_WITHIN = frozenset({"nmod", "flat:name", "flat:foreign", "appos"})
_NOUNS = frozenset({"NOUN", "PROPN", "X"})
_ADDRESS = frozenset({"m.", "mm.", "mme", "mmes", "mlle", "me", "dr", "mgr"})
_MAX_CLIMB = 4
_NOUN_REACH = 14


def subject_of(scope: Scope, i: int, unit: Range, limit: int) -> Phrase | None:
    """Return the subject of a verb: its own, that of the verb it goes with, the antecedent of "qui", or inverted."""
    if (parted := subject_before_aside(scope, scope.words.group(i).start, unit)) is not None:
        return parted
    found = _subject_by_parse(scope, i, unit, limit)
    return (
        found if found is None or found.pronoun else _behind_rubric(scope, found, scope.words.group(i).start) or found
    )


def _behind_rubric(scope: Scope, found: Phrase, verb: int) -> Phrase | None:
    """Return the subject right before a verb where what was found is a rubric: "Yémen : la coalition dément"."""
    colon = next((k for k in range(found.end, verb - 1) if scope.words.forms[k] == ":"), None)
    phrase = scope.sources.read(colon + 1, verb) if colon is not None else None
    return phrase if phrase is not None and phrase.end == verb and scope.sources.can_speak(phrase) else None


def _subject_by_parse(scope: Scope, i: int, unit: Range, limit: int) -> Phrase | None:
    """Return the subject of a verb as the parser has it, up the clause, else by the order of words."""
    words, verb = scope.words, i
    for _ in range(_MAX_CLIMB):
        if (own := _own_subject(scope, verb, unit, min(limit, i))) is not None:
            return own
        governor = words.head[verb]
        if governor == verb:
            break
        if words.dep[verb] in {"acl", "amod"} and words.pos[governor] in {"NOUN", "PROPN", "PRON"}:
            return scope.sources.around(governor, min(limit, words.group(verb).start))
        if words.pos[governor] not in {"VERB", "AUX", "ADJ", "NOUN"}:
            break
        verb = governor
    start = words.group(i).start
    if start > 0 and words.forms[start - 1] in {"que", "qu'", "comme", "dont", "où"}:
        after, _hearer, _end, enclitic = read_after(scope, (i, i), unit[1])
        if enclitic is not None or after is not None:
            return enclitic or after
    return _noun_before(scope, i, unit)


def main_subject(scope: Scope, i: int, unit: Range) -> Phrase | None:
    """Return the subject of the main clause above a participle, over relative clauses: "X …, soutenant que"."""
    words = scope.words
    roots = [k for k in words.ancestors(i) if words.dep[k] == "ROOT"]
    subject = _own_subject(scope, roots[0], unit, i) if roots else None
    return subject if subject is not None and scope.sources.can_speak(subject) else None


def _own_subject(scope: Scope, verb: int, unit: Range, limit: int) -> Phrase | None:
    """Return the subject that the parser gives a verb, its auxiliary or a participle beside it, or a pronoun."""
    words, start = scope.words, scope.words.group(verb).start
    auxiliaries = [a for a in words.kids[verb] if words.dep[a].startswith("aux")]
    beside = [k for k in words.kids[verb] if words.dep[k] in {"advcl", "acl"} and not words.group(k).finite]
    heads = [k for a in (verb, *auxiliaries) for k in words.kids[a] if words.dep[k] in {"nsubj", "nsubj:pass"}]
    if heads:
        inner = (k for k in range(start - 1, max(heads), -1) if words.forms[k] in {"où", "dont"})
        opens = next((k + 1 for k in inner if words.pos[k + 1] in {"DET", "PROPN", "NUM"}), None)
        if opens is not None and (shown := scope.sources.read(opens, start)) is not None:
            return shown
        if words.forms[heads[0]] in _RELATIVES:
            return antecedent_of(scope, heads[0], unit)
        head = max(heads)
        return scope.sources.around(head, min(limit, start) if head < start else unit[1])
    side = [x for k in beside if k < verb for x in words.kids[k] if words.dep[x].startswith("nsubj") and x < limit]
    if side:
        return scope.sources.around(side[0], min(limit, start))
    return _clitic_subject(scope, start)


def _clitic_subject(scope: Scope, start: int) -> Phrase | None:
    """Return the pronoun right before the verb group: "il affirme", "qui affirme"."""
    form = scope.words.forms[start - 1] if start else ""
    if form in PRONOUNS or form in SPEAKER_PRONOUNS:
        return Phrase(start - 1, start, start - 1, SourceKind.PERSON, pronoun=True)
    return antecedent_of(scope, start - 1, scope.unit(start)) if form == "qui" else None


def antecedent_of(scope: Scope, relative: int, unit: Range) -> Phrase | None:
    """Return the noun phrase that a relative pronoun stands for: a source just named, the nearest one, the parser's."""
    words = scope.words
    named = scope.named.get(relative) or (scope.named.get(relative - 1) if words.forms[relative - 1] == "," else None)
    if named is not None:
        return named
    nearest = _nearest_noun(scope, relative, unit)
    governor = next((h for h in words.ancestors(relative) if words.dep[h].startswith("acl")), None)
    head = words.head[governor] if governor is not None else relative
    if head < relative and words.pos[head] in {"NOUN", "PROPN"}:
        parsed = scope.sources.around(head, relative)
        if nearest is None or not scope.sources.can_speak(nearest) or (parsed and parsed.end >= nearest.end):
            return parsed
    return nearest


def _nearest_noun(scope: Scope, relative: int, unit: Range) -> Phrase | None:
    """Return the noun phrase right before a relative pronoun."""
    words = scope.words
    before = range(relative - 1, max(unit[0], relative - 12) - 1, -1)
    noun = next((k for k in before if words.pos[k] in {"NOUN", "PROPN"}), None)
    if noun is None:
        return None
    while words.dep[noun] in _WITHIN | {"amod"} and relative - _NOUN_REACH < words.head[noun] < noun:
        if "selon" in words.forms[max(noun - 2, 0) : noun]:
            break
        noun = words.head[noun]
    return scope.sources.around(noun, relative)


def _noun_before(scope: Scope, i: int, unit: Range) -> Phrase | None:
    """Return the noun phrase at the start of the clause, for verbs to which the parser gives no subject."""
    words, start = scope.words, scope.words.group(i).start
    at = scope.skip_back(start, unit[0])
    if at < unit[0] or (words.pos[at] not in _NOUNS | {"ADJ"} and words.forms[at] not in {",", ")", "»"}):
        return None
    before = range(at, max(unit[0], at - _NOUN_REACH) - 1, -1)
    noun = next((k for k in before if words.pos[k] in _NOUNS), None)
    if noun is None:
        return None
    while words.dep[noun] in _WITHIN and at - _NOUN_REACH - 2 < words.head[noun] < noun:
        noun = words.head[noun]
    hanging = noun > 0 and words.forms[noun - 1] in _ADVERBIAL and words.dep[noun] not in {"nsubj", "ROOT"}
    return None if hanging else scope.sources.around(noun, start)


def read_after(scope: Scope, verb: Range, limit: int) -> tuple[Phrase | None, Phrase | None, int, Phrase | None]:
    """Return what follows a verb: its inverted subject, its hearer, the token after both, and an enclitic subject.

    "a confié lundi à l'AFP un responsable": subject "un responsable", hearer "l'AFP".
    """
    words = scope.words
    enclitic = _enclitic_after(scope, verb[0], limit)
    at = max(verb[1], enclitic.start if enclitic else 0) + 1
    subject: Phrase | None = None
    hearer: Phrase | None = None
    aside = False
    while at < limit:
        form = words.forms[at]
        timely = opens_time(scope, at, limit)
        if subject is None and enclitic is None and not timely and _opens_noun(scope, at):
            subject = scope.sources.read(at, limit)
            if subject is None:
                break
            subject, told = _without_hearer(scope, subject)
            hearer, at = hearer or told, told.end if told else subject.end
        elif form in _ADVERBIAL and not (subject and form in {"de", "d'"}):
            phrase = scope.sources.read(at + 1, limit, apposition=False)
            if phrase is None or phrase.pronoun:
                break
            if subject is None and enclitic is None:
                phrase = _without_speaker(scope, phrase)
            hearer = hearer or (phrase if form in _TO or phrase.kind is SourceKind.OUTLET else None)
            at = phrase.end
        elif timely or words.pos[at] == "ADV":
            at = _skip_time(scope, at, limit)
        elif form == "," and subject is None and at + 1 < limit and (aside or _opens_aside(scope, at + 1, limit)):
            aside, at = True, at + 1
        else:
            break
    return subject, hearer, at, enclitic


def _opens_aside(scope: Scope, at: int, limit: int) -> bool:
    """Return whether a time or an adverbial is slipped in between verb and subject: ", ont rapporté, lundi, des …"."""
    return scope.words.forms[at] in _ADVERBIAL or skip_times(scope, at, limit) > at


def _without_hearer(scope: Scope, subject: Phrase) -> tuple[Phrase, Phrase | None]:
    """Return a subject without the outlet read into it, and the outlet: "des habitants | à l'AFP"."""
    for k in range(subject.head + 1, subject.end - 1):
        if scope.words.forms[k] in _TO:
            outlet = scope.sources.read(k + 1, subject.end, apposition=False)
            if outlet is not None and outlet.kind is SourceKind.OUTLET and outlet.end == subject.end:
                return scope.sources.named(subject.start, k, subject.head), outlet
    return subject, None


def _without_speaker(scope: Scope, hearer: Phrase) -> Phrase:
    """Return an outlet without the speaker read into it: "à l'AFP | M. Sarr", "à l'agence Saba | des médecins".

    So too the medium of a statement: "dans un communiqué | Idris Sarr".
    """
    words, kinds = scope.words, scope.codebook.source_kinds
    if hearer.kind is SourceKind.DOCUMENT:
        named = (k for k in range(hearer.head + 1, hearer.end) if words.texts[k][:1].isupper())
        name = next((k for k in named if words.forms[k - 1] not in _OF), None)
        return scope.sources.named(hearer.start, name, hearer.head) if name is not None else hearer
    for k in range(hearer.head + 1, hearer.end):
        opens = words.forms[k] == "des" or words.pos[k] == "NUM"
        many = opens and k + 1 < hearer.end and scope.sources.noun_lemma(k + 1) in kinds
        titled = words.forms[k] in _ADDRESS
        named = words.dep[k] == "appos" or (words.pos[k] == "PROPN" and words.texts[k - 1].isupper())
        if many or titled or named:
            cut = scope.sources.named(hearer.start, k, hearer.head)
            if cut.kind is SourceKind.OUTLET:
                return cut
    return hearer


def _enclitic_after(scope: Scope, verb: int, limit: int) -> Phrase | None:
    """Return the pronoun that hangs on a verb or its auxiliary: "-t-il" in "a-t-il dit"."""
    carrier = scope.words.group(verb).auxiliary
    places = (verb + 1, verb + 2, *((carrier + 1, carrier + 2) if carrier is not None else ()))
    at = next((k for k in reversed(places) if k < limit and scope.words.forms[k] in _ENCLITICS), None)
    return Phrase(at, at + 1, at, SourceKind.PERSON, pronoun=True) if at is not None else None


def _opens_noun(scope: Scope, at: int) -> bool:
    """Return whether a noun phrase may begin at a token."""
    words = scope.words
    if words.forms[at] in {"de", "d'", "que", "qu'"}:
        return False
    name = words.pos[at] == "ADJ" and words.texts[at][:1].isupper()
    return name or words.pos[at] in {"DET", "NUM"} | _NOUNS or words.forms[at] in _ARTICLES


def opens_time(scope: Scope, at: int, limit: int) -> bool:
    """Return whether a time stands at a token: "lundi", "ce matin", "le 26 mars"."""
    forms = scope.words.forms
    for k in range(at, min(limit, at + 3)):
        if forms[k] in _TIMES:
            return True
        if forms[k] not in _BEFORE_TIMES and not forms[k].isdigit():
            return False
    return False


def _skip_time(scope: Scope, at: int, limit: int) -> int:
    """Return the token after a time or an adverb."""
    forms, end = scope.words.forms, at
    if not opens_time(scope, at, limit):
        return at + 1
    while end < limit and (forms[end] in _TIMES or forms[end].isdigit() or opens_time(scope, end, limit)):
        end += 1
    return max(end, at + 1)
