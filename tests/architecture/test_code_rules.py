"""Rules that keep any line findable in a minute, as far as ruff and mypy do not check them."""

from __future__ import annotations

import ast
import importlib.metadata
import os
import re
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, modules, name, tree

LONGEST_MODULE = 350
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "core"}
MADE_HERE = {"build", "demo", "dist", "htmlcov"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def test_modules_stay_short():
    lines = {name(m): len(m.read_text("utf-8").splitlines()) for m in modules()}
    assert {m: n for m, n in lines.items() if n > LONGEST_MODULE} == {}


def test_names_say_what_is_inside():
    parts = {name(m): set(m.relative_to(ROOT).with_suffix("").parts) for m in modules()}
    assert [m for m, own in parts.items() if own & SAYS_NOTHING] == []


def test_every_top_folder_has_a_readme():
    folders = [f for f in ROOT.iterdir() if f.is_dir() and not f.name.startswith((".", "_"))]
    silent = {f.name for f in folders if not (f / "README.md").is_file()}
    assert silent - MADE_HERE == set()


def test_public_functions_and_classes_are_documented():
    definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    silent = [
        f"{name(m)}:{node.lineno} {node.name}"
        for m in modules()
        for node in tree(m).body
        if isinstance(node, definition)
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
    ]
    assert silent == []


def test_modules_are_documented():
    written = [m for m in modules() if tree(m).body]
    assert [name(m) for m in written if ast.get_docstring(tree(m)) is None] == []


def test_only_the_command_line_prints():
    printing = [
        f"{name(m)}:{node.lineno}"
        for m in modules()
        if "cli" not in m.relative_to(ROOT).parts
        for node in ast.walk(tree(m))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    assert printing == []


def test_imported_libraries_are_declared():
    """What only comes along with another library, or with the tools for tests, is not ours."""
    distributions = importlib.metadata.packages_distributions()
    extras = [line for group in PROJECT["optional-dependencies"].values() for line in group]
    development = {plain(line) for line in PROJECT["optional-dependencies"]["dev"]}
    declared = {plain(line) for line in PROJECT["dependencies"] + extras} - development
    undeclared = {
        f"{name(m)}: {library}"
        for m in modules()
        for library in imported(m) - sys.stdlib_module_names - {"graphrisk"}
        if not declared & {plain(d) for d in distributions.get(library, [library])}
    }
    assert undeclared == set()


def test_declared_libraries_are_imported():
    """What nobody imports is not installed at every user's either."""
    on_demand = {"lxml-html-clean"}  # trafilatura imports it
    distributions = importlib.metadata.packages_distributions()
    used = {plain(d) for m in modules() for i in imported(m) for d in distributions.get(i, [])}
    assert {plain(line) for line in PROJECT["dependencies"]} - on_demand - used == set()


def test_locks_name_no_address_and_no_folder():
    for lock in (ROOT / "requirements").glob("*.txt"):
        foreign = [line for line in lock.read_text("utf-8").splitlines() if "/" in line]
        assert foreign == [], lock.name


@pytest.mark.parametrize("section", ["dependencies", "dev"])
def test_locks_hold_what_pyproject_asks_for(section):
    lock = ROOT / "requirements" / ("dev.txt" if section == "dev" else "default.txt")
    wanted = PROJECT["dependencies"] if section == "dependencies" else extra(section)
    locked = {plain(line) for line in lock.read_text("utf-8").splitlines() if "==" in line}
    assert {plain(line) for line in wanted} - locked == set()


def test_no_path_of_one_machine_is_written_down():
    foreign = re.compile(rb"(?<![\w/.])/(?:work|root|home/\w+)/")
    assert [name(f) for f in own_files() if foreign.search(f.read_bytes())] == []


def own_files() -> list[Path]:
    """Return every file of the checkout that a person wrote."""
    found = []
    for folder, inside, files in os.walk(ROOT):
        inside[:] = [d for d in inside if d not in MADE_HERE and (d == ".ci" or d[0] not in "._")]
        found += [Path(folder, file) for file in files]
    return sorted(found)


def imported(module: Path) -> set[str]:
    """Return the top names of what a module imports, lazily or not."""
    found = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def plain(requirement: str) -> str:
    """Return the distribution of a requirement, in the registry's plain spelling."""
    found = re.match(r"[\w.-]+", requirement)
    return re.sub(r"[-_.]+", "-", found[0]).lower() if found else ""


def extra(group: str) -> list[str]:
    """Return the requirements of one extra."""
    lines: list[str] = PROJECT["optional-dependencies"][group]
    return lines
