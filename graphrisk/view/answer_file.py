"""An answer as the content of a file, by the ending of its name."""

from __future__ import annotations

from graphrisk.view.answer import Answer, to_csv, to_json, to_markdown

ENDINGS = (".csv", ".xlsx", ".json", ".md", ".parquet", ".html")


def answer_bytes(answer: Answer, ending: str, *, program_version: str) -> bytes:
    """Return the whole content of a file.

    Parameters
    ----------
    ending
        One of `ENDINGS`.

    Raises
    ------
    TooLarge
        It does not fit the format.
    """
    if ending == ".xlsx":
        from graphrisk.view.answer_workbook import to_workbook

        return to_workbook(answer, program_version=program_version)
    if ending == ".parquet":
        from graphrisk.view.answer_parquet import to_parquet

        return to_parquet(answer, program_version=program_version)
    if answer.memo is not None and ending in (".html", ".md"):
        from graphrisk.view.memo import memo_markdown, render_memo_page

        render = render_memo_page if ending == ".html" else memo_markdown
        return render(answer.memo, program_version=program_version).encode("utf-8", "replace")
    if ending == ".html":
        from graphrisk.view.answer_page import render_answer_page

        page = render_answer_page(answer, program_version=program_version)
        return page.encode("utf-8", "replace")
    if ending == ".csv":
        return to_csv(answer).encode("utf-8", "replace")
    if ending == ".md":
        return to_markdown(answer).encode("utf-8", "replace")
    return to_json(answer, program_version=program_version).encode("utf-8", "replace")
