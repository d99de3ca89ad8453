"""The words of a document as the rules of speech see them: forms, lemmas, parse, sentences, verb groups with mood and negation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from spacy.attrs import DEP, HEAD, IDX, ORTH, POS, SENT_START, SPACY

from selon.codebook.forms import Forms, plain_form
from selon.values import TextSpan

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spacy.tokens import Doc

    from selon.codebook.speech import HedgePhrase, SourcePhrase

AVOIR_ETRE = frozenset({"avoir", "être"})
NEGATIONS = frozenset(
    {
        "pas",
        "plus",
        "jamais",
        "guère",
        "point",
        "nullement",
        "ni",
        "aucun",
        "aucune",
        "rien",
        "personne",
        "nul",
        "nulle",
    }
)
_FAR_NEGATIONS = frozenset({"aucun", "aucune", "rien", "personne", "ni", "nul", "nulle"})
_BARE_NE = frozenset({"cesser", "pouvoir", "oser", "savoir"})  # "ne cesse de": negated without "pas"
MOVING_VERBS = frozenset({"arriver", "partir", "venir", "entrer", "sortir", "mourir", "aller", "tomber", "rester", "revenir", "parvenir", "devenir", "survenir", "intervenir"})  # fmt: skip
_GENERAL = Forms({})
_BEFORE_INFINITIVE = frozenset({"de", "d'", "à", "pour", "sans", "se", "s'", "y", "pas", "plus", "peut", "peuvent", "veut", "veulent", "doit", "doivent", "va", "vont"})  # fmt: skip
_SUBJECT_PRONOUNS = frozenset({"il", "elle", "ils", "elles", "qui", "n'", "ne", "on"})
CLITICS = frozenset(
    {"se", "s'", "me", "m'", "nous", "vous", "le", "la", "l'", "les", "lui", "leur", "y", "en", "ne", "n'", "-t", "t'"}
)
_COND = re.compile(r"r(?:ais|ait|ions|iez|aient)$")
_FUTURE = re.compile(r"r(?:ai|as|a|ons|ez|ont)$")
_FUTURE_STEMS = {
    "avoir": ("aur",), "être": ("ser",), "aller": ("ir",), "faire": ("fer",), "pouvoir": ("pourr",), "vouloir": ("voudr",),
    "devoir": ("devr",), "savoir": ("saur",), "falloir": ("faudr",), "voir": ("verr",), "envoyer": ("enverr",),
    "courir": ("courr",), "mourir": ("mourr",), "recevoir": ("recevr",), "venir": ("viendr",), "tenir": ("tiendr",),
    "valoir": ("vaudr",), "asseoir": ("assiér", "assoir"), "acquérir": ("acquerr",), "conquérir": ("conquerr",),
    "cueillir": ("cueiller",), "accueillir": ("accueiller",),
}  # fmt: skip
_CLOSERS = frozenset(".!?…")
_APOSTROPHES = str.maketrans("’ʼ‘", "'''")
_AUXILIARY_REACH = 6
_LONGEST_UNIT = 400  # words
_UNSIGNED = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """A verb with its auxiliaries and clitics: first and last token, mood, tense and negation as the surface shows them."""

    verb: int
    start: int
    finite: bool
    conditional: bool
    future: bool
    perfect: bool
    passive: bool
    infinitive: bool
    present_participle: bool
    past_participle: bool
    negated: bool
    only: bool
    reflexive: bool
    auxiliary: int | None


@dataclass(slots=True)
class Words:
    """One document's tokens in parallel lists, and its sentences as the rules of speech need them.

    `units` are sentences, put together again where the parser cut one that had not ended. `unit_of` gives the unit of
    each token.
    """

    doc: Doc
    text: str
    raw: str
    texts: list[str]
    starts: list[int]
    forms: list[str]
    lemmas: list[str]
    pos: list[str]
    dep: list[str]
    head: list[int]
    kids: list[list[int]]
    units: list[tuple[int, int]]
    unit_of: list[int]
    table: Forms
    _groups: dict[int, VerbGroup]
    _verbs: dict[int, bool]
    _verbless: dict[int, bool]

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.forms)

    def span(self, start: int, end: int) -> TextSpan:
        """Return the stretch of text of the tokens from start up to, not including, end."""
        return TextSpan(self.starts[start], self.starts[end - 1] + len(self.texts[end - 1]))

    def quote(self, start: int, end: int) -> str:
        """Return the text of the tokens from start up to, not including, end."""
        return self.raw[self.starts[start] : self.starts[end - 1] + len(self.texts[end - 1])]

    def is_verb(self, i: int) -> bool:
        """Return whether a token stands as a verb: so tagged, or so placed though the tagger took it for something else."""
        if self.pos[i] in {"VERB", "AUX"}:
            return True
        known = self._verbs.get(i)
        if known is None:
            known = self._verbs[i] = _stands_as_verb(self, i)
        return known

    def verb_lemma(self, i: int) -> str:
        """Return the lemma of a token read as a verb, whatever the tagger took it for; "" where it can be none."""
        return _verb_lemma(self.table, self.forms[i], self.pos[i] in {"VERB", "AUX"})

    def group(self, i: int) -> VerbGroup:
        """Return the verb group around the verb at i."""
        known = self._groups.get(i)
        if known is None:
            known = self._groups[i] = _read_group(self, i)
        return known

    def subtree(self, i: int) -> tuple[int, int]:
        """Return the first token of the subtree of i and the one after its last."""
        low, high, todo = i, i, list(self.kids[i])
        while todo:
            at = todo.pop()
            low, high = min(low, at), max(high, at)
            todo += self.kids[at]
        return low, high + 1

    def ancestors(self, i: int) -> list[int]:
        """Return the governors of a token, the nearest first."""
        found = []
        while self.head[i] != i and len(found) < 40:  # noqa: PLR2004 - no sentence is deeper
            i = self.head[i]
            found.append(i)
        return found


def read_words(doc: Doc, table: Forms) -> Words:
    """Return the words of a parsed document."""
    columns = doc.to_array([ORTH, IDX, POS, DEP, HEAD, SENT_START, SPACY]).astype("int64").T.tolist()
    strings = doc.vocab.strings
    names = {number: strings[number & _UNSIGNED] if number else "" for row in (0, 2, 3) for number in set(columns[row])}
    texts = [names[n] for n in columns[0]]
    starts = columns[1]
    forms = [_form(text) for text in texts]
    pos = [names[n] for n in columns[2]]
    dep = [names[n] for n in columns[3]]
    head = [i + step for i, step in enumerate(columns[4])]
    kids: list[list[int]] = [[] for _ in forms]
    for i, h in enumerate(head):
        if h != i:
            kids[h].append(i)
    opening = [i for i, mark in enumerate(columns[5]) if mark == 1 or i == 0]
    units = _find_units(opening, texts, forms)
    unit_of = [n for n, (start, end) in enumerate(units) for _ in range(start, end)]
    text = "".join(word + " " if spaced else word for word, spaced in zip(texts, columns[6], strict=True))
    lemmas = [table.lemma(word, p) for word, p in zip(texts, pos, strict=True)]
    return Words(
        doc,
        _fold_text(text),
        text,
        texts,
        starts,
        forms,
        lemmas,
        pos,
        dep,
        head,
        kids,
        units,
        unit_of,
        table,
        {},
        {},
        {},
    )


@lru_cache(maxsize=50_000)
def _form(text: str) -> str:
    """Return the plain form of a token, remembered."""
    return plain_form(text)


def _fold_text(text: str) -> str:
    """Return a text in lower case with plain apostrophes, letter for letter as long as it was."""
    low = text.translate(_APOSTROPHES).lower()
    return low if len(low) == len(text) else "".join(_fold(sign) for sign in text)


def _fold(sign: str) -> str:
    """Return one character in lower case with plain apostrophes, always one character."""
    if sign in "’ʼ‘":
        return "'"
    low = sign.lower()
    return low if len(low) == 1 else sign


def _find_units(opening: list[int], texts: list[str], forms: list[str]) -> list[tuple[int, int]]:
    """Return the sentences as token ranges, put together again where one was cut before its end."""
    units: list[tuple[int, int]] = []
    for start, end in pairwise([*opening, len(texts)]):
        if units and end - units[-1][0] <= _LONGEST_UNIT and _goes_on(texts, forms, units[-1], start):
            units[-1] = (units[-1][0], end)
        else:
            units.append((start, end))
    return units


def _goes_on(texts: list[str], forms: list[str], before: tuple[int, int], start: int) -> bool:
    """Return whether the sentence that starts at `start` goes on from the one before: no full stop, no new line between."""
    last = before[1] - 1
    while last > before[0] and texts[last].isspace():
        if "\n" in texts[last]:
            return False
        last -= 1
    if "\n" in texts[last] or "\n" in texts[start]:
        return False
    ended = forms[last][-1:] in _CLOSERS or (forms[last] in {"»", '"', "”"} and forms[last - 1][-1:] in _CLOSERS)
    opening = next((texts[k] for k in range(start, min(start + 3, len(texts))) if texts[k].strip()), "")
    return not ended or opening[:1] in {",", "»", ";", ")"}


@lru_cache(maxsize=50_000)
def _verb_lemma(table: Forms, form: str, tagged: bool) -> str:  # noqa: FBT001 - a private memo
    """Return the verb lemma of a form: the codebook's, else simplemma's where the tagger saw a verb."""
    lemmas = list(dict.fromkeys(reading.lemma for reading in table.analyses(form) if reading.pos == "verb"))
    if len(lemmas) > 1 and (general := _GENERAL.lemma(form)) in lemmas:
        return general  # "faut" is of "falloir", not of "faillir"
    if lemmas:
        return lemmas[0]
    return table.lemma(form, "VERB") if tagged else ""


def _stands_as_verb(words: Words, i: int) -> bool:
    """Return whether a word that the tagger took for a noun, adjective or adverb stands where a verb stands."""
    features = _features(words.table, words.forms[i])
    if not features or i == 0:
        return False
    forms, pos = words.forms, words.pos
    before, after = forms[i - 1], forms[i + 1] if i + 1 < len(words) else ""
    if "Inf" in features:
        return before in _BEFORE_INFINITIVE and pos[i] != "DET"
    if (
        before in _SUBJECT_PRONOUNS
        or (before in {"se", "s'"} and features & {"Ind", "Cond"})
        or (_verb_lemma(words.table, before, False) == "avoir" and pos[i - 1] in {"AUX", "VERB"})
    ):
        return True
    if before in {"toute", "tout", "toutes", "tous"} or (pos[i - 1] == "ADJ" and i > 1 and pos[i - 2] == "DET"):
        return False
    if not features & {"Ind", "Cond"} or pos[i] in {"DET", "PRON", "ADP"} or pos[i - 1] in {"DET", "ADP", "NUM"}:
        return False
    inside = pos[i - 1] in {"NOUN", "PROPN", "ADJ", "ADV", "X"} or before in {",", ")", "»"}
    if inside and (after in {"que", "qu'", ":", "avoir", "être"} or "Inf" in _features(words.table, after)):
        return True
    opens = i + 1 < len(words) and (
        pos[i + 1] in {"DET", "PROPN", "NUM"} or after in {"sur", "toute", "tout", "des", "les", "la", "le", "l'"}
    )
    if inside and after == "," and _resumes_after_comma(words, i + 1):
        return True
    if before in {",", "»", '"', "”"} and opens:
        return True
    if pos[i - 1] not in {"NOUN", "PROPN", "ADJ", "X"} or not (
        opens or after in {"à", "au", "de", "d'", "»", "«", "y"}
    ):
        return False
    return _is_verbless(words, words.unit_of[i])


def _resumes_after_comma(words: Words, comma: int) -> bool:
    """Return whether a parenthesis between commas is followed by "que" or an infinitive: "annonce, via un communiqué, avoir pris"."""
    close = next((k for k in range(comma + 1, min(len(words) - 1, comma + 18)) if words.forms[k] == ","), None)
    return close is not None and words.forms[close + 1] in {"que", "qu'", "avoir", "être"}


def _is_verbless(words: Words, unit: int) -> bool:
    """Return whether the tagger saw no finite verb in a sentence: then it missed one, unless the sentence is a title."""
    known = words._verbless.get(unit)  # noqa: SLF001 - the memo of this module's own class
    if known is None:
        start, end = words.units[unit]
        closed = any(words.forms[k] in {".", "!", "?"} for k in range(max(start, end - 3), end))
        finite = any(
            words.pos[k] in {"VERB", "AUX"} and words.group(k).finite and words.dep[k] not in {"acl", "acl:relcl"}
            for k in range(start, end)
        )
        known = words._verbless[unit] = closed and not finite  # noqa: SLF001
    return known


@lru_cache(maxsize=50_000)
def is_conditional(table: Forms, form: str) -> bool:
    """Return whether a form is a present conditional: by the codebook's forms, else by its stem and ending.

    >>> is_conditional(Forms({}), "coûterait"), is_conditional(Forms({}), "figurait")
    (True, False)
    """
    if (match := _COND.search(form)) is None:
        return False
    verbs = [r for r in table.analyses(form) if r.pos == "verb"]
    if verbs:
        return any(r.has("Cond") or "Cond." in r.features for r in verbs)
    return _has_future_stem(table.lemma(form, "VERB"), form[: match.start() + 1])


@lru_cache(maxsize=50_000)
def is_future(table: Forms, form: str) -> bool:
    """Return whether a form is a simple future."""
    if (match := _FUTURE.search(form)) is None:
        return False
    verbs = [r for r in table.analyses(form) if r.pos == "verb"]
    if verbs:
        return any(r.has("Ind.Fut") for r in verbs)
    return _has_future_stem(table.lemma(form, "VERB"), form[: match.start() + 1])


def _has_future_stem(lemma: str, stem: str) -> bool:
    """Return whether a stem is the future stem of a verb: its infinitive, cut before a final e."""
    known = next(
        (stems for verb, stems in _FUTURE_STEMS.items() if lemma == verb or (lemma.endswith(verb) and len(verb) > 4)),
        None,
    )
    if known is not None:
        return stem.endswith(known)
    if lemma.endswith("re"):
        return stem == lemma[:-1]
    if lemma.endswith("er"):
        return stem.endswith("er") and len(stem) >= len(lemma) - 1 and stem[:2] == lemma[:2]
    return lemma.endswith("ir") and stem == lemma


def _read_group(words: Words, i: int) -> VerbGroup:
    """Return the verb group of the verb at i, read leftward over auxiliaries, clitics and adverbs."""
    start, auxiliaries, clitics = _scan_left(words, i)
    forms, table = words.forms, words.table
    carrier = auxiliaries[-1] if auxiliaries else i
    features = _features(table, forms[carrier])
    own = _features(table, forms[i])
    morph = words.doc[i].morph
    infinitive = not auxiliaries and ("Inf" in own or "Inf" in morph.get("VerbForm", []))
    seen_past = "Past" in morph.get("Tense", []) and "Part" in morph.get("VerbForm", []) and (not own or "Part.Past" in own)
    past = bool(auxiliaries) or ("Part.Past" in own and not own & {"Ind", "Cond"}) or seen_past
    present_participle = (
        not auxiliaries and forms[i].endswith("ant") and ("Part.Pres" in own or "Part" in morph.get("VerbForm", []))
    )
    finite = (
        bool(features & {"Ind", "Cond", "Subj"})
        and not infinitive
        and (bool(auxiliaries) or not (past and _is_bare_participle(words, i)))
    )
    if not features and words.pos[carrier] in {"VERB", "AUX"}:
        finite = "Fin" in words.doc[carrier].morph.get("VerbForm", [])
    negated, only = _read_negation(words, start, i, carrier)
    lemmas = {_verb_lemma(table, forms[a], True) for a in auxiliaries}
    return VerbGroup(
        verb=i, start=start, finite=finite,
        conditional=is_conditional(table, forms[carrier]), future=is_future(table, forms[carrier]),
        perfect="avoir" in lemmas or (bool(lemmas) and _verb_lemma(table, forms[i], True) in MOVING_VERBS) or (bool(lemmas) and "été" not in {forms[a] for a in auxiliaries} and "s'" in clitics),
        passive="être" in lemmas and ("été" in {forms[a] for a in auxiliaries} or "avoir" not in lemmas) and not clitics & {"se", "s'"},
        infinitive=infinitive, present_participle=present_participle,
        past_participle=past and not auxiliaries and not finite, negated=negated, only=only, reflexive=bool(clitics & {"se", "s'"}),
        auxiliary=carrier if auxiliaries else None,
    )  # fmt: skip


def _is_bare_participle(words: Words, i: int) -> bool:
    """Return whether a form that could be finite or a participle ("dit", "écrit") stands as a participle."""
    follows = i + 1 < len(words) and (words.pos[i + 1] == "DET" or words.forms[i + 1] in {"que", "qu'"})
    return (
        not follows
        and words.doc[i].morph.get("VerbForm", []) == ["Part"]
        and words.dep[i] in {"acl", "amod", "advcl", "xcomp", "appos"}
        and not any(words.dep[k] == "nsubj" for k in words.kids[i])
    )


@lru_cache(maxsize=50_000)
def _features(table: Forms, form: str) -> frozenset[str]:
    """Return the moods that a form may have: Ind, Cond, Subj, Inf, Part.Past, Part.Pres."""
    found: set[str] = set()
    for reading in table.analyses(form):
        if reading.pos == "verb":
            for feature in reading.features.split("|"):
                mood, _, rest = feature.partition(".")
                found.add(f"Part.{rest.partition('.')[0]}" if mood == "Part" else mood)
    return frozenset(found)


def _scan_left(words: Words, i: int) -> tuple[int, list[int], set[str]]:
    """Return where the verb group starts, its auxiliaries from right to left, and its clitics."""
    start, auxiliaries, clitics = i, [], set()
    at = i - 1
    low = max(words.units[words.unit_of[i]][0], i - _AUXILIARY_REACH - 2)
    while at >= low:
        form, pos = words.forms[at], words.pos[at]
        if form in CLITICS and not (pos == "DET" and auxiliaries):
            clitics.add(form)
            start = at
        elif _is_auxiliary(words, at):
            auxiliaries.append(at)
            start = at
        elif (form in {"a", "ont"} and pos == "ADP") or not (
            pos == "ADV"
            or form in NEGATIONS
            or form in {"eux", "elles", "même", "mêmes"}
            or (form == "d'" and words.forms[at + 1] == "ailleurs")
            or (auxiliaries == [] and pos == "PRON" and form.startswith("-"))
        ):
            break
        at -= 1
    if not auxiliaries:
        auxiliaries = sorted(
            (k for k in words.kids[i] if words.dep[k] in {"aux:tense", "aux:pass"} and k < i), reverse=True
        )
        start = min([start, *auxiliaries])
    return start, auxiliaries, clitics


def _is_auxiliary(words: Words, at: int) -> bool:
    """Return whether a token is a form of "avoir" or "être" that can carry a participle."""
    return words.pos[at] in {"AUX", "VERB"} and words.verb_lemma(at) in AVOIR_ETRE


def _read_negation(words: Words, start: int, i: int, carrier: int) -> tuple[bool, bool]:
    """Return whether the group is negated, and whether it is "ne … que" instead."""
    forms, (low, high) = words.forms, words.units[words.unit_of[i]]
    ne = next(
        (
            k
            for k in range(max(low, start - 3), i)
            if forms[k] in {"ne", "n'"} and not _verb_between(words, k, i, carrier)
        ),
        None,
    )
    if ne is None:
        return any(forms[k] in {"pas", "jamais"} for k in range(carrier, i)), False
    window = range(max(low, ne - 8), min(high, i + 6))
    only = any(forms[k] in {"que", "qu'"} for k in range(i + 1, min(high, i + 9)))
    for k in window:
        if forms[k] in NEGATIONS and (ne <= k <= i + 1 or forms[k] in _FAR_NEGATIONS):
            if k > i and only and forms[k] in {"plus", "point"}:
                continue
            seulement = (
                k + 1 < high
                and forms[k + 1] in {"seulement", "uniquement", "que", "qu'"}
                and forms[k] in {"pas", "plus"}
            )
            return not (seulement and forms[k + 1] in {"seulement", "uniquement"}), seulement
    bare = not only and words.verb_lemma(i) in _BARE_NE and ne == start
    return bare, only


def _verb_between(words: Words, ne: int, verb: int, carrier: int) -> bool:
    """Return whether another verb than the auxiliaries stands between "ne" and a verb: then the "ne" is that verb's."""
    return any(
        words.pos[k] in {"VERB", "AUX"} and k != carrier and words.verb_lemma(k) not in AVOIR_ETRE
        for k in range(ne + 1, verb)
    )


