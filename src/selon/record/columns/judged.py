"""Claims as reviewers leave them, laid over the columns of what was read: only what they changed is worked out anew.

The same as is counted claim by claim over `judged_claims.read_claim`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from selon.incidents.naming import find_mentions, find_quotes
from selon.incidents.narratives import find_pattern_names
from selon.record.columns.coded import Coded
from selon.record.columns.labels import Mentions, build_labels, join_labels
from selon.record.columns.patterns import join_patterns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from selon.claims.claim import Claim
    from selon.record.columns.coded import Mask, Numbers
    from selon.record.columns.labels import Labels
    from selon.record.columns.table import Table

    Read = Mapping[int, Claim]


@dataclass(frozen=True, slots=True)
class Judged:
    """The columns with what reviewers corrected, and which claims they reject."""

    table: Table
    rejected: Mask

    def left(self, rows: Numbers) -> Numbers:
        """Return those of the rows that nobody rejects."""
        here: Numbers = rows[~self.rejected[rows]]
        return here


def lay_over(table: Table, rejected: Mask, corrected: Numbers, read: Read, texts: Mapping[int, str]) -> Judged:
    """Return the columns with corrections.

    `corrected` are the rows of corrected claims; `read` are all claims of their documents as reviewers leave them, by
    row, and `texts` the texts of these by their numbers.
    """
    if not len(corrected):
        return Judged(table, rejected)
    claims, told = table.claims, {row: read[row] for row in corrected.tolist() if row in read}
    rows = np.fromiter(told, np.int32, len(told))
    sourced = claims.sourced.copy()
    sourced[rows] = [bool(claim.attribution) for claim in told.values()]
    laid = replace(
        claims,
        status=claims.status.put(rows, [str(claim.factuality.status) for claim in told.values()]),
        polarity=claims.polarity.put(rows, [str(claim.factuality.polarity) for claim in told.values()]),
        sourced=sourced,
    )
    found = [(row, names) for row, claim in told.items() for names in find_pattern_names(claim)]
    patterns = join_patterns(table.patterns, claims, rows, found, _find_places(table, read))
    labels = _name_anew(table, read, texts)
    return Judged(replace(table, claims=laid, patterns=patterns, labels=labels), rejected)


def _find_places(table: Table, read: Read) -> Numbers:
    """Return by claim its place in the order of publication; a corrected one may stand elsewhere in its document."""
    places = np.arange(len(table.claims), dtype=np.int32)
    documents = table.claims.document
    rows = np.array(sorted(read), np.int32)
    for document in np.unique(documents[rows]).tolist():
        here = rows[documents[rows] == document]
        ordered = sorted(here.tolist(), key=lambda row: read[row].trigger)
        places[ordered] = here
    return places


def _name_anew(table: Table, read: Read, texts: Mapping[int, str]) -> Labels:
    """Return the labels with those of the documents that are read anew."""
    documents = table.claims.document
    named = list(chain.from_iterable(_mentions(table, row, claim, texts) for row, claim in read.items()))
    again = np.unique(documents[np.fromiter(read, np.int32, len(read))])
    if not named:
        return join_labels(table.labels, None, again)
    claim, start, end, words, entity, quoted = zip(*named, strict=True)
    mentions = Mentions(
        claim=np.array(claim, np.int32),
        start=np.array(start, np.int32),
        end=np.array(end, np.int32),
        words=Coded.build(words),
        entity=Coded.build(entity),
        quoted=np.array(quoted, np.bool_),
    )
    return join_labels(table.labels, build_labels(mentions, table.claims, table.documents), again)


def _mentions(table: Table, row: int, claim: Claim, texts: Mapping[int, str]) -> Iterator[Sequence[Any]]:
    """Yield the stretches in which a claim names actors: claim, start, end, words, actor, and whether it is quoted."""
    text = texts.get(int(table.documents.number[table.claims.document[row]]), "")
    quotes = find_quotes(text)
    for entity, span in sorted(find_mentions([claim])):
        quoted = any(quote.covers(span) for quote in quotes)
        yield row, span.start, span.end, span.quote(text), entity, quoted
