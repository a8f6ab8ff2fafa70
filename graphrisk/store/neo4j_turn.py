"""The right to write to a Neo4j store: taken, kept alive, lost, handed back at the end.

One load at a time. Its writer signs the state with a token and, with every batch, one of a few
slots: the batch holds the lock of its slot, so that nobody can take the turn over in the middle
of it. A turn whose slots have been silent for the lease may be taken over; then the token differs
and the old writer, should it still live, is refused at its next batch. All clocks are the
server's.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from graphrisk.errors import StoreBusy
from graphrisk.store import neo4j_rows as rows
from graphrisk.store import neo4j_text as text
from graphrisk.store.base import Changes
from graphrisk.store.neo4j_rows import STATE, Link, Transaction
from graphrisk.store.neo4j_state import State, load_values

SLOTS = 8
SLOT_KEYS = [f"writer {slot}" for slot in range(SLOTS)]
_PAUSE_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class Limits:
    """How a load is cut.

    Attributes
    ----------
    batch_rows
        Rows of one transaction of a large load: 1,000 to 4,000 cost the server least.
    atomic_rows, atomic_retired
        A load that writes no more rows and retires no more versions than this changes records in
        one transaction. To look up an id, the server walks over all that the transaction removed:
        5,000 removed beside 5,000 new edges take 10 s, in transactions of their own 1 s.
    workers
        Connections that write at once, 1 to 8.
    lease_seconds
        A writer that is silent for so long has died: longer than a batch takes on a busy machine.
    """

    batch_rows: int = 4_000
    atomic_rows: int = 20_000
    atomic_retired: int = 2_000
    workers: int = 2
    lease_seconds: float = 20.0


@dataclass(frozen=True, slots=True)
class Step:
    """Something to be done in one transaction, and the rows that it handles."""

    rows: int
    work: Callable[[Transaction, bool], None]


class Turn:
    """The right to write one load."""

    def __init__(self, link: Link, limits: Limits) -> None:
        self.link = link
        self.limits = limits
        self.writer = uuid.uuid4().hex

    def begin(self, changes: Changes, steps: Iterable[Step], clean_up: Callable[[], None]) -> None:
        """Mark a load as under way, in one transaction with its first steps.

        Parameters
        ----------
        clean_up
            Takes back a load whose writer has died; called when there is one.

        Raises
        ------
        StoreBusy
            Another process is writing, or has written since this load was planned.
        """
        steps = list(steps)
        self._until_done(
            lambda: self.link.write(
                lambda tx, again: self._try_to_begin(tx, changes, steps, again)
            ),
            clean_up,
        )

    def mend(self, clean_up: Callable[[], None]) -> None:
        """Have a load taken back whose writer has died, if there is one.

        Raises
        ------
        StoreBusy
            Its writer lives.
        """
        self._until_done(lambda: self.link.read(_silence_of_a_load), clean_up)

    def _until_done(
        self, attempt: Callable[[], float | None], clean_up: Callable[[], None]
    ) -> None:
        """Try until there is no silence of another writer to wait for; a dead one is cleaned up."""
        before: float | None = None
        while (silent := attempt()) is not None:
            if silent >= self.limits.lease_seconds:
                clean_up()
                before = None
                continue
            if before is not None and silent < before:
                raise being_written()
            before = silent
            time.sleep(_PAUSE_SECONDS)

    def _try_to_begin(
        self, transaction: Transaction, changes: Changes, steps: list[Step], again: bool
    ) -> float | None:
        """Begin and return None; or return how long the load under way has been silent."""
        state = locked_state(transaction)
        if state.unfinished is not None and state.writer == self.writer:
            return None
        if state.last != changes.load.number - 1:
            raise StoreBusy("another load was written meanwhile", fix="try again")
        if state.unfinished is not None:
            return silence(transaction)
        rows.set_state(transaction, state.begun(changes, self.writer))
        rows.send(transaction, text.TAKE_SLOTS, keys=SLOT_KEYS, writer=self.writer)
        for step in steps:
            step.work(transaction, again)
        return None

    def take_over(self) -> State | None:
        """Take the turn of an unfinished load; None when there is none.

        Raises
        ------
        StoreBusy
            Its writer lives.
        """
        return self.link.write(lambda tx, again: self._take_over(tx))

    def _take_over(self, transaction: Transaction) -> State | None:
        state = locked_state(transaction)
        if state.unfinished is None:
            return None
        rows.send(transaction, text.LOCK_SLOTS, keys=SLOT_KEYS)
        is_mine = state.writer == self.writer
        if not is_mine and silence(transaction) < self.limits.lease_seconds:
            raise being_written()
        rows.send(transaction, text.TAKE_SLOTS, keys=SLOT_KEYS, writer=self.writer)
        taken = replace(state, turn=state.turn + 1, writer=self.writer)
        rows.set_state(transaction, taken)
        return taken

    def do(self, step: Step, slot: int = 0) -> None:
        """Do a step in a transaction of its own."""

        def work(transaction: Transaction, again: bool) -> None:
            self.guard(transaction, slot)
            step.work(transaction, again)
            # A rival waited for the lock of this slot: a long batch must not look like silence.
            rows.send(transaction, text.BEAT, key=SLOT_KEYS[slot])

        self.link.write(work)

    def guard(self, transaction: Transaction, slot: int = 0) -> None:
        """Show life, and keep the turn from being taken over until this transaction ends."""
        key = SLOT_KEYS[slot]
        rows.send(transaction, text.BEAT, key=key)
        if rows.values(transaction, text.OWNER, {"key": key}) != [[self.writer]]:
            raise StoreBusy(
                "another writer has taken this load over: it was silent for too long",
                fix="run it again",
            )

    def end(self, changes: Changes, steps: Iterable[Step] = ()) -> None:
        """Finish the load, in one transaction with its last steps."""
        steps = list(steps)
        self.link.write(lambda tx, again: self._end(tx, changes, steps, again))

    def _end(
        self, transaction: Transaction, changes: Changes, steps: list[Step], again: bool
    ) -> None:
        state = locked_state(transaction)
        if state.last == changes.load.number and state.writer == self.writer:
            return  # an earlier attempt went through unheard
        self.guard(transaction)
        for step in steps:
            step.work(transaction, again)
        rows.send(transaction, text.SET_LOAD, load=load_values(changes.load))
        rows.set_state(transaction, state.finished(changes))

    def end_rollback(self) -> None:
        """Say that the unfinished load is taken back."""
        self.link.write(lambda tx, again: self._end_rollback(tx))

    def _end_rollback(self, transaction: Transaction) -> None:
        state = locked_state(transaction)
        if state.unfinished is not None:
            self.guard(transaction)
            rows.set_state(transaction, state.rolled_back())


def locked_state(transaction: Transaction) -> State:
    """Return the state; nobody else changes it before the transaction ends."""
    rows.send(transaction, text.LOCK_META, key=STATE)
    return State.read(rows.state_text(transaction))


def _silence_of_a_load(transaction: Transaction) -> float | None:
    """Return how long the load under way has been silent; None when there is none."""
    is_under_way = State.read(rows.state_text(transaction)).unfinished is not None
    return silence(transaction) if is_under_way else None


def silence(transaction: Transaction) -> float:
    """Return for how many seconds no writer has shown life."""
    return float(rows.values(transaction, text.SILENCE, {"keys": SLOT_KEYS})[0][0]) / 1000


def being_written() -> StoreBusy:
    """Return the error for a store that somebody writes to."""
    return StoreBusy("another load is being written", fix="try again when it is done")
