"""Words of documents as they may be shown in one line: hostile signs are taken out, nothing is interpreted."""

from __future__ import annotations

import re
import unicodedata

_DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_WHITE = re.compile(r"\s+")


def plain(words: object) -> str:
    r"""Return words in one line, without control signs and changes of direction; None is nothing.

    >>> plain("une\nligne\x1b[31m rouge")
    'une ligne�[31m rouge'
    """
    line = _DIRECTIONS.sub("", _WHITE.sub(" ", "" if words is None else str(words)))
    return "".join("\ufffd" if unicodedata.category(letter) in {"Cc", "Cs"} else letter for letter in line)
