"""What-if, as asked: what is refused before anything is computed."""

from __future__ import annotations

from typing import Any, cast

import pytest

from graphrisk.analysis.params import ExposedParams
from graphrisk.errors import UsageError
from graphrisk.model.graph import RiskGraph
from graphrisk.model.records import record
from graphrisk.model.scenario import Fall, Scenario
from graphrisk.workspace.scenarios import whatif_result
from tests.builders import graph_of

PARAMS = ExposedParams(as_of="2026-01-01")
WORK = cast(Any, None)  # a refusal asks nothing of the workspace


def graph() -> RiskGraph:
    """A vendor in Finland that serves a customer in Norway."""
    others = [
        record("Organization", id="v", name="Vend Oy", country="FI"),
        record("Organization", id="c", name="Cust AS", country="NO"),
        record("SERVES", id="e", from_id="v", to_id="c", category="payroll"),
    ]
    return graph_of(others=others)


@pytest.mark.parametrize("mode", ["outage", "breach"])
def test_country_with_customers_only_is_refused_with_those_that_vendors_have(mode: str) -> None:
    asked = [Scenario(falls=(Fall("country", "NO"),))]
    with pytest.raises(UsageError, match="no vendor has the country 'NO'") as refused:
        whatif_result(WORK, graph(), asked, PARAMS, mode=mode)
    assert "in use: FI" in str(refused.value)


def test_country_that_the_scenario_gives_to_a_vendor_falls() -> None:
    moved = Scenario(falls=(Fall("country", "NO"),), changed_organizations={"v": {"country": "NO"}})
    with pytest.raises(AttributeError):  # past the refusals: the workspace is asked
        whatif_result(WORK, graph(), [moved], PARAMS)
