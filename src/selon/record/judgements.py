"""Judgements in the record: added and withdrawn, never changed, and told apart from what the machine reads.

They hang on ids of claims, so they outlive a second reading. One whose claim is no longer read is an orphan: it stays,
and says so.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import bindparam, func, insert, select, update

from selon.errors import RecordError
from selon.record import tables
from selon.record.bulk import paged
from selon.record.connection import patiently, refusals, shown
from selon.record.judged import apply, find_followed
from selon.record.judgement import (
    LONGEST_NOTE,
    PAIRS,
    VERDICTS,
    Judgement,
    JudgementKind,
    check_letters,
    check_subject,
    check_value,
)
from selon.record.marked import Marked
from selon.record.rows import as_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Select
    from sqlalchemy.engine import Connection, Engine, RowMapping

    from selon.record.marked import Marks

__all__ = ["Judgement", "JudgementKind", "Judgements", "apply"]

Row = dict[str, Any]

_PAGE = 500
_ADDING = 0x4A554447  # the lock of PostgreSQL under which judgements are added
_LONGEST_NAME = 64


class Judgements:
    """What reviewers said of the claims of a record."""

    def __init__(self, engine: Engine, target: str, marks: Marks, *, patience: float) -> None:
        """Keep judgements in the store of this engine."""
        self._engine, self._target, self._patience = engine, target, patience
        self._marked = Marked(engine, target, marks)

    def add(  # noqa: PLR0913 - one parameter a field
        self, kind: str, subject: str, *, who: str, field: str = "", value: object = None, note: str = ""
    ) -> Judgement:
        """Keep one judgement and return it; raises RecordError for what cannot be meant, or a claim that is not there.

        >>> record.judgements.add("correct", "3f9a41c2…", field="status", value="hearsay", who="ana")  # doctest: +SKIP
        """
        return self.add_all(kind, [subject], who=who, field=field, value=value, note=note)[0]

    def add_all(  # noqa: PLR0913 - one parameter a field
        self, kind: str, subjects: Iterable[str], *, who: str, field: str = "", value: object = None, note: str = ""
    ) -> list[Judgement]:
        """Keep the same judgement on each of several subjects, all or none, and return them.

        What the same reviewer said last of a subject is not kept twice: somebody clicked twice.
        """
        meant, signed, listed = _read_kind(kind), read_name(who), list(dict.fromkeys(subjects))
        _check_note(note)

        def write() -> list[Judgement]:
            with self._engine.connect().execution_options(selon_writes=True) as connection, connection.begin():
                _wait_for_others(connection)
                made = _moment()  # one for all: so they can be undone together
                built = [
                    replace(self._build(connection, meant, subject, signed, field, value, note), made=made)
                    for subject in listed
                ]
                said = [_find_last(connection, judgement) for judgement in built]
                new = [judgement for judgement, last in zip(built, said, strict=True) if last is None]
                if new:
                    connection.execute(insert(tables.judgement), [judgement_row(judgement) for judgement in new])
                return [last or judgement for judgement, last in zip(built, said, strict=True)]

        with refusals(self._target):
            return patiently(write, patience=self._patience)

    def withdraw(self, id_: str, who: str) -> Judgement:
        """Withdraw a judgement and return it; raises RecordError where there is none, or it is withdrawn already."""
        signed, table = read_name(who), tables.judgement

        def write() -> int:
            with self._engine.connect().execution_options(selon_writes=True) as connection, connection.begin():
                change = update(table).where(table.c.id == id_, table.c.withdrawn.is_(None))
                return connection.execute(change.values(withdrawn=_moment(), withdrawn_by=signed)).rowcount

        with refusals(self._target):
            changed = patiently(write, patience=self._patience)
        judgement = self.get(id_)
        if not changed:
            fault = f"the judgement {id_} was withdrawn by {judgement.withdrawn_by} on {judgement.withdrawn[:10]}"
            raise RecordError(fault, where=shown(self._target), remedy="Add another one instead")
        return judgement

    def withdraw_all(self, ids: Iterable[str], who: str) -> list[Judgement]:
        """Withdraw those of the judgements that hold, all at once, and return them as they now are.

        Raises RecordError where one of them is not there.
        """
        signed, table = read_name(who), tables.judgement
        held = [judgement.id for judgement in map(self.get, ids) if judgement.holds]

        def write() -> None:
            with self._engine.connect().execution_options(selon_writes=True) as connection, connection.begin():
                change = update(table).where(table.c.id == bindparam("judgement"), table.c.withdrawn.is_(None))
                change = change.values(withdrawn=_moment(), withdrawn_by=signed)
                connection.execute(change, [{"judgement": id_} for id_ in held])

        if held:
            with refusals(self._target):
                patiently(write, patience=self._patience)
        return [self.get(id_) for id_ in held]

    def latest_of(self, who: str) -> list[Judgement]:
        """Return what a reviewer said last and still holds: one judgement, or all that were made at once."""
        table = tables.judgement
        mine = (table.c.who == who, table.c.withdrawn.is_(None))
        last = select(func.max(table.c.made)).where(*mine).scalar_subquery()
        return list(self._find(select(table).where(*mine, table.c.made == last)))

    def get(self, id_: str) -> Judgement:
        """Return the judgement with this id; raises RecordError where there is none."""
        for judgement in self._find(select(tables.judgement).where(tables.judgement.c.id == id_)):
            return judgement
        remedy = "Look for it with `selon judgements`"
        raise RecordError(f"there is no judgement {id_!r}", where=shown(self._target), remedy=remedy)

    def of(self, subject: str) -> list[Judgement]:
        """Return the judgements on a subject that hold, the earliest first."""
        return [judgement for judgement in self.history(subject) if judgement.holds]

    def history(self, subject: str) -> list[Judgement]:
        """Return all judgements on a subject, withdrawn ones too, the earliest first."""
        return list(self._find(select(tables.judgement).where(tables.judgement.c.subject == subject)))

    def of_many(self, subjects: Sequence[str]) -> dict[str, list[Judgement]]:
        """Return the judgements that hold on each of these subjects; those without any are left out."""
        found: dict[str, list[Judgement]] = defaultdict(list)
        table = tables.judgement
        for page in paged(sorted(self._subjects().intersection(subjects)), _PAGE):
            here = table.c.subject.in_(page)
            for judgement in self._find(select(table).where(here, table.c.withdrawn.is_(None))):
                found[judgement.subject].append(judgement)
        return dict(found)

    def _subjects(self) -> frozenset[str]:
        """Return the subjects on which a judgement holds: most pages have none, and need not ask for any."""
        table = tables.judgement
        query = select(table.c.subject).distinct().where(table.c.withdrawn.is_(None))
        return self._marked.keep("subjects", lambda connection: frozenset(connection.execute(query).scalars()))

    def of_document(self, document: str) -> list[Judgement]:
        """Return all judgements on claims of the document with this id, withdrawn ones too, the earliest first."""
        return list(self._find(select(tables.judgement).where(tables.judgement.c.document == document)))

    def among(self, claims: Iterable[str]) -> list[Judgement]:
        """Return the judgements on pairs that name one of these claims and hold, the earliest first."""
        named = set(claims)
        return [j for j in self._pairs() if named & set(j.claims)]

    def all(self, *, held: bool = False) -> list[Judgement]:
        """Return all judgements, the earliest first; only those that hold with `held`."""
        query = select(tables.judgement)
        return list(self._find(query.where(tables.judgement.c.withdrawn.is_(None)) if held else query))

    def pairs(self) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
        """Return the pairs of claims judged the same, and those judged apart, by the latest word on each pair."""
        latest = {judgement.subject: judgement for judgement in self._pairs()}
        found: dict[JudgementKind, set[tuple[str, str]]] = {JudgementKind.SAME: set(), JudgementKind.APART: set()}
        for judgement in latest.values():
            one, other = judgement.claims
            found[judgement.kind].add((one, other))
        return found[JudgementKind.SAME], found[JudgementKind.APART]

    def rejected(self) -> set[str]:
        """Return the ids of the claims that the latest verdict on them rejects."""
        table = tables.judgement
        verdicts = select(table).where(table.c.kind.in_(("accept", "reject")), table.c.withdrawn.is_(None))
        latest = {judgement.subject: judgement.kind for judgement in self._find(verdicts)}
        return {subject for subject, kind in latest.items() if kind is JudgementKind.REJECT}

    def changed(self) -> dict[str, bool]:
        """Return the claims that reviewers change, by id: True where they reject it, False where they correct it."""
        table = tables.judgement
        changing = table.c.kind.in_(("accept", "reject", "correct"))
        said: dict[str, list[Judgement]] = defaultdict(list)
        for judgement in self._find(select(table).where(changing, table.c.withdrawn.is_(None))):
            said[judgement.subject].append(judgement)
        followed = {claim: [j.kind for j in find_followed(held)] for claim, held in said.items()}
        return {claim: JudgementKind.REJECT in kinds for claim, kinds in followed.items() if kinds}

    def orphans(self) -> set[str]:
        """Return the ids of judgements of which a claim is no longer read, or was never."""
        judgements = self.all()
        named = {claim for judgement in judgements for claim in judgement.claims}
        read = self._read(sorted(named))
        return {judgement.id for judgement in judgements if not read.issuperset(judgement.claims)}

    def applied(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
        """Return claims of the contract as they are judged: see `apply`."""
        page: list[Mapping[str, Any]] = []
        for row in rows:
            page.append(row)
            if len(page) == _PAGE:
                yield from self._applied(page)
                page = []
        yield from self._applied(page)

    def left(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
        """Return claims of the contract as they are judged, without those that are rejected."""
        for row in self.applied(rows):
            if row.get("judged", {}).get("verdict") != "rejected":
                yield row

    def take_in(self, judgements: Iterable[Judgement]) -> int:
        """Keep judgements that come from another record, and return how many were new or newly withdrawn.

        What is known stays as it is; shapes are checked, and stretches against the text where the document is there.
        """
        listed = list(judgements)
        for judgement in listed:
            check_shape(judgement)

        def write() -> int:
            with self._engine.connect().execution_options(selon_writes=True) as connection, connection.begin():
                return sum(self._take_in(connection, judgement) for judgement in listed)

        with refusals(self._target):
            return patiently(write, patience=self._patience)

    def _take_in(self, connection: Connection, judgement: Judgement) -> bool:
        """Keep one judgement that may be known, within the transaction that is open."""
        table = tables.judgement
        known = connection.execute(select(table).where(table.c.id == judgement.id)).mappings().first()
        if known is None:
            text = _text_of(connection, judgement.document)
            check_value(judgement.kind, judgement.field, judgement.value, text)
            connection.execute(insert(table), [judgement_row(judgement)])
            return True
        before = read_judgement(known)
        if _without_end(before) != _without_end(judgement):
            remedy = "Ask whoever sent the file which of the two is meant"
            raise RecordError(f"the record has another judgement {judgement.id}", where=judgement.id, remedy=remedy)
        if before.withdrawn or not judgement.withdrawn:
            return False
        ended = {"withdrawn": judgement.withdrawn, "withdrawn_by": judgement.withdrawn_by}
        connection.execute(update(table).where(table.c.id == judgement.id).values(ended))
        return True

    def _build(  # noqa: PLR0913, PLR0917 - one parameter a field
        self, connection: Connection, kind: JudgementKind, subject: str, who: str, field: str, value: object, note: str
    ) -> Judgement:
        """Return a new judgement, after looking whether its claims are there and its value can be meant."""
        subject = " ".join(sorted(subject.split())) if kind in PAIRS else subject
        check_subject(kind, subject)
        claim, document = tables.claim, ""
        for id_ in subject.split(" "):
            found = connection.execute(select(claim.c.document).where(claim.c.id == id_).limit(1)).scalar()
            if found is None:
                remedy = "Look for it with `selon claims`; give the whole id"
                raise RecordError(f"there is no claim {id_!r}", where=shown(self._target), remedy=remedy)
            document = document or str(found)
        text = _text_of(connection, document) if kind is JudgementKind.CORRECT else None
        kept = check_value(kind, field, value, text)
        return Judgement(
            id=uuid4().hex, kind=kind, subject=subject, field=field, value=kept, who=who, made=_moment(),
            note=note, document=document,
        )  # fmt: skip

    def _applied(self, page: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
        """Return a page of claims as they are judged."""
        found = self.of_many([str(row["id"]) for row in page])
        return (apply(row, found.get(str(row["id"]), ())) for row in page)

    def _pairs(self) -> Iterator[Judgement]:
        """Return the judgements on pairs that hold, the earliest first."""
        table = tables.judgement
        return self._find(select(table).where(table.c.kind.in_(sorted(PAIRS)), table.c.withdrawn.is_(None)))

    def _read(self, claims: Sequence[str]) -> set[str]:
        """Return those of the claims that the record reads now."""
        claim, found = tables.claim, set()
        with refusals(self._target), self._engine.connect() as connection:
            for page in paged(claims, _PAGE):
                here = select(claim.c.id).where(claim.c.id.in_(page), claim.c.current)
                found |= set(connection.execute(here).scalars())
        return found

    def _find(self, query: Select[Any]) -> Iterator[Judgement]:
        """Return the judgements of a query, the earliest first."""
        ordered = query.order_by(tables.judgement.c.made, tables.judgement.c.id)
        with refusals(self._target), self._engine.connect() as connection:
            found = connection.execute(ordered).mappings().all()
        return (read_judgement(row) for row in found)


def _wait_for_others(connection: Connection) -> None:
    """Let judgements be added by one after the other, as SQLite does by itself."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_ADDING)))


