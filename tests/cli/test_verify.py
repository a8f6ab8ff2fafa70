"""``graphrisk verify``: no store needed, missing data said, exit code 1 when one is off."""

from __future__ import annotations

import gzip
import json
import shutil

import pytest

from graphrisk.workspace import verification
from tests.cli.runner import DATA, run
from tests.shared_data import shared_folder


@pytest.fixture(autouse=True)
def _nothing_at_hand(folder, monkeypatch):
    """Run far from the shared data, in an empty folder."""
    monkeypatch.delenv("GRAPHRISK_SHARED", raising=False)


@pytest.fixture
def published(folder, monkeypatch):
    """Return a copy of the table of figures that a test may spoil."""
    shutil.copytree(DATA / "published", folder / "data" / "published")
    monkeypatch.setattr(verification, "data_folder", lambda: folder / "data")
    return folder / "data" / "published" / "worked_examples.toml"


def test_every_worked_example_agrees_and_names_its_source():
    result = run("verify")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("All ")
    assert "figures agree with what is published." in result.out
    assert "Herfindahl-Hirschman index · Rhoades 1993 · textbook" in result.out
    assert "doi 10.1371/journal.pone.0130406" in " ".join(result.out.split())
    assert "--data FILE names it" in " ".join(result.out.split())


def test_figure_that_is_off_is_named_and_ends_with_one(published):
    text = published.read_text("utf-8")
    published.write_text(text.replace('published = "2,600"', 'published = "2,611"'), "utf-8")
    result = run("verify")
    assert result.code == 1
    assert "Herfindahl-Hirschman index, shares 30, 30, 20, 20: published 2,611" in result.out
    assert "1 of" in result.err
    assert "What to do: " in result.err


def test_json_stays_clean_when_a_figure_is_off(published):
    text = published.read_text("utf-8")
    published.write_text(text.replace('published = "4/7"', 'published = "3/7"'), "utf-8")
    good = json.loads(run("verify", "--format", "json", "-o", "v.xlsx").out)
    assert good["result"]["totals"]["off"] == 1
    (wrong,) = [each for each in good["result"]["totals"]["compared"] if each["verdict"] == "off"]
    assert (wrong["published"], wrong["computed"]) == ("3/7", pytest.approx(4 / 7))
    assert len(good["digest"]) == 64


def test_digest_tells_whether_the_published_figures_are_the_same(published):
    def digest():
        return json.loads(run("verify", "--format", "json").out)["digest"]

    before = digest()
    assert digest() == before
    text = published.read_text("utf-8")
    published.write_text(text.replace("within", "within"), "utf-8")
    assert digest() == before
    published.write_text(text.replace('published = "2,600"', 'published = "2,600.0"'), "utf-8")
    assert digest() != before


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "there is no such file"),
        (b"vendor,customer\na,b\n", "no column critical, service"),
        (b"", "this is not the web-dependency file"),
        (b"\x1f\x8bnot a gzip", "this is not the web-dependency file"),
    ],
)
def test_wrong_data_file_is_refused_in_a_sentence(content, says, folder):
    name = "data.csv.gz" if content and content.startswith(b"\x1f") else "data.csv"
    if content is not None:
        (folder / name).write_bytes(content)
    result = run("verify", "--data", name)
    assert result.code == 3
    assert says in result.err
    assert result.out == ""


def test_data_may_be_named_by_its_folder_and_small_files_are_off(folder):
    """Another graph in the same form is computed as well, and does not agree."""
    rows = "vendor,customer,service,critical\n"
    rows += "".join(f"v [dns],site-{k},dns,true\nw [ca],site-{k},ca,false\n" for k in range(5))
    rows += "x [cdn],site-1,cdn,true\n"
    (folder / "web").mkdir()
    (folder / "web" / "serves.csv.gz").write_bytes(gzip.compress(rows.encode()))
    result = run("verify", "--data", "web")
    assert result.code == 1
    assert "The web in 2020" in result.out
    assert "sites with a third-party supplier: published 72,970, computed 5" in result.out


@pytest.mark.shared
def test_web_of_2020_is_found_beside_the_current_folder(folder, monkeypatch):
    shared = shared_folder("datasets/web-dependencies-imc2020")
    (folder / "shared" / "datasets").mkdir(parents=True)
    (folder / "shared" / "datasets" / shared.name).symlink_to(shared)
    assert verification.web_file(None) is not None