def match_phrase(
    words: Words, i: int, openers: Mapping[str, Sequence[SourcePhrase | HedgePhrase]]
) -> tuple[SourcePhrase | HedgePhrase, int] | None:
    """Return the longest phrase that begins at token i, and the token after it; None where none does."""
    form = words.forms[i]
    phrases = openers.get(form[: form.index("'") + 1] if "'" in form else form)
    if phrases is None:
        return None
    text, at = words.text, words.starts[i]
    for phrase in phrases:
        wanted = phrase.phrase
        if wanted.endswith(" de"):
            wanted = next(
                (w for w in (wanted[:-1] + "'", wanted[:-1] + "u ", wanted + "s ") if text.startswith(w, at)), wanted
            ).rstrip()
        end = at + len(wanted)
        if text.startswith(wanted, at) and (wanted.endswith("'") or not text[end : end + 1].isalnum()):
            if text[end : end + 1] == "-":
                continue
            k = i
            while k < len(words) and words.starts[k] < end:
                k += 1
            return phrase, k
    return None


def find_quotes(words: Words) -> list[tuple[int, int]]:
    """Return the quotations as token ranges without their marks; one that is never closed ends with its paragraph."""
    found: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []
    closing = {"»": "«", "”": "“"}
    for i, form in enumerate(words.forms):
        if form in {"«", "“"}:
            opened.append((form, i + 1))
        elif form in closing and opened and opened[-1][0] == closing[form]:
            found.append((opened.pop()[1], i))
        elif form == '"':
            if opened and opened[-1][0] == '"':
                found.append((opened.pop()[1], i))
            else:
                opened.append((form, i + 1))
        elif opened and "\n" in words.texts[i]:
            found += [(start, i) for mark, start in opened if mark != '"' or i - start > 2]  # noqa: PLR2004
            opened = []
    found += [(start, len(words)) for _, start in opened if start < len(words)]
    return sorted(pair for pair in found if pair[0] < pair[1])