def _find_last(connection: Connection, new: Judgement) -> Judgement | None:
    """Return the last word on what a new judgement speaks of where it is the very same, by the same reviewer."""
    table = tables.judgement
    kinds = next((group for group in (PAIRS, VERDICTS) if new.kind in group), {new.kind})
    about = (table.c.subject == new.subject, table.c.field == new.field, table.c.kind.in_(sorted(kinds)))
    query = select(table).where(*about, table.c.withdrawn.is_(None)).order_by(table.c.made.desc(), table.c.id.desc())
    row = connection.execute(query.limit(1)).mappings().first()
    last = read_judgement(row) if row else None
    same = last and all(getattr(last, name) == getattr(new, name) for name in ("who", "kind", "value", "note"))
    return last if same else None


def judgement_row(judgement: Judgement) -> Row:
    """Return the row of a judgement."""
    return {
        "id": judgement.id,
        "kind": str(judgement.kind),
        "subject": judgement.subject,
        "who": judgement.who,
        "made": judgement.made,
        "what": judgement.note,
        "withdrawn": judgement.withdrawn or None,
        "withdrawn_by": judgement.withdrawn_by or None,
        "field": judgement.field,
        "value": as_json(judgement.value),
        "document": judgement.document,
    }


def read_judgement(row: Mapping[str, Any] | RowMapping) -> Judgement:
    """Return the judgement that a row holds; ValueError where it holds none."""
    return Judgement(
        id=row["id"],
        kind=JudgementKind(row["kind"]),
        subject=row["subject"],
        field=row["field"],
        value=json.loads(row["value"]),
        who=row["who"],
        made=row["made"],
        note=row["what"],
        document=row["document"],
        withdrawn=row["withdrawn"] or "",
        withdrawn_by=row["withdrawn_by"] or "",
    )


