"""Registers pooled under codes, and the indicators of the pool, from the command line."""

from __future__ import annotations

import json
import stat

from tests.cli.runner import DATA, run
from tests.unit.ingest.dora.small_register import BANK, PAY, write_small

POOL = (DATA / "registers" / "sound", DATA / "registers" / "pool")


def test_a_pool_under_codes_is_asked_with_the_key_that_it_was_loaded_with(tmp_path):
    key, store = tmp_path / "key", f"ladybug:{tmp_path / 'pool.lbdb'}"
    load = ("load", "--pool", *map(str, POOL), "--codes", "--key", str(key), "--store", store)
    loaded = run(*load, "--format", "json")
    assert loaded.code == 0
    assert "A new key of the codes is in" in loaded.err
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    pooled = json.loads(loaded.out)["result"]["pooled"]
    assert [each["entities"] for each in pooled] == [3, 3, 3]

    systemic = tmp_path / "systemic.csv"
    systemic.write_text(f"LEI;kind;score\n{BANK};O-SII;3100\n{PAY};other;\n", "utf-8")
    asked = ("indicators", "--store", store, "--systemic", str(systemic), "--format", "json")
    with_key = json.loads(run(*asked, "--key", str(key)).out)["result"]
    assert with_key["totals"]["systemic_known"] == 2
    assert with_key["totals"]["entities"] == 6
    other = tmp_path / "other"
    other.write_text("o" * 40, "utf-8")
    other.chmod(0o600)
    for more, said in (((), "need the key"), (("--key", str(other)), "another key")):
        refused = run(*asked, *more)
        assert (refused.code, said in refused.err) == (3, True)

    key.chmod(0o644)
    refused = run(*load)
    assert refused.code == 3
    assert "chmod 600" in refused.err


def test_a_key_that_is_not_named_is_shown_once(tmp_path):
    register, store = write_small(tmp_path / "small"), f"ladybug:{tmp_path / 'one.lbdb'}"
    loaded = run("load", str(register), "--codes", "--store", store)
    assert loaded.code == 0
    assert "shown this once" in loaded.err
    assert "Kvarn" not in run("status", "--store", store, "--format", "json").out
    assert run("load", str(register), "--key", "k", "--store", store).code == 2
    refused = run("load", str(register), "--as", "dora", "--store", store)
    assert (refused.code, "under codes" in refused.err) == (3, True)


def test_a_list_that_is_none_is_refused_in_words(tmp_path):
    register, store = write_small(tmp_path / "small"), f"ladybug:{tmp_path / 'one.lbdb'}"
    run("load", str(register), "--as", "dora", "--store", store)
    path = tmp_path / "list.csv"
    for text, said in (
        ("a,b\n1,2\n", "no list of systemic entities"),
        (f"lei,kind\n{BANK},huge\n", "not a kind of systemic entity"),
        (f"lei,kind,score\n{BANK},O-SII,nan\n", "not a score"),
    ):
        path.write_text(text, "utf-8")
        refused = run("indicators", "--systemic", str(path), "--store", store)
        assert (refused.code, said in refused.err) == (3, True)
