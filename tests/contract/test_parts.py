"""The queries that read parts of a Neo4j store, on a real server, against plain Python."""

from __future__ import annotations

import pytest

from graphrisk.store.parts import InForce
from tests.contract.conftest import empty_store
from tests.part_worlds import AS_OF, answer_by, filled, random_question, workspace_of
from tests.plain_parts import PlainParts

pytestmark = pytest.mark.neo4j
SEEDS = (38,)


@pytest.mark.parametrize("seed", SEEDS)
def test_server_finds_the_same_parts_and_gives_the_same_answer(request, tmp_path, seed):
    store = empty_store(request, "neo4j", tmp_path)
    try:
        case = filled(store, seed)
        work = workspace_of(store)
        names, question = random_question(seed, work, case)
        *by_query, how = answer_by("query", work, names, question)
        *by_arrays, _ = answer_by("arrays", work, names, question)
        assert by_query == by_arrays
        assert how.path == "query"
        compare_figures(store.parts(), seed, question.params)
    finally:
        store.close()


def compare_figures(reader, seed, params):
    """Compare the counts of all links, at every threshold."""
    plain = PlainParts()
    filled(plain, seed)
    which = InForce(AS_OF, params.min_confidence, {"register": 0.9, "notice": 0.8}, 0.3)
    plain = plain.parts()
    for level in ("supporting", "important", "critical"):
        assert reader.link_figures(which, level) == plain.link_figures(which, level)
        for merged in ([], ["o00", "o01"]):
            asked = {"strong_evidence": 0.75, "assume": level == "critical", "merged": merged}
            assert reader.outage_figures(which, **asked) == plain.outage_figures(which, **asked)
