"""Attribution without a verb: "selon X", "d'après X", "de source policière", "pour X", "selon laquelle"; and nouns of saying."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.attribution_found import Found, Range, Scope, extend_to_quotes
from selon.claims.claim import SourceKind
from selon.claims.passages import match_phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selon.claims.attribution_sources import Phrase

_RELATIVE = frozenset({"lequel", "laquelle", "lesquels", "lesquelles", "qui"})
_OPENERS = frozenset(
    (
        "toujours encore et mais or ainsi cependant toutefois car donc enfin par en effet ailleurs notamment "
        ", « \" “ - – — : ( aussi puis pourtant néanmoins quant également outre d' autre part"
    ).split()
)
_BOUNDARIES = frozenset("que qu' qui où dont mais ; et car or : puis alors tandis".split())
_NOT_OPINION = frozenset(
    {SourceKind.OFFICIAL, SourceKind.ARMED_ACTOR, SourceKind.UNSPECIFIED, SourceKind.DOCUMENT, SourceKind.WITNESS}
)


def find_phrase_cues(scope: Scope, unit: Range) -> list[Found]:
    """Return the attributions that prepositions and fixed phrases make in one sentence."""
    found: list[Found] = []
    forms, openers = scope.words.forms, scope.codebook.openers
    at = unit[0]
    while at < unit[1]:
        form = forms[at]
        match = match_phrase(scope.words, at, openers) if form in openers or "'" in form else None
        if match is None:
            at += 1
            continue
        phrase, after = match
        place = getattr(phrase, "place", "")
        if place in {"according", "bare", "carried", "document", "opinion", "self"}:
            one = _read_phrase(scope, unit, (at, after), place)
            if one is not None:
                found.append(one)
                scope.named[one.clause[1]] = one.inner
                after = max(after, one.clause[1])
        at = after
    _bound_each_other(scope, unit, found)
    for one in found:
        one.content = extend_to_quotes(scope, one.content)
    return found


def _read_phrase(scope: Scope, unit: Range, cue: Range, place: str) -> Found | None:
    """Return the attribution of one phrase, or None where it introduces no source."""
    words = scope.words
    if place == "self":
        source = scope.sources.named(cue[0], cue[1], cue[1] - 2)
        return _found(scope, unit, cue, _as_pronoun(source))
    start = cue[1]
    if place in {"bare", "carried"}:
        return _read_bare(scope, unit, cue, place)
    if start < unit[1] and words.forms[start] in _RELATIVE:
        return _read_relative(scope, unit, cue)
    if (
        start < unit[1]
        and words.forms[start] == "ce"
        and start + 1 < unit[1]
        and words.forms[start + 1] in {"que", "qu'"}
    ):
        return None  # "selon ce que rapporte X": the verb tells who
    source = scope.sources.read(start, unit[1])
    if source is None or (not source.pronoun and _is_trap(scope, source)):
        return None
    if place == "opinion" and not _is_opinion(scope, unit, cue, source):
        return None
    return _found(scope, unit, cue, source)


def _is_trap(scope: Scope, source: Phrase) -> bool:
    """Return whether what follows "selon" is a measure, a rule or a wording: "selon les cas", "selon une logique tribale"."""
    words, traps = scope.words, scope.codebook.traps
    return any(
        words.forms[k] in traps or words.lemmas[k] in traps or scope.sources.noun_lemma(k) in traps
        for k in range(source.start, source.head + 1)
    )


def _as_pronoun(source: Phrase) -> Phrase:
    """Return the phrase as one that stands for a source named before."""
    return type(source)(source.start, source.end, source.head, source.kind, None, True)  # noqa: FBT003


def _read_bare(scope: Scope, unit: Range, cue: Range, place: str) -> Found | None:
    """Return the attribution of "de source policière", "de sources concordantes", "de même source"."""
    words = scope.words
    noun = cue[1] - 1
    end = noun + 1
    while (
        end < unit[1]
        and (words.pos[end] in {"ADJ", "ADV"} or words.forms[end] in {"proche", "proches"})
        and words.forms[end] not in {",", "que"}
    ):
        end += 1
    if place == "bare":
        if end == noun + 1 or (
            cue[0] > unit[0] and words.pos[cue[0] - 1] in {"NOUN", "PROPN"} and words.head[noun] == cue[0] - 1
        ):
            return None
        if words.forms[noun + 1] in {"de", "d'"}:
            return None
        source = scope.sources.named(noun, end, noun)
        return _found(scope, unit, (cue[0], noun), source)
    return _found(scope, unit, cue, _as_pronoun(scope.sources.named(noun - 1, noun + 1, noun)))


def _read_relative(scope: Scope, unit: Range, cue: Range) -> Found | None:
    """Return the attribution of "la déclaration de X selon laquelle …" and of "X, selon qui …"."""
    words = scope.words
    at = scope.skip_back(cue[0], unit[0])
    while at > unit[0] and words.forms[at] in {",", "(", '"', "»"}:
        at -= 1
    noun = next((k for k in range(at, max(unit[0], at - 22) - 1, -1) if scope.sources.noun_lemma(k) in scope.codebook.speech_nouns or words.lemmas[k] in scope.codebook.speech_nouns or words.forms[k].removesuffix("s") in scope.codebook.speech_nouns), None)  # fmt: skip
    end = _clause_end(scope, unit, cue[1] + 1, cue[0])
    content = [(cue[1] + 1, end)]
    if noun is not None:
        start = noun + 1
        while start <= at and words.forms[start] not in {"de", "d'", "du", "des", "par"}:
            start += 1
        source = scope.sources.read(start + (words.forms[start] in {"de", "d'", "par"}), cue[0]) if start < at else None
        if source is None:
            begin = noun
            while begin > unit[0] and words.pos[begin - 1] in {"DET", "ADJ", "NUM"}:
                begin -= 1
            source = scope.sources.named(begin, at + 1, noun)
        return Found(
            (noun, noun + 1),
            [source],
            content,
            "noun of saying",
            unit=words.unit_of[cue[0]],
            shape="relative",
            clause=(cue[0], end),
        )
    head = at
    for k in range(at, unit[0] - 1, -1):
        if words.pos[k] in {"NOUN", "PROPN"} and (
            words.head[k] < k - 6 or words.dep[k] not in {"nmod", "flat:name", "amod", "dep"}
        ):
            head = k
            break
    source = scope.sources.around(head, cue[0])
    return source and Found(
        cue, [source], content, "selon + relative", unit=words.unit_of[cue[0]], shape="relative", clause=(cue[0], end)
    )


def _is_opinion(scope: Scope, unit: Range, cue: Range, source: Phrase) -> bool:
    """Return whether "pour X," gives X's opinion: at the start of a clause, X can hold one, a comma follows, no infinitive."""
    words = scope.words
    before = scope.skip_back(cue[0], unit[0])
    starts = (
        before < unit[0]
        or words.forms[before] in {",", "«", "et", "mais", ";", "-", "–"}
        or all(words.forms[k] in _OPENERS for k in range(unit[0], cue[0]) if words.forms[k].strip())
    )
    if not starts or source.pronoun or source.end >= unit[1]:
        return False
    if words.forms[source.end] != "," or not scope.sources.can_speak(source):
        return words.forms[source.end] in {"«", '"', "“"} and scope.sources.can_speak(source)
    quoted = words.forms[source.end + 1] in {"«", '"', "“"} if source.end + 1 < unit[1] else False
    return quoted or source.kind not in _NOT_OPINION


