"""One incident on one page: who says what side by side, on whose word, who denies it, and who repeats whom."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from selon.incidents.incident import GradeWord
from selon.web.shown.days import say_day, say_days
from selon.web.shown.families import family_of
from selon.web.shown.figures import say_origins, say_reports, say_toll
from selon.web.shown.incident_parts import Reason, Report, ShownIncident, Telling, Voice
from selon.web.shown.plain import plain
from selon.web.shown.points import ends_among
from selon.web.shown.tolls import build_tolls
from selon.web.shown.tree import build_tree
from selon.web.shown.voices import say_origin, say_side

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from selon.origins.origin import ClaimOrigin
    from selon.record.record import Record
    from selon.web.shown.days import Say

Row = dict[str, Any]

_AT_ONCE = 3  # claims of an origin that are shown unfolded
_BITS = 0.05


def build_incident(record: Record, prefix: str, t: Say, as_of: date | None = None) -> ShownIncident:
    """Return what the page says of the incident whose id begins so; raises RecordError where there is none."""
    links = record.links
    row = links.incident_as_of(prefix, as_of) if as_of else links.incident(prefix)
    claims = list(record.judgements.applied(links.claims_of(row["id"], as_of)))
    told = links.origins_of([claim["id"] for claim in claims])
    reuses = list(links.reuses(sorted({claim["document_id"] for claim in claims})))
    return _show(row, claims, told, reuses, t)


def _show(
    row: Row, claims: Sequence[Row], told: Mapping[str, ClaimOrigin], reuses: Sequence[Row], t: Say
) -> ShownIncident:
    """Return the page of an incident from its rows."""
    row = row | {"origins": [origin | {"label": say_origin(origin["label"], t)} for origin in row["origins"]]}
    tellings = {claim["id"]: _telling(claim, told.get(claim["id"]), row, t) for claim in claims}
    labels = {origin["source"]: plain(origin["label"] or origin["source"]) for origin in row["origins"]}
    charts = (build_tolls(row, kind, t) for kind in ("killed", "wounded"))
    tolls = (say_toll(kind, row[kind], t) for kind in ("killed", "wounded"))
    first = row["first_told"]
    counted = {claim for origin in row["origins"] for claim in origin["claims"]}
    return ShownIncident(
        id=row["id"],
        type=row["type"],
        family=family_of(row["type"]),
        standing=row["standing"],
        place=plain((row["place"] or {}).get("name", "")),
        place_row=row["place"] or {},
        ends=ends_among(claims, (row["place"] or {}).get("lat")),
        days=say_days(row["start"], row["end"], t),
        sentence=say_reports(row, t),
        summary=tuple(words for words in tolls if words),
        grades=tuple((grade["word"], say_why(grade, row, labels, t)) for grade in row["grades"]),
        voices=tuple(_voice(origin, tellings, t) for origin in row["origins"]),
        denials=tuple(
            (labels.get(denial["source"], plain(denial["source"])), tellings[denial["claim"]])
            for denial in row["denials"]
            if denial["claim"] in tellings
        ),
        differences=tuple(_difference(difference, labels) for difference in row["differences"]),
        tree=build_tree(row, claims, told, reuses, lambda label: say_origin(label, t)),
        tolls=tuple(chart for chart in charts if chart is not None),
        lineage=tuple(_lineage(claims, told, reuses, t)),
        reasons=tuple(_reason(join, tellings) for join in row["joins"]),
        first_outlet=plain(first["outlet"] or first["document"]),
        first_day=say_day(first["published"], t),
        tellings=tuple(tellings.values()),
        uncounted=tuple(telling for claim, telling in tellings.items() if claim not in counted),
        disputed=row["disputed"],
    )


def say_why(grade: Row, row: Row, labels: Mapping[str, str], t: Say) -> str:
    """Return the arithmetic of a grade in words."""
    word, reports = grade["word"], t("figures.reports", row["documents"])
    if word == GradeWord.ACROSS_CAMPS:
        return t(
            "incident.why.across",
            len(row["sides"]),
            names=", ".join(plain(say_side(side, t)) for side in sorted(row["sides"])),
        )
    if word == GradeWord.ADMITTED:
        return t("incident.why.admitted", names=plain(say_origin(grade["why"].partition(" is named")[0], t)))
    if word == GradeWord.CONTESTED:
        return t("incident.why.contested", fields=", ".join(_field(d["field"], t) for d in row["differences"]))
    if word == GradeWord.DENIED:
        deniers = dict.fromkeys(labels.get(denial["source"], plain(denial["source"])) for denial in row["denials"])
        return t("incident.why.denied", len(deniers), names=", ".join(deniers))
    if word in {GradeWord.SEVERAL_ORIGINS, GradeWord.SINGLE_ORIGIN}:
        return _say_breadth(row, t)
    return t("incident.why.circulated", reports=reports)


def _say_breadth(row: Row, t: Say) -> str:
    """Return on how many origins an incident rests, those who deny it told apart."""
    telling = [origin for origin in row["origins"] if not origin["denies"]]
    known = sum(origin["known"] for origin in telling)
    reports = t("figures.reports", len({name for origin in telling for name in origin["documents"]}))
    said = t("incident.why.several", known=say_origins(known, len(telling) - known, t), reports=reports)
    denying = len(row["origins"]) - len(telling)
    return t("incident.why.but", denying, said=said) if denying else said


def _field(name: str, t: Say) -> str:
    """Return what a field is called, its own name where there are no words for it."""
    words = t(f"incident.field.{name}")
    return name if words.startswith("[") else words


def _telling(claim: Row, told: ClaimOrigin | None, row: Row, t: Say) -> Telling:
    """Return one claim with its sentence cut at its trigger."""
    sentence, start = claim["sentence"], claim["sentence_start"]
    cut = [min(len(sentence), max(0, at - start)) for at in claim["trigger"]]
    steps = [plain(say_origin(link, t)) for link in told.path] if told else []
    counts = [say_toll(q["kind"], q, t) for q in claim["quantities"]]
    return Telling(
        id=claim["id"],
        type=claim["type"],
        family=family_of(claim["type"]),
        status=claim["status"],
        negated=claim["polarity"] == "negated",
        before=plain_part(sentence[: cut[0]]),
        trigger=plain_part(sentence[cut[0] : cut[1]]),
        after=plain_part(sentence[cut[1] :]),
        chain=tuple(step for step, _ in groupby(steps)),  # "ont dit à l'AFP", in the AFP's own words, is one step
        outlet=plain(claim["publisher"] or claim["document"]),
        published=say_day(claim["published"], t),
        document=claim["document_id"],
        document_name=plain(claim["document"]),
        tolls=", ".join(count for count in counts if count),
        over_period=claim["id"] in row["totals"],
    )


def plain_part(words: str) -> str:
    """Return a part of a sentence without hostile signs, with the blanks at its ends kept.

    >>> plain_part(" à  Kati, ")
    ' à Kati, '
    """
    return plain(f"|{words}|")[1:-1]


def _voice(origin: Row, tellings: Mapping[str, Telling], t: Say) -> Voice:
    """Return what rests on one origin."""
    claims = [tellings[claim] for claim in origin["claims"] if claim in tellings]
    tolls = (say_toll(kind, origin[kind], t) for kind in ("killed", "wounded"))
    return Voice(
        label=plain(origin["label"] or origin["source"]),
        kind=origin["kind"],
        side=plain(say_side(origin["side"], t)),
        known=origin["known"],
        denies=origin["denies"],
        tolls=tuple(words for words in tolls if words),
        documents=len(origin["documents"]),
        first=tuple(claims[:_AT_ONCE]),
        more=tuple(claims[_AT_ONCE:]),
    )


def _difference(difference: Row, labels: Mapping[str, str]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return a field on which origins differ, and what each says."""
    said = difference["by_origin"].items()
    return difference["field"], tuple((labels.get(key, plain(key)), ", ".join(map(plain, told))) for key, told in said)


