"""Files: which ones stand under the paths given, and their bytes, read without trust in what they are."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from selon.documents.decoding import decode, looks_like_text
from selon.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

MOST_BYTES = 20_000_000
STANDARD_INPUT = "-"
_ENDINGS = frozenset({".txt", ".text"})
_HEAD = 4_096
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class DocumentFault:
    """A file, or a line of a manifest, that could not be read: where, what is wrong, what to do. It stops no other."""

    name: str
    message: str
    remedy: str = ""

    @classmethod
    def from_error(cls, name: str, error: DocumentError) -> DocumentFault:
        """Return the fault that an error tells of."""
        return cls(error.where or name, error.fault, error.remedy)


def readable_name(name: str) -> str:
    r"""Return a path as text that can be printed and stored, whatever bytes the file system holds.

    >>> readable_name("t\udce9moin.txt")
    't\\xe9moin.txt'
    """
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(name).decode("utf-8", "backslashreplace")
    return name


def find_files(paths: Iterable[Path | str]) -> Iterator[Path | DocumentFault]:
    """Yield the text files under the paths, sorted, each once, and a fault for what cannot be searched.

    Folders are searched to the bottom for `*.txt` and for files without an ending that look like text; names that begin
    with a full stop are passed over. A file that is given itself is yielded whatever its ending; "-" is standard input.
    """
    seen: set[tuple[int, int]] = set()
    for given in paths:
        path = Path(given)
        if str(given) == STANDARD_INPUT:
            yield path
        elif is_folder(path):
            found = False
            for item in _search(path, seen):
                found = True
                yield item
            if not found:
                remedy = "Name a folder that holds *.txt files, or the files themselves"
                yield DocumentFault(readable_name(str(path)), "the folder holds no text files", remedy)
        elif _is_new(path, seen):
            yield path


def read_text(path: Path, *, most_bytes: int = MOST_BYTES) -> str:
    """Return the text of a file, decoded and otherwise untouched; raises DocumentError where it is no text."""
    return decode(read_bytes(path, most_bytes=most_bytes), readable_name(str(path)))


def read_bytes(path: Path, *, most_bytes: int = MOST_BYTES) -> bytes:
    """Return the bytes of a regular file; raises DocumentError for what is none, too large or not to be opened."""
    where = readable_name(str(path))
    try:
        known = path.stat()
        _refuse_kind(known.st_mode, where)
        if known.st_size > most_bytes:
            raise _too_large(where, most_bytes)
        with path.open("rb") as stream:
            return read_stream(stream, where, most_bytes=most_bytes)
    except FileNotFoundError as error:
        raise DocumentError("the file does not exist", where=where, remedy="Check the path") from error
    except PermissionError as error:
        raise DocumentError("the file may not be read", where=where, remedy="Ask for the right to read it") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        fault = f"the file cannot be opened ({_reason(error)})"
        raise DocumentError(fault, where=where, remedy="Check the path") from error


def read_stream(stream: BinaryIO, where: str, *, most_bytes: int = MOST_BYTES) -> bytes:
    """Return all bytes of a stream; raises DocumentError as soon as there are more than allowed."""
    pieces, size = [], 0
    while piece := stream.read(_CHUNK):
        size += len(piece)
        if size > most_bytes:
            raise _too_large(where, most_bytes)
        pieces.append(piece)
    return b"".join(pieces)


def _too_large(where: str, most_bytes: int) -> DocumentError:
    """Return the error for a file beyond the allowed size."""
    fault = f"the file is larger than {most_bytes / 1e6:g} MB"
    return DocumentError(fault, where=where, remedy="Split it so that each article is a file of its own")


def _refuse_kind(mode: int, where: str) -> None:
    """Raise DocumentError for anything but a regular file."""
    if stat.S_ISDIR(mode):
        raise DocumentError("this is a folder, not a file", where=where, remedy="Name the files in it")
    if not stat.S_ISREG(mode):
        remedy = "Send its text to standard input (-)"
        raise DocumentError("this is a pipe or a device, not a file", where=where, remedy=remedy)


def _reason(error: Exception) -> str:
    """Return in words why a file could not be opened."""
    return (getattr(error, "strerror", None) or str(error)).lower()


def is_folder(path: Path) -> bool:
    """Return whether a path is a folder; False where it cannot even be asked."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def is_file(path: Path) -> bool:
    """Return whether a path is a regular file; False where it cannot even be asked."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _is_new(path: Path, seen: set[tuple[int, int]]) -> bool:
    """Return whether a file or folder was not met before, under this name or another, and remember it."""
    try:
        known = path.stat()
    except (OSError, ValueError):
        return True
    key = (known.st_dev, known.st_ino)
    if key in seen:
        return False
    seen.add(key)
    return True


def _search(folder: Path, seen: set[tuple[int, int]]) -> Iterator[Path | DocumentFault]:
    """Yield the text files below a folder in order, following links but never twice into one folder."""
    waiting = [folder]
    while waiting:
        current = waiting.pop()
        if not _is_new(current, seen):
            continue
        try:
            names = sorted(os.listdir(current), key=os.fsencode)  # noqa: PTH208 - names as they are, undecodable ones too
        except OSError as error:
            remedy = "Ask for the right to read it"
            yield DocumentFault(readable_name(str(current)), f"the folder may not be read ({_reason(error)})", remedy)
            continue
        visible = [current / name for name in names if not name.startswith(".")]
        yield from (path for path in visible if not is_folder(path) and _is_wanted(path) and _is_new(path, seen))
        waiting.extend(path for path in reversed(visible) if is_folder(path))


def _is_wanted(path: Path) -> bool:
    """Return whether a file in a folder is to be read: by its ending, or without one by its first bytes."""
    if path.suffix:
        return path.suffix.lower() in _ENDINGS
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as stream:
            return looks_like_text(stream.read(_HEAD))
    except OSError:
        return False
