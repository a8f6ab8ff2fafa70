"""The embedded engine draws a plan as boxes side by side; here it is read into an indented list."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from graphrisk.store.base import Plan

_BOX = re.compile("┌[─┴┬]*┐")
_TITLE = "Physical Plan"
_ALWAYS_ZERO = ("NumOutputTuples", "ExecutionTime", "TotalTime", "---")
_LABEL = re.compile(r"^(\w[\w ]*):")


@dataclass
class _Box:
    """One step: the columns it stands in, its lines of text, the steps that it works on."""

    start: int
    end: int
    lines: list[str] = field(default_factory=list)
    inputs: list[_Box] = field(default_factory=list)

    @property
    def step(self) -> tuple[str, str]:
        """The operator without its number, and what it works on."""
        operator = self.lines[0].partition("[")[0] if self.lines else ""
        said: list[str] = []
        for line in self.lines[1:]:
            if _LABEL.match(line) or not said:
                said.append(line)
            else:
                said[-1] += f" {line}"
        return operator, "; ".join(said)


def read_plan(drawn: str) -> Plan:
    """Return a plan from the engine's drawing of it.

    Examples
    --------
    >>> print(read_plan('''
    ... │  Physical Plan  │
    ... └───────┘
    ... ┌───────┐
    ... │ A[1]  │
    ... └───┬───┘
    ... ┌───┴───┐ ┌───┴───┐
    ... │ B[0]  │ │ C[2]  │
    ... │ ----- │ │ Of: x │
    ... └───────┘ └───────┘''').text)
    A
      B
      C  Of: x
    """
    root = _read_boxes(drawn)
    steps = [] if root is None else list(_indented(root, 0))
    text = "\n".join(f"{'  ' * depth}{operator}  {on}".rstrip() for depth, operator, on in steps)
    return Plan(text, tuple((operator, on) for _, operator, on in steps))


def _read_boxes(drawn: str) -> _Box | None:
    """Return the step at the top; boxes of one row begin and end on the same lines."""
    root: _Box | None = None
    row: list[_Box] = []
    lines = drawn.splitlines()
    title = next((n for n, line in enumerate(lines) if _TITLE in line), -1)
    for line in lines[title + 1 :]:
        tops = [_Box(*found.span()) for found in _BOX.finditer(line)]
        if not tops:
            for box in row:
                _add_line(box, line[box.start : box.end])
            continue
        for box in tops if row else ():
            above = [each for each in row if each.start <= box.start]
            (above or row)[-1].inputs.append(box)
        root = root or tops[0]
        row = tops
    return root


def _add_line(box: _Box, cut: str) -> None:
    text = cut.strip(" │├┤└┘─┬")
    if text and not text.startswith(_ALWAYS_ZERO):
        box.lines.append(text)


def _indented(box: _Box, depth: int) -> list[tuple[int, str, str]]:
    operator, on = box.step
    found = [(depth, operator, on)]
    for each in box.inputs:
        found += _indented(each, depth + 1)
    return found