def _lineage(claims: Sequence[Row], told: Mapping[str, ClaimOrigin], reuses: Sequence[Row], t: Say) -> Iterable[Report]:
    """Yield the documents in the order of publication, each with the one that it repeats."""
    names = {claim["document_id"]: claim for claim in claims}
    by_later: dict[str, Row] = {}
    for pair in sorted(reuses, key=lambda pair: pair["containment"]):
        by_later[pair["later"]] = pair
    taken = {claim["document_id"]: told[claim["id"]].taken_from for claim in claims if claim["id"] in told}
    for document, claim in names.items():
        reuse: Row | None = by_later.get(document)
        earlier = names.get(reuse["earlier"] if reuse else taken.get(document, ""))
        yield Report(
            document=document,
            name=plain(claim["document"]),
            outlet=plain(claim["publisher"] or claim["document"]),
            published=say_day(claim["published"], t),
            day=claim["published"] or "",
            later=_days_later(claim, earlier),
            claims=sum(other["document_id"] == document for other in claims),
            repeats=plain(earlier["publisher"] or earlier["document"]) if earlier else "",
            repeats_id=earlier["document_id"] if earlier else "",
            share=round(100 * reuse["containment"]) if reuse else 0,
            credited=bool(reuse["credited"]) if reuse else False,
            lost=tuple(_losses(reuse)) if reuse else (),
        )


def _days_later(claim: Row, earlier: Row | None) -> int | None:
    """Return how many days after the document that it repeats a document came out, None where that is not known."""
    if earlier is None or not claim["published"] or not earlier["published"]:
        return None
    return (date.fromisoformat(claim["published"]) - date.fromisoformat(earlier["published"])).days


def _losses(reuse: Row) -> Iterable[tuple[str, str, str]]:
    """Yield what was lost on the way from one document to the other, each once."""
    losses = ((loss["kind"], plain(loss["words"]), plain(loss["became"])) for loss in reuse["lost"])
    return dict.fromkeys(losses)


def _reason(join: Row, tellings: Mapping[str, Telling]) -> Reason:
    """Return why two tellings are taken for one event, the heaviest reasons first."""
    spoke = sorted(join["because"], key=lambda item: -abs(item["bits"]))
    said = [(item["comparison"], item["says"], item["bits"]) for item in spoke]
    return Reason(
        one=tellings.get(join["one"]),
        other=tellings.get(join["other"]),
        one_id=join["one"],
        other_id=join["other"],
        judged=join["judged"],
        bits=join["bits"],
        favour=tuple(item for item in said if item[2] > _BITS),
        against=tuple(item for item in said if item[2] < -_BITS),
    )
