"""The tokens of a report laid out for the search for organisations, and the names that a noun opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.codebook.organisations import OrganisationSort, load_organisation_words
from selon.values import TextSpan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

OPENERS = frozenset({"de", "d'", "d’", "du", "des"})
_ARTICLES = frozenset({"le", "la", "les", "l'", "l’", "un", "une"})
_JOINS = frozenset({"et", "&"})
LONGEST = 16


class NamePage:
    """The tokens of a report with their texts, and the words of the codebook."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.tokens: list[Token] = list(doc)
        self.texts = [token.text for token in self.tokens]
        codes = doc.to_array("POS").tolist()
        names = {code: doc.vocab.strings[code] for code in set(codes)}
        self.pos = [names[code] for code in codes]
        self.words = load_organisation_words()

    def has(self, sort: OrganisationSort, at: int) -> bool:
        """Return whether the word at a place is of a sort, as it is written."""
        return self.texts[at] in self.words[sort]

    def capital(self, at: int) -> bool:
        """Return whether there is a word with a capital at a place."""
        return at < len(self.texts) and self.texts[at][:1].isupper()

    def span(self, start: int, end: int) -> TextSpan:
        """Return the stretch of the tokens from `start` to before `end`."""
        last = self.tokens[end - 1]
        return TextSpan(self.tokens[start].idx, last.idx + len(last))


def find_headed(page: NamePage) -> Iterator[tuple[TextSpan, str]]:
    """Yield the names that a noun opens ("Institut de …", "ministère de la Santé") and ministries by their field."""
    heads, any_heads, fields = (
        page.words[sort] for sort in (OrganisationSort.HEAD, OrganisationSort.HEAD_ANY, OrganisationSort.PORTFOLIO)
    )
    for at, word in enumerate(page.texts):
        if word in heads or word.lower() in any_heads:
            end = _grow(page, at, strict=word.islower())
            if end > at + 1:
                yield page.span(at, end), f"head {word.lower()}"
        elif word in fields and _after_minister(page, at):
            yield page.span(at, _grow_field(page, at)), "field of a ministry"


def _after_minister(page: NamePage, at: int) -> bool:
    """Return whether a minister's title stands before: "le ministre français de l'Intérieur"."""
    return any(word in page.words[OrganisationSort.TITLE] for word in page.texts[max(0, at - 6) : at])


def _grow_field(page: NamePage, at: int) -> int:
    """Return where the field of a ministry ends: "Affaires étrangères", "Économie et des Finances"."""
    end = at + 1
    while end < len(page.texts) and page.has(OrganisationSort.FIELD_ADJECTIVE, end):
        end += 1
    for ahead in range(end + 1, min(end + 4, len(page.texts))):
        if page.texts[end] == "et" and page.has(OrganisationSort.PORTFOLIO, ahead):
            return _grow_field(page, ahead)
    return end


def _grow(page: NamePage, at: int, *, strict: bool) -> int:
    """Return where a name that begins at a head ends: over adjectives, names, and "de" with what it brings.

    A strict name (its head has no capital) has to reach a word with a capital.
    """
    end = at + 1
    last_capital = end
    while end < min(len(page.texts), at + LONGEST):
        step = _step(page, at, end, inner=not strict)
        if step == end:
            break
        if page.capital(step - 1):
            last_capital = step
        if page.has(OrganisationSort.PORTFOLIO, step - 1) and page.texts[at].lower() == "ministère":
            return _grow_field(page, step - 1)
        end = step
    return last_capital if strict else end


def _step(page: NamePage, head: int, at: int, *, inner: bool) -> int:
    """Return where the next part of a name ends, or `at` where there is none."""
    word, last = page.texts[at], page.texts[at - 1]
    if page.capital(at):
        return at + 1 if page.pos[at] not in {"PUNCT", "NUM"} and (at == head + 1 or last[:1].isupper()) else at
    if (page.pos[at] == "ADJ" and word.isalpha()) or page.has(OrganisationSort.PARTICIPLE, at):
        return at if page.has(OrganisationSort.STOP, at) or page.texts[head] == "ministère" else at + 1
    here = at
    if word in _JOINS and inner and at > head + 1:
        here += 1
        if here < len(page.texts) and page.pos[here] == "ADJ" and page.texts[here].islower():
            return here + 1
    if here >= len(page.texts) or not _opens(page, head, here, inner=inner):
        return at
    here += 1
    here += here < len(page.texts) and page.texts[here].lower() in _ARTICLES
    if (
        here >= len(page.texts)
        or page.has(OrganisationSort.STOP, here)
        or (word in _JOINS and page.has(OrganisationSort.HEAD, here))
    ):
        return at
    return here + 1 if page.capital(here) or (inner and page.pos[here] in {"NOUN", "PROPN"}) else at


def _opens(page: NamePage, head: int, at: int, *, inner: bool) -> bool:
    """Return whether a word opens a further part of a name: "de", and in names of bodies "pour", "contre", "en"."""
    word = page.texts[at]
    if word in {"en", "au", "aux"}:
        return page.has(OrganisationSort.ABROAD, head)
    return word.lower() in OPENERS or (inner and word in {"pour", "contre"} and at <= head + 4)
