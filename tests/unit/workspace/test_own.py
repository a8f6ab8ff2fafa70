"""Own organizations as the settings name them."""

from __future__ import annotations

from graphrisk.model.records import record
from graphrisk.workspace.own import own_organizations
from tests.builders import graph_of


def test_own_name_that_several_organizations_have_is_not_taken_and_is_said() -> None:
    others = [
        record("Organization", id="n1", name="Nordby Bank"),
        record("Organization", id="n2", name="NORDBY  bank"),
        record("Organization", id="n3", name="Sydby Bank"),
    ]
    graph = graph_of(("host", "n0"), others=others)
    ids, amiss = own_organizations(["Nordby Bank", "sydby bank", "Nowhere"], graph)
    assert ids == ["n3"]
    assert len(amiss) == 2
    assert "'Nordby Bank' is the name of 2 organizations" in amiss[0]
    assert "(n1, n2)" in amiss[0]
    assert amiss[1] == "'Nowhere' is not in the register."


def test_own_organization_is_taken_by_its_id_where_its_name_is_anothers_too() -> None:
    others = [record("Organization", id=key, name="Nordby Bank") for key in ("n1", "n2")]
    assert own_organizations(["n2"], graph_of(("host", "n0"), others=others)) == (["n2"], [])
