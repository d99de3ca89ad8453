"""What prepositions make of times: "depuis mardi", "entre le 3 et le 5 mai", "il y a deux mois", "la nuit du 3"."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from selon.mentions.dates import periods as frame
from selon.mentions.dates.periods import Framed, Placed
from selon.mentions.dates.words import load_vocabulary
from selon.mentions.mention import TimeMention
from selon.mentions.phrases import scan
from selon.mentions.timex import Timex, TimexKind
from selon.values import Period, TextSpan

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Sequence
    from datetime import date

    from selon.mentions.phrases import Reading

# Signs of the second row, in which each time expression is one sign.
_TIME, _LENGTH, _PART, _HOUR = "\uf000", "\uf001", "\uf002", "\uf003"
_LENGTHS = frozenset({"length", "about a length"})


class FrameRule(NamedTuple):
    """A frame: its name, its pattern, and the days that it makes of the times in it (None: it is no frame here).

    `own`: the time in it stays a time of its own, that of the event in the frame: "depuis l'accord | du 24 août".
    """

    name: str
    pattern: str
    build: Callable[[Framed], Period | None]
    own: bool = False


_T = f"[{_TIME}]"
_DAYPARTS = f"[{_PART}]"
_U = f"[{_LENGTH}]"
_TIMES = f"[{_TIME}{_PART}{_HOUR}]"
_EVENT = "(WORD|NAMEDEVENT|NAME|DE|CONTRACT|ART|EDGE|BETWEEN|AT|ET|EN|DANS|NUM|FEW|QUOTE){1,8}"

FRAMES: tuple[FrameRule, ...] = (
    FrameRule(
        "part of a day",
        f"DANS? {_DAYPARTS} (DE|CONTRACT) ART? {_T} ((AT|ET|DASH) (DE|ART|CONTRACT)* {_T})?",
        frame.period_part_of,
    ),
    FrameRule("since", f"SINCE (ART|CONTRACT)? {_TIMES}", frame.period_since),
    FrameRule("since", f"SINCE ART? {_EVENT} ((DE|CONTRACT|EN)? ART? {_T})", frame.period_since_event, own=True),
    FrameRule("since", f"SINCE APPROX* {_U}", frame.period_since_length),
    FrameRule("since", f"AGO APPROX* {_U} WORD", frame.period_since_told),
    FrameRule("ago", f"AGO APPROX* {_U}", frame.period_ago),
    FrameRule("ahead", f"DANS ART? APPROX* {_U}", frame.period_ahead),
    FrameRule("within", f"DANS ART? {_T}", frame.period_within),
    FrameRule("later", f"APPROX* {_U} (LATER|AFTER|BEFORE)", frame.period_later),
    FrameRule("between", f"BETWEEN (ART|CONTRACT)? {_T} ET (ART|CONTRACT)? {_T}", frame.period_between),
    FrameRule("from to", f"(DE|CONTRACT) {_T} (AT|TO|DASH) (ART|CONTRACT)? {_T}", frame.period_between),
    FrameRule("from to", f"{_T} DASH {_T}", frame.period_between),
    FrameRule("list", f"{_T} (COMMA EN? {_T})* COMMA? ET (EN|CONTRACT|DE|ART)? {_T}", frame.period_list),
    FrameRule("from", f"FROM (ART|CONTRACT)? {_T}", frame.period_since),
    FrameRule("until", f"TO (ART|CONTRACT|TO)? {_T}", frame.period_until),
    FrameRule("before", f"SOON? BEFORE ART? {_TIMES}", frame.period_before),
    FrameRule("after", f"SOON? AFTER ART? {_TIMES}", frame.period_after),
    FrameRule("week of a day", f"ART? UNITWEEK (DE|CONTRACT) ART? {_T}", frame.period_of_week),
    FrameRule("day of a week", f"{_T} DE {_T}", frame.period_in_week),
    FrameRule("reckoned", f"(ART|AT)? ANAPHOR (DE|CONTRACT) ART? {_T}", frame.period_reckoned),
)


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of the frames, compiled."""
    return tuple(load_vocabulary().pattern(frame.pattern) for frame in FRAMES)


def _sign_of(timex: Timex) -> str:
    """Return the sign of a time expression in the second row."""
    meaning = timex.meaning
    if meaning.grain in _LENGTHS:
        return _LENGTH
    if meaning.grain == "hour":
        return _HOUR
    return _PART if meaning.grain == "part" and timex.why == "part of a day" else _TIME


def find_frames(reading: Reading, placed: Sequence[Placed], published: date | None) -> list[TimeMention]:
    """Return the times of a text as mentions, bound by their prepositions, in text order."""
    row, owners = _second_row(reading, placed)
    names = load_vocabulary().names
    now = next((one.view.now for one in placed), published)
    mentions: list[TimeMention] = []
    done: set[int] = set()

    def accept(rank: int, match: re.Match[str]) -> bool:
        """Keep what the frame understands."""
        inside = owners[match.start() : match.end()]
        times = tuple(one for one in inside if isinstance(one, Placed))
        if any(one.timex.why == "dateline" for one in times):
            return False
        if FRAMES[rank].own and any(one.timex.why == "since then" for one in times):
            return False  # "depuis l'accord, depuis": the second one is an adverb
        words = tuple(reading.words[one] for one in inside if isinstance(one, int))
        follows = names.get(row[match.end() : match.end() + 1], "")
        period = FRAMES[rank].build(Framed(now, times, words, follows))
        if period is None:
            return False
        if not FRAMES[rank].own:
            done.update(one.first for one in times)
        span = _outer(reading, inside[0], inside[-1])
        mentions.append(TimeMention(span=span, period=period, why=_why(FRAMES[rank].name, period, now)))
        return True

    scan(row, _patterns(), accept)
    mentions += [_bare(one, now) for one in placed if one.first not in done and _names_time(one.timex)]
    return sorted(mentions, key=lambda mention: mention.span)


def _second_row(reading: Reading, placed: Sequence[Placed]) -> tuple[str, list[int | Placed]]:
    """Return the row in which each time is one sign, and for each sign the time or the index of the word behind it."""
    row: list[str] = []
    owners: list[int | Placed] = []
    at = 0
    for one in placed:
        row.append(reading.signs[at : one.first])
        owners += range(at, one.first)
        row.append(_sign_of(one.timex))
        owners.append(one)
        at = one.end
    row.append(reading.signs[at:])
    owners += range(at, len(reading.signs))
    return "".join(row), owners


def _outer(reading: Reading, first: int | Placed, last: int | Placed) -> TextSpan:
    """Return the stretch of text from one word or time to another."""
    start = first.timex.span.start if isinstance(first, Placed) else reading.starts[first]
    end = last.timex.span.end if isinstance(last, Placed) else reading.ends[last]
    return TextSpan(start, end)


def _names_time(timex: Timex) -> bool:
    """Return whether an expression is a time by itself, not a mere length or repetition."""
    return timex.meaning.kind != TimexKind.SET and timex.meaning.grain not in _LENGTHS


def _bare(one: Placed, now: date | None) -> TimeMention:
    """Return the mention of a time that no preposition binds."""
    return TimeMention(span=one.timex.span, period=one.timex.period, why=_why(one.timex.why, one.timex.period, now))


def _why(name: str, period: Period, now: date | None) -> str:
    """Return the reason of a mention, with a remark where it stays open for want of a publication date."""
    unread = period.start is None and period.end is None and now is None and name not in {"reference", "dateline"}
    return f"{name}, no publication date" if unread else name
