"""The interactive page: one file that opens offline, with pyvis as the carrier of the network.

pyvis hands over its vis-network script and its way of collecting nodes, edges and options. The
template, the places of the marks, the escaping and the seal are ours.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphrisk.view import page_data, words
from graphrisk.view.reported import reported_about
from graphrisk.view.scene import MAX_MARKS, Scene, build_scene
from graphrisk.view.seal import asset, code, environment, policy, sealed_json
from graphrisk.view.svg import render_svg

if TYPE_CHECKING:
    from graphrisk.analysis.exposed_result import Exposed
    from graphrisk.analysis.reported_facts import Reported

SCRIPTS = ("data.js", "state.js", "look.js", "picture.js", "panel.js", "table.js", "search.js")
SCRIPTS_LAST = ("export.js", "main.js")
STYLES = ("tokens.css", "marks.css", "page.css", "narrow.css")

OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "interaction": {
        "dragNodes": False,
        "hover": True,
        "hoverConnectedEdges": False,
        "selectConnectedEdges": False,
        "multiselect": False,
        "tooltipDelay": 3_600_000,
    },
    "nodes": {"shape": "custom", "physics": False, "chosen": False},
    "edges": {
        "physics": False,
        "chosen": False,
        "smooth": {
            "enabled": True,
            "type": "cubicBezier",
            "forceDirection": "horizontal",
            "roundness": 0.5,
        },
    },
}


def render_view(
    exposed: Exposed,
    reported: Reported | None = None,
    *,
    max_marks: int = MAX_MARKS,
) -> str:
    """Return the page of an answer as one HTML text; the same answer gives the same bytes.

    Parameters
    ----------
    exposed
        The answer of the analysis.
    reported
        What documents state, shown beside what the register implies.
    max_marks
        Most marks of one picture; above that it is folded, and the page says so.
    """
    return render_page(build_scene(exposed, reported, max_marks=max_marks))


def render_page(scene: Scene) -> str:
    """Return the page of a scene as one HTML text."""
    from pyvis.network import Network

    net = Network(directed=True, cdn_resources="in_line")
    net.nodes = page_data.vis_nodes(scene.grouped)
    net.edges = page_data.vis_edges(scene.grouped.links, page_data.evidence_rows(scene))
    net.options = OPTIONS
    net.templateEnv = environment()
    net.templateEnv.globals.update(_values(scene))
    net.path = "view.html.j2"
    return str(net.generate_html()) + "\n"


def write_page(path: Path, html: str) -> None:
    """Write a page or report as UTF-8 with plain line ends."""
    path.write_text(html, encoding="utf-8", newline="\n")


@lru_cache(maxsize=1)
def _carrier_script() -> str:
    """vis-network as it lies in the installed pyvis package, without its 220 KB of icons."""
    from importlib import resources

    script = resources.files("pyvis") / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"
    return script.read_text(encoding="utf-8")


def _values(scene: Scene) -> dict[str, Any]:
    from markupsafe import Markup

    style = code(asset(*STYLES), "</style")
    carrier = code(_carrier_script(), "</script")
    early = code(asset("early.js"), "</script")
    script = code(asset(*SCRIPTS, *SCRIPTS_LAST), "</script")
    rows = scene.parties[: page_data.TABLE_ROWS]
    other = scene.single if scene.opens_grouped else scene.grouped
    other_picture = "" if other is None else render_svg(scene, other)

    def carried(nodes: Any, edges: Any, options: Any) -> Markup:
        network = {"nodes": nodes, "edges": edges, "options": _plain(options)}
        return sealed_json({"network": network, "page": page_data.page_payload(scene)})

    return {
        "scene": scene,
        "rows": rows,
        "left_out": len(scene.parties) - len(rows),
        "cards": page_data.hop_cards(scene),
        "bars": page_data.sector_bars(scene),
        "carriers": page_data.carriers(scene),
        "weak_count": page_data.weak_count(scene),
        "sectors": sorted({party.sector or "not stated" for party in scene.parties}),
        "address": page_data.address,
        "said": reported_about(scene.reported),
        "words": words,
        "style": style,
        "carrier": carrier,
        "script": script,
        "early": early,
        "policy": policy([early, carrier, script], [style]),
        "carried": carried,
        "picture": Markup(render_svg(scene)),
        "other_picture": Markup(other_picture),
    }


def _plain(options: Any) -> Any:
    return json.loads(options) if isinstance(options, str) else options
