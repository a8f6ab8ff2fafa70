"""Figures of all links, kept in a Neo4j database: what was counted once is not counted again.

They belong to one state of the store and to what was asked (the day, what counts as serious);
the next state begins with none. Like arrays they may be lost at any time.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from typing import Any

from graphrisk.errors import StoreError
from graphrisk.store import neo4j_rows as rows
from graphrisk.store import neo4j_text as text
from graphrisk.store.neo4j_rows import Link, Transaction

FIGURES = "figures"
_MOST = 40
"""Answers of one state; a day is asked in few ways."""
_MOST_SIGNS = 20_000


class KeptFigures:
    """What was counted in one state of a store.

    Parameters
    ----------
    digest, state
        Of that state; its text is looked at again before anything is written.
    """

    def __init__(self, link: Link, digest: str, state: str) -> None:
        self._link = link
        self._digest = digest
        self._state = state

    def find(self, asked: list[Any]) -> Any:
        """Return what was found when the same was asked; None where nobody has."""
        return self._link.read(self._found).get(_key(asked))

    def keep(self, asked: list[Any], found: Any) -> None:
        """Keep what was found, unless the store has moved or may not be written to."""
        if len(json.dumps(found)) <= _MOST_SIGNS:
            with suppress(StoreError):
                self._link.write(lambda tx, again: self._add(tx, _key(asked), found))

    def _add(self, transaction: Transaction, key: str, found: Any) -> None:
        rows.send(transaction, text.MAKE_STATE, key=FIGURES)
        rows.send(transaction, text.LOCK_META, key=FIGURES)
        if rows.state_text(transaction) != self._state:
            return
        kept = dict([*self._found(transaction).items(), (key, found)][-_MOST:])
        value = json.dumps({"digest": self._digest, "found": kept})
        rows.send(transaction, text.SET_META, key=FIGURES, value=value)

    def _found(self, transaction: Transaction) -> dict[str, Any]:
        value = rows.values(transaction, text.META_VALUE, {"key": FIGURES})
        try:
            kept = json.loads(value[0][0]) if value else {}
            found = kept["found"] if kept.get("digest") == self._digest else {}
        except (TypeError, ValueError, KeyError, AttributeError):
            return {}
        return found if isinstance(found, dict) else {}


def _key(asked: list[Any]) -> str:
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:32]
