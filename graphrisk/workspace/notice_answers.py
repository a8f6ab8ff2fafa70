"""What triage and review print: claims with their words, exposure, changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphrisk.extract.claims import Claim, claim_to_dict
from graphrisk.extract.records.graph_diff import GraphDiff
from graphrisk.extract.review.claim_words import claim_words
from graphrisk.extract.review.decisions import accepted_claims
from graphrisk.extract.review.draft import Draft
from graphrisk.extract.words.lexicon import is_supported
from graphrisk.view.answer import Answer, Table
from graphrisk.view.notice_answers import applied_answer, claims_table, triage_answer
from graphrisk.view.reported_tables import reported_lines
from graphrisk.view.tables import exposed_answer
from graphrisk.workspace.exposure import answers_for, reported_of
from graphrisk.workspace.short_answers import is_concluded

if TYPE_CHECKING:
    from graphrisk.analysis.params import ExposedParams
    from graphrisk.workspace.notices import Applied, Triage


_BOOKKEEPING_KINDS = ("ABOUT", "REPORTED_IN", "DataClass")


def answer_of_triage(found: Triage, params: ExposedParams) -> Answer:
    """Return what a notice says, and who is exposed, before anything is written."""
    draft = found.draft
    name = draft.document.title or draft.document.file or draft.document.sha256[:12]
    corrected = {old for claim in draft.claims for old in claim.supersedes}
    heading = [f"{name}: {_verdict(found)}"]
    exposure = None
    if found.report is not None:
        reported = reported_of(found.graph, [found.report])
        lines = reported_lines(reported)[1:]
        if found.hit:
            answers = answers_for(found.graph, list(found.hit), params, None, [found.report])
            exposure = exposed_answer(answers, reported_lines=lines, reported_data=reported)
        else:
            heading += lines
    footer = [*(note[0].upper() + note[1:].rstrip(".") + "." for note in found.remarks if note)]
    footer += [
        f"May be the same incident as {each.id[:12]} ({each.title}): {', '.join(each.reasons)}. "
        f"To link: graphrisk review {found.path.name} --incident {each.id[:12]}"
        for each in found.candidates[:3]
    ]
    footer.append(_next_step(found))
    return triage_answer(
        heading=heading,
        claims=_claims(draft, corrected) if draft.claims else None,
        exposure=exposure,
        footer=footer,
        result={
            "draft": str(found.path),
            "document": draft.document,
            "is_incident": draft.is_incident,
            "claims": [claim_to_dict(claim) for claim in draft.claims],
            "notes": found.remarks,
            "same_incident": found.candidates,
        },
    )


def _next_step(found: Triage) -> str:
    draft = found.draft
    if draft.loads and not draft.pending():
        return (
            f"Draft: {found.path}. This notice was decided before, and written as load "
            f"{draft.loads[-1]}; graphrisk loads tells whether that stands."
        )
    return (
        f"Draft: {found.path} ({len(draft.pending())} claims to decide). Nothing is written yet; "
        f"next: graphrisk review {found.path.name}"
    )


def _verdict(found: Triage) -> str:
    language = found.draft.document.language
    if language is not None and not is_supported(language):
        return (
            f"not read for an incident: there is no lexicon for language {language!r}. Only dates, "
            "numbers and known organizations were read; decide by hand."
        )
    if not found.draft.is_incident:
        return "reports no incident; no claims were made."
    if found.report is None:
        return f"{len(found.draft.claims)} claims, no incident to report on."
    hit = [each.name for each in found.report.vendors if each.status != "denied"]
    kind = (found.report.incident.attack_type or "incident").replace("_", " ")
    kind = "incident" if kind == "unknown" else kind
    who = ", ".join(hit) or "no vendor named"
    return f"{kind} at {who}; {len(found.draft.claims)} claims."


def _claims(draft: Draft, corrected: set[str]) -> Table:
    return claims_table([claim_row(claim, corrected) for claim in draft.claims])


def claim_row(claim: Claim, corrected: set[str]) -> tuple[Any, ...]:
    """Return a claim as a row: words, status, confidence, exact words, offsets, rule, id."""
    status = claim.status
    if claim.id in corrected:
        status = f"{status or ''} (corrected later)"
    elif is_concluded(claim) and status == "confirmed":
        status = "concluded"
    return (
        claim_words(claim).removesuffix(f" ({claim.status})"),
        status,
        claim.confidence,
        " … ".join(place.quote for place in claim.evidence),
        "; ".join(f"{place.start}-{place.end}" for place in claim.evidence),
        claim.rule,
        claim.id[:12],
    )


def answer_of_review(applied: Applied) -> Answer:
    """Return what a review wrote."""
    load = applied.report.load
    name = applied.draft.document.title or applied.path.name
    pending = len(applied.draft.pending())
    if load is None:
        why = (
            "no claim is accepted"
            if _nothing_accepted(applied.draft)
            else ("the graph holds all of it already")
        )
        lines = [f"{name}: nothing changed; {why}."]
        footer = [f"Digest {applied.report.digest[:16]}."]
    else:
        lines = [f"{name}: written as load {load.number}. {diff_words(applied.diff)}"]
        footer = [
            f"graphrisk undo {load.number} takes it back. Digest {applied.report.digest[:16]}."
        ]
    if pending:
        lines.append(f"{pending} claims are still open: graphrisk review {applied.path.name}")
    if applied.incident:
        lines.append(f"Incident {applied.incident}: graphrisk incident {applied.incident[:12]}")
    return applied_answer(
        lines=lines,
        changes=change_rows(applied.diff),
        footer=[*applied.diff.remarks, *footer],
        result={
            "load": load,
            "incident": applied.incident,
            "draft": str(applied.path),
            "changes": applied.diff,
        },
        digest=applied.report.digest,
    )


def _nothing_accepted(draft: Draft) -> bool:
    return not accepted_claims(draft.claims, draft.decisions)


def change_rows(diff: GraphDiff) -> list[tuple[str, str, str, str | None]]:
    """Return (what, kind, words, quote) of each record that would change."""
    return [
        (what, change.kind, change.words, change.quote)
        for what in ("new", "changed", "withdrawn", "archived")
        for change in getattr(diff, what)
        if change.kind not in _BOOKKEEPING_KINDS
    ]


def diff_words(diff: GraphDiff) -> str:
    """Return a diff as a sentence of counts."""
    parts = [
        f"{len(getattr(diff, what))} {what}" for what in ("new", "changed", "withdrawn", "archived")
    ]
    merges = f", {len(diff.merges)} names merged" if diff.merges else ""
    return f"Records: {', '.join(parts)}, {diff.unchanged} unchanged{merges}."
