"""Rows of claims as triage prints them."""

from __future__ import annotations

from graphrisk.extract.victims.party_claims import CONCLUDED
from graphrisk.workspace.notice_answers import claim_row
from tests.unit.extract.claims_by_hand import first_hop


def test_status_of_a_claim_tells_what_is_only_concluded_and_what_is_corrected() -> None:
    said, concluded = first_hop(), first_hop(note=CONCLUDED)
    assert claim_row(said, set())[1] == "confirmed"
    assert claim_row(concluded, set())[1] == "concluded"
    assert claim_row(concluded, {concluded.id})[1] == "confirmed (corrected later)"
