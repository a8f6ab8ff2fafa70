"""Dates as people write them."""

from __future__ import annotations

import pytest

from graphrisk.ingest.dates import read_date
from graphrisk.ingest.numbers import Refused


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-05-01", "2024-05-01"), ("1.5.2024", "2024-05-01"), ("01.05.2024", "2024-05-01"),
        ("31/12/2024", "2024-12-31"), ("12/31/2024", "2024-12-31"), ("05/05/2024", "2024-05-05"),
        ("2024/05/01", "2024-05-01"), ("20240501", "2024-05-01"), ("1. 5. 2024", "2024-05-01"),
        ("2024-05-01T00:00:00", "2024-05-01"), ("2024-05-01 10:30", "2024-05-01"),
        ("31-12-2024", "2024-12-31"),
    ],
)  # fmt: skip
def test_whole_day_is_read(text, day):
    assert read_date(text, full=True) == day


@pytest.mark.parametrize("text", ["2024", "2024-05", "XXXX-03-23", "2017-05-12/2017-05-14"])
def test_cut_date_is_read_only_where_it_may_be(text):
    assert read_date(text, full=False) == text
    with pytest.raises(Refused):
        read_date(text, full=True)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "03/04/2024", "2024-02-30", "32.1.2024", "1.13.2024", "45413", "45413.5", "1.5.24",
     "0000-01-01", "12/31", "2024-5-1-1", "²024-01-01", "1/2/3/4", "99999999"],
)  # fmt: skip
def test_other_text_is_refused(text):
    with pytest.raises(Refused) as caught:
        read_date(text, full=True)
    assert caught.value.message
