"""Two notices for the tests of the page that explains one: a plain and a hostile one."""

from __future__ import annotations

from graphrisk.extract.reader import read_claims
from graphrisk.extract.review.draft import DraftDocument, make_draft
from graphrisk.extract.text.intake import from_text
from graphrisk.view.explained import ReadNotice
from graphrisk.workspace.explanations import read_notice

PLAIN = """Harrow Council, 14 March 2025

Our payroll supplier Quillstone Ltd was hit by ransomware on 3 March 2025. Quillstone told us that
names and salaries of 2,400 employees were stolen. Passport numbers may have been viewed.

Bank details have not been affected. We reported the breach to the ICO on 5 March 2025.
"""
EVIL = "<img src=x onerror=window.pwned=1></style></script><script>window.pwned=1</script>"
HOSTILE = f"""Harrow Council {EVIL}

Our supplier Quill{{{{7*7}}}}stone \u202eLtd was hit by ransomware. Names {EVIL} were stolen.
javascript:window.pwned=1 &lt;b&gt; "onmouseover="window.pwned=1
"""
NOTICES = {"explain": PLAIN, "explain-hostile": HOSTILE}


def notice_of(text: str, language: str = "en") -> ReadNotice:
    """Return a text as the page gets it."""
    document = from_text(text)
    found = read_claims(document, language=language)
    about = DraftDocument(document.sha256, title="A notice", language=language, file="a notice.txt")
    return read_notice(make_draft(about, document.text, found))
