"""Which authorities a text names, what part they have, and who turned to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphrisk.extract.author.ownvoice import is_own_voice
from graphrisk.extract.claims import Claim, Party, make_claim
from graphrisk.extract.incident.happened import is_past
from graphrisk.extract.incident.named_offices import MINISTRY, ministry_name
from graphrisk.extract.names.parties import PUBLISHER

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page
    from graphrisk.extract.words.trie import Hit


_TO: Final = 2
_ACTS: Final = 5
_UNNAMED_DPA: Final = "Datenschutzbehörde"
_CANTONAL: Final = "Préposé cantonal à la protection des données"
_BELGIAN: Final = "Gegevensbeschermingsautoriteit"
_FROM: Final = ("lta", "ltä")  # a case of Finnish: from whom
_FAR: Final = 16
_POLICE: Final = frozenset({"Polisen", "Poliisi", "Politiet", "Polizei", "Police", "Politie"})
_PROSECUTORS: Final = frozenset(["Parquet", "Staatsanwaltschaft", "Åklagarmyndigheten", "Syyttäjä"])


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
            key = (_named(page, number, hit), by)
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


def _named(page: Page, number: int, hit: Hit) -> str:
    """Return the office that is meant: "l'autorité" in small letters is that of any country."""
    if hit.id == MINISTRY:
        return ministry_name(page, number, hit)
    small = page.readings[number].token(hit.first).text[:1].islower()
    general = page.readings[number].words[hit.first].startswith("autorité")
    return _UNNAMED_DPA if small and general and hit.id == _BELGIAN else hit.id


def _gives_way(reading: Reading, hit: Hit, other: Hit) -> bool:
    inside = other.first <= hit.first and hit.last <= other.last
    if inside and other.last - other.first > hit.last - hit.first:
        return True
    if hit.id == MINISTRY and other.id != MINISTRY:
        return other.first < hit.last and hit.first < other.last
    if hit.id == _CANTONAL and other.id == "PFPDT":
        return hit.first <= other.first < hit.last or other.first <= hit.first < other.last
    if hit.id == "Datenschutzbehörde" and other.id != hit.id:
        return 0 <= other.first - hit.last <= 1
    if hit.id.startswith("("):
        return not other.id.startswith("(") and 0 <= other.first - hit.last <= _TO
    word, stems = reading.words[hit.first], reading.lexicon.stems
    if not word.startswith(stems("complaint")) or word.startswith(stems("police_complaint")):
        return False
    near = -_FAR <= other.first - hit.last <= _FAR
    return near and (other.id in _PROSECUTORS or other.id == "Gendarmerie")


def _is_in_office(page: Page, number: int, hit: Hit) -> bool:
    """Whether a general word is but a part of an office's name: "Federal Office of Police".

    The police of a region are police: "Lounais-Suomen poliisi".
    """
    words, of = page.readings[number].words, page.lexicon.word_set("of_office")
    return any(
        m.first < hit.first
        and hit.last <= m.last
        and " " in m.core
        and not (hit.id in _POLICE and hit.last == m.last and words[hit.first - 1] not in of)
        for m in page.parties.named_in(number)
    )


def _role(page: Page, number: int, hit: Hit) -> str:
    reading = page.readings[number]
    if not page.is_fact(number, 0) and not reading.has("self", "incident"):
        return "mentioned"
    needed = reading.has("where_needed") and not is_past(reading)
    if _is_for_you(page, number) or _is_not_needed(reading) or needed:
        return "mentioned"
    if _is_under_told(page, number):
        return "notified"  # "Reported to:", and a list
    if _is_reported_by_people(page, number, hit) or _intends(reading, hit):
        return "involved"
    if reading.words[hit.first].startswith(reading.lexicon.stems("complaint")):
        return "notified"
    report = [
        h
        for h in reading.cues("report")
        if not (hit.first <= h.first < hit.last)
        and abs(h.first - hit.first) <= 22
        and not _tells_others(reading, h, hit)
    ]
    if report and _was_told(reading, hit, report):
        return "notified"
    takes_part = reading.has("involve", "say") or report or _is_agent(reading, hit)
    return "involved" if takes_part else "mentioned"


def _was_told(reading: Reading, hit: Hit, report: list[Hit]) -> bool:
    """Whether words for a report lead to an authority, or it says itself that it was told."""
    if any(0 <= r.first - h.last <= _TO for r in report for h in reading.cues("negation")):
        return False
    if _is_reported_before(reading, hit, report):
        return True
    if _is_agent(reading, hit) or _only_beside(reading, hit, report):
        return False
    own_act = [
        h
        for h in reading.cues("say", "involve", "attribution")
        if 0 <= h.first - hit.last <= _TO and reading.words[hit.last] != ","  # ", says another"
    ]
    turned_to = any(0 <= hit.first - h.last <= _TO for h in report)  # "told the police, who look"
    received = bool(reading.lexicon.word_set("received") & set(reading.words[hit.last :]))
    received = received or any(h.first >= hit.last for h in reading.cues("been_told"))
    if received and own_act and not reading.has("negation"):
        return True  # "the office confirms that it has received a report"
    return not own_act or turned_to or _was_told_by(reading, hit)


def _intends(reading: Reading, hit: Hit) -> bool:
    """Whether somebody only means to turn to an authority: "is considering going to the police"."""
    return any(0 <= hit.first - h.last <= _ACTS for h in reading.cues("intends"))


def _is_reported_before(reading: Reading, hit: Hit, report: list[Hit]) -> bool:
    """Whether what the police look into was reported: "is reported and now investigated by"."""
    if hit.id not in _POLICE or any(h.first < hit.first for h in reading.hits("authority")):
        return False
    joined = reading.lexicon.data.joiners
    return any(
        word in joined
        for told in report
        if told.last < hit.first
        for word in reading.words[told.last : told.last + _TO]
    )


def _is_reported_by_people(page: Page, number: int, hit: Hit) -> bool:
    """Whether it is customers or patients who went to the police, and no party."""
    reading = page.readings[number]
    if hit.id not in _POLICE:
        return False
    told = [h.first for h in reading.cues("report")]
    complaint = reading.words[hit.first].startswith(reading.lexicon.stems("complaint"))
    at = hit.first if complaint else min(told, default=-1)
    people = [h for g in ("subject", "unit") for h in reading.hits(g) if 0 <= at - h.last <= _ACTS]
    party = any(
        i.first < at and (i.kind in {"self", "publisher"} or (i.kind == "org" and not i.weak))
        for i in page.parties.items[number]
    )
    return bool(people) and not party


def _is_for_you(page: Page, number: int) -> bool:
    """Whether a sentence says what the reader may or should do: "you can report it to"."""
    reading = page.readings[number]
    words, ask = set(reading.words), reading.lexicon.word_set
    if is_own_voice(page, number) or any(
        i.kind == "org" and not i.weak for i in page.parties.items[number]
    ):
        return False
    opens = any(h.first == 0 for h in reading.cues("conditional", "instructs"))
    asked = bool(words & ask("reader")) and bool(
        words & ask("may_or_should") or reading.has("advice", "conditional")
    )
    return asked or (opens and not is_past(reading, 1))


def _is_not_needed(reading: Reading) -> bool:
    """Whether a report is said to be unnecessary: "there was no need to notify"."""
    return bool(reading.lexicon.word_set("needed") & set(reading.words)) and reading.has("negation")


def _is_under_told(page: Page, number: int) -> bool:
    """Whether an item stands in a list whose header says who was told."""
    sentence = page.readings[number].sentence
    if sentence.kind != "item" or sentence.header is None or sentence.header >= len(page.readings):
        return False
    header = page.readings[sentence.header]
    return header.has("report") and not (
        header.has("generic", "advice", "instructs")
        or page.lexicon.word_set("reader") & set(header.words)
    )


def _tells_others(reading: Reading, report: Hit, hit: Hit) -> bool:
    """Whether a verb tells people, and the authority only stands later in the sentence."""
    if report.first > hit.first:
        return False
    people = [
        h
        for g in ("subject", "unit")
        for h in reading.hits(g)
        if report.last <= h.first <= report.last + _TO
    ]
    near = reading.words[max(0, hit.first - _TO - 1) : hit.first]
    linked = reading.lexicon.word_set("and_to") & set(near)
    return bool(people) and hit.first > people[0].last and not linked


def _is_agent(reading: Reading, hit: Hit) -> bool:
    """Whether an authority is who does it: "an inquiry was opened by the prosecutor"."""
    near = reading.words[max(0, hit.first - _TO) : hit.first]
    acts = [h for h in reading.cues("involve", "report") if 0 <= hit.first - h.last <= _ACTS]
    if reading.words[hit.last - 1].endswith(_FROM) and reading.lexicon.language == "fi":
        return True  # "sai poliisilta tiedon"
    ends_by = hit.last < len(reading.words) and not acts and _follows_told(reading, hit)
    return bool(reading.lexicon.word_set("by") & set(near)) and (bool(acts) or ends_by)


def _follows_told(reading: Reading, hit: Hit) -> bool:
    """Whether a verb that tells closes the clause: "wurde vom BSI informiert"."""
    return any(0 <= h.first - hit.last <= _TO for h in reading.cues("report"))


def _only_beside(reading: Reading, hit: Hit, report: list[Hit]) -> bool:
    """Whether the nearest verb says that they work together: nobody reports by that."""

    def gap(other: Hit) -> int:
        return max(other.first - hit.last, hit.first - other.last, 0)

    beside = [gap(h) for h in reading.cues("works_with")]
    return bool(beside) and min(beside) < min(map(gap, report))


def _was_told_by(reading: Reading, hit: Hit) -> bool:
    """Whether a participle leads up to an authority: "alerted by the firms, the office says"."""
    words, by = reading.words, reading.lexicon.word_set("by")
    told = [h for h in reading.cues("report") if h.first == 0 and words[h.last] in by]
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
