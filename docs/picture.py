"""Draw docs/images/exposed.png: the page that ``graphrisk view`` writes, in a real Chromium.

Usage: ``python docs/picture.py PAGE.html [IMAGE.png]``. Needs Chromium (``apt-get install
chromium``) and playwright (in the dev extra). Make the page with ``make demo``.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

IMAGE = Path(__file__).resolve().parent / "images" / "exposed.png"
MOST_BYTES = 300_000


def main() -> int:
    """Open the page, wait for its picture, save what a person sees first."""
    page_file = Path(sys.argv[1]).resolve()
    image = Path(sys.argv[2]) if len(sys.argv) > 2 else IMAGE
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("Chromium is missing: apt-get install chromium", file=sys.stderr)
        return 1
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1360, "height": 800}, color_scheme="light")
        page.goto(page_file.as_uri())
        page.wait_for_selector("canvas")
        page.wait_for_timeout(1500)
        page.screenshot(path=image)
        browser.close()
    size = image.stat().st_size
    print(f"{image}: {size:,} bytes")
    return 0 if size <= MOST_BYTES else 1


if __name__ == "__main__":
    sys.exit(main())
