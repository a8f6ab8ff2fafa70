"""The project's own source files, as the architecture tests see them."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "graphrisk"


@cache
def modules() -> tuple[Path, ...]:
    """Return every module of the package."""
    return tuple(sorted(PACKAGE.rglob("*.py")))


@cache
def tree(module: Path) -> ast.Module:
    """Return the syntax tree of one module."""
    return ast.parse(module.read_text(encoding="utf-8"))


def name(module: Path) -> str:
    """Return the path of a module as people write it: graphrisk/model/schema.py."""
    return module.relative_to(ROOT).as_posix()
