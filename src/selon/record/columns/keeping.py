"""Keep the columns of a record in memory while it is asked again and again, and follow it as it changes."""

from __future__ import annotations

import gc
import json
from collections import OrderedDict
from contextlib import suppress
from threading import Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from selon.errors import RecordError, SelonError
from selon.record import tables
from selon.record.columns.aside import read_aside
from selon.record.connection import refusals
from selon.record.filters import Filter
from selon.record.judged_claims import read_claim
from selon.record.keyed import take_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from datetime import date

    from sqlalchemy.engine import Engine

    from selon.record.columns.coded import Numbers
    from selon.record.columns.judged import Judged
    from selon.record.columns.table import Table
    from selon.record.judgements import Judgements
    from selon.record.marked import Marks

    Row = dict[str, Any]
    Texts = Callable[[Sequence[int]], Mapping[int, str]]

_CONTRACTS = select(tables.claim.c.number, tables.claim.c.contract)
_TEXTS = select(tables.document.c.number, tables.document.c.text)
_REST = 5.0  # so many times as long as the last reading took passes before the next
_ROWS_KEPT = 64
_LARGE = 10_000  # claims


class Columns:
    """The columns of a record, once `keep` was called; without that, and until they are read, there are none.

    When the record changes they are read anew aside; what is asked meanwhile is asked of the store.
    """

    def __init__(self, engine: Engine, target: str, marks: Marks, judgements: Judgements) -> None:
        """Read from the store of this engine; reviewers say what they say of its claims in these judgements."""
        self._engine, self._target, self._marks, self._judgements = engine, target, marks, judgements
        self._judged: tuple[Table, str, Judged] | None = None
        self._overlay = Lock()
        self._table: Table | None = None
        self._rows: OrderedDict[tuple[str, Hashable], Numbers] = OrderedDict()
        self._follows = self._reads = False
        self._thread: Thread | None = None
        self._not_before = 0.0
        self._lock = Lock()

    def keep(self) -> Table:
        """Return the columns of the record as it stands now, read if need be, and follow it from now on."""
        self._follows = True
        state = self._marks.read().told
        table = self._table
        return table if table is not None and table.state == state else self._read()

    def now(self) -> Table | None:
        """Return the columns of the record as it stands now, None where they are not read (yet)."""
        if not self._follows:
            return None
        table = self._table
        if table is not None and table.state == self._marks.read().told:
            return table
        self._read_aside()
        return None

    def follow(self) -> None:
        """Follow the record from now on; its columns are read aside."""
        self._follows = True
        self.now()

    def wait(self, seconds: float) -> None:
        """Wait until columns that are being read aside are there, or so many seconds."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)

    def close(self) -> None:
        """Let go of the columns."""
        self._follows, self._table, self._judged = False, None, None
        self._rows.clear()
        gc.unfreeze()

    def rows(self, table: Table, asked: Hashable, find: Callable[[], Numbers]) -> Numbers:
        """Return the rows that are asked for; those last asked for are kept, for the pages that follow."""
        key = (table.state, asked)
        with self._lock:
            found = self._rows.get(key)
            if found is not None:
                self._rows.move_to_end(key)
                return found
        found = find()
        with self._lock:
            self._rows[key] = found
            while len(self._rows) > _ROWS_KEPT:
                self._rows.popitem(last=False)
        return found

    def of(self, asked: Filter, *, linked: bool = False) -> Table | None:
        """Return the columns in which claims can be asked for so, None where there are none (or no links)."""
        table = self.now()
        return None if table is None or ((linked or asked.needs_linking) and not table.linked) else table

    def judged(self, table: Table) -> Judged:
        """Return the columns with what reviewers changed, worked out once for all who ask until they change more."""
        said = self._marks.read().judged
        with self._overlay:
            kept = self._judged
            if kept is None or kept[0] is not table or kept[1] != said:
                self._judged = kept = (table, said, self._lay_over(table, self._judgements.changed()))
            return kept[2]

    def _lay_over(self, table: Table, changed: Mapping[str, bool]) -> Judged:
        """Return the columns with these claims rejected (True) or corrected (False)."""
        import numpy as np  # noqa: PLC0415 - loaded where it is used

        from selon.record.columns.judged import lay_over  # noqa: PLC0415

        rows = {id_: row for row, id_ in enumerate(table.claims.id) if id_ in changed} if changed else {}
        rejected = np.zeros(len(table.claims), np.bool_)
        rejected[[row for id_, row in rows.items() if changed[id_]]] = True
        corrected = np.array([row for id_, row in rows.items() if not changed[id_]], np.int32)
        documents = np.unique(table.claims.document[corrected])
        again = np.flatnonzero(np.isin(table.claims.document, documents)) if len(corrected) else corrected
        numbers: dict[int, int] = dict(zip(table.claims.number[again].tolist(), again.tolist(), strict=True))
        contracts = take_rows(self._engine, self._target, _CONTRACTS, tables.claim.c.number, list(numbers))
        said = self._judgements.of_many([table.claims.id[row] for row in numbers.values()])
        told = ((numbers[row["number"]], json.loads(row["contract"])) for row in contracts)
        read = {row: claim for row, cells in told if (claim := read_claim(cells, said.get(cells["id"], ())))}
        found = table.documents.number[documents].tolist()
        texts = take_rows(self._engine, self._target, _TEXTS, tables.document.c.number, found)
        return lay_over(table, rejected, corrected, read, {row["number"]: row["text"] for row in texts})

    def known_in_part(self, table: Table, day: date) -> frozenset[str]:
        """Return the ids of the incidents of which a part was known on a day: those that `find_partly_known` finds."""
        judged = self.judged(table)
        return judged.table.known_in_part(day, judged.rejected)

    def count_outlets(self, table: Table, asked: Filter, rows: Numbers) -> list[Row]:
        """Return who publishes these claims."""
        from selon.record.columns.findings import count_outlets  # noqa: PLC0415 - numpy is loaded where it is used

        return count_outlets(table, asked, rows)

    def count_cited(self, table: Table, asked: Filter, fits: Callable[[Row], bool]) -> Sequence[Row]:
        """Return who is cited in the claims that are asked for, as far as it fits."""
        from selon.record.columns.findings import count_cited  # noqa: PLC0415 - numpy is loaded where it is used

        return count_cited(table, self.claim_rows(table, asked), table.find_claims(Filter(disputed=True)), fits)

    def find_narratives(self, table: Table, rows: Numbers) -> Sequence[Row]:
        """Return the patterns that come back over documents in these claims."""
        from selon.record.columns.patterns import find_patterns  # noqa: PLC0415

        return find_patterns(table, rows)

    def find_labels(self, table: Table, rows: Numbers, actor: str, texts: Texts) -> Sequence[Row]:
        """Return what each outlet calls each actor, or the one with this id, in these claims."""
        from selon.record.columns.labels import LabelRows  # noqa: PLC0415

        return LabelRows.find(table, rows, actor, texts)

    def claim_rows(self, table: Table, asked: Filter) -> Numbers:
        """Return the rows of the claims that the filter asks for."""
        return self.rows(table, ("claims", asked), lambda: table.claim_rows(asked))

    def _read(self, *, aside: bool = False) -> Table:
        """Return the columns, read now, by a process of its own with `aside`."""
        from selon.record.columns.building import read_table  # noqa: PLC0415 - numpy is loaded where it is used

        began = monotonic()
        table = None
        with refusals(self._target):
            if aside and self._is_large():
                with suppress(RecordError):  # no process can be started here: they are read in this one
                    table = read_aside(self._target)
            table = table or read_table(self._engine)
        if aside:
            self.judged(table)  # so that nobody who asks has to wait for this
        with self._lock:
            self._table = table
            self._rows.clear()
            self._not_before = monotonic() + _REST * (monotonic() - began)
        if aside:
            gc.freeze()  # so that Python does not look through all of it for what nobody needs: all who ask would wait
        return table

    def _is_large(self) -> bool:
        """Return whether the record is so large that it takes a while to read its columns."""
        with self._engine.connect() as connection:
            return bool((connection.execute(select(func.max(tables.claim.c.number))).scalar() or 0) > _LARGE)

    def _read_aside(self) -> None:
        """Read the columns in a thread of its own, unless one does already or one has just done so."""
        with self._lock:
            if self._reads or monotonic() < self._not_before:
                return
            self._reads = True
            self._thread = Thread(target=self._read_quietly, name="selon-columns", daemon=True)
            self._thread.start()

    def _read_quietly(self) -> None:
        """Read the columns; where the store refuses, whoever asks it is told."""
        try:
            self._read(aside=True)
        except SelonError:
            with self._lock:
                self._not_before = monotonic() + _REST
        finally:
            self._reads = False
