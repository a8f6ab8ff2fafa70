"""The golden notices: labels that fit their texts, and figures that do not fall."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from benchmarks.extraction import score_file
from benchmarks.scoring.golden import below, read_labels
from benchmarks.scoring.measures import Sheet
from benchmarks.scoring.names import folded, is_unnamed
from graphrisk.model.vocabulary import vocabulary

FOLDER = Path(__file__).parent
FLOORS = FOLDER / "floors.yaml"
LABELS = sorted(file for file in FOLDER.glob("*.yaml") if file != FLOORS)


def _labels() -> list[dict]:
    return [label for file in LABELS for label in read_labels(file)]


@pytest.mark.parametrize("file", LABELS, ids=lambda file: file.stem)
def test_figures_are_not_under_their_floors(file: Path):
    floors = yaml.safe_load(FLOORS.read_text(encoding="utf-8")) or {}
    languages: dict[str, Sheet] = {}
    for label, sheet, _ in score_file(file):
        languages.setdefault(label["language"], Sheet()).merge(sheet)
    found = [
        f"{language}: {words}"
        for language, sheet in languages.items()
        for words in below(floors.get(language, {}), sheet)
    ]
    assert not found, "\n".join(found)


def test_every_text_has_labels_and_every_label_its_text():
    labelled = Counter(str(label["id"]) for label in _labels())
    texts = {file.stem for file in (FOLDER / "texts").glob("*.txt")}
    assert set(labelled) == texts
    assert max(labelled.values()) == 1


def test_floors_name_languages_that_have_notices():
    floors = yaml.safe_load(FLOORS.read_text(encoding="utf-8"))
    assert set(floors) <= {label["language"] for label in _labels()}


@pytest.mark.parametrize("file", LABELS, ids=lambda file: file.stem)
def test_labels_use_the_words_of_the_vocabularies(file: Path):
    for label in read_labels(file):
        assert label["attack_type"]["primary"] in {*vocabulary("attack_type"), "none"}
        for name, key, words in (
            ("data_classes", "class", "data_class"),
            ("data_classes", "status", "status"),
            ("dates", "what", "date_what"),
            ("counts", "qualifier", "qualifier"),
            ("authorities", "role", "authority_role"),
        ):
            used = {entry[key] for entry in label[name]}
            assert used <= set(vocabulary(words)), f"{label['id']}: {name}"


@pytest.mark.parametrize("file", LABELS, ids=lambda file: file.stem)
def test_labelled_names_and_figures_are_in_the_text(file: Path):
    for label in read_labels(file):
        text = (FOLDER / "texts" / f"{label['id']}.txt").read_text(encoding="utf-8")
        there = folded(" ".join(text.split()))
        for entry in (*label["vendors"], *label["affected_orgs"]):
            names = [entry["name"], *entry.get("aliases", [])]
            named = [n for n in names if not is_unnamed(n)]
            # genitives, umlauts of inflection and Finnish endings leave the first letters alone
            found = not named or any(folded(n)[:4] in there for n in named)
            assert found, f"{label['id']}: {entry['name']}"
        for date in label["dates"]:
            day = str(date["date"]).rsplit("-", 1)[-1].lstrip("0")
            spelled = day in text or date.get("optional") or date.get("precision") == "month"
            assert spelled, f"{label['id']}: {date['date']}"


def test_labels_that_are_no_incident_hold_no_party():
    for label in _labels():
        if not label["is_incident"]:
            held = [k for k in ("vendors", "serves", "affected_orgs") if label[k]]
            assert not held, label["id"]
