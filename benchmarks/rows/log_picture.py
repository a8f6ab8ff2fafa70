"""Lines over logarithmic axes as SVG: one panel for each thing that grows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from benchmarks.rows.report import seconds

WIDTH, HEIGHT, LEFT, TOP, LEGEND = 420, 320, 70, 40, 20
COLOURS = ("#1b6ca8", "#c8553d", "#3a7d44", "#8e5ea2", "#b8860b", "#2f4858", "#d1495b")


@dataclass(frozen=True)
class Line:
    """What grows along an axis: (place, seconds) pairs."""

    along: str
    name: str
    points: tuple[tuple[float, float], ...]


def log_picture(lines: Sequence[Line]) -> str:
    """Return an SVG with one panel for each axis, its legend below."""
    panels = list(dict.fromkeys(line.along for line in lines))
    tallest = max(sum(line.along == along for line in lines) for along in panels)
    width = len(panels) * (WIDTH + LEFT + 40)
    height = TOP + HEIGHT + 50 + tallest * LEGEND
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="12" role="img" '
        'aria-label="Time against size on logarithmic axes">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    for number, along in enumerate(panels):
        some = [line for line in lines if line.along == along]
        parts += _panel(some, along, LEFT + number * (WIDTH + LEFT + 40))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _panel(lines: Sequence[Line], along: str, left: float) -> list[str]:
    places = [math.log10(x) for line in lines for x, _ in line.points]
    times = [math.log10(y) for line in lines for _, y in line.points]
    low_x, high_x = (
        math.floor(min(places)),
        max(math.ceil(max(places)), math.floor(min(places)) + 1),
    )
    low_y, high_y = math.floor(min(times)), max(math.ceil(max(times)), math.floor(min(times)) + 1)

    def x(value: float) -> float:
        return left + (math.log10(value) - low_x) / (high_x - low_x) * WIDTH

    def y(value: float) -> float:
        return TOP + (high_y - math.log10(value)) / (high_y - low_y) * HEIGHT

    parts = [f'<text x="{left}" y="{TOP - 16}" font-weight="bold">time against {along}</text>']
    for power in range(low_x, high_x + 1):
        at = x(10**power)
        parts.append(
            f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{TOP}" y2="{TOP + HEIGHT}" stroke="#ddd"/>'
            f'<text x="{at:.1f}" y="{TOP + HEIGHT + 16}" text-anchor="middle">{10**power:,}</text>'
        )
    for power in range(low_y, high_y + 1):
        at = y(10.0**power)
        parts.append(
            f'<line x1="{left}" x2="{left + WIDTH}" y1="{at:.1f}" y2="{at:.1f}" stroke="#ddd"/>'
            f'<text x="{left - 6}" y="{at + 4:.1f}" text-anchor="end">{seconds(10.0**power)}</text>'
        )
    for number, line in enumerate(lines):
        colour = COLOURS[number % len(COLOURS)]
        path = " ".join(f"{x(at):.1f},{y(took):.1f}" for at, took in line.points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [
            f'<circle cx="{x(at):.1f}" cy="{y(took):.1f}" r="3.5" fill="{colour}"/>'
            for at, took in line.points
        ]
        at = TOP + HEIGHT + 40 + number * LEGEND
        parts.append(
            f'<rect x="{left}" y="{at - 10}" width="14" height="10" fill="{colour}"/>'
            f'<text x="{left + 20}" y="{at}">{escape(line.name)}</text>'
        )
    return parts
