"""Who falls when a whole country, sector or kind of service does."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.model.graph import Ints, one_chunk
from graphrisk.model.harm import HarmView
from graphrisk.model.ragged import distinct

DIMENSIONS = ("country", "sector", "category")


def vendors_of_a_kind(view: HarmView, by: str, word: str) -> Ints:
    """Return the organizations that serve somebody and are of a country, sector or category.

    End customers of a country do not fall with its vendors: they are reached, or not.

    Parameters
    ----------
    by
        country or sector (of the vendor), or category (of one of its links in force).
    word
        Country code, sector or category, in any case.

    Raises
    ------
    KeyError
        There is no such dimension.

    Examples
    --------
    >>> from graphrisk.model.build import build_graph
    >>> from graphrisk.model.harm import harm_view
    >>> from graphrisk.model.records import record
    >>> from graphrisk.model.tables import to_tables
    >>> records = [record("Organization", id=name, name=name, country="DE") for name in "ab"]
    >>> records.append(record("SERVES", id="e1", from_id="a", to_id="b", category="hosting"))
    >>> view = harm_view(build_graph(to_tables(records)), as_of="2026-01-01")
    >>> vendors_of_a_kind(view, "country", "de").tolist()
    [0]
    """
    wanted = pa.scalar(word.strip().lower())
    if by == "category":
        words = one_chunk(view.graph.serves.column("category")).take(pa.array(view.rows))
        same = np.asarray(pc.fill_null(pc.equal(pc.utf8_lower(words), wanted), False))
        return distinct(view.vendor[same.astype(np.bool_)])
    if by not in DIMENSIONS:
        raise KeyError(by)
    vendors = distinct(view.vendor)
    words = one_chunk(view.graph.organizations.column(by)).take(pa.array(vendors))
    same = np.asarray(pc.fill_null(pc.equal(pc.utf8_lower(words), wanted), False))
    found: Ints = vendors[same.astype(np.bool_)]
    return found


def words_in_use(view: HarmView, by: str) -> list[str]:
    """Return the countries, sectors or categories that vendors of the view have, sorted."""
    if by == "category":
        words = one_chunk(view.graph.serves.column("category")).take(pa.array(view.rows))
    else:
        vendors = distinct(view.vendor)
        words = one_chunk(view.graph.organizations.column(by)).take(pa.array(vendors))
    return sorted(word for word in pc.unique(words).to_pylist() if word)
