"""``graphrisk verify``: published figures read, computed, compared; no store is needed."""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphrisk.errors import InputError
from graphrisk.progress import SILENT, Progress
from graphrisk.references import short
from graphrisk.resources import data_folder

if TYPE_CHECKING:
    from graphrisk.analysis.figures import Compared, Figure, Value
    from graphrisk.analysis.result import AnalysisResult
    from graphrisk.model.graph import RiskGraph

EXAMPLES, WEB = "worked_examples", "web_dependencies"
WEB_FILE = "serves.csv.gz"
_WEB_FOLDER = Path("datasets", "web-dependencies-imc2020")
_WEB_COLUMNS = {"vendor", "customer", "service", "critical"}

FigureSet = tuple[Mapping[str, Any], list["Figure"]]


def verify(data: Path | None = None, progress: Progress = SILENT) -> AnalysisResult:
    """Compare every published figure with what is computed now.

    Parameters
    ----------
    data
        The web-dependency file of Kashaf et al., or its folder; default: looked for beside the
        current folder, and left out with a note where it is not.

    Raises
    ------
    InputError
        ``data`` is named and is not there, or is not that file.
    """
    from graphrisk.analysis import web_dependencies, worked_examples
    from graphrisk.analysis.figures import compared_result

    progress.start("worked examples", None)
    examples = figure_sets(EXAMPLES)
    done = {"Worked examples": compared(examples, worked_examples.COMPUTATIONS)}
    progress.done()
    web, notes = figure_sets(WEB), []
    path = web_file(data)
    if path is None:
        count = sum(len(figures) for _, figures in web)
        notes.append(
            f"{count} more figures, those of the web in 2020 ({short('kashaf2020')}), were not "
            "compared: their data is not at hand; --data FILE names it, "
            "docs/how-to-verify.md says where to get it"
        )
    else:
        progress.start(f"web dependencies of {path.name}", len(web))
        graph = web_graph(path)
        by_name = {
            name: _bound(compute, graph) for name, compute in web_dependencies.COMPUTATIONS.items()
        }
        done["The web in 2020"] = compared(web, by_name, progress)
        progress.done()
    names = {key for sets in (examples, web) for stated, _ in sets for key in stated["sources"]}
    return compared_result(
        done,
        digest=digest_of([*examples, *(web if path else ())]),
        notes=notes,
        short={key: short(key) for key in names},
    )


def _bound(
    compute: Callable[[RiskGraph, Any], Mapping[str, Value]], graph: RiskGraph
) -> Callable[[Any], Mapping[str, Value]]:
    return lambda given: compute(graph, given)


def figure_sets(name: str) -> list[FigureSet]:
    """Return the sets of a table of published figures, each with its figures."""
    from graphrisk.analysis.figures import Figure

    path = data_folder() / "published" / f"{name}.toml"
    found: list[FigureSet] = []
    for stated in tomllib.loads(path.read_text(encoding="utf-8"))["set"]:
        common = (tuple(stated["sources"]), stated["stands_on"])
        figures = [
            Figure(stated["title"], f["what"], f["part"], f["published"], f.get("within"), *common)
            for f in stated["figures"]
        ]
        found.append((stated, figures))
    return found


def compared(
    sets: Sequence[FigureSet],
    computations: Mapping[str, Callable[[Any], Mapping[str, Value]]],
    progress: Progress = SILENT,
) -> list[Compared]:
    """Compare the figures of sets; what several sets compute alike is computed once."""
    from graphrisk.analysis.figures import Compared

    done: list[Compared] = []
    known: dict[str, Mapping[str, Value]] = {}
    for stated, figures in sets:
        given = stated.get("given", {})
        key = json.dumps([stated["compute"], given])
        if key not in known:
            known[key] = computations[stated["compute"]](given)
        done += [Compared(figure, known[key].get(figure.part)) for figure in figures]
        progress.advance()
    return done


def digest_of(sets: Sequence[FigureSet]) -> str:
    """Return the digest of published figures: the same figures, the same digest."""
    figures = [asdict(figure) for _, some in sets for figure in some]
    return hashlib.sha256(json.dumps(figures, sort_keys=True).encode()).hexdigest()


def web_file(named: Path | None) -> Path | None:
    """Return the web-dependency file: the one named, or one that lies where it usually does.

    Raises
    ------
    InputError
        The one that is named is not there.
    """
    if named is not None:
        path = named / WEB_FILE if named.is_dir() else named
        if not path.is_file():
            raise InputError(
                "there is no such file",
                where=str(path),
                fix=f"name {WEB_FILE} of the web-dependency data, or its folder",
            )
        return path
    return next((path for path in _usual_places() if path.is_file()), None)


def _usual_places() -> Iterator[Path]:
    if shared := os.environ.get("GRAPHRISK_SHARED"):
        yield Path(shared) / _WEB_FOLDER / WEB_FILE
    for folder in (Path(), Path("shared"), Path("..", "shared")):
        yield folder / _WEB_FOLDER / WEB_FILE
        yield folder / _WEB_FOLDER.name / WEB_FILE


def web_graph(path: Path) -> RiskGraph:
    """Return the graph of the web-dependency file: one link a row, organizations by name.

    Raises
    ------
    InputError
        It is not that file.
    """
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.csv

    from graphrisk.model.build import build_graph
    from graphrisk.model.tables import conform

    try:
        rows = pyarrow.csv.read_csv(path)
        missing = sorted(_WEB_COLUMNS - set(rows.column_names))
        wrong = f"no column {', '.join(missing)}" if missing else ""
    except (OSError, pa.ArrowInvalid) as error:
        wrong, rows = str(error).splitlines()[0], None
    if wrong or rows is None:
        raise InputError(
            f"this is not the web-dependency file: {wrong or 'it is empty'}",
            where=str(path),
            fix="docs/how-to-verify.md says what it must hold",
        )
    ends = {end: rows.column(end).cast(pa.string()).combine_chunks() for end in _WEB_COLUMNS}
    names = pc.unique(pa.concat_arrays([ends["vendor"], ends["customer"]]))
    serious = pc.equal(pc.utf8_lower(ends["critical"]), "true")
    numbers = pc.utf8_lpad(pa.array(range(rows.num_rows)).cast(pa.string()), 7, "0")
    serves = {
        "id": pc.binary_join_element_wise("e", numbers, ""),
        "from_id": ends["vendor"],
        "to_id": ends["customer"],
        "category": ends["service"],
        "criticality": pc.if_else(serious, "critical", "supporting"),
    }
    return build_graph(
        {
            "Organization": conform("Organization", pa.table({"id": names, "name": names})),
            "SERVES": conform("SERVES", pa.table(serves)),
        },
        digest_of_tables=hashlib.sha256(path.read_bytes()).hexdigest(),
    )
