"""Which table a header belongs to."""

from __future__ import annotations

import pytest

from graphrisk.errors import UsageError
from graphrisk.ingest.headers import fold_header, kinds_of, named_kind, nearest_column

HEADERS = {
    "organizations": "id,name,country",
    "serves": "vendor,customer",
    "holds": "organization,data_class,subjects",
    "incidents": "id,title,attack_type",
    "hits": "incident,organization,role",
    "affects": "incident,organization,status",
    "exposes": "incident,data_class,holder",
    "statements": "field,value,incident",
    "documents": "id,title,url",
    "part_of": "organization,parent",
    "merges": "alias,organization",
    "reported_in": "incident,document",
    "about": "statement,incident",
    "data_classes": "name,category",
}


@pytest.mark.parametrize(("table", "header"), HEADERS.items())
def test_header_tells_the_table(table, header):
    assert [kind.table for kind in kinds_of(header.split(","))] == [table]


@pytest.mark.parametrize("header", ["", "from,to", "a,b", "id", "vendor", "name"])
def test_header_that_tells_nothing(header):
    assert [kind.table for kind in kinds_of(header.split(","))] in ([], ["organizations"])


@pytest.mark.parametrize("hint", ["incidents.csv", "Incidents 2024.xlsx", "incidents"])
def test_name_of_the_file_decides_where_the_header_does_not(hint):
    assert kinds_of(["id", "title"]) == []
    assert [kind.table for kind in kinds_of(["id", "title"], hint)] == ["incidents"]


@pytest.mark.parametrize(
    "cell", ["Data Class", "DATA_CLASS", " data-class ", "data  class", "\ufeffdata_class"]
)
def test_header_cells_are_folded(cell):
    assert fold_header(cell) == "data_class"


@pytest.mark.parametrize("name", ["serves", "SERVES", "Serves"])
def test_kind_may_be_named_in_any_capitals(name):
    assert named_kind(name).name == "SERVES"


def test_unknown_kind_lists_the_known_ones():
    with pytest.raises(UsageError, match="no such table") as caught:
        named_kind("supplies")
    assert "serves" in (caught.value.fix or "")


def test_nearest_column_is_offered():
    assert nearest_column("SERVES", "criticallity") == "criticality"
    assert nearest_column("SERVES", "zzz") is None
