"""Keys of a review in a terminal: one sign each, typed ahead or not, arrows too."""

from __future__ import annotations

import os
import sys

import pytest

from graphrisk.cli import review_screen

pty = pytest.importorskip("pty", reason="terminals of this kind are not on this system")


@pytest.fixture
def keyboard(monkeypatch):
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "r", encoding="utf-8", closefd=True) as terminal:
        monkeypatch.setattr(sys, "stdin", terminal)
        yield lambda text: os.write(ours, text.encode())
    os.close(ours)


def keys(count: int) -> list[str | None]:
    return [review_screen._key("") for _ in range(count)]


def test_each_key_is_one_answer_also_when_typed_ahead(keyboard):
    keyboard("awA")
    assert keys(3) == ["a", "w", "A"]


def test_arrows_go_to_the_next_and_the_one_before(keyboard):
    keyboard("\x1b[A\x1b[Bq")
    assert keys(3) == ["p", "n", "q"]


def test_line_is_read_whole_between_keys(keyboard):
    keyboard("j")
    assert keys(1) == ["j"]
    keyboard("12\n")
    assert review_screen._read("") == "12"
    keyboard("a")
    assert keys(1) == ["a"]


def test_end_of_input_stops_the_review(keyboard):
    keyboard("\x04")
    assert keys(1) == [None]
