"""From bytes to text: what is certain first (byte order mark, valid UTF-8), a guess only for the rest.

The text is the file, decoded, untouched: line ends, white space and loose accents stay as they are, so that offsets
count its code points. The mark at the head of a UTF-8 file stays too (U+FEFF), as plain decoding leaves it; that of a
UTF-16 or UTF-32 file only tells the order of bytes and is no part of the text.
"""

from __future__ import annotations

import codecs
import re

from selon.errors import DocumentError

_SAMPLE = 65_536
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]")
_MOST_CONTROLS = 0.005
_MARKS = (  # the longer mark first: that of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_FORMATS = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "a rich text document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"SQLite format 3", "a database"),
)
_PAGE = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_FRENCH_IN_1252 = re.compile("[€…‘’“”•–—œ\xa0«°»ÀÂÇÈÉÊËÎÏÔÙÛÜàâçèéêëîïôùûü]".encode("cp1252"))
_OLD_CODINGS = ("cp1252", "iso8859_15", "cp1250", "cp1251", "koi8_r", "cp1254", "cp1255", "cp1256", "mac_roman")
_FRENCH_ENOUGH = 0.98


def decode(data: bytes, where: str) -> str:
    """Return the text that the bytes write; raises DocumentError where they write none or it cannot be told.

    >>> decode("Le préfet dément.".encode("cp1252"), "a.txt")
    'Le préfet dément.'
    """
    if not data.strip():
        raise DocumentError("the file is empty", where=where, remedy="Delete it, or save the article into it again")
    _refuse_other_formats(data, where)
    coding = _certain_coding(data)
    if coding is None:
        _refuse_binary(data, where)
        text = _decode_utf8(data)
        if text is None:
            text = _decode_guessed(data, where)
    else:
        text = _decode_strictly(data, coding, where)
    if not text.strip(" \t\r\n\ufeff"):
        raise DocumentError("the file holds no text", where=where, remedy="Save the article into it again")
    if len(_CONTROL_TEXT.findall(text, 0, _SAMPLE)) > _MOST_CONTROLS * min(len(text), _SAMPLE) + 2:
        raise DocumentError("the file is not plain text", where=where, remedy="Save the article as plain text (UTF-8)")
    return text


def looks_like_text(head: bytes) -> bool:
    """Return whether the first bytes of a file may be those of a plain text."""
    if not head.strip() or any(head.startswith(magic) for magic, _ in _OTHER_FORMATS):
        return False
    return _certain_coding(head) is not None or not _CONTROL.search(head)


def _refuse_other_formats(data: bytes, where: str) -> None:
    """Raise DocumentError for a file whose first bytes tell that it is something else than plain text."""
    remedy = "Save the article as plain text (UTF-8) and read that file"
    for magic, name in _OTHER_FORMATS:
        if data.startswith(magic):
            raise DocumentError(f"the file is {name}, not plain text", where=where, remedy=remedy)
    if _PAGE.match(data[:2_000].removeprefix(codecs.BOM_UTF8)):
        raise DocumentError("the file is a web page, not plain text", where=where, remedy=remedy)


def _refuse_binary(data: bytes, where: str) -> None:
    """Raise DocumentError for bytes that no text holds: NUL, or many control characters."""
    controls = len(_CONTROL.findall(data, 0, _SAMPLE))
    if b"\x00" in data or controls > _MOST_CONTROLS * min(len(data), _SAMPLE) + 2:
        fault = "the file holds control bytes: it is binary, not text"
        raise DocumentError(fault, where=where, remedy="Save the article as plain text (UTF-8)")


def _certain_coding(data: bytes) -> str | None:
    """Return the coding that the bytes give away: by their mark, or by the NULs of UTF-16 beside Latin letters."""
    for mark, coding in _MARKS:
        if data.startswith(mark):
            return coding
    head = data[: _SAMPLE & ~1]
    half = len(head) // 2
    even, odd = head[::2].count(0), head[1::2].count(0)
    if half > 1 and odd > half * 0.6 and even < half * 0.05:
        return "utf-16-le"
    if half > 1 and even > half * 0.6 and odd < half * 0.05:
        return "utf-16-be"
    return None


def _decode_strictly(data: bytes, coding: str, where: str) -> str:
    """Return the text in a coding that is certain; raises DocumentError at the first byte that does not fit."""
    try:
        return data.decode(coding)
    except UnicodeDecodeError as error:
        fault = f"byte {error.start} does not fit {coding.upper()}, in which the file says it is written"
        raise DocumentError(fault, where=where, remedy="Save the file again as UTF-8") from error


def _decode_utf8(data: bytes) -> str | None:
    """Return the text if the bytes are valid UTF-8, else None."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _decode_guessed(data: bytes, where: str) -> str:
    """Return the text of bytes that are not UTF-8; raises DocumentError for damaged UTF-8 and unknown codings."""
    remedy = "Save the file again as UTF-8"
    if line := _damaged_line(data):
        raise DocumentError(f"line {line} holds bytes that are not UTF-8, as the rest is", where=where, remedy=remedy)
    coding = "cp1252" if _is_french_1252(data) else _guess_coding(data)
    text = _decode_in(data, coding) if coding else None
    if text is None:
        raise DocumentError("the coding of the file cannot be told", where=where, remedy=remedy)
    return text


def _damaged_line(data: bytes) -> int:
    """Return the line of the first stray byte in a text that is otherwise UTF-8, or 0 where it is some other coding."""
    lenient = data.decode("utf-8", "surrogateescape")
    stray = sum("\udc80" <= char <= "\udcff" for char in lenient)
    whole = sum(char > "\x7f" for char in lenient) - stray
    if stray > whole / 2:
        return 0
    first = next(at for at, char in enumerate(lenient) if "\udc80" <= char <= "\udcff")
    return lenient.count("\n", 0, first) + 1


def _is_french_1252(data: bytes) -> bool:
    """Return whether nearly all bytes beyond ASCII are letters and marks of French in Windows-1252."""
    beyond = sum(byte > 0x7F for byte in data[:_SAMPLE])  # noqa: PLR2004 - the end of ASCII
    return len(_FRENCH_IN_1252.findall(data, 0, _SAMPLE)) >= beyond * _FRENCH_ENOUGH


def _guess_coding(data: bytes) -> str:
    """Return the coding that charset-normalizer finds likeliest among the old ones of the press, or ""."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - seldom needed, slow to import

    best = from_bytes(data[:_SAMPLE], cp_isolation=list(_OLD_CODINGS)).best()
    return best.encoding if best else ""


def _decode_in(data: bytes, coding: str) -> str | None:
    """Return the text in a guessed coding, or None where it does not fit the whole file."""
    try:
        return data.decode(coding)
    except UnicodeDecodeError:
        return None
