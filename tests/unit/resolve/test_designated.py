"""Designated critical providers: who is known by LEI, who by name, and who only looks alike."""

from __future__ import annotations

import pyarrow as pa
import pytest

from graphrisk.errors import InputError
from graphrisk.ingest.dora.sample import invented_lei
from graphrisk.resolve.designated import BY_LEI, BY_NAME, OTHER_FORM, flags_of, read_designated
from graphrisk.resources import data_folder

OWN, OTHER = invented_lei(1), invented_lei(2)
LIST = f"""
date = "2026-01-31"
[[provider]]
name = "Alfa Cloud EMEA B.V."
also = ["AC EMEA"]
lei = "{OWN.lower()}"
[[provider]]
name = "Orange SA"
"""


def found(tmp_path, *organizations, text=LIST):
    path = tmp_path / "list.toml"
    path.write_text(text, "utf-8")
    rows = [
        dict(zip(("id", "name", "lei", "aliases"), each, strict=True)) for each in organizations
    ]
    schema = pa.schema([("id", pa.string()), ("name", pa.string()), ("lei", pa.string())])
    schema = schema.append(pa.field("aliases", pa.list_(pa.string())))
    flags = flags_of(pa.Table.from_pylist(rows, schema), read_designated(path))
    return {key: (flag.listed_as, flag.how, flag.date) for key, flag in flags.items()}


def test_an_lei_decides_before_a_name(tmp_path):
    flags = found(
        tmp_path,
        ("a", "Something else", OWN, None),
        ("b", "Alfa Cloud EMEA B.V.", OTHER, None),
        ("c", "ALFA CLOUD (EMEA) BV", None, None),
    )
    alfa = "Alfa Cloud EMEA B.V."
    assert flags == {"a": (alfa, BY_LEI, "2026-01-31"), "c": (alfa, BY_NAME, "2026-01-31")}


def test_aliases_count_and_another_legal_form_is_said(tmp_path):
    flags = found(
        tmp_path,
        ("a", "Beta", None, ["AC-EMEA"]),
        ("b", "Orange AB", None, None),
        ("c", "Orangerie SA", None, None),
    )
    assert {key: how for key, (_, how, _) in flags.items()} == {"a": BY_NAME, "b": OTHER_FORM}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("date = 1", "not a day"),
        ('date = "2026-01-31"', "entries are missing"),
        ('date = "2026-01-31"\n[[provider]]\nname = ""', "provider 1 has no name"),
        ('date = "2026-01-31"\n[[provider]]\nname = "A"\nlei = "X"', "wrong check digits"),
        ("date = ", "cannot be read"),
    ],
)
def test_a_list_that_is_none_is_refused_in_words(tmp_path, text, said):
    if text == "date = 1":
        text += "\nprovider = []"
    with pytest.raises(InputError, match=said):
        found(tmp_path, text=text)


def test_the_list_that_ships_has_19_providers_a_day_and_its_sources():
    listed = read_designated(data_folder() / "designated" / "eu-2025-11-18.toml")
    assert (len(listed.providers), listed.date, len(listed.sources)) == (19, "2025-11-18", 2)
