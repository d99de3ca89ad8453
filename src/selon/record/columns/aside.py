"""Read the columns of a record in a process of its own, so that whoever asks meanwhile is not kept waiting."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from selon.errors import RecordError

if TYPE_CHECKING:
    from selon.record.columns.table import Table

_GENTLY = 10  # steps behind those who answer, and the browser of whoever looks at the first page


def read_aside(target: str) -> Table:
    """Return the columns of a record as they stand now; raises RecordError where the process failed."""
    command = [sys.executable, "-m", __name__]
    pipe = subprocess.PIPE
    remedy = "Look whether the program can start processes"
    fault = RecordError("the columns of the record cannot be read aside", where=sys.executable, remedy=remedy)
    try:
        reading = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)  # noqa: S603 - our own
        with reading:
            if reading.stdin is None or reading.stdout is None:
                raise fault
            with reading.stdin:
                reading.stdin.write(target.encode())  # not an argument, which others can see: it may hold a password
            table: Table = pickle.load(reading.stdout)  # noqa: S301 - what our own process says
    except (OSError, EOFError, pickle.UnpicklingError) as error:
        raise fault from error
    return table


def main() -> None:
    """Write the columns of the record that is named on standard input to standard output."""
    from selon.record.record import Record  # noqa: PLC0415 - this process only

    with suppress(OSError, AttributeError):
        os.nice(_GENTLY)
    with Record.open(sys.stdin.buffer.read().decode()) as record:
        pickle.dump(record.columns.keep(), sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    main()
