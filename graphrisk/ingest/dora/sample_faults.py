"""The faulty sample register: the faults that first registers really had, each at a known place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graphrisk.ingest.dora.sample import SEED, SampleRegister, sample_register
from graphrisk.ingest.dora.sample_files import csv_of


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault that was put in: row and column as a person sees them, and the rule it breaks."""

    template: str
    row: int
    column: str
    rule: str


def faulty_register(seed: int = SEED) -> tuple[SampleRegister, list[Fault]]:
    """Return the sample register with faults, and where they are.

    Examples
    --------
    >>> made, faults = faulty_register()
    >>> len(faults) > 20, faults[0].rule
    (True, 'LEI')
    """
    made = sample_register(seed)
    faults: list[Fault] = []
    _spoil_identity(made, faults)
    _spoil_contracts(made, faults)
    _spoil_chains(made, faults)
    _spoil_assessments(made, faults)
    _write_words(made)
    return made, faults


def write_faulty(folder: Path, seed: int = SEED) -> None:
    """Write the faulty register as plain CSV with the quirks of several programs."""
    made, _ = faulty_register(seed)
    folder.mkdir(parents=True, exist_ok=True)
    for name in made.rows:
        text = csv_of(made, name)
        if name == "b_03.02":
            continue
        if name == "b_04.01":  # another order of columns
            text = _reordered(text)
        if name == "b_06.01":  # as a spreadsheet in many countries saves it
            text = text.replace(",", ";")
        encoding = "utf-8-sig" if name == "b_05.01" else "utf-8"
        (folder / f"{name}.csv").write_bytes(text.encode(encoding))


def _reordered(text: str) -> str:
    lines = [line.split(",") for line in text.splitlines()]
    return "".join(",".join((a, d, b, c)) + "\r\n" for a, b, c, d in lines)


def _change(
    made: SampleRegister,
    faults: list[Fault],
    template: str,
    index: int,
    column: str,
    text: str,
    rule: str,
) -> None:
    made.rows[template][index][column] = text
    faults.append(Fault(template, index + 2, column, rule))


def _copy(made: SampleRegister, template: str, index: int, **cells: str) -> int:
    """Add a copy of a row with other cells; return its index."""
    made.rows[template].append({**made.rows[template][index], **cells})
    return len(made.rows[template]) - 1


def _spoil_identity(made: SampleRegister, faults: list[Fault]) -> None:
    providers = made.rows["b_05.01"]
    lei = [at for at, row in enumerate(providers) if row["c0020"] == "eba_qCO:qx2000"]
    slipped, doubled = (next(at for at in lei if at >= least) for least in (4, 6))
    old = providers[slipped]["c0010"]
    slip = old[:-2] + f"{(int(old[-2:]) + 1) % 100:02}"  # a slip of the pen in the check digits
    for template, column in (
        ("b_05.01", "c0010"),
        ("b_05.01", "c0110"),
        ("b_02.02", "c0030"),
        ("b_03.02", "c0020"),
        ("b_05.02", "c0030"),
        ("b_05.02", "c0060"),
        ("b_07.01", "c0020"),
    ):
        for row in made.rows[template]:
            row[column] = slip if row[column] == old else row[column]
    faults.append(Fault("b_05.01", slipped + 2, "c0010", "LEI"))
    # One provider twice: once with its LEI, once with a VAT number.
    twin = _copy(made, "b_05.01", doubled, c0010="SE556012345601", c0110="SE556012345601")
    providers[twin] |= {"c0020": "eba_qCO:qx2004", "c0120": "eba_qCO:qx2004"}
    faults.append(Fault("b_05.01", twin + 2, "c0010", "name"))
    # An individual, whose name and number are nobody's business.
    person = _copy(made, "b_05.01", 7, c0010="X0000000", c0110="X0000000")
    providers[person] |= {
        "c0020": "passport",
        "c0050": "Ines Exempel",
        "c0060": "Ines Exempel",
        "c0070": "Individual acting in a business capacity",
        "c0120": "passport",
    }
    _change(made, faults, "b_05.01", 9, "c0080", "Sverige", "code list")
    _change(made, faults, "b_05.01", 10, "c0050", "", "mandatory")
    _change(made, faults, "b_01.02", 2, "c0080", "17/01/25", "date")


