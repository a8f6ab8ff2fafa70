"""The sample registers of information are what their generator makes, and say that they are."""

from __future__ import annotations

import importlib.util

import pytest

from graphrisk.resources import data_folder

DATA = data_folder()


@pytest.fixture(scope="module")
def maker():
    spec = importlib.util.spec_from_file_location("dora_registers", DATA / "dora_registers.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_registers_are_the_bytes_that_the_generator_writes(maker, tmp_path):
    maker.write_registers(tmp_path)
    made = {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    kept = DATA / "registers"
    assert made == {p.relative_to(kept): p.read_bytes() for p in kept.rglob("*") if p.is_file()}


def test_another_seed_is_another_register_and_as_sound(maker, tmp_path):
    from graphrisk.ingest.dora.load import check_dora

    maker.write_registers(tmp_path, 7)
    one, other = (folder / "sound" / "b_02.02.csv" for folder in (tmp_path, DATA / "registers"))
    assert one.read_bytes() != other.read_bytes()
    assert check_dora([tmp_path / "sound"]).problems == ()


def test_every_party_is_marked_as_invented():
    text = (DATA / "registers" / "sound" / "b_05.01.csv").read_text("utf-8")
    codes = [line.split(",")[0] for line in text.splitlines()[1:]]
    assert all("SYN" in code for code in codes)
    assert "invented" in (DATA / "registers" / "sound" / "b_99.01.csv").read_text("utf-8")
