"""All visible text of an HTML page, read with the standard library: the fallback of the intake."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final


class PageText(HTMLParser):
    """All visible text of a page, and the list items and cells outside menus."""

    _SKIP: Final = frozenset({"script", "style", "template", "noscript", "svg", "iframe"})
    _MENU: Final = frozenset({"nav", "footer", "aside", "header", "form", "button", "select"})
    _BLOCK: Final = frozenset(
        [
            "p",
            "div",
            "section",
            "article",
            "li",
            "tr",
            "td",
            "th",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "ul",
            "ol",
            "table",
            "br",
            "dt",
            "dd",
            "blockquote",
        ]
    )
    _VOID: Final = frozenset(
        [
            "br",
            "hr",
            "img",
            "input",
            "meta",
            "link",
            "area",
            "base",
            "col",
            "embed",
            "source",
            "track",
            "wbr",
        ]
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._stack: list[str] = []
        self._hidden = 0
        self._menu = 0
        self._cell: list[str] | None = None
        self.cells: list[str] = []
        self.title = ""
        self.language: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what opens."""
        if tag == "html":
            self.language = ((dict(attrs).get("lang") or "")[:2].lower()) or None
        if tag in self._BLOCK:
            self._parts.append("\n\n" if tag not in {"br", "tr", "li"} else "\n")
            if tag == "li":
                self._parts.append("• ")
            if tag in {"li", "td"}:
                self._end_cell()
                self._cell = []
        if tag in self._VOID:
            return
        if len(self._stack) < 5_000:
            self._stack.append(tag)
            self._hidden += tag in self._SKIP
            self._menu += tag in self._MENU

    def handle_endtag(self, tag: str) -> None:
        """Note what closes; unclosed inner tags close with it."""
        if tag in {"li", "td", "ul", "ol", "table", "tr"}:
            self._end_cell()
        if tag in self._BLOCK:
            self._parts.append("\n")
        if tag not in self._stack[-50:]:
            return
        while self._stack:
            closed = self._stack.pop()
            self._hidden -= closed in self._SKIP
            self._menu -= closed in self._MENU
            if closed == tag:
                break

    def handle_data(self, data: str) -> None:
        """Keep visible words."""
        if self._stack and self._stack[-1] == "title":
            self.title += data.strip()
            return
        if self._hidden or self._menu:
            return
        self._parts.append(re.sub(r"\s+", " ", data))
        if self._cell is not None:
            self._cell.append(data)

    def _end_cell(self) -> None:
        if self._cell is not None:
            words = " ".join("".join(self._cell).split())
            if words:
                self.cells.append(words)
        self._cell = None

    def text(self) -> str:
        """Return the text with its blocks apart."""
        lines = [line.strip() for line in "".join(self._parts).split("\n")]
        out: list[str] = []
        for line in lines:
            if line or (out and out[-1]):
                out.append(line)
        return "\n".join(out).strip()
