"""Passages: fixed phrases of the codebook and quotations in a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from selon.claims.words import Words
    from selon.codebook.speech import HedgePhrase, SourcePhrase


def match_phrase(
    words: Words, i: int, openers: Mapping[str, Sequence[SourcePhrase | HedgePhrase]]
) -> tuple[SourcePhrase | HedgePhrase, int] | None:
    """Return the longest phrase that begins at token i, and the token after it; None where none does."""
    form = words.forms[i]
    phrases = openers.get(form[: form.index("'") + 1] if "'" in form else form)
    if phrases is None:
        return None
    text, at = words.text, words.starts[i]
    for phrase in phrases:
        wanted = phrase.phrase
        if wanted.endswith(" de"):
            wanted = next(
                (w for w in (wanted[:-1] + "'", wanted[:-1] + "u ", wanted + "s ") if text.startswith(w, at)), wanted
            ).rstrip()
        end = at + len(wanted)
        if text.startswith(wanted, at) and (wanted.endswith("'") or not text[end : end + 1].isalnum()):
            if text[end : end + 1] == "-":
                continue
            k = i
            while k < len(words) and words.starts[k] < end:
                k += 1
            return phrase, k
    return None


def find_quotes(words: Words) -> list[tuple[int, int]]:
    """Return the quotations as token ranges without their marks; one that is never closed ends with its paragraph."""
    found: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []
    closing = {"»": "«", "”": "“"}
    for i, form in enumerate(words.forms):
        if form in {"«", "“"}:
            opened.append((form, i + 1))
        elif form in closing and opened and opened[-1][0] == closing[form]:
            found.append((opened.pop()[1], i))
        elif form == '"':
            if opened and opened[-1][0] == '"':
                found.append((opened.pop()[1], i))
            else:
                opened.append((form, i + 1))
        elif opened and "\n" in words.texts[i]:
            found += [(start, i) for mark, start in opened if mark != '"' or i - start > 2]  # noqa: PLR2004
            opened = []
    found += [(start, len(words)) for _, start in opened if start < len(words)]
    return sorted(pair for pair in found if pair[0] < pair[1])