def check_shape(judgement: Judgement, text: str | None = None) -> None:
    """Raise RecordError for a judgement that nobody could have made."""
    check_subject(judgement.kind, judgement.subject)
    read_name(judgement.who)
    _check_note(judgement.note)
    if not judgement.id or bool(judgement.withdrawn) != bool(judgement.withdrawn_by):
        remedy = "It needs an id, and who withdrew it where it is withdrawn"
        raise RecordError(f"the judgement {judgement.id!r} is incomplete", where=judgement.id, remedy=remedy)
    for moment in filter(None, (judgement.made, judgement.withdrawn)):
        _read_moment(moment)
    if check_value(judgement.kind, judgement.field, judgement.value, text) != judgement.value:
        raise RecordError("its value is not as it would be kept", where=judgement.id, remedy="Add it anew")


def _without_end(judgement: Judgement) -> Row:
    """Return what a judgement says, whether it holds or not."""
    return {key: value for key, value in judgement_row(judgement).items() if not key.startswith("withdrawn")}


def _text_of(connection: Connection, document: str) -> str | None:
    """Return the text of a document, None where it is not there."""
    query = select(tables.document.c.text).where(tables.document.c.id == document)
    return connection.execute(query).scalar()


def _read_kind(kind: str) -> JudgementKind:
    """Return the kind of this name."""
    try:
        return JudgementKind(kind)
    except ValueError:
        remedy = f"One of {', '.join(JudgementKind)}"
        raise RecordError(f"there is no kind of judgement {kind!r}", where="kind", remedy=remedy) from None


def read_name(who: str) -> str:
    """Return the name of whoever judges; raises RecordError for what nobody can sign with."""
    name = who.strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        remedy = f"Give a name of 1 to {_LONGEST_NAME} signs"
        raise RecordError(f"{who!r} is no name of a reviewer", where="who", remedy=remedy)
    return name


def _check_note(note: str) -> None:
    """Refuse a reason that is longer than a note may be, or cannot be written."""
    if len(note) > LONGEST_NOTE:
        raise RecordError(f"a note has up to {LONGEST_NOTE} signs", where="note", remedy="Say it more shortly")
    check_letters("note", note)


def _read_moment(moment: str) -> datetime:
    """Return a moment as it was written."""
    try:
        return datetime.fromisoformat(moment)
    except ValueError:
        remedy = "Give it as ISO 8601, such as 2031-08-05T12:00:00+00:00"
        raise RecordError(f"{moment!r} is no moment", where="made", remedy=remedy) from None


def _moment() -> str:
    """Return the moment, in UTC, finely enough to tell which of two judgements is the later."""
    return datetime.now(UTC).isoformat(timespec="microseconds")
