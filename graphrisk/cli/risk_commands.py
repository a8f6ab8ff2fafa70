"""Commands that ask the graph: exposed, path, vendors, concentration."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from graphrisk.cli import options
from graphrisk.cli.console import show, write
from graphrisk.cli.session import ids_of, workspace

_TERMINAL_ROWS = 40


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(exposed)
    app.command()(path)
    app.command()(vendors)
    app.command()(concentration)


def exposed(
    vendor: Annotated[
        list[str] | None, typer.Argument(help="Names or ids of fallen organizations.")
    ] = None,
    mode: Annotated[
        str | None,
        typer.Option("--mode", help="outage, breach or compromise.", show_default="all three"),
    ] = None,
    country: options.Country = None,
    sector: options.Sector = None,
    category: options.Category = None,
    with_group: options.WithGroup = False,
    by_group: Annotated[
        bool, typer.Option("--by-group", help="Count the parties by legal group as well.")
    ] = False,
    hours: Annotated[
        str | None,
        typer.Option(
            "--hours",
            help="Hours after the fall to look at.",
            show_default="4,24,72 where times are known",
        ),
    ] = None,
    incident: Annotated[
        str | None, typer.Option("--incident", help="Incident whose reports are shown beside.")
    ] = None,
    min_criticality: options.MinCriticality = None,
    assume_substitutes: options.AssumeSubstitutes = None,
    as_of: options.AsOf = None,
    known_on: options.KnownOn = None,
    min_confidence: options.MinConfidence = None,
    max_hops: Annotated[
        int | None, typer.Option("--max-hops", help="Show no party further away.")
    ] = None,
    limit: options.Limit = _TERMINAL_ROWS,
    read_path: options.ReadPath = None,
    store: options.Store = None,
    output_format: options.Format = None,
    output: options.Output = None,
    explain: options.Explain = False,
    cypher: options.Cypher = False,
) -> None:
    """Who is exposed if these vendors fall.

    Example: graphrisk exposed "Dimholm Datahall AB" --mode outage
    """
    from graphrisk.view.how_read import with_how_read
    from graphrisk.workspace.exposure import exposed_answer_for, fallen_ids
    from graphrisk.workspace.part_reading import Question
    from graphrisk.workspace.parts import read_for

    work = workspace(store, output_format, output)
    kind = work.settings.text("format")
    params = work.params(
        as_of=as_of,
        min_criticality=min_criticality,
        min_confidence=min_confidence,
        assume_substitutes=assume_substitutes,
        max_hops=max_hops,
        limit=limit if kind == "table" and limit and output is None else None,
        hours=hours,
        by_group=by_group,
    )
    kinds = {"country": country, "sector": sector, "category": category}
    if cypher:
        from graphrisk.workspace.query_twins import exposed_twin

        unknown: dict[str, object] = {f"--{by}": word for by, word in kinds.items()}
        unknown |= {"--with-group": with_group, "--by-group": by_group, "--hours": hours}
        unknown |= {"--incident": incident, "--known-on": known_on}
        write(exposed_twin(work, vendor or [], params, mode=mode, unknown=unknown))
        return
    question = Question(params, mode, incident, kinds, with_group, known_on)
    read = read_for(work, vendor or [], question, find=partial(ids_of, work), path=read_path)
    fallen, lines = fallen_ids(read.graph, params, read.named, kinds=kinds, with_group=with_group)
    answer = exposed_answer_for(
        work,
        read.graph,
        fallen,
        params,
        mode=mode,
        incident=incident,
        lines=lines,
        reports=read.reports,
    )
    answer = with_how_read(answer, read.how)
    show(answer, kind, rows=limit or None, output=output, explain=explain)


def path(
    vendor: Annotated[str, typer.Argument(help="Name or id of the vendor that falls.")],
    customer: Annotated[str, typer.Argument(help="Name or id of the customer.")],
    min_criticality: options.MinCriticality = None,
    assume_substitutes: options.AssumeSubstitutes = None,
    as_of: options.AsOf = None,
    known_on: options.KnownOn = None,
    min_confidence: options.MinConfidence = None,
    store: options.Store = None,
    output_format: options.Format = None,
    output: options.Output = None,
    explain: options.Explain = False,
    cypher: options.Cypher = False,
) -> None:
    """Why a vendor's fall reaches a customer, link by link, with quotes and sources.

    Example: graphrisk path "Dimholm Datahall AB" "Nordvik Lakeside Hospital"
    """
    from graphrisk.view.chain_tables import path_answer

    work = workspace(store, output_format, output)
    params = work.params(
        as_of=as_of,
        min_criticality=min_criticality,
        min_confidence=min_confidence,
        assume_substitutes=assume_substitutes,
    )
    if cypher:
        from graphrisk.workspace.query_twins import path_twin

        write(path_twin(work, vendor, customer, params, unknown={"--known-on": known_on}))
        return
    graph = work.graph(known_on=known_on)
    first, last = (ids_of(work, graph, [name])[0] for name in (vendor, customer))
    answer = path_answer(work.path(graph, first, last, params))
    show(answer, work.settings.text("format"), output=output, explain=explain)


def vendors(
    customer: Annotated[str, typer.Argument(help="Name or id of the customer.")],
    tier: Annotated[int | None, typer.Option("--tier", help="Only this tier.", min=1)] = None,
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
    cypher: options.Cypher = False,
) -> None:
    """Which vendors a customer rests on, at every tier, and what each one's fall would do.

    Example: graphrisk vendors "Nordvik Lakeside Hospital" --tier 1
    """
    from graphrisk.view.chain_tables import vendors_answer

    work = workspace(store, output_format, output)
    params = work.params(
        as_of=as_of,
        min_criticality=min_criticality,
        min_confidence=min_confidence,
        assume_substitutes=assume_substitutes,
    )
    if cypher:
        from graphrisk.workspace.query_twins import vendors_twin

        unknown = {"--known-on": known_on}
        write(vendors_twin(work, customer, params, tier=tier, unknown=unknown))
        return
    graph = work.graph(known_on=known_on)
    (found,) = ids_of(work, graph, [customer])
    answer = vendors_answer(work.vendors(graph, found, params, tier=tier))
    kind = work.settings.text("format")
    show(answer, kind, rows=limit or None, output=output, explain=explain)


def concentration(
    by: Annotated[
        str, typer.Option("--by", help="category, sector, country, data_class, tier or group.")
    ] = "category",
    unit: Annotated[
        str, typer.Option("--unit", help="customers, links, functions, spend or people.")
    ] = "customers",
    by_group: Annotated[
        bool, typer.Option("--by-group", help="Count a legal group of vendors as one.")
    ] = False,
    by_confidence: Annotated[
        bool,
        typer.Option("--by-confidence", help="Weigh what is counted by the evidence it rests on."),
    ] = False,
    lorenz: Annotated[
        str | None, typer.Option("--lorenz", help="Slice whose Lorenz curve is shown as well.")
    ] = None,
    min_criticality: options.LinkCriticality = "supporting",
    as_of: options.AsOf = None,
    known_on: options.KnownOn = None,
    min_confidence: options.MinConfidence = None,
    limit: options.Limit = _TERMINAL_ROWS,
    store: options.Store = None,
    output_format: options.Format = None,
    output: options.Output = None,
    explain: options.Explain = False,
    cypher: options.Cypher = False,
) -> None:
    """How few vendors how much rests on, direct and cascaded side by side.

    Example: graphrisk concentration --by country
    """
    from graphrisk.view.result_answer import result_answer
    from graphrisk.workspace.concentration import checked_dimension, checked_unit, concentration_of

    work = workspace(store, output_format, output)
    dimension, counted_in = checked_dimension(by), checked_unit(unit)
    params = work.params(
        as_of=as_of, min_criticality=min_criticality, min_confidence=min_confidence
    )
    if cypher:
        from graphrisk.workspace.query_twins import concentration_twin

        unknown = {"--by-group": by_group, "--by-confidence": by_confidence, "--lorenz": lorenz}
        unknown |= {"--known-on": known_on, "--unit": counted_in != "customers"}
        write(concentration_twin(work, dimension, params, unknown=unknown))
        return
    graph = work.graph(known_on=known_on)
    result = concentration_of(
        work,
        graph,
        dimension,
        params,
        unit=counted_in,
        by_group=by_group,
        by_confidence=by_confidence,
        lorenz_of=lorenz,
    )
    answer = result_answer(result, explain=explain)
    show(answer, work.settings.text("format"), rows=limit or None, output=output)
