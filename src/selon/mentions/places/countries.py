"""The countries that a text speaks of: they decide between places of one name."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from selon.mentions.transliteration import fold_place_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from selon.mentions.places.choice import Reading
    from selon.mentions.places.names import Lexicon, Name, Piece

_HOME = {"FR": 0.3, "BE": 0.1}  # the press that writes in French takes its own towns for known
_NAMED = 0.4  # what any country gets that the text names at all
_STEEP = 2.5  # two mentions in five make a country the text's own
_SMALL = 15_000
_LARGE = 100_000  # where a text names countries, only a great town speaks for another one by an alternate name
_LONG = 9  # a name so long has few namesakes
_TITLE = -4.0


def weigh_countries(
    readings: Sequence[Reading], pieces: Iterable[Piece], lexicon: Lexicon, persons: frozenset[str]
) -> Mapping[str, float]:
    """Return how much the text speaks of each country, from 0 to 1: by name or adjective, then by towns elsewhere."""
    counts: Counter[str] = Counter(
        lexicon.adjectives[word] for piece in pieces if (word := piece.text.lower()) in lexicon.adjectives
    )
    names = [one.name for one in readings if one.name.entries and not one.name.rest and one.context.cue > _TITLE]
    names = [name for name in names if not _is_doubtful(name, lexicon, persons)]
    counts.update(entry.place.country for name in names for entry in name.entries[:1] if entry.kind == "country")
    towns: Counter[str] = Counter()
    for name in names:
        if name.entries[0].kind != "country" and not any(entry.place.country in counts for entry in name.entries):
            towns[_find_home(name, _LARGE if counts else _SMALL)] += 1
    return _share_out(counts, towns)


def _share_out(counts: Counter[str], towns: Counter[str]) -> dict[str, float]:
    """Return the weight of each country from its share of all mentions; the press's own countries count a little."""
    total = counts.total() + towns.total() / 2 or 1
    weights = dict(_HOME)
    for country in {*counts, *towns} - {""}:
        share = (counts[country] + towns[country] / 2) / total
        weights[country] = max(weights.get(country, 0.0), _NAMED + (1.0 - _NAMED) * min(1.0, _STEEP * share))
    return weights


def _is_doubtful(name: Name, lexicon: Lexicon, persons: frozenset[str]) -> bool:
    """Return whether a name may well be that of a person or a thing."""
    folded = fold_place_name(name.text)
    return folded in persons or folded in lexicon.common


def _find_home(name: Name, least: int) -> str:
    """Return the country that a town speaks for by itself ("" for none): a capital's, or the only one with the name.

    `least` is the population from which a town may do so under a short name that is not its own.
    """
    if name.by_ear:
        return ""
    capital = next((one for one in name.entries if one.kind == "capital" and one.population > _SMALL), None)
    if capital is not None:
        return capital.place.country
    homes = {
        one.place.country
        for one in name.entries
        if one.population > (_SMALL if one.own or len(name.text) >= _LONG else least)
        or not one.place.id.startswith("geonames")
    }
    return next(iter(homes)) if len(homes) == 1 else ""
