"""The query of the library that asks what a command asks, with that call's parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from graphrisk.analysis.params import ExposedParams
from graphrisk.errors import UsageError
from graphrisk.store.query_files import run_query_file
from graphrisk.workspace.queries import organization_id, query_text

if TYPE_CHECKING:
    from graphrisk.workspace.workspace import Workspace

LONGEST = 10
"""Links that the walks of the library go at most."""

_BELOW: dict[str, list[str]] = {
    "supporting": [],
    "important": ["supporting"],
    "critical": ["supporting", "important"],
}
_BY_QUERY = ("category", "sector", "country", "data_class")


def exposed_twin(
    work: Workspace,
    vendors: Sequence[str],
    params: ExposedParams,
    *,
    mode: str | None,
    unknown: Mapping[str, object],
) -> str:
    """Return the query for ``exposed``: by links, by access, or one for each class of data.

    Parameters
    ----------
    unknown
        What else was asked for, by option; no query knows it.

    Raises
    ------
    UsageError
        There is no query that asks the same.
    """
    _refuse(params, unknown)
    if len(vendors) != 1:
        raise UsageError("a query asks about one vendor", fix="name one, or leave out --cypher")
    given = {"vendor": vendors[0], "as_of": params.as_of, "max_hops": _hops(params.max_hops)}
    if mode == "breach":
        classes = _classes(work, vendors[0], params)
        texts = [
            query_text(work, "data_carried_from_vendor", {**given, "data_class": each})
            for each in classes
        ]
        return "\n".join(texts)
    if mode == "compromise":
        return query_text(work, "reachable_by_access", given)
    given["leave_out"] = _BELOW[params.min_criticality]
    return query_text(work, "customers_by_tier", given)


def path_twin(
    work: Workspace,
    vendor: str,
    customer: str,
    params: ExposedParams,
    *,
    unknown: Mapping[str, object],
) -> str:
    """Return the query for ``path``: the links on the shortest chains."""
    _refuse(params, unknown)
    below = _BELOW[params.min_criticality]
    given = {"vendor": vendor, "customer": customer, "as_of": params.as_of, "leave_out": below}
    return query_text(work, "shortest_chain", given)


def vendors_twin(
    work: Workspace,
    customer: str,
    params: ExposedParams,
    *,
    tier: int | None,
    unknown: Mapping[str, object],
) -> str:
    """Return the query for ``vendors``: everyone behind a customer with the tier."""
    _refuse(params, unknown)
    given = {"customer": customer, "as_of": params.as_of, "tier": _hops(tier or 0)}
    return query_text(work, "vendors_by_tier", given)


def concentration_twin(
    work: Workspace, by: str, params: ExposedParams, *, unknown: Mapping[str, object]
) -> str:
    """Return the query for ``concentration``: its direct side."""
    _refuse(params, unknown)
    if by not in _BY_QUERY:
        raise UsageError(
            f"there is no query for concentration by {by}",
            fix=f"write --by {', '.join(_BY_QUERY)}, or leave out --cypher",
        )
    given: dict[str, Any] = {"as_of": params.as_of, "leave_out": _BELOW[params.min_criticality]}
    return query_text(work, f"concentration_by_{by}", given)


def _refuse(params: ExposedParams, unknown: Mapping[str, object]) -> None:
    asked = {
        "--min-confidence": params.min_confidence,
        "--assume-substitutes": params.assume_substitutes,
        **unknown,
    }
    found = [option for option, value in asked.items() if value]
    if found:
        raise UsageError(
            f"no query of the library knows {', '.join(found)}",
            fix="leave it out, or ask without --cypher",
        )


def _hops(wanted: int | None) -> int:
    if wanted is not None and wanted > LONGEST:
        raise UsageError(f"the queries walk {LONGEST} links at most", fix=f"ask for {LONGEST}")
    return LONGEST if wanted is None else wanted


def _classes(work: Workspace, vendor: str, params: ExposedParams) -> list[str]:
    with work.store() as store:
        given = {"vendor": organization_id(store, vendor), "as_of": params.as_of}
        found = run_query_file(store, "data_classes_behind_vendor", given)
    classes: list[str] = found.column("data_class").to_pylist()
    if not classes:
        raise UsageError(
            "no class of data is stated on the links of this vendor",
            fix="ask without --cypher: the answer says whose data may be exposed",
        )
    return sorted(classes)
