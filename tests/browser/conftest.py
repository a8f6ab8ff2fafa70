"""A real Chromium for the page's tests; the pages are made once and opened from files."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graphrisk.view.explain_page import render_explain_page
from graphrisk.view.pyvis_page import render_view, write_page
from graphrisk.view.report import render_report_html
from tests.real_parts import require_real
from tests.unit.view import exposed_builder as build
from tests.unit.view.notices_to_explain import NOTICES, notice_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
CHROMIUM_HELP = "apt-get install chromium, or put a chromium on the PATH"


@dataclass
class Opened:
    """A page of ours in the browser, with everything it asked for and complained about."""

    page: Page
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def value(self, script: str) -> Any:
        """Evaluate a function in the page."""
        return self.page.evaluate(script)

    def wait(self, script: str, seconds: float = 30.0) -> None:
        """Poll: our policy refuses what the library's own waiting would evaluate."""
        for _ in range(int(seconds * 20)):
            if self.page.evaluate(script):
                return
            self.page.wait_for_timeout(50)
        pytest.fail(f"never came true in the page: {script}")

    def click_mark(self, mark_id: str) -> None:
        """Click a mark of the picture where it is on the screen."""
        at = self.page.evaluate("(id) => graphrisk.atMark(id)", mark_id)
        box = self.page.locator("#network").bounding_box()
        assert box is not None
        self.page.mouse.click(box["x"] + at["x"], box["y"] + at["y"])


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of all tests here."""
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        require_real("playwright", "pip install playwright")
    path = require_real("Chromium", CHROMIUM_HELP, shutil.which("chromium"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core, as the package axe-playwright-python brings it."""
    spec = find_spec("axe_playwright_python")
    folder = Path(spec.origin).parent if spec and spec.origin else None
    found = require_real("axe-core", "pip install axe-playwright-python", folder)
    return (found / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One file for each kind of answer."""
    folder = tmp_path_factory.mktemp("pages")
    answers = {
        "outage": (build.sample(), build.reported()),
        "breach": (build.breach(), build.reported()),
        "compromise": (build.compromise(), None),
        "hostile": (build.hostile(), build.hostile_reported()),
        "nobody": (build.exposed(()), None),
        "few": (build.few(), None),
        "many": (build.sample(1, 300, 1700), None),
    }
    made = {}
    for name, (answer, reported) in answers.items():
        made[name] = folder / f"{name}.html"
        write_page(made[name], render_view(answer, reported))
    for name in ("outage", "hostile"):
        answer, reported = answers[name]
        made[f"report-{name}"] = folder / f"report-{name}.html"
        write_page(made[f"report-{name}"], render_report_html(answer, reported))
    for name, text in NOTICES.items():
        made[name] = folder / f"{name}.html"
        write_page(made[name], render_explain_page(notice_of(text)))
    return made


@pytest.fixture
def show(chromium: Browser, pages: dict[str, Path]) -> Iterator[Callable[..., Opened]]:
    """Open a page by name; its requests and complaints are collected."""
    with ExitStack() as stack:

        def opened(
            name: str, hash_part: str = "", *, width: int = 1440, height: int = 900, **given: Any
        ) -> Opened:
            context = stack.enter_context(
                chromium.new_context(viewport={"width": width, "height": height}, **given)
            )
            found = Opened(context.new_page())

            def asked(request: Any) -> None:
                if not request.url.startswith(("file:", "data:", "blob:")):
                    found.outside.append(request.url)

            def said(message: Any) -> None:
                if message.type in {"error", "warning"}:
                    found.complaints.append(message.text)

            found.page.on("request", asked)
            found.page.on("console", said)
            found.page.on("pageerror", lambda error: found.complaints.append(str(error)))
            found.page.goto(pages[name].as_uri() + hash_part)
            if given.get("java_script_enabled", True) and not name.startswith("report"):
                found.wait("() => Boolean(window.graphrisk && window.graphrisk.ready)")
                found.page.wait_for_timeout(150)
            return found

        yield opened
