"""What stands around a name and tells whether it is a place, and of which kind: prepositions, place nouns, titles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selon.mentions.gazetteer import Entry
    from selon.mentions.places.names import Lexicon, Name, Piece

_TAIL = re.compile(r"(?:(?<=\s)(?:de la|du|des|de|la|le|les)\s|(?:(?<=\s)de )?\bl['’]\s?|\bd['’]\s?)?$")
_ARTICLES = frozenset({"l", "le", "la", "les"})
_OF = frozenset({"de", "d", "du", "des"})
_AT = frozenset({"à", "a", "au", "aux", "en"})
_IN = frozenset({"dans", "vers", "depuis", "entre", "via", "jusqu"})
_AGENT = frozenset({"par", "avec", "contre", "selon", "que", "qu", "pour", "chez", "et"})
_PREPOSITIONS = {**dict.fromkeys(_IN, 2.0), **dict.fromkeys(_AT, 1.5), **dict.fromkeys(_AGENT, -0.6)}
_SIDES = frozenset(
    {"nord", "sud", "est", "ouest", "centre", "coeur", "cœur", "sol", "capitale", "reste", "entrée", "côte"}
)
_REACH = 4
_WINDOW = 6
_SETTLED = frozenset({"city", "capital", "town", "village"})
_LAND = frozenset({"country", "area", "province", "continent", "sea", "lake", "river", "strait", "border"})
_NO_ARTICLE = frozenset("AD BH CU CY DJ HT IL MC MG MT OM TW SG HK MO MU SM".split())
_FITS = {
    ("locality", "city"): 1.5,
    ("locality", "capital"): 1.5,
    ("locality", "town"): 1.5,
    ("locality", "village"): 1.5,
    ("province", "province"): 5.0,
    ("region", "area"): 1.5,
    ("region", "province"): 2.5,
    ("site", "base"): 3.0,
    ("site", "airport"): 3.0,
    ("site", "district"): 2.5,
    ("site", "camp"): 2.5,
    ("site", "crossing"): 3.0,
    ("site", "mountain"): 2.0,
    ("line", "river"): 3.0,
}


@dataclass(frozen=True, slots=True)
class Context:
    """What stands before a name: preposition and article, the kind of place noun that heads it, the cue's weight."""

    preposition: str = ""
    article: str = ""
    noun: str = ""
    head: str = ""
    cue: float = 0.0

    def fit(self, entry: Entry) -> float:
        """Return how well an entry fits: "à" wants a town, "en" or an article a land, "province de" a province."""
        fit = _FITS.get((self.noun, entry.kind), 0.0)
        settled = entry.kind in _SETTLED
        if self.noun == "locality" and entry.kind in _LAND:
            fit -= 6.0
        if settled and (self.article or self.preposition in {"en", "au", "aux", "du"}):
            fit -= 2.5
        if entry.kind in _LAND and self.preposition in {"à", "a"} and not self.article:
            fit -= 0.0 if entry.place.country in _NO_ARTICLE and entry.kind == "country" else 6.0
        if entry.kind in {"area", "province"} and (self.article or self.preposition in {"en", "au"}):
            fit += 1.5
        return fit


def read_context(text: str, pieces: list[Piece], name: Name, lexicon: Lexicon) -> Context:
    """Return what stands around a name in its own sentence."""
    before = _words_before(pieces, name.first)
    article = before.pop() if before and before[-1] in _ARTICLES else ""
    preposition = before[-1] if before else ""
    noun, head = _find_noun(before, article, lexicon)
    cue = _weigh_cue(text, name, before, noun, lexicon)
    if _names_country_after(text, name):
        cue += 1.0
    return Context(preposition, article, noun, head, cue)


def _words_before(pieces: list[Piece], first: int) -> list[str]:
    """Return up to six words before a piece in small letters, the nearest last, none beyond a sentence's beginning."""
    words: list[str] = []
    at = first
    while (
        at > 0
        and len(words) < _WINDOW
        and not pieces[at].initial
        and "," not in pieces[at].gap
        and "(" not in pieces[at].gap
    ):
        at -= 1
        words.append(pieces[at].text.lower())
    return words[::-1]


def _find_noun(before: list[str], article: str, lexicon: Lexicon) -> tuple[str, str]:
    """Return the place noun that heads the name, its kind first: "la ville syrienne de", "mont"; else two empty."""
    if not before:
        return "", ""
    if before[-1] in _OF:
        for word in before[-2 : -2 - _REACH : -1]:
            if word in lexicon.nouns:
                return lexicon.nouns[word], word
            if word in _OF or word in _ARTICLES or word in _AT or word in _IN or word in lexicon.titles:
                break
        return "", ""
    if not article and before[-1] in lexicon.nouns:
        return lexicon.nouns[before[-1]], before[-1]
    return "", ""


def _weigh_cue(text: str, name: Name, before: list[str], noun: str, lexicon: Lexicon) -> float:
    """Return how strongly the words before speak for a place (above 0) or for a person or body (below 0)."""
    preposition = before[-1] if before else ""
    if preposition in lexicon.titles:
        return -5.0
    if noun:
        return 3.0
    lead = _TAIL.sub("", text[max(0, name.start - 40) : name.start].lower()).rstrip()
    if lead.endswith(lexicon.cues):
        return 2.5
    if preposition in _OF:
        return _weigh_of(before, lexicon)
    return -2.0 if preposition in lexicon.sites else _PREPOSITIONS.get(preposition, -0.3)


def _weigh_of(before: list[str], lexicon: Lexicon) -> float:
    """Return how strongly "… de" speaks for a place, by the word that it hangs on."""
    head = before[-2] if len(before) > 1 else ""
    if head in lexicon.bodies:
        return -1.5
    if head in _SIDES or head in lexicon.sites or "-" in head:
        return 2.0
    return 0.5


def _names_country_after(text: str, name: Name) -> bool:
    """Return whether brackets open right after the name: "Sarcelles (Val-d'Oise)"."""
    tail = text[name.end : name.end + 3]
    return tail.startswith(" (") and tail[2:].isupper()
