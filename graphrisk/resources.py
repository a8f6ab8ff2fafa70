"""Where the files that travel with graphrisk lie: queries, sample data, the list of sources.

In a checkout they are the top folders ``queries/``, ``data/`` and ``docs/``, where people look for
them; in an installed wheel they are copies inside the package (``graphrisk/_data``, by
force-include in ``pyproject.toml``).
"""

from __future__ import annotations

from pathlib import Path

from graphrisk.errors import InputError

_PACKAGE = Path(__file__).resolve().parent


def queries_folder() -> Path:
    """Return the folder of the query library.

    Returns
    -------
    Path
        An existing folder; one ``.cypher`` file per question.

    Raises
    ------
    InputError
        The installation is incomplete.

    Examples
    --------
    >>> queries_folder().name
    'queries'
    """
    return _folder("queries")


def data_folder() -> Path:
    """Return the folder of the sample data: public incidents, notices, a synthetic register.

    Returns
    -------
    Path
        An existing folder.

    Raises
    ------
    InputError
        The installation is incomplete.

    Examples
    --------
    >>> data_folder().name
    'data'
    """
    return _folder("data")


def docs_folder() -> Path:
    """Return the folder of the documentation; a wheel holds its list of sources only.

    Returns
    -------
    Path
        An existing folder.

    Raises
    ------
    InputError
        The installation is incomplete.

    Examples
    --------
    >>> (docs_folder() / "references.bib").is_file()
    True
    """
    return _folder("docs")


def _folder(name: str) -> Path:
    """Prefer the copy in the wheel: a checkout has none, and nothing lies beside a wheel."""
    candidates = (_PACKAGE / "_data" / name, _PACKAGE.parent / name)
    for folder in candidates:
        if folder.is_dir():
            return folder
    raise InputError(
        f"The folder '{name}' that belongs to graphrisk is missing",
        where=str(candidates[0]),
        fix="Install graphrisk again, or run it from a complete checkout",
    )
