"""ESRI (Diem et al. 2022) and DebtRank, restated link by link, without arrays."""

from __future__ import annotations

ROUNDS = 2_000
NOTHING = 1e-12


def total(links, end):
    """What each party sells (``end`` 0) or pays (``end`` 1) over (seller, buyer, amount, ...)."""
    found = {}
    for link in links:
        found[link[end]] = found.get(link[end], 0.0) + link[2]
    return found


def downstream(links, parties, shock):
    """Levels once inputs are missing; links are (seller, buyer, amount, product, essential)."""
    bought, level = total(links, 1), {p: 1.0 - shock.get(p, 0.0) for p in parties}
    for _ in range(ROUNDS):
        after = {}
        for buyer in parties:
            inputs = {}
            for seller, to, amount, product, essential in links:
                if to == buyer:
                    inputs.setdefault(product, []).append((seller, amount, essential))
            allowed, lost_of_others = 1.0, 0.0
            for product, sellers in inputs.items():
                essential = any(e for _, _, e in sellers)
                whole = sum(a for _, a, _ in sellers) if essential else bought[buyer]
                lost = sum(
                    replaceable(links, product, seller, level)
                    * amount
                    / whole
                    * (1 - level[seller])
                    for seller, amount, _ in sellers
                )
                if essential:
                    allowed = min(allowed, 1.0 - lost)
                else:
                    lost_of_others += lost
            after[buyer] = max(0.0, min(allowed, 1 - lost_of_others, 1 - shock.get(buyer, 0.0)))
        if max(abs(after[p] - level[p]) for p in parties) < NOTHING:
            return after
        level = after
    raise AssertionError("does not settle")


def replaceable(links, product, seller, level):
    """Share of a seller's offer of a product that the rest of its market cannot make up."""
    offers = {}
    for other, _, amount, what, _ in links:
        if what == product:
            offers[other] = offers.get(other, 0.0) + amount
    left = sum(amount * level[other] for other, amount in offers.items())
    return 1.0 if left <= 0 else min(1.0, offers[seller] / left)


def upstream(links, parties, shock):
    """Levels once buyers are missing."""
    sold, level = total(links, 0), {p: 1.0 - shock.get(p, 0.0) for p in parties}
    for _ in range(ROUNDS):
        after = {}
        for seller in parties:
            gone = sum(
                amount / sold[seller] * (1 - level[buyer])
                for by, buyer, amount, *_ in links
                if by == seller
            )
            after[seller] = max(0.0, min(1 - shock.get(seller, 0.0), 1 - gone))
        if max(abs(after[p] - level[p]) for p in parties) < NOTHING:
            return after
        level = after
    raise AssertionError("does not settle")


def esri(links, parties, vendor, sizes):
    """Share of all size that stops when one vendor fails."""
    down, up = (way(links, parties, {vendor: 1.0}) for way in (downstream, upstream))
    return sum(sizes[p] * (1 - min(down[p], up[p])) for p in parties) / sum(sizes.values())


def distress(impacts, parties, shock):
    """Linear DebtRank; impacts are (of, on, factor)."""
    before = dict.fromkeys(parties, 0.0)
    now = {p: shock.get(p, 0.0) for p in parties}
    for _ in range(ROUNDS):
        after = {
            p: min(1.0, now[p] + sum(f * (now[a] - before[a]) for a, b, f in impacts if b == p))
            for p in parties
        }
        before, now = now, after
        if max(now[p] - before[p] for p in parties) < NOTHING:
            return now
    raise AssertionError("does not settle")
