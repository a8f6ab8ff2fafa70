"""GraphML and OpenGraph files: read by others, whole, whatever stands in them."""

from __future__ import annotations

import io
import json
import re

import networkx as nx
import pyarrow as pa
import pytest

from graphrisk.model.build import build_graph
from graphrisk.model.graph_ids import EDGES, NODES
from graphrisk.model.graphml import graphml_parts
from graphrisk.model.opengraph import opengraph_parts
from graphrisk.model.records import record
from graphrisk.model.schema import KINDS
from graphrisk.model.tables import to_tables
from tests.contract.samples import HOSTILE, everything, organization, serves

WILD = "tab\there \x01 control"


def graph():
    """Every kind, hostile names, ids of two kinds that are alike, parallel links, a self loop."""
    tables = everything()
    hostile = [organization(f"h{n}", name=name) for n, name in enumerate(HOSTILE)]
    odd = [organization(key) for key in ("Incident:incidents-1", "UPPER", "upper", WILD, 'q"<&>\n')]
    same = [record("DataClass", id="organizations-1", name="alike"), organization("serves-1")]
    edges = [
        serves("p1", "UPPER", "upper", service="one <a> & 'b'", supports=["x;y", "z"]),
        serves("p2", "UPPER", "upper", annual_cost=1e22, required=2),
        serves("loop", WILD, WILD),
        serves("HITS:hits-1", 'q"<&>\n', "h0"),
    ]
    more = to_tables([*hostile, *odd, *same, *edges])
    both = {k: [t[k] for t in (tables, more) if k in t] for k in KINDS}
    return build_graph({kind: pa.concat_tables(parts) for kind, parts in both.items() if parts})


def counts(found):
    return sum(found.table(k.name).num_rows for k in NODES), sum(
        found.table(k.name).num_rows for k in EDGES
    )


class TestGraphML:
    def read(self, found):
        text = b"".join(graphml_parts(found.table))
        return nx.read_graphml(io.BytesIO(text), force_multigraph=True)

    def test_networkx_reads_every_node_and_link(self):
        found = graph()
        made = self.read(found)
        assert made.is_directed()
        assert (made.number_of_nodes(), made.number_of_edges()) == counts(found)

    def test_values_keep_their_types_and_texts(self):
        made = self.read(graph())
        for place, name in enumerate(HOSTILE):
            assert made.nodes[f"h{place}"]["name"] == name
            assert made.nodes[f"h{place}"]["label"] == name
        assert made.edges["UPPER", "upper", "p2"]["annual_cost"] == 1e22
        assert made.edges["UPPER", "upper", "p2"]["required"] == 2
        assert made.edges["UPPER", "upper", "p1"]["service"] == "one <a> & 'b'"
        assert made.edges["UPPER", "upper", "p1"]["kind"] == "SERVES"
        assert made.nodes["organizations-1"]["named"] is False
        assert "country" not in made.nodes["organizations-2"]

    def test_ids_of_two_kinds_do_not_meet(self):
        made = self.read(graph())
        assert made.nodes["DataClass:organizations-1"]["kind"] == "DataClass"
        assert made.nodes["organizations-1"]["kind"] == "Organization"
        assert made.nodes["Organization:Incident:incidents-1"]["kind"] == "Organization"
        assert made.nodes["Incident:incidents-1"]["kind"] == "Incident"
        assert 'q"<&>\n' not in made  # control characters stand for themselves nowhere
        (wild,) = [key for key, values in made.nodes(data=True) if values["label"] == 'q"<&>\n']
        assert re.fullmatch(r"Organization:sha256:[0-9a-f]{64}", wild)


PRIMITIVE = (str, int, float, bool)


def is_property(value):
    if isinstance(value, list):
        kinds = {type(item) for item in value}
        return len(kinds) <= 1 and kinds <= set(PRIMITIVE)
    return isinstance(value, PRIMITIVE)


class TestOpenGraph:
    """The rules of BloodHound's published schemas for nodes, edges and metadata."""

    @pytest.fixture
    def data(self):
        return json.loads(b"".join(opengraph_parts(graph().table)))

    def test_whole_and_with_its_source_kind(self, data):
        assert set(data) == {"metadata", "graph"}
        assert data["metadata"] == {"source_kind": "GraphRisk"}
        assert set(data["graph"]) == {"nodes", "edges"}
        sizes = len(data["graph"]["nodes"]), len(data["graph"]["edges"])
        assert sizes == counts(graph())

    def test_nodes_follow_the_schema(self, data):
        for node in data["graph"]["nodes"]:
            assert set(node) == {"id", "kinds", "properties"}
            assert isinstance(node["id"], str)
            assert 1 <= len(node["kinds"]) <= 3
            assert all(re.fullmatch(r"[A-Za-z0-9_]+", kind) for kind in node["kinds"])
            self.check_properties(node["properties"])
            assert isinstance(node["properties"]["name"], str)

    def test_edges_follow_the_schema_and_end_at_nodes(self, data):
        ids = {node["id"] for node in data["graph"]["nodes"]}
        for edge in data["graph"]["edges"]:
            assert set(edge) == {"kind", "start", "end", "properties"}
            assert re.fullmatch(r"[A-Za-z0-9_]+", edge["kind"])
            assert {edge["start"]["value"], edge["end"]["value"]} <= ids
            self.check_properties(edge["properties"])

    def check_properties(self, properties):
        for name, value in properties.items():
            assert name == name.lower()
            assert name != "objectid"
            assert is_property(value), (name, value)

    def test_ids_stay_apart_when_they_are_turned_into_capitals(self, data):
        ids = [node["id"] for node in data["graph"]["nodes"]]
        assert len({key.upper() for key in ids}) == len(ids)
        assert all(key == key.upper() and key.isascii() for key in ids)
        known = {node["properties"]["record_id"] for node in data["graph"]["nodes"]}
        assert {"UPPER", "upper", WILD} <= known

    def test_values_arrive(self, data):
        links = {edge["properties"]["record_id"]: edge for edge in data["graph"]["edges"]}
        assert links["p1"]["kind"] == "GraphRisk_Serves"
        assert links["p1"]["properties"]["supports"] == ["x;y", "z"]
        assert links["p2"]["properties"]["annual_cost"] == 1e22
        names = {node["properties"]["name"] for node in data["graph"]["nodes"]}
        assert set(HOSTILE) <= names


def test_an_empty_graph_makes_whole_files():
    empty = build_graph({})
    assert nx.read_graphml(io.BytesIO(b"".join(graphml_parts(empty.table)))).number_of_nodes() == 0
    data = json.loads(b"".join(opengraph_parts(empty.table)))
    assert data["graph"] == {"nodes": [], "edges": []}
