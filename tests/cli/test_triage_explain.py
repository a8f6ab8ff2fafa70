"""graphrisk triage --explain: one page a notice, named in the answer; refused before reading."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.runner import run
from tests.unit.view.notices_to_explain import PLAIN


@pytest.fixture
def notices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    monkeypatch.chdir(tmp_path)
    one, two = tmp_path / "one.txt", tmp_path / "two.txt"
    one.write_text(PLAIN, encoding="utf-8")
    two.write_text(PLAIN.replace("Harrow", "Lerkil"), encoding="utf-8")
    return one, two


def test_the_page_is_written_and_named(notices: tuple[Path, Path], tmp_path: Path):
    result = run("triage", str(notices[0]), "--explain", "why.html")
    assert result.code == 0
    assert "why.html" in result.out
    assert "Quillstone" in (tmp_path / "why.html").read_text(encoding="utf-8")


def test_several_notices_need_a_folder(notices: tuple[Path, Path], tmp_path: Path):
    names = [str(n) for n in notices]
    refused = run("triage", *names, "--explain", "why.html")
    assert refused.code == 2
    assert "no folder" in refused.err
    assert not (tmp_path / "graphrisk-drafts").exists()
    (tmp_path / "pages").mkdir()
    assert run("triage", *names, "--explain", "pages").code == 0
    assert {p.name for p in (tmp_path / "pages").iterdir()} == {"one.txt.html", "two.txt.html"}
