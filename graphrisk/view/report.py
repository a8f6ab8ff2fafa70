"""The report: one printable page with answer, table, picture, quotes, method, assumptions, dates.

Two forms of the same content: HTML (sealed, no script) and Markdown (every outside string
escaped, so that no name becomes a link, a picture or a table cell of its own).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.view import page_data, words
from graphrisk.view.report_markdown import markdown_report
from graphrisk.view.scene import build_scene
from graphrisk.view.seal import asset, code, environment, policy
from graphrisk.view.svg import render_svg

if TYPE_CHECKING:
    from graphrisk.analysis.exposed_result import Exposed
    from graphrisk.analysis.reported_facts import Reported

STYLES = ("tokens.css", "marks.css", "report.css")


def render_report_html(
    exposed: Exposed, reported: Reported | None = None, *, title: str = ""
) -> str:
    """Return the report as one HTML page without script; the same answer gives the same bytes.

    Parameters
    ----------
    exposed
        The answer of the analysis.
    reported
        What documents state, shown before what the register implies.
    title
        What the report is about, for its first line; left out: the fallen.
    """
    from markupsafe import Markup

    scene = build_scene(exposed, reported)
    style = code(asset(*STYLES), "</style")
    rows = scene.parties[: page_data.PRINTED_ROWS]
    html = (
        environment()
        .get_template("report.html.j2")
        .render(
            scene=scene,
            title=title or page_data.about(scene),
            rows=rows,
            left_out=len(scene.parties) - len(rows),
            routes=page_data.routes(scene),
            unquoted=max(0, len(scene.parties) - page_data.QUOTED_PARTIES),
            bars=page_data.sector_bars(scene),
            weak_count=page_data.weak_count(scene),
            words=words,
            style=style,
            policy=policy([], [style]),
            picture=Markup(render_svg(scene)),
        )
    )
    return html + "\n"


def render_report_markdown(
    exposed: Exposed, reported: Reported | None = None, *, title: str = ""
) -> str:
    """Return the report as Markdown: the content of the HTML page, the picture left out.

    Parameters are those of `render_report_html`.
    """
    return markdown_report(build_scene(exposed, reported), title)