def _found(scope: Scope, unit: Range, cue: Range, source: Phrase) -> Found:
    """Return the attribution with its content: the whole sentence, what stands before the cue, or the clause after it."""
    words = scope.words
    content, shape = _content(scope, unit, cue, source)
    how = f"{words.text[words.starts[cue[0]] : words.starts[cue[1] - 1] + len(words.texts[cue[1] - 1])]}"
    wholly = shape == "initial" or (shape == "backward" and content[0][0] == unit[0])
    return Found(
        cue, [source], content, how, unit=words.unit_of[cue[0]], shape=shape, wholly=wholly, clause=(cue[0], source.end)
    )


def _content(scope: Scope, unit: Range, cue: Range, source: Phrase) -> tuple[list[Range], str]:
    """Return the content of a phrase and where it stands in its sentence."""
    words = scope.words
    forms = words.forms
    if all(forms[k] in _OPENERS or not forms[k].strip() or words.pos[k] == "ADV" for k in range(unit[0], cue[0])):
        return [(source.end, unit[1])], "initial"
    if forms[source.end : source.end + 1] in (["que"], ["qu'"]):
        return [(source.end + 1, unit[1])], "forward"
    before = scope.skip_back(cue[0], unit[0])
    quote = scope.quote_ending_at(before) or (scope.quote_ending_at(before - 1) if forms[before] == "," else None)
    look = before - 1 if forms[before] == "," else before
    if forms[look] in _BOUNDARIES and (forms[look] not in {"et", "qui"} or forms[source.end : source.end + 1] == [","]):
        return [(source.end, _clause_end(scope, unit, source.end, cue[0]))], "forward"
    relative = _relative_start(scope, unit, cue[0], source.end)
    if relative is not None:
        return [
            (relative, cue[0]),
            *([(source.end, unit[1])] if forms[before] != "," and forms[source.end : source.end + 1] != [","] else []),
        ], "relative"
    start = _backward_start(scope, unit, cue[0])
    content = [(start, cue[0])]
    if quote is not None:
        content = [quote, *([(start, cue[0])] if quote[0] > start or quote[1] < start else [])]
        content = [(min(quote[0], start), cue[0])] if quote[0] <= start else [(start, cue[0])]
    if _goes_on_after(scope, unit, source.end, start, cue[0]):
        content.append((source.end, unit[1]))
        return content, "inserted"
    return content, "backward"


