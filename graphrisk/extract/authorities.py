"""Which authorities a text names, what part they have, and who turned to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphrisk.extract.claims import Claim, Party, make_claim
from graphrisk.extract.parties import PUBLISHER

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page
    from graphrisk.extract.trie import Hit


_TO: Final = 2
_ACTS: Final = 5
_BY: Final = frozenset(["by", "par", "von", "av", "af", "door"])
_AT: Final = 8
_PROSECUTORS: Final = frozenset(["Parquet", "Staatsanwaltschaft", "Åklagarmyndigheten", "Syyttäjä"])
_COMPLAINTS: Final = (
    *("polisanmäl", "brottsanmäl", "strafanzeige", "politianmeld", "politimeld", "aangifte"),
    *("rikosilmoit", "tutkintapyyn"),
    *("plainte", "dépôt", "porté", "portera"),
)


def authority_claims(page: Page, author: str | None, parties: dict[str, Party]) -> list[Claim]:
    """Return authorities with their part in it and who turned to them."""
    found: dict[tuple[str, str | None], tuple[str, int, Hit]] = {}
    rank = {"notified": 2, "involved": 1, "mentioned": 0}
    for number in page.live:
        reading = page.readings[number]
        for hit in _authorities(reading):
            if _is_in_office(page, number, hit):
                continue
            role = _role(page, number, hit)
            by = _reporter(page, number, hit, author) if role == "notified" else None
            key = (hit.id, by)
            known = found.get(key)
            if known is None or rank[role] > rank[known[0]]:
                found[key] = (role, number, hit)
    best_role = {
        name: max(rank[r] for (n, _), (r, _, _) in found.items() if n == name) for name, _ in found
    }
    claims: list[Claim] = []
    for (name, by), (role, number, hit) in found.items():
        if rank[role] < best_role[name]:
            continue
        claims.append(
            make_claim(
                "authority",
                {"name": name, "role": role, "by": parties.get(by) if by else None},
                (page.evidence(number, hit.first, hit.last), page.evidence(number)),
                status="confirmed" if role == "notified" else None,
                rule=f"authority.{role}",
                confidence=0.85 if role == "notified" else 0.6,
                about=by,
            )
        )
    return claims


def confirming_authorities(page: Page) -> list[tuple[str, int]]:
    """Return authorities that themselves confirm the incident, with the sentence."""
    found: dict[str, int] = {}
    for number in page.live:
        reading = page.readings[number]
        if not reading.has("incident"):
            continue
        for hit in _authorities(reading):
            near = [h for h in reading.cues("confirms") if 0 <= h.first - hit.last <= 8]
            if near and not hit.id.startswith("("):
                found.setdefault(hit.id, number)
    return list(found.items())


def _authorities(reading: Reading) -> list[Hit]:
    """Drop a general word beside the proper name of an authority, and what stands for another.

    "A complaint to the prosecutor" tells of the prosecutor, not of the police.
    """
    hits = reading.hits("authority")
    return [h for h in hits if not any(_gives_way(reading, h, o) for o in hits if o is not h)]


def _gives_way(reading: Reading, hit: Hit, other: Hit) -> bool:
    inside = other.first <= hit.first and hit.last <= other.last
    if inside and other.last - other.first > hit.last - hit.first:
        return True
    if hit.id == "Datenschutzbehörde" and other.id != hit.id:
        return 0 <= other.first - hit.last <= 1
    if hit.id.startswith("("):
        return not other.id.startswith("(") and 0 <= other.first - hit.last <= _TO
    complaint = reading.words[hit.first].startswith(_COMPLAINTS)
    return complaint and other.id in _PROSECUTORS and 0 <= other.first - hit.last <= _AT


def _is_in_office(page: Page, number: int, hit: Hit) -> bool:
    """Whether a general word is but a part of an office's name: "Federal Office of Police"."""
    return any(
        m.first < hit.first and hit.last <= m.last and " " in m.core
        for m in page.parties.named_in(number)
    )


def _role(page: Page, number: int, hit: Hit) -> str:
    reading = page.readings[number]
    word = reading.words[hit.first]
    if not page.is_fact(number, 0) and not reading.has("self", "incident"):
        return "mentioned"
    if word.startswith(_COMPLAINTS):
        return "notified"
    own_act = [
        h
        for h in reading.cues("say", "involve", "attribution")
        if 0 <= h.first - hit.last <= _TO and reading.words[hit.last] != ","  # ", says another"
    ]
    report = [
        h
        for h in reading.cues("report")
        if not (hit.first <= h.first < hit.last) and abs(h.first - hit.first) <= 22
    ]
    negated = any(
        h.id == "negation" and 0 <= r.first - h.last <= 2
        for r in report
        for h in reading.cues("negation")
    )
    if _is_agent(reading, hit) or (report and _only_beside(reading, hit, report)):
        return "involved"
    turned_to = any(0 <= hit.first - h.last <= _TO for h in report)  # "told the police, who look"
    if report and not negated and (not own_act or turned_to or _was_told_by(reading, hit)):
        return "notified"
    if reading.has("involve", "say") or report:
        return "involved"
    return "mentioned"


def _is_agent(reading: Reading, hit: Hit) -> bool:
    """Whether an authority is who does it: "an inquiry was opened by the prosecutor"."""
    near = reading.words[max(0, hit.first - _TO) : hit.first]
    acts = [h for h in reading.cues("involve") if 0 <= hit.first - h.last <= _ACTS]
    return bool(_BY & set(near)) and bool(acts)


def _only_beside(reading: Reading, hit: Hit, report: list[Hit]) -> bool:
    """Whether the nearest verb says that they work together: nobody reports by that."""

    def gap(other: Hit) -> int:
        return max(other.first - hit.last, hit.first - other.last, 0)

    beside = [gap(h) for h in reading.cues("works_with")]
    return bool(beside) and min(beside) < min(map(gap, report))


def _was_told_by(reading: Reading, hit: Hit) -> bool:
    """Whether a participle leads up to an authority: "alerted by the firms, the office says"."""
    words = reading.words
    told = [h for h in reading.cues("report") if h.first == 0 and words[h.last] in _BY]
    comma = max((i for i in range(hit.first) if words[i] == ","), default=-1)
    return bool(told) and comma > 0 and hit.first - comma <= _TO + 1


def _reporter(page: Page, number: int, hit: Hit, author: str | None) -> str | None:
    """Who turned to the authority: the last party before it, else the author."""
    best: str | None = None
    for item in page.parties.items[number]:
        if item.first > hit.first and best is not None:
            break
        if item.kind == "org" and not item.genitive:
            core = page.parties.core(item.parties[0])
            best = core if core in page.relevant else best
        elif item.kind in {"self", "publisher"}:
            best = author or PUBLISHER
    return best or author
