"""Options that several commands share, each defined once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Store = Annotated[
    str | None,
    typer.Option(
        "--store",
        help="Where records are kept: ladybug:PATH, neo4j://HOST:PORT, bolt://..., memory:.",
        show_default="./graphrisk.lbdb",
    ),
]
Format = Annotated[
    str | None,
    typer.Option("--format", help="table, csv, json or md.", show_default="table"),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        help="Write the whole answer to a file as well: .csv, .xlsx, .json, .md, .parquet or "
        ".html.",
    ),
]
ReadPath = Annotated[
    str | None,
    typer.Option(
        "--path",
        help="auto, query or arrays: read of a Neo4j store what is downstream, or everything.",
        show_default="auto",
    ),
]
Explain = Annotated[
    bool,
    typer.Option("--explain", help="Say how it was computed, what was assumed, and the sources."),
]
Cypher = Annotated[
    bool,
    typer.Option("--cypher", help="Print the query that asks the same, for a Neo4j console."),
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", help="Day on which contracts must be in force.", show_default="today"),
]
KnownOn = Annotated[
    str | None,
    typer.Option("--known-on", help="Answer from what was recorded by that day."),
]
MinCriticality = Annotated[
    str | None,
    typer.Option(
        "--min-criticality",
        help="critical, important or supporting: from where a lost supply stops somebody.",
        show_default="critical",
    ),
]
LinkCriticality = Annotated[
    str,
    typer.Option(
        "--min-criticality",
        help="critical, important or supporting: links below are left out.",
    ),
]
MinConfidence = Annotated[
    float | None,
    typer.Option("--min-confidence", help="Leave out weaker evidence (0 to 1)."),
]
AssumeSubstitutes = Annotated[
    str | None,
    typer.Option(
        "--assume-substitutes",
        help="category: read suppliers of one category as standing in for each other.",
    ),
]
Limit = Annotated[
    int,
    typer.Option("--limit", help="Most rows of a table on the terminal; 0 shows all.", min=0),
]
ReadAs = Annotated[
    str | None,
    typer.Option(
        "--as",
        help="dora: a register of information (folder, zip, reporting package or workbook).",
    ),
]
Country = Annotated[
    str | None, typer.Option("--country", help="All vendors seated in this country fall.")
]
Sector = Annotated[str | None, typer.Option("--sector", help="All vendors of this sector fall.")]
Category = Annotated[
    str | None, typer.Option("--category", help="All vendors of this kind of service fall.")
]
WithGroup = Annotated[
    bool, typer.Option("--with-group", help="The whole legal group of a fallen vendor falls.")
]
ClockStart = Annotated[
    list[str] | None,
    typer.Option(
        "--start",
        help='A moment that starts reporting clocks: "aware=2026-05-12 14:30"; also classified, '
        "notified, initial, intermediate.",
        show_default="what documents state",
    ),
]
Now = Annotated[
    str | None,
    typer.Option("--now", help="Moment to count from, for exercises.", show_default="now"),
]