def _relative_start(scope: Scope, unit: Range, cue: int, end: int) -> int | None:
    """Return where a relative clause set off by a comma begins that alone is told on the source's word: ", ce qui comprend selon X".

    None where the phrase closes the sentence: then all of it is covered.
    """
    words = scope.words
    if end >= unit[1] or words.forms[end] in {".", "?", "!", "»", ")"} or not words.forms[end].strip():
        return None
    at = scope.skip_back(cue, unit[0])
    at = at - 1 if words.forms[at] == "," else at
    for k in range(at, unit[0], -1):
        if words.forms[k] == "," or words.forms[k] in {";", "("}:
            return None
        if words.forms[k] in {"qui", "que", "qu'", "dont", "où"} and words.forms[k - 1] in {",", "ce"}:
            return k
    return None


def _backward_start(scope: Scope, unit: Range, at: int) -> int:
    """Return where the content before a cue begins: after a semicolon or ", mais", else with the sentence."""
    words = scope.words
    depth = 0
    for k in range(at - 1, unit[0], -1):
        form = words.forms[k]
        depth += (form == ")") - (form == "(")
        if (
            form == ";"
            or (form == "mais" and words.forms[k - 1] == ",")
            or (depth < 0 and form == "(" and words.forms[at - 1] != "(")
        ):
            return k + 1
    return unit[0]


