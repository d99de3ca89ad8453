"""One incident on one page: its origins side by side, its claims, who repeats whom, and why it was joined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from selon.cli.output import build_table, parties, plain, told_as, tolls

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from rich.console import Console

    from selon.origins.origin import ClaimOrigin
    from selon.record.judgement import Judgement

Row = dict[str, Any]


def print_incident(
    screen: Console,
    row: Row,
    claims: Sequence[Row],
    told: Mapping[str, ClaimOrigin],
    reuses: Sequence[Row],
) -> None:
    """Print one incident of the record."""
    screen.print(plain(f"{row['type']}, {place_name(row) or 'no place'}, {days(row)}  {row['id']}"), style="bold")
    if row["standing"]:
        screen.print("A standing state, no single event.")
    for grade in row["grades"]:
        screen.print(plain(f"{grade['word']}: {grade['why']}"))
    unknown = f", and {row['unknown_origins']} that nobody can tell" if row["unknown_origins"] else ""
    screen.print(
        f"{row['documents']} documents of {row['outlets']} outlets; {row['independent']} independent origins{unknown}."
    )
    for kind in ("killed", "wounded"):
        if row[kind]:
            screen.print(f"{kind} {figure(row[kind])}: a range over all who tell it, never a sum")
    _print_origins(screen, row)
    _print_claims(screen, row, claims, told)
    _print_differences(screen, row)
    _print_lineage(screen, row, claims, told, reuses)


def _print_origins(screen: Console, row: Row) -> None:
    """Print what rests on each origin."""
    table = build_table("on whose word", "kind", "side", "documents", "killed", "wounded", "", title="Origins")
    for origin in row["origins"]:
        kind = origin["kind"] if origin["known"] else f"{origin['kind']}, not known"
        denies = "denies it" if origin["denies"] else ""
        cells = (
            origin["label"] or origin["source"],
            kind,
            origin["side"],
            "\n".join(map(plain, origin["documents"])),
            figure(origin["killed"]),
            figure(origin["wounded"]),
            denies,
        )
        table.add_row(*(cell if "\n" in cell else plain(cell) for cell in cells))
    screen.print(table)


def _print_claims(screen: Console, row: Row, claims: Sequence[Row], told: Mapping[str, ClaimOrigin]) -> None:
    """Print the claims, the first published first, each with the chain to its origin."""
    labels = {claim: origin["label"] or origin["source"] for origin in row["origins"] for claim in origin["claims"]}
    totals = set(row["totals"])
    table = build_table("id", "published", "outlet", "on whose word", "told as", "what", "who → to whom", "how many")
    table.title, table.title_justify = "Claims", "left"
    table.columns[0].no_wrap = True
    for claim in claims:
        path = " > ".join(told[claim["id"]].path[1:]) if claim["id"] in told else ""
        label = labels.get(claim["id"], "")
        how_many = tolls(claim) + (" (over a period)" if claim["id"] in totals else "")
        cells = (
            claim["published"] or "?",
            claim["publisher"] or claim["document"],
            path if label in path else label,
            told_as(claim),
            claim["type"],
            parties(claim),
            how_many,
        )
        table.add_row(claim["id"][:8], *(plain(cell) for cell in cells))
    screen.print(table)


def _print_differences(screen: Console, row: Row) -> None:
    """Print who denies it, and the fields on which origins differ."""
    labels = {origin["source"]: origin["label"] or origin["source"] for origin in row["origins"]}
    for denial in row["denials"]:
        words = f"Denied by {labels.get(denial['source'], denial['source'])} in {denial['document']}"
        screen.print(plain(f"{words} (claim {denial['claim'][:8]})"))
    for difference in row["differences"]:
        said = "; ".join(
            f"{labels.get(key, key)}: {', '.join(values)}" for key, values in difference["by_origin"].items()
        )
        screen.print(plain(f"They differ on {difference['field']}: {said}"))


def _print_lineage(
    screen: Console, row: Row, claims: Sequence[Row], told: Mapping[str, ClaimOrigin], reuses: Sequence[Row]
) -> None:
    """Print who told it first, and which document repeats which."""
    names = {claim["document_id"]: claim["document"] for claim in claims}
    first = row["first_told"]
    screen.print(
        plain(f"First told by {first['outlet'] or first['document']} on {first['published'] or 'an unknown day'}.")
    )
    for reuse in reuses:
        credited = "naming it" if reuse["credited"] else "without naming it"
        share = f"{reuse['containment']:.0%} of its words"
        screen.print(plain(f"{names[reuse['later']]} repeats {names[reuse['earlier']]} ({share}), {credited}"))
        for loss in reuse["lost"]:
            screen.print(plain(f"  lost on the way ({loss['kind']}): {loss['words']} → {loss['became']}"))
    taken = {(c["document"], names.get(o.taken_from, "")) for c in claims if (o := told.get(c["id"])) and o.taken_from}
    for document, model in sorted(taken):
        if model and model != document:
            screen.print(plain(f"{document} rests on what {model} rests on"))


def print_joins(screen: Console, row: Row) -> None:
    """Print what spoke for and against each join, in bits."""
    if not row["joins"]:
        screen.print("One telling only: nothing was joined.")
        return
    of = {claim["id"]: claim["document"] for claim in row["claims"]}
    table = build_table("one", "other", "bits", "for", "against", title="Why these claims are taken for one event")
    for join in row["joins"]:
        told = sorted(join["because"], key=lambda item: -abs(item["bits"]))
        spoke = [f"{item['comparison']}: {item['says']} {item['bits']:+.1f}" for item in told if item["bits"]]
        ends = [f"{of.get(join[end], '')} {join[end][:8]}" for end in ("one", "other")]
        bits = "judged the same" if join["judged"] else f"{join['bits']:+.1f}"
        favour = ", ".join(words for words in spoke if " +" in words)
        against = ", ".join(words for words in spoke if " -" in words)
        table.add_row(*(plain(cell) for cell in (*ends, bits, favour, against)))
    screen.print(table)


def print_judged(screen: Console, row: Row, judged: Sequence[Judgement], overruled: Collection[str]) -> None:
    """Print what people judged of the claims of an incident, what is not followed too."""
    of = {claim["id"]: claim["document"] for claim in row["claims"]}
    for judgement in judged:
        one, other = (f"{id_[:8]} ({of.get(id_, 'of another incident')})" for id_ in judgement.claims)
        told = "the same event" if judgement.kind == "same" else "not one event"
        note = f": {judgement.note}" if judgement.note else ""
        left = " – not followed, a newer judgement contradicts it" if judgement.id in overruled else ""
        signed = f"{judgement.who}, {judgement.made[:10]}, {judgement.id[:8]}"
        screen.print(plain(f"Judged {told}: {one} and {other} ({signed}){note}{left}"))


def figure(bounds: Mapping[str, Any] | None) -> str:
    """Return a range as it is shown.

    >>> figure({"low": 12, "high": 40}), figure({"low": 3, "high": None}), figure(None)
    ('12–40', '3+', '')
    """
    if not bounds:
        return ""
    low, high = bounds["low"], bounds["high"]
    if high is None:
        return f"{low}+"
    return str(high) if low in {high, None} else f"{low}–{high}"


def days(row: Row) -> str:
    """Return the days of an incident.

    >>> days({"start": "2031-08-05", "end": "2031-08-06"}), days({"start": None, "end": None})
    ('2031-08-05 –2031-08-06', '?')
    """
    start, end = row["start"], row["end"]
    return f"{start} –{end}" if start and end and start != end else start or end or "?"


def place_name(row: Row) -> str:
    """Return the name of the place of an incident, "" where none is known."""
    return str((row["place"] or {}).get("name") or "")
