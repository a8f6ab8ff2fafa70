"""axe-core finds nothing: WCAG 2.0 to 2.2, A and AA, and its best practice, in every state."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

RUN = "() => axe.run(document, { resultTypes: ['violations'] }).then((found) => found.violations)"


def _choose_party(opened):
    opened.value("() => graphrisk.choose({ party: graphrisk.page.parties[9].id })")


def _choose_group(opened):
    opened.value("() => graphrisk.choose({ mark: graphrisk.network.nodes.find((n) => n.fold).id })")


def _choose_line(opened):
    opened.value("() => graphrisk.choose({ link: graphrisk.network.edges[3].id })")


def _open_table(opened):
    opened.page.click("#tab-table")


def _search(opened):
    opened.page.fill("#find", "a")


def _open_export(opened):
    opened.page.click("#export")


def _hide_hop(opened):
    opened.page.click("[data-hop='1']")


def _nothing(opened):
    pass


LIGHT = [_nothing, _choose_party, _choose_group, _choose_line, _open_table, _search, _open_export]
DARK = [_nothing, _choose_party, _open_table, _hide_hop]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state_of_the_page(show, axe, scheme):
    opened = show("outage", color_scheme=scheme)
    for state in LIGHT if scheme == "light" else DARK:
        state(opened)
        assert _findings(opened, axe) == [], state.__name__


@pytest.mark.parametrize("name", ["breach", "nobody", "report-outage"])
def test_axe_finds_nothing_on_other_pages(show, axe, name):
    assert _findings(show(name), axe) == []


def test_axe_finds_nothing_on_a_phone(show, axe):
    assert _findings(show("outage", width=390, height=844), axe) == []


def test_axe_finds_what_is_wrong(show, axe):
    """The check itself works: a button without a name is found."""
    opened = show("outage")
    opened.value("() => { document.getElementById('play').textContent = ''; }")
    assert [found[0] for found in _findings(opened, axe)] == ["button-name"]


def _findings(opened, axe):
    opened.page.evaluate(axe)
    return [
        (found["id"], found["help"], [node["target"] for node in found["nodes"]][:5])
        for found in opened.page.evaluate(RUN)
    ]
