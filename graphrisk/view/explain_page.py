"""``graphrisk triage --explain``: the reasoning of a notice as one HTML file that opens offline."""

from __future__ import annotations

from graphrisk.view import words
from graphrisk.view.explained import KINDS, MEANINGS, SIGNS, ReadNotice, explained
from graphrisk.view.seal import asset, code, environment, policy

STYLES = ("tokens.css", "explain.css")
SCRIPT = ("explain.js",)
LOOSE = {
    "number": "numbers that no claim uses",
    "date": "days that no claim uses",
    "name": "names without a part",
}
_MOST_PLACES = 9


def render_explain_page(notice: ReadNotice) -> str:
    """Return the page of a notice: text with marks, claims with reasons; same notice, same bytes.

    Everything of the notice is text: it is escaped, signs that cannot be seen are shown, and the
    policy of the page admits only the script and the style that were put in here.
    """
    style = code(asset(*STYLES), "</style")
    script = code(asset(*SCRIPT), "</script")
    early = code(asset("early.js"), "</script")
    html = (
        environment()
        .get_template("explain.html.j2")
        .render(
            page=explained(notice),
            kinds=KINDS,
            signs=SIGNS,
            meanings=MEANINGS,
            loose_words=LOOSE,
            most_places=_MOST_PLACES,
            words=words,
            style=style,
            script=script,
            early=early,
            policy=policy([early, script], [style]),
        )
    )
    return html + "\n"
