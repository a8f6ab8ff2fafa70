"""How sure claims are: the table of counts, and what is made of it."""

from __future__ import annotations

from itertools import pairwise

import pytest

from graphrisk.extract import confidence
from graphrisk.extract.claims import FIELDS, Evidence, make_claim
from graphrisk.extract.confidence import COUNTS, Counted, calibrated, shares
from graphrisk.extract.reader import read_claims
from graphrisk.extract.text.intake import from_text


def claim(score: float, kind: str = "serves"):
    return make_claim(kind, {}, (Evidence("d", 0, 1, "x"),), rule="r", confidence=score)


@pytest.mark.parametrize("kind", COUNTS)
def test_counts_are_of_kinds_that_exist_and_rise_with_the_score(kind):
    assert kind in FIELDS
    scores = [each.score for each in COUNTS[kind]]
    assert scores == sorted(set(scores))
    assert all(c.unread[0] <= c.unread[1] and c.read[0] <= c.read[1] for c in COUNTS[kind])
    assert all(one[1] <= other[1] for one, other in pairwise(shares(kind)))


@pytest.mark.parametrize("kind", COUNTS)
def test_many_right_of_many_is_near_their_share(kind):
    right, of = (sum(c.unread[i] for c in COUNTS[kind]) for i in (0, 1))
    mean = sum(s * c.unread[1] for (_, s), c in zip(shares(kind), COUNTS[kind], strict=True)) / of
    assert mean == pytest.approx(right / of, abs=0.07)


def test_a_surer_score_that_was_less_often_right_is_pooled(monkeypatch):
    worse = (Counted(0.4, (9, 10), (0, 0)), Counted(0.8, (70, 100), (0, 0)))
    monkeypatch.setattr(confidence, "COUNTS", {"serves": worse})
    shares.cache_clear()
    try:
        (_, low), (_, high) = shares("serves")
    finally:
        shares.cache_clear()
    assert low == high == pytest.approx(79 / 110, abs=0.01)


def test_score_between_two_takes_the_lower_and_under_all_keeps_its_own():
    lowest, highest = shares("serves")[0], shares("serves")[-1]
    assert calibrated(claim(lowest[0] + 0.01)).confidence == lowest[1]
    assert calibrated(claim(0.99)).confidence == highest[1]
    assert calibrated(claim(lowest[0] - 0.05)).confidence == pytest.approx(lowest[0] - 0.05)


def test_kind_without_labels_keeps_the_rules_own_score():
    assert calibrated(claim(0.7, "consequence")).confidence == 0.7


def test_read_claims_are_as_sure_as_the_table_says_and_keep_their_ids():
    notice = from_text(
        "On 3 May 2024 our supplier Nordfjord Payroll Ltd was hit by ransomware. Names of our "
        "employees were stolen."
    )
    own = read_claims(notice, own_scores=True)
    read = read_claims(notice)
    assert [c.id for c in own.claims] == [c.id for c in read.claims]
    assert [calibrated(c) for c in own.claims] == list(read.claims)
    assert own.of("vendor_hit")[0].confidence != read.of("vendor_hit")[0].confidence
