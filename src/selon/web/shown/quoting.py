"""Ways into a document: the address at which a browser opens it at some words, without an anchor of ours there."""

from __future__ import annotations

import re
from urllib.parse import quote

from selon.web.shown.document import part_of

_LONGEST = 60
_WORD = re.compile(r"\w+(?:['’-]\w+)*")


def address_at(document: str, text: str, at: int) -> str:
    """Return the address of a document at the word that begins at a character: its part, and the words there."""
    part = part_of(text, at)
    query = f"?part={part}" if part > 1 else ""
    words = first_words(text, at)
    fragment = f"#:~:text={quote(words, safe='').replace('-', '%2D')}" if words else ""
    return f"/documents/{document}{query}{fragment}"


def first_words(text: str, at: int) -> str:
    r"""Return a few whole words of one line from a character on, as a browser can find them again.

    >>> first_words("Il a dit « non »\net puis rien", 3)
    'a dit'
    """
    line = text[at : at + _LONGEST].split("\n", 1)[0]
    end = 0
    for word in _WORD.finditer(line):
        if line[end : word.start()].strip():
            break
        if word.end() < len(line) or at + len(line) == len(text) or not end:
            end = word.end()
    return line[:end].strip()
