"""When a computed value is the published one, and how it is printed when it is not."""

from __future__ import annotations

import pytest

from graphrisk.analysis.figures import Compared, Figure, agrees, compared_result, printed_like


def figure(published: str, within: float | None = None) -> Figure:
    return Figure("Some measure", "some case", "part", published, within, ("kashaf2020",))


@pytest.mark.parametrize(
    ("published", "yes", "no"),
    [
        ("2,600", (2600, 2600.0), (2600.4, 2599, 2600.00001)),
        ("0.46209", (0.462086, 0.462094), (0.4620, 0.46210)),
        ("54.0 %", (0.53951, 0.5404), (0.5394, 0.5406, 54.0)),
        ("50 % to 70 %", (0.5, 0.6, 0.7049), (0.49, 0.71)),
        ("up to 25", (0.5, 25), (25.1, -1)),
        ("7/16", (0.4375,), (0.4376, 0.437)),
        ("0", (0, 0.0), (0.4, 1)),
        ("stops", ("stops",), ("kept up", 1, "Stops")),
        ("10 to 20 years", ("10 to 20 years",), (15,)),
    ],
)
def test_value_agrees_only_when_it_rounds_to_what_is_printed(published, yes, no):
    assert [value for value in yes if not agrees(figure(published), value)] == []
    assert [value for value in no if agrees(figure(published), value)] == []


def test_value_that_is_missing_or_no_number_is_off():
    assert not agrees(figure("1"), None)
    assert not agrees(figure("1"), float("nan"))
    assert not agrees(figure("1"), float("inf"))


def test_stated_tolerance_replaces_the_rounding():
    assert agrees(figure("89 %", 0.01), 0.8816)
    assert not agrees(figure("89 %", 0.01), 0.8789)
    assert not agrees(figure("89 %"), 0.8816)


def test_value_that_is_off_is_printed_with_the_digits_that_show_it():
    assert printed_like(2600.4, figure("2,600")) == "2,600.40"
    assert printed_like(0.5406, figure("54.0 %")) == "54.060 %"
    assert printed_like(0.4376, figure("7/16")) == "0.4376"
    assert printed_like(None, figure("7/16")) == "not computed"


def test_result_names_every_figure_that_is_off():
    some = [Compared(figure("2,600"), 2600.0), Compared(figure("1/7"), 0.2)]
    result = compared_result(
        {"Cases": some}, digest="d", short={"kashaf2020": "Kashaf et al. 2020"}
    )
    assert result.headline == (
        "1 of 2 figures is off.",
        "Some measure, some case: published 1/7, computed 1/5.",
    )
    assert result.totals["off"] == 1
    assert [row[result.table.columns.index("verdict")] for row in result.table.rows] == [
        "agrees",
        "off",
    ]
    assert result.totals["compared"][0]["agrees_to"] == pytest.approx(2600)
