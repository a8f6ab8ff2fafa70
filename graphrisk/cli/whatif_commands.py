"""Commands that ask what if: whatif, mitigate, check-contract."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graphrisk.cli import options
from graphrisk.cli.console import show
from graphrisk.cli.session import ids_of, workspace
from graphrisk.errors import UsageError

_TERMINAL_ROWS = 30
Concentration = Annotated[
    bool,
    typer.Option(
        "--concentration/--no-concentration",
        help="Compare concentration too: most of the work on a large register.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(whatif)
    app.command()(mitigate)
    app.command("check-contract")(check_contract)


def whatif(
    scenario: Annotated[
        list[Path] | None,
        typer.Argument(help="Scenario files (.toml, .jsonl), or folders of them."),
    ] = None,
    fail: Annotated[
        list[str] | None, typer.Option("--fail", help="A vendor that falls as well; repeat it.")
    ] = None,
    mode: Annotated[
        str, typer.Option("--mode", help="outage, breach or compromise: who is exposed by it.")
    ] = "outage",
    min_criticality: options.MinCriticality = None,
    assume_substitutes: options.AssumeSubstitutes = None,
    as_of: options.AsOf = None,
    known_on: options.KnownOn = None,
    min_confidence: options.MinConfidence = None,
    concentration: Concentration = True,
    limit: options.Limit = _TERMINAL_ROWS,
    store: options.Store = None,
    output_format: options.Format = None,
    output: options.Output = None,
    explain: options.Explain = False,
) -> None:
    """What a scenario changes: who newly stops, who is saved; what is stored stays untouched.

    Example: graphrisk whatif second-record-system.toml

    Example: graphrisk whatif --fail "Kvarnmoln AB" --fail "Norrbris Drift AB"

    Example: graphrisk whatif --fail "Kvarnmoln AB" --mode breach
    """
    from graphrisk.view.result_answer import result_answer
    from graphrisk.workspace.scenarios import scenarios_of, whatif_result

    work = workspace(store, output_format, output)
    kind = work.settings.text("format")
    params = work.params(
        as_of=as_of,
        min_criticality=min_criticality,
        min_confidence=min_confidence,
        assume_substitutes=assume_substitutes,
        limit=limit if kind == "table" and limit and output is None else None,
    )
    graph = work.graph(known_on=known_on)
    asked = scenarios_of(work, graph, scenario or [], ids_of(work, graph, fail or []))
    result = whatif_result(work, graph, asked, params, mode=mode, concentration=concentration)
    answer = result_answer(result, explain=explain)
    show(answer, kind, rows=limit or None, output=output)


def mitigate(
    customer: Annotated[
        list[str] | None,
        typer.Argument(help="Names or ids of those that count.", show_default="everybody"),
    ] = None,
    budget: Annotated[
        float | None, typer.Option("--budget", help="Most that the moves may cost a year.")
    ] = None,
    currency: Annotated[
        str | None,
        typer.Option(
            "--currency", help="Of costs and budget.", show_default="the one most links state"
        ),
    ] = None,
    top: Annotated[int, typer.Option("--top", help="Most moves of a plan.")] = 5,
    moves: Annotated[
        list[str] | None,
        typer.Option(
            "--moves", help="second source, exit or hardening; repeat it.", show_default="all"
        ),
    ] = None,
    fail: Annotated[
        list[str] | None,
        typer.Option(
            "--fail",
            help="A vendor against whose fall to plan; repeat it.",
            show_default="every single fall",
        ),
    ] = None,
    min_criticality: options.MinCriticality = None,
    assume_substitutes: options.AssumeSubstitutes = None,
    as_of: options.AsOf = None,
    known_on: options.KnownOn = None,
    min_confidence: options.MinConfidence = None,
    limit: options.Limit = _TERMINAL_ROWS,
    store: options.Store = None,
    output_format: options.Format = None,
    output: options.Output = None,
    explain: options.Explain = False,
) -> None:
    """Which moves take most critical reach away: second sources, exits, hardened vendors.

    Example: graphrisk mitigate "Nordvik Shared Services"

    Example: graphrisk mitigate --top 3 --budget 500000 --currency SEK
    """
    from graphrisk.view.result_answer import result_answer
    from graphrisk.workspace.scenarios import mitigate_result

    work = workspace(store, output_format, output)
    params = work.params(
        as_of=as_of,
        min_criticality=min_criticality,
        min_confidence=min_confidence,
        assume_substitutes=assume_substitutes,
    )
    graph = work.graph(known_on=known_on)
    result = mitigate_result(
        work,
        graph,
        ids_of(work, graph, customer or []),
        params,
        most=top,
        budget=budget,
        currency=currency,
        moves=moves or (),
        fail=ids_of(work, graph, fail or []),
    )
    answer = result_answer(result, explain=explain)
    show(answer, work.settings.text("format"), rows=limit or None, output=output)


def check_contract(
    vendor: Annotated[str, typer.Argument(help="Name or id of the proposed vendor.")],
    customer: Annotated[str, typer.Argument(help="Name or id of the customer.")],
    service: Annotated[str | None, typer.Option("--service", help="Service, in words.")] = None,
    category: Annotated[str | None, typer.Option("--category", help="Kind of service.")] = None,
    criticality: Annotated[
        str | None, typer.Option("--criticality", help="What hangs on it.", show_default="unknown")
    ] = None,
    stands_in_for: Annotated[
        str | None,
        typer.Option("--stands-in-for", help="A present supplier beside which it would stand."),
    ] = None,
    group: Annotated[str | None, typer.Option("--group", help="Redundancy group.")] = None,
    required: Annotated[
        int | None, typer.Option("--required", help="Suppliers of the group that must stand.")
    ] = None,
    contract: Annotated[str | None, typer.Option("--contract", help="Reference.")] = None,
    supports: Annotated[
        str | None,
        typer.Option("--supports", help="Functions that rest on it, joined by ;", metavar="A;B"),
    ] = None,
    substitutability: Annotated[
        str | None, typer.Option("--substitutability", help="easy, medium, hard or not.")
    ] = None,
    data_location: Annotated[
        str | None,
        typer.Option("--data-location", help="Countries in which data is kept.", metavar="SE,US"),
    ] = None,
    annual_cost: Annotated[float | None, typer.Option("--annual-cost", help="Yearly cost.")] = None,
    currency: Annotated[str | None, typer.Option("--currency", help="ISO 4217.")] = None,
    new: Annotated[
        bool, typer.Option("--new", help="The vendor is not in the register yet.")
    ] = False,
    country: Annotated[str | None, typer.Option("--country", help="Seat of a new vendor.")] = None,
    parent: Annotated[
        str | None, typer.Option("--parent", help="Parent company of a new vendor.")
    ] = None,
    min_criticality: options.MinCriticality = None,
    assume_substitutes: options.AssumeSubstitutes = None,
    as_of: options.AsOf = None,
    known_on: options.KnownOn = None,
    min_confidence: options.MinConfidence = None,
    concentration: Concentration = True,
    limit: options.Limit = _TERMINAL_ROWS,
    store: options.Store = None,
    output_format: options.Format = None,
    output: options.Output = None,
    explain: options.Explain = False,
) -> None:
    """What a proposed contract would change: before signing, as DORA Article 29 asks.

    With -o memo.html, or memo.md: a memo of two pages for whoever decides.

    Example: graphrisk check-contract "Norrbris Drift AB" "Sparvtall Journal AB" --service hosting
    """
    from graphrisk.view.result_answer import result_answer
    from graphrisk.workspace.scenarios import check_contract_result

    work = workspace(store, output_format, output)
    if not new and (country or parent):
        raise UsageError(
            "--country and --parent describe a new vendor",
            fix="add --new, or leave them out: the register knows this vendor",
        )
    params = work.params(
        as_of=as_of,
        min_criticality=min_criticality,
        min_confidence=min_confidence,
        assume_substitutes=assume_substitutes,
    )
    graph = work.graph(known_on=known_on)
    link = {
        "vendor": vendor if new else ids_of(work, graph, [vendor])[0],
        "customer": ids_of(work, graph, [customer])[0],
        "service": service,
        "category": category,
        "criticality": criticality,
        "stands_in_for": stands_in_for and ids_of(work, graph, [stands_in_for])[0],
        "group": group,
        "required": required,
        "contract": contract,
        "supports": supports,
        "substitutability": substitutability,
        "data_location": data_location,
        "annual_cost": annual_cost,
        "currency": currency,
    }
    facts = {"country": country, "parent": parent} if new else None
    result = check_contract_result(work, graph, params, link, facts, concentration=concentration)
    answer = result_answer(result, explain=explain)
    show(answer, work.settings.text("format"), rows=limit or None, output=output)
