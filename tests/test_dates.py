"""Times: every marked sentence gives its days; spans quote; weekdays lie within the week before; no date, no guess."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marked_files import marked_lines
from selon.codebook.marked import MarkedSentence, read_marked
from selon.codebook.numbers import NumberWords, read_groups
from selon.errors import GoldError
from selon.evaluation.timebank import score_timebank
from selon.mentions.dates.calendar import month_meaning, resolve_year, shift_months, week_meaning
from selon.mentions.dates.finding import find_periods, find_timex
from selon.values import Period

if TYPE_CHECKING:
    from pathlib import Path

    from selon.mentions.mention import TimeMention

SENTENCES = marked_lines("dates")
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2080, 12, 31))
WORDS = st.lists(
    st.sampled_from(
        [word for group in read_groups("times.toml") for word in group.words]
        + [
            "3",
            "12",
            "2014",
            "14",
            "30",
            "7 800",
            "trois",
            "les",
            "un",
            ",",
            ".",
            "(",
            ")",
            "-",
            "/",
            "Alep",
            "tirs",
            "h",
        ]
    ),
    max_size=14,
)


def read_period(value: str) -> Period:
    """Return the period that a mark gives: a day, `start..end` or `open`."""
    if value == "open":
        return Period(None, None)
    start, dots, end = value.partition("..")
    first = date.fromisoformat(start) if start else None
    last = date.fromisoformat(end) if end else None
    return Period(first, last) if dots else Period(first, first)


def find(sentence: MarkedSentence) -> list[TimeMention]:
    """Return the times of a marked sentence, reckoned from its publication date."""
    published = sentence.fact("published")
    return find_periods(sentence.text, date.fromisoformat(published) if published else None)


@pytest.mark.parametrize("line", SENTENCES)
def test_marked_times_are_found(line: str) -> None:
    sentence = read_marked(line)
    mentions = find(sentence)
    wanted = [(answer.words, read_period(answer.value)) for answer in sentence.labelled("time")]
    dates = [one for one in mentions if one.why != "dateline"]
    for words, period in wanted:
        fitting = [
            one for one in dates if one.span.quote(sentence.text) in words or words in one.span.quote(sentence.text)
        ]
        assert period in [one.period for one in fitting], (
            words,
            [(one.span.quote(sentence.text), one) for one in mentions],
        )
    if "timeline" not in line:
        assert len(dates) == len(wanted), [one.span.quote(sentence.text) for one in dates]


@pytest.mark.parametrize("line", [line for line in SENTENCES if "(dateline=" in line])
def test_datelines_are_marked_as_such(line: str) -> None:
    sentence = read_marked(line)
    (answer,) = sentence.labelled("dateline")
    datelines = [one for one in find(sentence) if one.why == "dateline"]
    assert [one.period for one in datelines] == [read_period(answer.value)]
    assert all(answer.span.covers(one.span) for one in datelines)


def test_byline_is_no_time_of_an_event() -> None:
    mentions = find_periods("Publié le 3 mars 2017 à 9h12\n\nDes tirs ont éclaté lundi.", date(2017, 3, 3))
    assert mentions[0].why == "dateline"
    assert mentions[-1].period == Period(date(2017, 2, 27), date(2017, 2, 27))


def test_relative_time_without_publication_says_why() -> None:
    (mention,) = find_periods("Le pont a sauté hier.", None)
    assert mention.period == Period(None, None)
    assert "no publication date" in mention.why


@given(text=st.text(max_size=200), published=st.none() | DAYS)
def test_spans_quote_whatever_the_text(text: str, published: date | None) -> None:
    for one in find_periods(text, published):
        assert text[one.span.start : one.span.end].strip() == one.span.quote(text) != ""


@given(words=WORDS, published=st.none() | DAYS)
def test_words_of_time_in_any_order_give_sane_periods(words: list[str], published: date | None) -> None:
    text = " ".join(words)
    mentions = find_periods(text, published)
    for one in mentions:
        assert one.span.quote(text)
        if one.period.start and one.period.end:
            assert one.period.start <= one.period.end
    for before, after in pairwise(mentions):
        own_time = before.why.startswith("since") and before.span.covers(after.span)  # "depuis l'accord de mardi"
        assert before.span.end <= after.span.start or own_time


@given(published=DAYS, weekday=st.sampled_from(WEEKDAYS))
def test_bare_weekday_lies_within_the_week_before(published: date, weekday: str) -> None:
    (mention,) = find_periods(f"Trois obus sont tombés {weekday} sur le port.", published)
    start = mention.period.start
    assert start is not None
    assert start == mention.period.end
    assert WEEKDAYS[start.weekday()] == weekday
    assert timedelta(0) <= published - start < timedelta(days=7)


@given(published=DAYS, weekday=st.sampled_from(WEEKDAYS))
def test_last_and_next_weekday_never_are_the_day_itself(published: date, weekday: str) -> None:
    last, following = find_periods(f"Il a frappé {weekday} dernier et frappera {weekday} prochain.", published)[
        0:2
    ] or (None, None)
    assert last is not None
    assert following is not None
    assert last.period.start is not None
    assert last.period.start < published


@given(day=DAYS, published=DAYS)
def test_full_date_never_depends_on_publication(day: date, published: date) -> None:
    months = [word for group in read_groups("times.toml") if group.sort == "month" for word in group.words][:12]
    text = f"La base a été prise le {day.day} {months[day.month - 1]} {day.year} par les insurgés."
    assert find_periods(text, published) == find_periods(text, None)
    assert find_periods(text, published)[0].period == Period(day, day)


@given(published=DAYS, month=st.integers(1, 12), day=st.integers(1, 28))
def test_day_without_year_is_near(published: date, month: int, day: int) -> None:
    found = resolve_year(month, day, published)
    assert found is not None
    assert timedelta(days=-366) <= found - published <= timedelta(days=40)


@given(day=DAYS, months=st.integers(-200, 200))
def test_months_shift_back_to_the_same_month(day: date, months: int) -> None:
    there = shift_months(day, months)
    assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == months


@given(day=DAYS)
def test_week_holds_its_day_and_thirds_make_the_month(day: date) -> None:
    week = week_meaning(day).period
    assert week.start is not None
    assert week.end is not None
    assert week.start <= day <= week.end
    thirds = [month_meaning(day.year, day.month, edge).period for edge in ("START", "MID", "END")]
    whole = month_meaning(day.year, day.month).period
    assert (thirds[0].start, thirds[2].end) == (whole.start, whole.end)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("hier soir", "2019-03-26TEV"),
        ("cette semaine", "2019-W13"),
        ("début mars", "2019-03"),
        ("vers 14h30", "2019-03-27T14:30"),
        ("au XIXe siècle", "18XX"),
        ("les années 60", "196X"),
        ("pendant trois ans", "P3Y"),
        ("chaque jour", "P1D"),
        ("désormais", "PRESENT_REF"),
        ("l'été 2014", "2014-SU"),
    ],
)
def test_values_follow_timeml(text: str, value: str) -> None:
    assert [one.value for one in find_timex(text, date(2019, 3, 27))] == [value]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("dix-neuf", 19),
        ("quatre-vingt-dix-sept", 97),
        ("vingt et un", 21),
        ("deux mille cinq cents", 2500),
        ("mille", 1000),
    ],
)
def test_number_words_add_up(words: str, number: int) -> None:
    split = words.replace("-", " - ").split()
    assert NumberWords.load().read(split, 0) == (number, len(split))


@pytest.mark.parametrize("group", read_groups("times.toml"), ids=lambda group: f"{group.sort}-{group.id}")
def test_example_of_each_group_holds_one_of_its_words(group) -> None:
    text = read_marked(group.example).text.lower().replace("’", "'")
    assert any(str(word) in text for word in group.words), group.words


@pytest.mark.parametrize("group", read_groups("times.toml"), ids=lambda group: f"{group.sort}-{group.id}")
def test_example_of_each_group_is_read_as_marked(group) -> None:
    sentence = read_marked(group.example)
    mentions = find_periods(sentence.text, date(2026, 3, 27))
    for answer in sentence.labelled("time"):
        fitting = [one for one in mentions if one.span.overlaps(answer.span)]
        assert fitting, answer.words
        assert not answer.value or read_period(answer.value) in [one.period for one in fitting]
    assert bool(mentions) == bool(sentence.answers)


def test_timebank_bars(shared: Path) -> None:
    """HeidelTime's figures on the French TimeBank are the bars: strict .860, relaxed .910, value .736."""
    for kinds in (("DATE", "TIME"), ("DATE", "TIME", "DURATION", "SET")):
        scores = score_timebank(shared / "corpora" / "fr-timebank", kinds=kinds)
        assert scores["strict"]["f1"] >= 0.87
        assert scores["relaxed"]["f1"] >= 0.915
        assert scores["value"]["f1"] >= 0.81


def test_timebank_refuses_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="no TimeML file"):
        score_timebank(tmp_path)