def _goes_on_after(scope: Scope, unit: Range, end: int, start: int, cue: int) -> bool:
    """Return whether the sentence goes on after an inserted phrase, so that what follows is covered too."""
    words = scope.words
    if words.forms[cue - 1] == "(" or end >= unit[1]:
        return False
    finite_before = any(
        words.pos[k] in {"VERB", "AUX"} and words.group(k).finite and words.dep[k] not in {"acl:relcl", "acl"}
        for k in range(start, cue)
    )
    if not finite_before:
        return True
    after = words.forms[end]
    if words.forms[scope.skip_back(cue, start)] == "," or words.forms[cue - 1] == ",":
        following = words.forms[end + 1] if end + 1 < unit[1] else ""
        return (
            after == ","
            and following not in _BOUNDARIES | {"ce", "ainsi", "tout", "après", "avant", "avec", "contre"}
            and not words.forms[end + 1 : end + 2] == []
        )
    return (
        after not in {",", ".", ";", ":", ")", "»", "!", "?", "et", "ou", "mais", "qui", "dont", "où", "que"}
        and bool(after.strip())
        and words.pos[end] in {"ADJ", "VERB", "ADV", "AUX"}
    )


def _clause_end(scope: Scope, unit: Range, start: int, cue: int) -> int:
    """Return where the clause that follows a cue ends: at a semicolon, at ", mais", else with the sentence."""
    words = scope.words
    for k in range(start + 1, unit[1]):
        if words.forms[k] == ";" and scope.quote_at(k) is None:
            return k
    del cue
    return unit[1]


def _bound_each_other(scope: Scope, unit: Range, found: list[Found]) -> None:
    """Keep two phrases that follow each other in one sentence apart: each has what stands before it."""
    inner = [one for one in found if one.shape in {"backward", "inserted"}]
    opening = next((one for one in found if one.shape == "initial"), None)
    if opening is not None:
        for one in inner:
            one.content = [
                (max(start, opening.clause[1]), end) for start, end in one.content if end > opening.clause[1]
            ]
    for before, after in _pairs(inner):
        before.content = [pair for pair in before.content if pair[0] < before.cue[0]]
        after.content = [(max(start, before.clause[1]), end) for start, end in after.content if end > before.clause[1]]
        before.wholly = after.wholly = False
    del scope


def _pairs(found: list[Found]) -> Iterator[tuple[Found, Found]]:
    """Give each with the next."""
    yield from zip(found, found[1:], strict=False)


def find_noun_cues(scope: Scope, unit: Range) -> list[Found]:
    """Return the attributions that nouns of saying make: "l'annonce par X de la prise", "la revendication de l'attentat par X"."""
    words = scope.words
    found = []
    for noun in range(*unit):
        if words.pos[noun] not in {"NOUN", "PROPN"} or words.pos[noun - 1] not in {"DET", "ADJ"}:
            continue
        entry = scope.codebook.speech_nouns.get(words.lemmas[noun]) or scope.codebook.speech_nouns.get(
            words.forms[noun].removesuffix("s")
        )
        if entry is None:
            continue
        by = next((k for k in range(noun + 1, min(unit[1], noun + 14)) if words.forms[k] == "par"), None)
        if by is None or any(
            words.pos[k] in {"VERB", "AUX", "PUNCT"} or words.forms[k] == "selon" for k in range(noun + 1, by)
        ):
            continue
        of = (
            next((k for k in range(by + 2, unit[1]) if words.forms[k] in {"de", "d'", "du", "des"}), unit[1])
            if by == noun + 1
            else unit[1]
        )
        source = scope.sources.read(by + 1, of)
        if source is None or not scope.sources.can_speak(source):
            continue
        start, end = (source.end + 1, _noun_end(scope, source.end + 1, unit[1])) if by == noun + 1 else (noun + 2, by)
        if start >= end or words.forms[start - 1] not in {"de", "d'", "du", "des"}:
            continue
        found.append(
            Found(
                (noun, noun + 1),
                [source],
                [(start, end)],
                f"{entry.lemma} par",
                entry.act,
                words.unit_of[noun],
                "noun",
                clause=(noun, end),
            )
        )
    return found


def _noun_end(scope: Scope, start: int, limit: int) -> int:
    """Return where a noun phrase ends that begins at a token: before the next finite verb or comma."""
    words = scope.words
    return next(
        (
            k
            for k in range(start, limit)
            if words.forms[k] in {",", ";", ".", ":"} or (words.is_verb(k) and words.group(k).finite)
        ),
        limit,
    )