def _spoil_contracts(made: SampleRegister, faults: list[Fault]) -> None:
    details = made.rows["b_02.02"]
    _change(made, faults, "b_02.02", 10, "c0030", "SYNUNKNOWN1", "807 foreign key")
    _change(made, faults, "b_02.02", 11, "c0130", "", "805 empty key")
    _change(made, faults, "b_02.02", 12, "c0050", "", "805 empty key")
    _change(made, faults, "b_02.02", 13, "c0050", "F77", "807 foreign key")
    _change(made, faults, "b_02.02", 14, "c0060", "eba_TA:S25", "code list")
    _change(made, faults, "b_02.02", 15, "c0070", "31.02.2024", "date")
    details[16]["c0070"] = "2025-06-01"
    _change(made, faults, "b_02.02", 16, "c0080", "2024-06-01", "dates and links")
    _change(made, faults, "b_02.02", 17, "c0010", details[17]["c0010"].lower(), "807 foreign key")
    _change(made, faults, "b_02.02", 18, "c0020", "", "row")
    _change(made, faults, "b_02.02", 19, "c0100", "90 days", "number")
    twice = _copy(made, "b_02.02", 20)
    faults.append(Fault("b_02.02", twice + 2, "c0010", "806 duplicate key"))
    _change(made, faults, "b_02.01", 5, "c0050", "1.234", "number")
    _change(made, faults, "b_02.01", 6, "c0050", "-500", "number")
    _change(made, faults, "b_02.01", 7, "c0040", "kronor", "code list")
    lonely = _copy(made, "b_02.01", 8, c0010="SYN-900")
    faults.append(Fault("b_02.01", lonely + 2, "c0010", "contract"))
    _change(made, faults, "b_03.01", 3, "c0020", made.lei[:-2] + "00", "807 foreign key")


def _spoil_chains(made: SampleRegister, faults: list[Fault]) -> None:
    deep = [at for at, row in enumerate(made.rows["b_05.02"]) if row["c0050"] == "2"]
    _change(made, faults, "b_05.02", deep[0], "c0060", "", "chain")
    _change(made, faults, "b_05.02", deep[1], "c0050", "two", "row")
    own = made.rows["b_05.02"][deep[2]]["c0030"]
    _change(made, faults, "b_05.02", deep[2], "c0060", own, "chain")
    _change(made, faults, "b_05.02", deep[3], "c0050", "4", "chain")
    faults[-1] = Fault("b_05.02", deep[3] + 2, "c0060", "chain")
    _change(made, faults, "b_05.02", deep[4], "c0010", "SYN-901", "807 foreign key")


def _spoil_assessments(made: SampleRegister, faults: list[Fault]) -> None:
    _change(made, faults, "b_06.01", 4, "c0050", "perhaps", "code list")
    _change(made, faults, "b_06.01", 5, "c0050", "", "mandatory")
    _change(made, faults, "b_07.01", 3, "c0040", "eba_TA:S06", "assessment")
    faults[-1] = Fault("b_07.01", 5, "c0010", "assessment")
    _change(made, faults, "b_07.01", 4, "c0050", "eba_ZZ:x999", "code list")
    _change(made, faults, "b_07.01", 5, "c0070", "", "mandatory")


def _write_words(made: SampleRegister) -> None:
    """Write words and numbers in place of codes, as many registers do: these are no faults."""
    words = (
        ("b_02.02", 21, "c0060", "17"),
        ("b_02.02", 22, "c0140", "No"),
        ("b_02.02", 23, "c0180", "Full reliance"),
        ("b_02.02", 24, "c0120", "Sweden"),
        ("b_07.01", 8, "c0050", "Easily substitutable"),
        ("b_07.01", 9, "c0080", "Yes"),
        ("b_06.01", 0, "c0050", "Yes"),
        ("b_01.02", 0, "c0050", "1"),
        ("b_02.01", 10, "c0040", "EUR"),
    )
    for template, index, column, text in words:
        made.rows[template][index][column] = text
