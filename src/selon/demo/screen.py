"""The one screen of the demonstration: an event told by several, movements, and who is cited by whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from selon.demo.gathering import place_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from rich.console import RenderableType

    from selon.demo.gathering import Gathering, Telling

_MOST_TELLINGS = 9
_MOST_MOVEMENTS = 5
_MOST_SOURCES = 6
_VOICE = "its own voice"


def draw_event(gathering: Gathering, sides: Mapping[str, str]) -> RenderableType:
    """Return one event as a table: who tells it, on whose word, how surely, with how many dead."""
    table = _table(outlet=25, side=13, told=5, on_the_word_of=0, how=7, killed=6)
    before = None
    for telling in _telling_most(gathering.tellings):
        told = ("", "", "") if telling.report == before else _who_told(telling, sides)
        before = telling.report
        chain = Text(" ← ".join(telling.chain) or _VOICE, style="" if telling.chain else "dim")
        toll = Text(format_range(telling.killed))
        table.add_row(*(Text(words) for words in told), chain, _manner(telling), toll)
    return Group(Text(_heading(gathering), style="bold"), table, Text(_verdict(gathering), style="cyan"))


def draw_movements(rows: Sequence[Mapping[str, Any]], denied: Sequence[Mapping[str, Any]]) -> RenderableType:
    """Return who went, or was moved, from where to where, on whose word, and who denies it."""
    table = _table(from_and_to=23, who=23, told_by=20, on_the_word_of=0)
    for row in rows[:_MOST_MOVEMENTS]:
        hedge = "hearsay: " if row["status"] == "hearsay" else ""
        chain = Text(hedge + (" ← ".join(source["text"] for source in row["attribution"]) or _VOICE))
        table.add_row(Text(_route(row)), Text(_moved(row)), Text(row["publisher"]), chain)
    for row in sorted(denied, key=lambda row: not _route(row))[:1]:
        denier = " ← ".join(source["text"] for source in row["attribution"]) or row["publisher"]
        route = Text(_route(row) or row["words"], style="red")
        table.add_row(route, Text(_moved(row)), Text(row["publisher"]), Text(f"denied by {denier}", style="red"))
    return Group(Text("Movements, from A to B", style="bold"), table)


def draw_sources(rows: Sequence[Mapping[str, Any]]) -> RenderableType:
    """Return who is cited most: by how many outlets, in how many claims, and how many of these are denials."""
    cited: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["attribution"]:
            cited[_name_of(row["attribution"][-1])].append(row)
    ranked = sorted(cited.items(), key=lambda item: (-len({r["publisher"] for r in item[1]}), -len(item[1]), item[0]))
    table = _table(cited=50, by_outlets=10, claims=8, hearsay=8, denials=8)
    for name, told in ranked[:_MOST_SOURCES]:
        hearsay = sum(row["status"] == "hearsay" for row in told)
        denials = sum(row["polarity"] == "negated" for row in told)
        outlets = len({row["publisher"] for row in told})
        table.add_row(
            Text(_described(told, name)), *(str(number or "·") for number in (outlets, len(told), hearsay, denials))
        )
    return Group(Text(f"On whose word: {len(cited)} sources named or described", style="bold"), table)


def draw_totals(rows: Sequence[Mapping[str, Any]], seconds: float) -> RenderableType:
    """Return the first lines: how much was read, and how it is told."""
    outlets = len({row["publisher"] for row in rows})
    voices = sum(not row["attribution"] for row in rows)
    ways = Counter(row["status"] for row in rows)
    negated = sum(row["polarity"] == "negated" for row in rows)
    reports = len({row["document"] for row in rows})
    first = f"{reports} invented reports of {outlets} outlets → {len(rows)} claims, read in {seconds:.1f} s"
    words = f"{len(rows) - voices} on somebody's word, {voices} in the outlet's own voice"
    manners = f"{ways['hearsay']} hearsay, {ways['possible']} possible, {ways['intended']} intended, {negated} negated"
    return Group(Text(first, style="bold"), Text(f"{words}; {manners}"))


def format_range(bounds: tuple[int | None, int | None] | None) -> str:
    """Return a count as it is written: "17", "5-19", "15+" for at least 15, "" for none.

    >>> format_range((17, 17)), format_range((5, 19)), format_range((15, None)), format_range(None)
    ('17', '5-19', '15+', '')
    """
    if bounds is None:
        return ""
    low, high = bounds
    if low == high:
        return str(low)
    if high is None:
        return f"{low}+"
    return f"up to {high}" if low is None else f"{low}-{high}"


def _table(**widths: int) -> Table:
    """Return an empty table with these columns and widths; the column of width 0 takes what is left."""
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="dim", expand=0 in widths.values())
    for title, width in widths.items():
        table.add_column(title.replace("_", " "), no_wrap=True, overflow="ellipsis", **_sized(width))
    return table


def _sized(width: int) -> dict[str, Any]:
    """Return how wide a column is."""
    return {"width": width} if width else {"ratio": 1}


def _telling_most(tellings: Sequence[Telling]) -> list[Telling]:
    """Return as many tellings as the screen holds, in their order: those with a toll or a denial before others."""
    ranked = sorted(tellings, key=lambda telling: not (telling.killed or telling.denies))[:_MOST_TELLINGS]
    return [telling for telling in tellings if telling in ranked]


def _who_told(telling: Telling, sides: Mapping[str, str]) -> tuple[str, str, str]:
    """Return outlet, side and day of a telling."""
    return telling.outlet, sides.get(telling.outlet, ""), telling.published[5:]


def _heading(gathering: Gathering) -> str:
    """Return what, where and when."""
    types = Counter(row["type"] for row in gathering.rows).most_common(1)[0][0]
    spot = gathering.spot
    return f"{types.replace('_', ' ').capitalize()}, {spot.name}, {_format_day(spot.start)}"


def _verdict(gathering: Gathering) -> str:
    """Return the counts that matter: reports, outlets, sources, the range of the dead, who denies."""
    told = [telling.killed for telling in gathering.tellings if telling.killed and not telling.denies]
    reports = len({row["document"] for row in gathering.rows})
    parts = [f"  {reports} reports, {len(gathering.outlets)} outlets, {len(gathering.sources)} sources"]
    if told:
        low = min((low for low, _ in told if low is not None), default=None)
        high = max((high for _, high in told if high is not None), default=None)
        parts.append(f"killed {format_range((low, high))}: a range, never a sum")
    if deniers := {(telling.chain or (telling.outlet,))[-1] for telling in gathering.tellings if telling.denies}:
        parts[-1] += f"\n  denied by {', '.join(sorted(deniers))}"
    return "; ".join(parts)


def _manner(telling: Telling) -> Text:
    """Return how it is told: as a fact, as hearsay, as denied."""
    if telling.denies:
        return Text("denied", style="red")
    styles = {"occurred": "", "hearsay": "yellow", "possible": "yellow", "intended": "magenta"}
    names = {"occurred": "as fact"}
    return Text(names.get(telling.status, telling.status), style=styles[telling.status])


def _route(row: Mapping[str, Any]) -> str:
    """Return from where to where."""
    ends = {argument["role"]: place_words(argument) for argument in row["arguments"]}
    return " → ".join(ends.get(role, "?") for role in ("origin", "destination")) if "destination" in ends else ""


def _moved(row: Mapping[str, Any]) -> str:
    """Return who moved or was moved, with the number where one is told."""
    roles = {argument["role"]: argument["text"] for argument in row["arguments"]}
    return " ".join(str(roles.get("theme") or roles.get("agent") or "").split())


def _name_of(source: Mapping[str, Any]) -> str:
    """Return a source by its id in the codebook, else by its words."""
    return str(source.get("entity") or source["text"])


def _described(told: Sequence[Mapping[str, Any]], name: str) -> str:
    """Return a source in the words that cite it most often, with its id where it has one."""
    words = Counter(row["attribution"][-1]["text"] for row in told).most_common(1)[0][0]
    return words if words == name else f"{words} ({name})"


def _format_day(day: date) -> str:
    """Return a day in words."""
    return f"{day.day} {day:%B %Y}"
