"""Write the sample registers of information of an invented bank group.

``python data/dora_registers.py`` writes ``data/registers`` again: the same seed gives the same
bytes; ``python data/dora_registers.py OUT_DIR 7`` writes another folder with another seed. The
folder ``pool`` holds registers of two more groups, which have providers in common with the first.
"""

from __future__ import annotations

import sys
from pathlib import Path

from graphrisk.ingest.dora.sample import SEED, sample_register
from graphrisk.ingest.dora.sample_faults import write_faulty
from graphrisk.ingest.dora.sample_files import write_package, write_plain

_MORE_GROUPS = ("furunes", "tallmo")


def write_registers(folder: Path, seed: int = SEED) -> None:
    """Write the faultless register, as files and as a package, the faulty one, and the pool."""
    made = sample_register(seed)
    write_plain(made, folder / "sound")
    write_package(made, folder / "sound-package.zip")
    write_faulty(folder / "faulty", seed)
    (folder / "pool").mkdir(exist_ok=True)
    for group, name in enumerate(_MORE_GROUPS, 1):
        write_package(sample_register(seed + group, group), folder / "pool" / f"{name}.zip")


if __name__ == "__main__":
    words = sys.argv[1:]
    target = Path(words[0]) if words else Path(__file__).parent / "registers"
    write_registers(target, int(words[1]) if len(words) > 1 else SEED)
