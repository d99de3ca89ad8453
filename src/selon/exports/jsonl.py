"""Claims as JSON Lines: one object of the public contract a line, UTF-8; and the way back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from selon.claims.contract import read_row
from selon.errors import SelonError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import TextIO

    from selon.claims.claim import Claim


def write_claims(rows: Iterable[Mapping[str, Any]], file: TextIO) -> int:
    """Write rows of the contract, one a line, and return how many.

    >>> import io
    >>> write_claims([{"id": "a1", "type": "aid"}], io.StringIO())
    1
    """
    written = 0
    for row in rows:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")
        written += 1
    return written


def read_rows(lines: Iterable[str], *, where: str = "") -> Iterator[dict[str, Any]]:
    """Yield the rows of a file of claims; raises SelonError for a line that is no claim."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise _no_claim(f"the line is no JSON ({error.msg})", where, number) from error
        if not isinstance(row, dict) or not {"document", "type", "trigger"} <= row.keys():
            raise _no_claim("the line is no claim: it needs document, type and trigger", where, number)
        yield row


def read_claims(lines: Iterable[str], *, where: str = "") -> Iterator[Claim]:
    """Yield the claims of a file that `write_claims` wrote; raises SelonError for a line that is no claim."""
    for number, row in enumerate(read_rows(lines, where=where), 1):
        try:
            yield read_row(row)
        except (KeyError, TypeError, ValueError) as error:
            raise _no_claim(f"the claim cannot be read ({type(error).__name__}: {error})", where, number) from error


def _no_claim(fault: str, where: str, number: int) -> SelonError:
    """Return the error for a line that holds no claim."""
    remedy = "Each line holds one claim as a JSON object, as `selon export claims` writes it"
    return SelonError(fault, where=f"{where or 'claims'}:{number}", remedy=remedy)
