"""Words: the French tokenizer mended for press text full of names from everywhere.

Stock spaCy cuts "Al-Masdar" into three. Here every hyphenated word is one token ("ez-Zor", "Royaume-Uni") save the
pronouns that follow a verb ("affirme-t-il"); an elision is split before a vowel only ("l'|EI", "N'Djamena", "Sana'a");
a slash between words splits ("US|/|Kurde"); designations stay whole ("A400M").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from spacy.lang.char_classes import (
    ALPHA,
    ALPHA_LOWER,
    ALPHA_UPPER,
    CONCAT_QUOTES,
    CURRENCY,
    LIST_CURRENCY,
    LIST_ELLIPSES,
    LIST_ICONS,
    LIST_PUNCT,
    LIST_QUOTES,
)
from spacy.lang.tokenizer_exceptions import BASE_EXCEPTIONS
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

from selon.codebook.abbreviations import read_abbreviations
from selon.mentions.sentences import mark_sentence_starts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.language import Language

__all__ = ["mark_sentence_starts", "mend_tokenizer"]

_APOSTROPHES = "'’ʼ"
_MARK = f"[{_APOSTROPHES}]"
_ELIDED = ("jusqu", "lorsqu", "puisqu", "quoiqu", "qu", "c", "d", "j", "l", "m", "n", "s", "t")
_VOWELS = "aeiouyhœæàâäéèêëîïôöùûüÿ"
_CLITICS = (
    "ce",
    "ci",
    "elle",
    "elles",
    "en",
    "il",
    "ils",
    "je",
    "là",
    "moi",
    "nous",
    "on",
    "t",
    "toi",
    "tu",
    "vous",
    "y",
)
_WHOLE = (
    "km/h",
    "m/s",
    "et/ou",
    "c/o",
    "celui-là",
    "celle-là",
    "ceux-là",
    "celles-là",
    "ceux-ci",
    "c'est-à-dire",
    "c’est-à-dire",
)
_WHOLE_WITH_APOSTROPHE = ("aujourd'hui", "presqu'île", "presqu'îles", "quelqu'un", "quelqu'une", "prud'homme")
_UNITS = "km²|km2|km|m²|m2|m|cm|mm|kg|g|kt|t|ha|°"
_UNCUT = re.compile(r"(?:[A-Z]{1,4}|[A-Z][a-z]{1,3})[-‑]?[0-9]{1,4}[A-Z]{0,3}$|\w+\((?:s|e|es|ne|nes|x)\)s?$")
_RUN = r"(?P<mark>[^\w\s])(?P=mark){9,}"  # a ruled line is one token, cut off in one go
_BYTE_ORDER_MARK = "\ufeff"
_LONGEST = 150  # signs in a row without a space; longer ones (addresses, code, rows of marks) are no words to be cut


def mend_tokenizer(nlp: Language) -> None:
    """Change the tokenizer of a French pipeline in place, so that names from everywhere stay sane.

    >>> import spacy; nlp = spacy.blank("fr"); mend_tokenizer(nlp)
    >>> [token.text for token in nlp("L’ EI quitte Deir ez-Zor, dit-il.")]
    ['L’', 'EI', 'quitte', 'Deir', 'ez-Zor', ',', 'dit', '-il', '.']
    """
    tokenizer = cast("Any", nlp.tokenizer)  # compiled: spaCy tells no types
    tokenizer.prefix_search = compile_prefix_regex(_prefixes()).search
    tokenizer.suffix_search = compile_suffix_regex(_suffixes()).search
    tokenizer.infix_finditer = compile_infix_regex(_infixes()).finditer
    tokenizer.token_match = _match_whole
    smileys = {form for form in BASE_EXCEPTIONS if form.strip()}
    tokenizer.rules = {form: parts for form, parts in tokenizer.rules.items() if form not in smileys}
    for form in (*_whole_forms(), *_bare_elisions()):
        tokenizer.add_special_case(form, [{"ORTH": form}])


def _match_whole(word: str) -> object:
    """Return something true where a word is not to be cut: designations, and what is too long to be a word."""
    return len(word) > _LONGEST or _UNCUT.match(word)


def _whole_forms() -> Iterator[str]:
    """Yield the forms that stay one token although they hold a full stop, a slash, a hyphen or an apostrophe."""
    yield from (entry.short for entry in read_abbreviations() if not entry.word)
    for form in _WHOLE:
        yield from (form, form.capitalize())
    for form in _WHOLE_WITH_APOSTROPHE:
        for mark in _APOSTROPHES:
            whole = form.replace("'", mark)
            yield from (whole, whole.capitalize())


def _bare_elisions() -> Iterator[str]:
    """Yield the elided words that stand alone, as wiki links leave them: "l’ EI"."""
    for word in _ELIDED:
        for form in (word, word.capitalize(), word.upper()):
            yield from (form + mark for mark in _APOSTROPHES)


def _prefixes() -> list[str]:
    """Return what is cut off the front of a word: punctuation, a dash before a capital, an elided word.

    An elision stands before a vowel, a quotation mark, a figure, or an acronym that is spelt out ("l'ONU", "l'FPR").
    Capital N' and M' before a capital H belong to a name ("M'Hamed").
    """
    elided = "|".join(_ELIDED)
    vowels = _VOWELS + _VOWELS.upper()
    return [
        _RUN,
        *("§", "%", "=", "—", "–", r"\+(?![0-9])", _BYTE_ORDER_MARK, rf"-(?=[{ALPHA_UPPER}«“\"])"),
        *(*LIST_PUNCT, *LIST_ELLIPSES, *LIST_QUOTES, *LIST_CURRENCY, *LIST_ICONS),
        rf"(?![NM]{_MARK}H)(?i:{elided}){_MARK}(?=[{vowels}«“„\"0-9])",
        rf"(?i:[ld]|qu){_MARK}(?=[FLMNRSX][A-Z0-9-])",
    ]


def _suffixes() -> list[str]:
    """Return what is cut off the end of a word: punctuation, units, pronouns after a verb, the full stop.

    A full stop stays with a single capital ("J. Hale") and is cut off after anything else.
    """
    clitics = "|".join((*_CLITICS, *(word.upper() for word in _CLITICS)))
    return [
        _RUN,
        *(*LIST_PUNCT, *LIST_ELLIPSES, *LIST_QUOTES, "—", "–", _BYTE_ORDER_MARK),
        *(r"(?<=[0-9])\+", r"(?<=[0-9])%", rf"(?<=[0-9])(?:{CURRENCY})", rf"(?<=[0-9])(?:{_UNITS})"),
        rf"(?<=[0-9{ALPHA_LOWER}%²°\-\+\)\]{CONCAT_QUOTES}])\.",
        rf"(?<=[{ALPHA_UPPER}0-9][{ALPHA_UPPER}])\.",
        rf"(?<=[{ALPHA}])[-‐‑](?:{clitics})",
    ]


def _infixes() -> list[str]:
    """Return where a word is cut in its midst: slashes, long dashes, glued punctuation; never a hyphen."""
    return [
        *(*LIST_ELLIPSES, *LIST_ICONS),
        r"(?<=[0-9])[+\-\*^](?=[0-9-])",
        rf"(?<=[{ALPHA_LOWER}{CONCAT_QUOTES}])\.(?=[{ALPHA_UPPER}{CONCAT_QUOTES}])",
        rf"(?<=[{ALPHA}0-9%)\]»”\"])[,;](?=[{ALPHA}«“\"(\[])",
        rf"(?<=[{ALPHA}0-9])[:<>=/!?](?=[{ALPHA}])",
        rf"(?<=[{ALPHA}])(?:—|–|--|~)(?=[{ALPHA}])",
        rf"(?<=[{ALPHA}0-9])[«»“”](?=[{ALPHA}0-9])",
        rf"(?<=[{ALPHA}.»”])[(\[](?=[{ALPHA}0-9])",
        rf"(?<=[,;:(«\"/–—][dlnsjmtcDLNSJMTC]{_MARK})(?=[{_VOWELS}{_VOWELS.upper()}])",
    ]
