"""The rule that put a party into its state, in words."""

from __future__ import annotations

import numpy as np

from graphrisk.analysis.breach import CARRIED, POSSIBLE
from graphrisk.analysis.evidence import Evidence
from graphrisk.analysis.outage import KEPT_UP, Outage

_RANK_WORDS = {1: "supporting", 2: "important", 3: "critical"}


def outage_rule(result: Outage, evidence: Evidence, row: int) -> str:
    """Return why an organization stops, stops partly, is degraded or is kept up."""
    state = int(result.state[row])
    if state == KEPT_UP:
        return _kept_rule(result, evidence, row)
    return _lost_rule(result, evidence, result.explaining_group(row))


def _lost_rule(result: Outage, evidence: Evidence, group: int) -> str:
    groups = result.view.groups
    suppliers, needed = int(groups.n_suppliers[group]), int(groups.required[group])
    standing = suppliers - int(result.depends.lost_suppliers[group])
    rank = _rank_text(result, group)
    scope = _scope_text(result, group)
    if suppliers == 1:
        service = _service_of(result, evidence, group)
        return f"no other supplier is stated for {service} ({rank}){scope}"
    return (
        f"group {result.view.group_keys(np.array([group]))[0]} ({rank}): {standing} of {suppliers} "
        f"suppliers stand, {needed} required{scope}"
    )


def _kept_rule(result: Outage, evidence: Evidence, row: int) -> str:
    at = int(result.kept_at[row])
    group = int(result.keeping[at])
    if group < 0:
        name = evidence.organization(at)["name"]
        return f"{name}, upstream, stops only partly"
    suppliers = int(result.view.groups.n_suppliers[group])
    needed = int(result.view.groups.required[group])
    standing = result.standing(group)
    names = ", ".join(name for _, name in evidence.names(standing))
    where = "" if at == row else f"upstream at {evidence.organization(at)['name']}: "
    key = result.view.group_keys(np.array([group]))[0]
    return (
        f"{where}group {key}: {len(standing)} of {suppliers} suppliers stand, {needed} required; "
        f"kept up by {names}"
    )


def _rank_text(result: Outage, group: int) -> str:
    rank = int(result.view.groups.rank[group])
    stated = int(result.view.groups.rank_as_stated[group])
    if rank != stated:
        return "criticality unknown, read as critical"
    return _RANK_WORDS[rank]


def _scope_text(result: Outage, group: int) -> str:
    view = result.view
    if view.groups.whole[group]:
        return ""
    first, last = view.groups.parts.starts[group], view.groups.parts.starts[group + 1]
    names = sorted(view.part_names[node - view.n] for node in view.groups.parts.values[first:last])
    return f"; it supports {', '.join(names)}"


def _service_of(result: Outage, evidence: Evidence, group: int) -> str:
    view = result.view
    edge = int(view.first_of_supplier[view.by_group.starts[group]])
    step = evidence.step(edge)
    return step.service or step.category or "this link"


def breach_rule(state: str, data_class: str) -> str:
    """Return why data of a party is carried, possible or unknown."""
    if state == CARRIED:
        return f"every link of the path carries {data_class}"
    if state == POSSIBLE:
        return f"a link of the path carries {data_class}, of the others the classes are not known"
    return "the classes of data on this path are not known"
