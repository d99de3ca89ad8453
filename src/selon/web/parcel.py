"""A parcel: files as they are sent by a browser or a program, laid out in a folder of their own without trust in them.

A zip is opened only where all of it may be: no path that leads out, no link, no password, not more than so many files
and bytes once unpacked, whatever its own list says. What is refused leaves nothing behind.
"""

from __future__ import annotations

import lzma
import stat
import struct
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from selon.documents.document import Document
from selon.documents.files import MOST_BYTES
from selon.documents.loading import MANIFEST, load
from selon.errors import DocumentError
from selon.web.errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from typing import IO

    from selon.errors import SelonError

MOST_FILES = 20_000
MOST_UNPACKED = 1_000_000_000
_CHUNK = 1 << 20
_LONGEST_NAME = 180
_TEXT = frozenset({"", ".txt", ".text"})
_ZIP_HEAD = b"PK\x03\x04"
_ENCRYPTED = 0x1
_LINK_SHIFT = 16
_ENTRY = b"PK\x01\x02"
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(NotImplementedError, EOFError, OSError, RuntimeError, ValueError, OverflowError),
)
_NO_TEXT = "Save it as plain text (.txt, UTF-8) and send it again"


@dataclass(frozen=True, slots=True)
class Sent:
    """One file as it was sent: its name and its bytes."""

    name: str
    stream: IO[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the sender says of all files alike, where a manifest does not say better."""

    publisher: str = ""
    published: date | None = None
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """Files that were sent, laid out in a folder; `faults` are those that cannot be documents."""

    home: TemporaryDirectory[str]
    names: tuple[str, ...]
    groups: tuple[Path, ...]
    files: int
    faults: tuple[DocumentError, ...]
    said: Said

    def documents(self) -> Iterator[Document | SelonError]:
        """Yield the documents, and an error for each that cannot be read, named as they were sent."""
        for group in self.groups:
            yield from _load_group(group, self.said)

    def throw_away(self) -> None:
        """Delete the folder."""
        self.home.cleanup()


def open_parcel(sent: Iterable[Sent], said: Said) -> Parcel:
    """Return the files that were sent, laid out; raises Refusal, with nothing left behind, where one may not be."""
    home = TemporaryDirectory(prefix="selon-ingest-", ignore_cleanup_errors=True)
    try:
        return _lay_out(home, list(sent), said)
    except BaseException:
        home.cleanup()
        raise


def _lay_out(home: TemporaryDirectory[str], sent: list[Sent], said: Said) -> Parcel:
    """Return the files that were sent, laid out in a folder: loose ones together, each zip by itself."""
    groups: dict[Path, int] = {}
    faults: list[DocumentError] = []
    taken: Counter[Path] = Counter()
    left = MOST_UNPACKED
    for number, item in enumerate(sent):
        head = item.stream.read(len(_ZIP_HEAD))
        item.stream.seek(0)
        if item.name.lower().endswith(".zip") or (head == _ZIP_HEAD and PurePosixPath(item.name).suffix.lower() == ""):
            folder = Path(home.name, f"zip-{number}")
            written, files = _unpack(item, Folder(folder, taken), left, faults)
        else:
            folder = Path(home.name, "files")
            written, files = _keep_loose(item, Folder(folder, taken), left)
        left -= written
        groups[folder] = groups.get(folder, 0) + files
        if sum(groups.values()) > MOST_FILES:
            raise _too_many(item.name)
    if not sum(groups.values()) and not faults:
        raise Refusal("there is no file", status=422, where="files", remedy="Choose text files or a zip of them")
    names = tuple(_plain_name(item.name) for item in sent)
    found = tuple(folder for folder in groups if folder.is_dir())
    return Parcel(
        home=home, names=names, groups=found, files=sum(groups.values()) + len(faults), faults=tuple(faults), said=said
    )


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder in which files are laid out; `taken` counts what has been written under a name, over all folders."""

    path: Path
    taken: Counter[Path]

    def free_place(self, path: PurePosixPath) -> Path:
        """Return where a file is written: at its path, or beside what stands there already."""
        parts = [part.encode()[:_LONGEST_NAME].decode("utf-8", "ignore") for part in path.parts]
        wanted = place = self.path.joinpath(*parts)
        while place.exists():
            self.taken[wanted] += 1
            name = f"{PurePosixPath(parts[-1]).stem} ({self.taken[wanted] + 1}){path.suffix}"
            place = self.path.joinpath(*parts[:-1], name)
        place.parent.mkdir(parents=True, exist_ok=True)
        return place


def _keep_loose(item: Sent, folder: Folder, left: int) -> tuple[int, int]:
    """Write a file that was sent by itself, and return its bytes and how many documents it may be."""
    name = _plain_name(item.name)
    written = _write(item.stream, folder.free_place(PurePosixPath(name)), min(left, MOST_BYTES), item.name)
    return written, int(name != MANIFEST)


def _unpack(item: Sent, folder: Folder, left: int, faults: list[DocumentError]) -> tuple[int, int]:
    """Write the files of a zip, and return their bytes and how many documents they may be; raises Refusal."""
    if _count_entries(item.stream) > MOST_FILES:
        raise _too_many(item.name)
    try:
        with zipfile.ZipFile(item.stream) as archive:
            inside = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check_list(inside, item.name, left)
            return _write_all(archive, inside, folder, left, faults)
    except _BROKEN as error:
        raise _unreadable(item.name, error) from error


def _count_entries(stream: IO[bytes]) -> int:
    """Return how many entries the list of a zip seems to have, before it is read into memory."""
    found, end = 0, b""
    while piece := stream.read(_CHUNK):
        end += piece
        found += end.count(_ENTRY)
        end = end[1 - len(_ENTRY) :]
    stream.seek(0)
    return found


def _check_list(inside: list[zipfile.ZipInfo], name: str, left: int) -> None:
    """Let the list of a zip pass; raises Refusal for what may not be unpacked."""
    if len(inside) > MOST_FILES:
        raise _too_many(name)
    if sum(entry.file_size for entry in inside) > left:
        raise _too_large(name)
    for entry in inside:
        _safe_path(entry.filename)
        if stat.S_ISLNK(entry.external_attr >> _LINK_SHIFT):
            remedy = "Put the file itself into the zip"
            raise Refusal("the zip holds a link", status=422, where=_plain_name(entry.filename), remedy=remedy)
        if entry.flag_bits & _ENCRYPTED:
            remedy = "Make the zip without a password"
            raise Refusal("the zip has a password", status=422, where=_plain_name(name), remedy=remedy)


def _write_all(
    archive: zipfile.ZipFile, inside: list[zipfile.ZipInfo], folder: Folder, left: int, faults: list[DocumentError]
) -> tuple[int, int]:
    """Write the text files and manifests of a zip; what is neither is a fault."""
    written = files = 0
    for entry in inside:
        path = _safe_path(entry.filename)
        if any(part.startswith((".", "__MACOSX")) for part in path.parts):
            continue
        manifest = path.name == MANIFEST
        if not manifest and path.suffix.lower() not in _TEXT:
            fault = f"this is no text file ({path.suffix.lower()})"
            faults.append(DocumentError(fault, where=str(path), remedy=_NO_TEXT))
            continue
        if entry.file_size > MOST_BYTES:
            fault = f"the file is larger than {MOST_BYTES} bytes"
            faults.append(DocumentError(fault, where=str(path), remedy="Split it into its articles"))
            continue
        with archive.open(entry) as stream:
            written += _write(stream, folder.free_place(path), min(left - written, MOST_BYTES), entry.filename)
        files += not manifest
    return written, files


def _safe_path(name: str) -> PurePosixPath:
    r"""Return the path of an entry of a zip; raises Refusal for one that leads out of the folder.

    >>> _safe_path("2017/mars\\a.txt")
    PurePosixPath('2017/mars/a.txt')
    """
    path = PurePosixPath(name.replace("\\", "/"))
    outside = path.is_absolute() or ".." in path.parts or ":" in path.parts[0] if path.parts else True
    if outside or "\x00" in name:
        remedy = "Make the zip anew from a folder, with plain paths"
        raise Refusal("a path in the zip leads out of it", status=422, where=_plain_name(name), remedy=remedy)
    return PurePosixPath(*(_printable(part)[:_LONGEST_NAME] for part in path.parts))


def _plain_name(name: str) -> str:
    r"""Return the last part of a name, as it may be written and shown.

    >>> _plain_name("C:\\articles\\mars 3.txt"), _plain_name("../..")
    ('mars 3.txt', 'sans nom.txt')
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = _printable(last).strip(" ")
    stem, dot, ending = kept.rpartition(".")
    cut = f"{stem[: _LONGEST_NAME - 10]}{dot}{ending[:9]}" if len(kept.encode()) > _LONGEST_NAME else kept
    return cut.lstrip(".") or "sans nom.txt"


def _printable(name: str) -> str:
    """Return a name as it may be written and shown."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in name)


def _write(stream: IO[bytes], place: Path, most: int, name: str) -> int:
    """Write a stream to a file and return its bytes; raises Refusal where it grows larger than it may."""
    written = 0
    with place.open("xb") as file:
        while piece := stream.read(_CHUNK):
            written += len(piece)
            if written > most:
                raise _too_large(name)
            file.write(piece)
    return written


def _unreadable(name: str, error: Exception) -> Refusal:
    """Return the refusal of a zip that cannot be opened, without the places of this machine."""
    said = "its names are not in the encoding that it tells" if isinstance(error, UnicodeError) else str(error)
    fault = f"the zip cannot be opened ({error.strerror if isinstance(error, OSError) else said})"
    remedy = "Make the zip anew, without a password, and send it again"
    return Refusal(fault, status=422, where=_plain_name(name), remedy=remedy)


def _too_large(name: str) -> Refusal:
    """Return the refusal of what is too large."""
    fault = f"the files are too large: {MOST_BYTES:,} bytes each, {MOST_UNPACKED:,} in all once unpacked"
    return Refusal(fault, status=413, where=_plain_name(name), remedy="Send them in several parts")


def _too_many(name: str) -> Refusal:
    """Return the refusal of too many files."""
    fault = f"there are more than {MOST_FILES:,} files"
    return Refusal(fault, status=413, where=_plain_name(name), remedy="Send them in several parts")


def _load_group(group: Path, said: Said) -> Iterator[Document | SelonError]:
    """Yield the documents of loose files, or of one zip, with the errors."""
    manifests = sorted(group.rglob(MANIFEST))
    files = sorted(path for path in group.rglob("*") if path.is_file() and path.name != MANIFEST)
    manifest = manifests[0] if len(manifests) == 1 else None
    given = {"publisher": said.publisher, "published": said.published, "language": said.language}
    for arrival in load(files, manifest, **given):  # type: ignore[arg-type] # each has its own type
        if isinstance(arrival, Document):
            yield arrival
        else:
            yield _error(arrival.name, arrival.message, arrival.remedy, f"{group}/")


def _error(name: str, message: str, remedy: str, home: str) -> DocumentError:
    """Return a fault as an error that names the file as it was sent."""
    where, fault = (words.replace(home, "") for words in (name, message))
    return DocumentError(fault.removeprefix(f"{where}: "), where=where, remedy=remedy.replace(home, ""))
