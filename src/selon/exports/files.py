"""Write files whole or not at all, and say in plain words what a disk refuses."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, TextIO, cast

from selon.errors import SelonError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def written_whole(path: str) -> Iterator[TextIO]:
    """Yield a file to write text to (UTF-8); it takes its name only when all is written. "-" is standard output.

    Raises SelonError where the disk refuses.
    """
    if path == "-":
        yield sys.stdout
        return
    target = Path(path)
    try:
        if target.exists() and not target.is_file():  # a device or a pipe: there is nothing to replace
            with target.open("w", encoding="utf-8", newline="") as file:
                yield file
            return
        with _beside(target) as file:
            yield file
    except OSError as error:
        fault = f"the file cannot be written ({error.strerror or error})"
        raise SelonError(fault, where=path, remedy="Look for space and for the right to write there") from error


@contextmanager
def _beside(target: Path) -> Iterator[TextIO]:
    """Yield a temporary file in the target's folder, which replaces the target at the end or vanishes."""
    folder = target.absolute().parent
    with NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=folder, prefix=f".{target.name}.", suffix=".part", delete=False
    ) as file:
        try:
            yield cast("TextIO", file)
            file.flush()
            os.fchmod(file.fileno(), 0o666 & ~_umask())
            Path(file.name).replace(target)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def _umask() -> int:
    """Return the mask that new files get their rights by."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
