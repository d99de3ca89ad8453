"""Frames: where the content of a verb of saying begins: a clause, an infinitive, a noun phrase, a quotation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.attribution_clauses import opens_time

if TYPE_CHECKING:
    from selon.claims.attribution_found import Range, Scope
    from selon.codebook.speech import ReportingWord

_QUE = frozenset({"que", "qu'"})
_DE = frozenset({"de", "d'", "du", "des"})
_OPEN = frozenset({"«", '"', "“"})
_GAP = frozenset({"ADV", "ADP", "DET", "NOUN", "PROPN", "ADJ", "NUM", "PRON", "X", "SPACE"})
_BEFORE_OTHER_QUE = frozenset("plus moins autant même tel tels telle alors tandis lors ce".split())
_ACCUSATIONS = frozenset(
    (
        "accusation allégation affirmation responsabilité implication information soupçon critique faute "
        "thèse version idée"
    ).split()
)
_QUE_REACH = 16
_DE_REACH = 18


def content_of(scope: Scope, unit: Range, verb: Range, entry: ReportingWord) -> tuple[int, str] | None:
    """Return where the content of an active verb begins and by which frame, or None."""
    frames, last = entry.frames, verb[1]
    first: list[tuple[int, str]] = []
    if "que" in frames and (start := que_after(scope, last, unit)) is not None:
        first.append((start, "que"))
    if "quote" in frames and (start := _colon_or_quote_after(scope, last, unit)) is not None:
        first.append((start, "quote"))
    if "inf" in frames and (start := _infinitive_after(scope, last, unit)) is not None:
        first.append((start, "infinitive"))
    if first:
        return min(first)
    if {"de", "sur", "pour", "dans", "comme"} & set(frames) and (
        start := preposition_after(scope, last, unit, entry)
    ) is not None:
        return start, "preposition"
    if {"object", "accusation"} & set(frames) and (start := _object_after(scope, verb, unit, entry)) is not None:
        return start, "object"
    return None


def que_after(scope: Scope, i: int, unit: Range) -> int | None:
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
        elif (
            form in {":", ";", "»", "qui", "dont", "où"}
            or (words.pos[k] in {"VERB", "AUX"} and (words.group(k).finite or words.group(k).infinitive))
            or (form not in {"(", ")", "«", '"'} and words.pos[k] not in _GAP and words.pos[k] not in {"PUNCT", "VERB"})
        ):
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
            direct = (
                k > i + 1 and words.pos[i + 1] in {"DET", "NOUN", "PROPN", "NUM"} and not opens_time(scope, i + 1, k)
            )
            near = not direct and all(
                words.pos[x] in {"ADV", "ADP", "DET", "NOUN", "PROPN", "NUM", "ADJ", "PUNCT", "PRON"}
                for x in range(i + 1, k)
            )
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


def preposition_after(scope: Scope, i: int, unit: Range, entry: ReportingWord) -> int | None:
    """Return the first token after the preposition that opens the content: "accuse Moscou de bombarder"."""
    words = scope.words
    wanted = (
        ({*_DE} if "de" in entry.frames else set())
        | ({"sur"} if "sur" in entry.frames else set())
        | ({"pour"} if "pour" in entry.frames else set())
    )
    if "dans" in entry.frames:
        return (
            i + 1 if "y" in words.forms[max(0, i - 2) : i] or words.forms[i + 1 : i + 3] == ["à", "travers"] else None
        )
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
        while after < unit[1] and (
            words.forms[after]
            in {"ne", "n'", "pas", "plus", "s'", "se", "l'", "les", "le", "la", "y", "en", "«", '"', "lui"}
            or words.pos[after] == "ADV"
        ):
            after += 1
        if (
            after < unit[1]
            and words.pos[after] in {"VERB", "AUX"}
            and (words.group(after).infinitive or words.forms[after] in {"avoir", "être"})
        ):
            return k + 1
        if fallback is None and words.head[after if after < unit[1] else k] == i:
            fallback = k + 1
        if (
            fallback is None
            and (k == i + 1 or entry.act == "accuse" or words.forms[i + 1] in {"à", "au", "aux"})
            and words.pos[k - 1] != "ADV"
            and _opens_object(scope, i, k)
        ):
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
    if kid is None or (words.forms[i + 1 : i + 2] == [","] and not _is_parenthesis(scope, i + 1, kid)):
        return None
    if entry.frames and "accusation" in entry.frames and words.lemmas[kid] not in _ACCUSATIONS:
        toute = any(words.forms[k] in {"toute", "tout", "toutes", "tous"} for k in words.kids[kid])
        return kid if toute else None
    start = kid
    while (
        start - 1 > i
        and words.pos[start - 1] in {"DET", "ADJ", "NUM", "PUNCT", "ADP", "ADV"}
        and words.forms[start - 1] not in {",", ")"}
    ):
        start -= 1
    return start


def _no_break(scope: Scope, i: int, k: int) -> bool:
    """Return whether nothing but adverbs, determiners and times stands between verb and object."""
    words = scope.words
    return all(
        words.pos[x] in {"ADV", "DET", "ADJ", "NUM", "ADP", "NOUN"}
        and (words.forms[x] not in {"à", "par", "dans", "sur", "au", "aux"} or words.pos[x + 1] == "NUM")
        for x in range(i + 1, k)
    )


def _is_parenthesis(scope: Scope, comma: int, limit: int) -> bool:
    """Return whether a comma right after the verb opens a parenthesis closed by another comma before the object."""
    return any(scope.words.forms[k] == "," for k in range(comma + 1, limit))
