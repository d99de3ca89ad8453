"""The tree of origins: sources on the left, outlets on the right, a line for each citation, grey where uncredited."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from selon.web.shown.plain import plain
from selon.web.shown.tolls import shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from selon.origins.origin import ClaimOrigin

Row = dict[str, Any]

WIDTH, BOX, LINE, TOP = 920, 232, 46, 34
_LONGEST = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A source, a cited outlet or a publisher, and where it stands."""

    key: str
    label: str
    whole_label: str
    column: str
    known: bool
    denies: bool
    reports: int
    x: int
    y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A citation: from whom, by whom, in how many documents; `how` is cited, own, credited or copied."""

    path: str
    how: str
    documents: int
    words: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """All that is drawn."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    columns: tuple[tuple[str, int], ...]
    height: int


@dataclass(frozen=True, slots=True)
class _Link:
    """One step of a chain: from column and key to column and key, and how it is taken."""

    start: tuple[str, str]
    end: tuple[str, str]
    how: str


def build_tree(
    row: Mapping[str, Any],
    claims: Sequence[Row],
    told: Mapping[str, ClaimOrigin],
    reuses: Iterable[Row],
    called: Callable[[str], str] = str,
) -> Tree:
    """Return the tree of the origins of an incident; claims that rest on no counted origin are left out."""
    credited = {(reuse["later"], reuse["earlier"]): bool(reuse["credited"]) for reuse in reuses}
    labels: dict[tuple[str, str], str] = {
        ("source", origin["source"]): origin["label"] or origin["source"] for origin in row["origins"]
    }
    counted = {claim: origin["source"] for origin in row["origins"] for claim in origin["claims"]}
    links: dict[_Link, set[str]] = {}
    for claim in claims:
        if claim["id"] in told and claim["id"] in counted:
            for link in _chain(claim, told[claim["id"]], counted[claim["id"]], credited, labels):
                links.setdefault(link, set()).add(claim["document_id"])
    labels = {key: called(label) for key, label in labels.items()}
    nodes = _place_nodes(row, links, labels)
    at = {(node.column, node.key): node for node in nodes.values()}
    edges = tuple(_edge(link, documents, at) for link, documents in links.items())
    columns = tuple((name, nodes_x(name, {column for column, _ in at})) for name in ("source", "cited", "outlet"))
    used = {column for column, _ in at}
    lowest = max((node.y for node in nodes.values()), default=TOP)
    return Tree(
        nodes=tuple(nodes.values()),
        edges=edges,
        columns=tuple((name, x) for name, x in columns if name in used),
        height=lowest + LINE,
    )


def nodes_x(column: str, used: set[str]) -> int:
    """Return where a column stands."""
    if column == "source":
        return 0
    return WIDTH - BOX if column == "outlet" or "cited" not in used else (WIDTH - BOX) // 2


def _chain(
    claim: Row,
    told: ClaimOrigin,
    key: str,
    credited: Mapping[tuple[str, str], bool],
    labels: dict[tuple[str, str], str],
) -> list[_Link]:
    """Return the steps from the origin of a claim, as the incident counts it, to its publisher."""
    outlet = ("outlet", told.keys[0] if told.keys else claim["publisher"] or claim["document"])
    labels[outlet] = claim["publisher"] or claim["document"]
    source = ("source", key)
    labels.setdefault(source, told.origin.label)
    if told.taken_from:
        how = "credited" if credited.get((claim["document_id"], told.taken_from)) else "copied"
        return [_Link(source, outlet, how)]
    between = [
        ("cited", link)
        for link, label in zip(told.keys[1:], told.path[1:], strict=False)
        if link not in {key, told.origin.key} and labels.setdefault(("cited", link), label)
    ]
    steps = [source, *reversed(between), outlet]
    how = "own" if key == outlet[1] else "cited"
    return [_Link(start, end, how) for start, end in pairwise(steps)]


def _place_nodes(
    row: Mapping[str, Any], links: Mapping[_Link, set[str]], labels: Mapping[tuple[str, str], str]
) -> dict[tuple[str, str], Node]:
    """Return the nodes by column and key, in the order in which they first come."""
    known = {origin["source"]: (origin["known"], origin["denies"]) for origin in row["origins"]}
    found: dict[str, list[str]] = {"source": [], "cited": [], "outlet": []}
    for link in links:
        for column, key in (link.start, link.end):
            if key not in found[column]:
                found[column].append(key)
    order = [origin["source"] for origin in row["origins"]]
    found["source"].sort(key=lambda key: order.index(key) if key in order else len(order))
    used = {column for column, keys in found.items() if keys}
    tallest = max(map(len, found.values()), default=0)
    reports = _reports(links)
    return {
        (column, key): Node(
            key=key,
            label=shorten(plain(labels.get((column, key), key)), _LONGEST),
            whole_label=plain(labels.get((column, key), key)),
            column=column,
            known=known.get(key, (True, False))[0] if column == "source" else True,
            denies=column == "source" and known.get(key, (True, False))[1],
            reports=len(reports.get((column, key), ())),
            x=nodes_x(column, used),
            y=TOP + int((at + (tallest - len(keys)) / 2) * LINE),
        )
        for column, keys in found.items()
        for at, key in enumerate(keys)
    }


def _reports(links: Mapping[_Link, set[str]]) -> dict[tuple[str, str], set[str]]:
    """Return the documents that stand at each node."""
    reports: dict[tuple[str, str], set[str]] = {}
    for link, documents in links.items():
        for end in (link.start, link.end):
            reports.setdefault(end, set()).update(documents)
    return reports


def _edge(link: _Link, documents: set[str], at: Mapping[tuple[str, str], Node]) -> Edge:
    """Return a step of the chain as a line."""
    start, end = at[link.start], at[link.end]
    x1, y1, x2, y2 = start.x + BOX, start.y + LINE // 2 - 4, end.x, end.y + LINE // 2 - 4
    bend = (x2 - x1) // 2
    path = f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"
    return Edge(path=path, how=link.how, documents=len(documents), words=(start.whole_label, end.whole_label))
