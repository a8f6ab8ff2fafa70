"""The picture as SVG text: no script, no style attribute, every string escaped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import wrap
from xml.sax.saxutils import quoteattr

from graphrisk.view import palette, words
from graphrisk.view.marks import Link, Mark, Picture
from graphrisk.view.scene import Scene
from graphrisk.view.text import shorten

LEFT = 56
RIGHT = 40
RADIUS = 10
LABEL = 26
FONT = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
_HALO = {
    "stroke": "#ffffff",
    "stroke_width": "3",
    "paint_order": "stroke",
    "stroke_opacity": "0.82",
}


@dataclass(frozen=True)
class Frame:
    """Where the parts of the board picture stand."""

    width: int
    height: int
    origin_x: int
    origin_y: int
    title: tuple[str, ...]


def render_svg(scene: Scene, picture: Picture | None = None) -> str:
    """Return a complete board picture: headline, columns, legend and dates around the marks.

    Colours are presentation attributes for a white page; a page may restyle the classes.
    """
    drawn = picture or scene.opening
    frame = _frame(scene, drawn)
    label = quoteattr(f"{scene.title}. The table holds every fact of this picture.")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label={label} '
        f'viewBox="0 0 {frame.width} {frame.height}" width="{frame.width}" '
        f'height="{frame.height}" font-family="{FONT}" font-size="13">',
        f'<rect class="paper" width="{frame.width}" height="{frame.height}" fill="#ffffff"/>',
    ]
    parts.extend(_head(scene, frame))
    parts.append(f'<g transform="translate({frame.origin_x} {frame.origin_y})">')
    parts.extend(_columns(drawn))
    places = {mark.id: mark for mark in drawn.marks}
    parts.extend(_link(link, places) for link in drawn.links)
    parts.extend(_mark(mark) for mark in drawn.marks)
    parts.append("</g>")
    parts.extend(_foot(scene, frame))
    parts.append("</svg>")
    return "\n".join(parts)


def _frame(scene: Scene, picture: Picture) -> Frame:
    width = max(LEFT + picture.width + RIGHT, 900)
    lines = tuple(wrap(scene.title, max(40, int(width / 12.5)), break_long_words=True)[:3])
    top = 44 + 26 * len(lines) + 19 * bool(scene.range_line and scene.coverage)
    return Frame(
        width=width,
        height=top + 62 + picture.height + 96,
        origin_x=LEFT,
        origin_y=top + 62 + picture.height // 2,
        title=lines,
    )


def _text(x: int, y: int, text: str, **given: str) -> str:
    extra = "".join(
        f" {name.rstrip('_').replace('_', '-')}={quoteattr(value)}" for name, value in given.items()
    )
    return f'<text x="{x}" y="{y}"{extra}>{_escape(text)}</text>'


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _head(scene: Scene, frame: Frame) -> list[str]:
    ink, second = palette.LIGHT["ink"], palette.LIGHT["second"]
    said = [
        _text(
            LEFT - 16,
            40 + 26 * row,
            line,
            class_="ink",
            fill=ink,
            font_size="20",
            font_weight="700",
        )
        for row, line in enumerate(frame.title)
    ]
    room = int(frame.width / 7.6)
    for row, text in enumerate(filter(None, (scene.range_line, scene.coverage))):
        y = 38 + 26 * len(frame.title) + 19 * row
        said.append(_text(LEFT - 16, y, shorten(text, room), class_="second", fill=second))
    return said


def _columns(picture: Picture) -> list[str]:
    ink, second, line = palette.LIGHT["ink"], palette.LIGHT["second"], palette.LIGHT["line"]
    top = -picture.height // 2 - 22
    said = [
        _text(
            column.x - RADIUS,
            top,
            f"{column.title} · {words.number(column.count)}",
            class_="ink",
            fill=ink,
            font_weight="700",
        )
        for column in picture.columns
    ]
    for part in picture.sections:
        text = (
            f"{part.state} · {words.number(part.count)}" if part.count else f"{part.state} (more)"
        )
        said.append(
            f'<path class="rule" stroke="{line}" d="M{part.x - RADIUS} {part.y + 9}h200"/>'
            + _text(part.x - RADIUS, part.y + 4, text, class_="second", fill=second, font_size="12")
        )
    return said


def _link(link: Link, places: Mapping[str, Mark]) -> str:
    start, end = places[link.source], places[link.target]
    if start.x == end.x:
        bend = start.x + 46
        edge = start.x + RADIUS
        path = f"M{edge} {start.y}C{bend} {start.y} {bend} {end.y} {edge} {end.y}"
    else:
        side = RADIUS if end.x > start.x else -RADIUS
        mid = (start.x + end.x) // 2
        path = f"M{start.x + side} {start.y}C{mid} {start.y} {mid} {end.y} {end.x - side} {end.y}"
    dash = ' stroke-dasharray="5 4"' if link.weak else ""
    width = "1" if len(link.edges) == 1 else "2.4"
    return (
        f'<path class="edge" data-link={quoteattr(link.id)} d="{path}" fill="none" '
        f'stroke="{palette.LIGHT["edge"]}" stroke-opacity="0.55" stroke-width="{width}"{dash}/>'
    )


def _mark(mark: Mark) -> str:
    name = shorten(mark.label, LABEL)
    weight = "700" if mark.kind == "fallen" else "400"
    ink = palette.LIGHT["ink"]
    inside, shapes = _shapes(mark)
    title = f"{shorten(mark.label, 120)}: {mark.state}, {words.plural(mark.hop, 'hop')}"
    return (
        f'<g class="mark" data-mark={quoteattr(mark.id)} '
        f'transform="translate({mark.x} {mark.y})"><title>{_escape(title)}</title>{shapes}'
        + _text(0, 4, mark.digit, text_anchor="middle", font_size="11", font_weight="700", **inside)
        + _text(18, 4, name, class_="ink halo", fill=ink, font_weight=weight, **_HALO)
        + "</g>"
    )


def _shapes(mark: Mark) -> tuple[dict[str, str], str]:
    """The outline and the fill level of a mark, and how the digit on it is coloured."""
    colour, ink = palette.hop_colour(mark.hop), palette.LIGHT["ink"]
    fill = words.FILLS.get(mark.state, "dashed")
    square = mark.kind == "customer"
    radius = RADIUS + 3 if mark.kind == "fallen" else RADIUS
    said = []
    if mark.fold:
        said.append(_outline(square, radius, "none", f'class="rim" stroke="{ink}"', shift=3))
    dash = ' stroke-dasharray="3 2"' if fill in {"dashed", "low"} else ""
    body = colour if fill == "full" else palette.LIGHT["panel"]
    kind = "" if fill == "full" else 'class="paper" '
    said.append(_outline(square, radius, body, f'{kind}stroke="none"'))
    if fill in {"half", "low"}:
        said.append(_level(square, radius, colour, 0.5 if fill == "half" else 0.25))
    rim = f'class="rim" stroke="{ink}" stroke-width="1.4"{dash}'
    said.append(_outline(square, radius, "none", rim))
    if fill == "ring":
        said.append(_outline(square, radius - 3, "none", f'stroke="{colour}" stroke-width="2.6"'))
    if fill == "full":
        return {"fill": palette.digit_colour(mark.hop)}, "".join(said)
    return {"class_": "ink halo", "fill": ink, **_HALO}, "".join(said)


def _outline(square: bool, radius: int, fill: str, extra: str, shift: int = 0) -> str:
    if square:
        side = 2 * radius - 2
        low = -radius + 1
        return (
            f'<rect x="{low + shift}" y="{low - shift}" width="{side}" height="{side}" rx="1.5" '
            f'fill="{fill}" {extra}/>'
        )
    return f'<circle cx="{shift}" cy="{-shift}" r="{radius}" fill="{fill}" {extra}/>'


def _level(square: bool, radius: int, colour: str, share: float) -> str:
    """The filled lower part of a mark: a half or a quarter of its height."""
    if square:
        side = 2 * radius - 2
        high = side * share
        top = radius - 1 - high
        left = -radius + 1
        size = f'width="{side}" height="{high:g}"'
        return f'<rect x="{left}" y="{top:g}" {size} fill="{colour}"/>'
    y = radius - 2 * radius * share
    x = (radius * radius - y * y) ** 0.5
    return f'<path d="M{-x:.2f} {y:g}A{radius} {radius} 0 0 0 {x:.2f} {y:g}Z" fill="{colour}"/>'


def _foot(scene: Scene, frame: Frame) -> list[str]:
    """The legend and the dates: a picture on a slide has to say what it is."""
    second, ink, edge = palette.LIGHT["second"], palette.LIGHT["ink"], palette.LIGHT["edge"]
    y = frame.height - 62
    x = LEFT - 6
    said = []
    for state in words.states_of(scene.mode):
        mark = Mark(f"legend-{state}", "vendor", state, 1, state, ("",))
        said.append(f'<g transform="translate({x} {y})">{_shapes(mark)[1]}</g>')
        said.append(_text(x + 18, y + 4, state, class_="ink", fill=ink))
        x += 44 + 8 * len(state)
    for square, text in ((False, "vendor"), (True, "customer")):
        said.append(
            f'<g transform="translate({x} {y})">'
            + _outline(square, RADIUS, "none", f'class="rim" stroke="{ink}"')
            + "</g>"
            + _text(x + 18, y + 4, text, class_="ink", fill=ink)
        )
        x += 44 + 8 * len(text)
    said.append(f'<path class="edge" d="M{x} {y}h34" stroke="{edge}" stroke-dasharray="5 4"/>')
    said.append(_text(x + 42, y + 4, "weak evidence, under 70 %", class_="ink", fill=ink))
    dates = (
        f"Register as of {scene.as_of or 'not stated'}, {scene.known_on}; "
        f"evidence of at least {words.percent(scene.min_confidence)}. Digits are hops; in stacked "
        "marks, the size of the group."
    )
    room = int(frame.width / 7.6)
    for line, text in enumerate((dates, f"graphrisk, digest {scene.digest[:24]}")):
        y = frame.height - 32 + 18 * line
        said.append(_text(LEFT - 16, y, shorten(text, room), class_="second", fill=second))
    return said
