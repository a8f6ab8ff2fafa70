"""graphrisk triage with a language model: nothing is sent unless all of it was asked for."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.runner import run
from tests.unit.extract.language_model.fake_model import chat, serving
from tests.unit.extract.language_model.test_language_model import NAMES, NOTICE

WITH = ("--provider", "openai-compatible")


def notice():
    Path("notice.txt").write_text(NOTICE, "utf-8")
    return "notice.txt"


def test_model_is_asked_and_what_it_cost_is_told(folder):
    with serving(chat([NAMES])) as fake:
        done = run("triage", notice(), *WITH, "--base-url", fake.url, "--model", "small")
    assert done.code == 0, done.both
    assert fake.url.split("/")[2] in done.err
    assert "900 tokens sent" in done.out


def test_dry_run_shows_what_would_go_and_sends_nothing(folder):
    with serving(chat([NAMES])) as fake:
        address = ("--base-url", fake.url, "--model", "small")
        done = run("triage", notice(), *WITH, *address, "--dry-run")
        assert fake.requests == []
    assert done.code == 0
    body = json.loads(done.out)
    assert body["model"] == "small"
    assert "Nordfjord Payroll Ltd" in body["messages"][1]["content"]
    assert "Nothing was sent" in done.err
    assert not Path("graphrisk-drafts").exists()


def test_half_of_the_options_is_refused(folder):
    for words in (
        (*WITH, "--model", "small"),
        (*WITH, "--base-url", "http://127.0.0.1:1/v1"),
        ("--base-url", "http://127.0.0.1:1/v1", "--model", "small"),
        ("--provider", "oracle"),
    ):
        refused = run("triage", notice(), *words)
        assert refused.code == 2, words
        assert "What to do" in refused.err


def test_model_that_cannot_be_reached_is_said_and_no_draft_is_left(folder):
    address = ("--base-url", "http://127.0.0.1:9/v1", "--model", "small")
    failed = run("triage", notice(), *WITH, *address)
    assert failed.code == 3
    assert "was of no use" in failed.err
    assert not Path("graphrisk-drafts").exists()
