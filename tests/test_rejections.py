"""Rejections and recalls: who rejects what is laid to him, and how long before its own event a report puts another."""

from __future__ import annotations

from datetime import date

import pytest

from marked_files import marked_lines
from selon.claims.claim import Argument, Claim, EventTime, Factuality, Polarity, Role, Source, SourceKind
from selon.codebook.marked import read_marked
from selon.documents.document import Document
from selon.incidents.finding import find_incidents
from selon.incidents.incident import GradeWord
from selon.incidents.recalls import find_recalls
from selon.incidents.reports import read_report
from selon.mentions.mention import Place
from selon.origins.denying import find_rejections
from selon.values import Period, Position, TextSpan

TIMBA = Place(id="1", name="Timba", position=Position(13.0, -3.0), country="ML")
DAY = date(2021, 3, 4)


@pytest.mark.parametrize("line", marked_lines("rejections"))
def test_who_rejects_is_found(line) -> None:
    marked = read_marked(line)
    found = find_rejections(marked.text)
    told = {(found.span.quote(marked.text), "bare" if found.bare else "event", found.actor) for found in found}
    assert told == {(answer.words, answer.label, answer.value) for answer in marked.answers}


@pytest.mark.parametrize("line", marked_lines("recalls"))
def test_how_long_before_is_found(line) -> None:
    marked = read_marked(line)
    found = [(recall.span.quote(marked.text), f"{recall.days}.{recall.slack}") for recall in find_recalls(marked.text)]
    assert found == [(answer.words, answer.value) for answer in marked.answers]


def told(text: str, word: str, *, name: str = "a", publisher: str = "Le Relais", **part: object):
    """Return a document with one claim, whose trigger is the word."""
    document = Document(name=name, text=text, publisher=publisher, published=date(2021, 3, 5), language="fr")
    at = text.index(word)
    span = TextSpan(at, at + len(word))
    arguments = [Argument(role=Role.PLACE, span=span, place=TIMBA)]
    arguments += [Argument(role=Role.AGENT, span=span, entity=part["agent"])] if part.get("agent") else []
    return document, (
        Claim(
            document=document.id,
            type=part.get("type", "shelling"),
            trigger=span,
            arguments=tuple(arguments),
            time=None if part.get("undated") else EventTime(span=part.get("when", span), period=Period(DAY, DAY)),
            attribution=(Source(span=span, kind=SourceKind.OFFICIAL, entity=part["source"]),)
            if "source" in part
            else (),
            factuality=Factuality(polarity=Polarity.NEGATED if part.get("negated") else Polarity.AFFIRMED),
        ),
    )


def test_who_rejects_the_accusation_denies_the_event() -> None:
    (incident,) = find_incidents([told("Six obus sont tombés. La Russie nie toute responsabilité.", "obus")])
    assert [(denial.source, denial.claim) for denial in incident.denials] == [("russia", "")]
    denied = next(grade for grade in incident.grades if grade.word is GradeWord.DENIED)
    assert denied.claims == (incident.claims[0].id,)


def test_who_rejects_denies_nothing_that_is_laid_to_another() -> None:
    report = told("Six obus du Mali sont tombés. La Russie nie toute responsabilité.", "obus", agent="mali")
    (incident,) = find_incidents([report])
    assert not incident.disputed


def test_the_heading_of_a_title_denies_nothing() -> None:
    """In "Mali : la France dément avoir visé des civils" it is not Mali that denies, though it was read so."""
    other = told("Des obus sont tombés.", "obus", name="b", publisher="Écho", agent="france")
    denial = told("Mali : la France dément avoir visé Timba", "visé", agent="france", source="mali", negated=True)
    (incident,) = find_incidents([other, denial])
    assert [denial.source for denial in incident.denials] == ["france"]


def test_an_event_so_long_before_the_report_s_own_has_that_day() -> None:
    text = "Un car a sauté jeudi, deux jours après la bombe du marché."
    document, (blast,) = told(text, "sauté", type="bombing")
    _, (earlier,) = told(text, "bombe", type="bombing", undated=True)
    days = {fact.trigger: (fact.start, fact.end) for fact in read_report((blast, earlier), document)}
    assert days[text.index("bombe")] == (DAY.toordinal() - 2, DAY.toordinal() - 2)
