/* The table twin: the rows are in the document already; here they are sorted, filtered and chosen. */
(function (G) {
  "use strict";

  const rank = new Map(G.page.states.map((pair, place) => [pair[0], place]));
  const collate = new Intl.Collator("en", { numeric: true }).compare;
  const KEYS = {
    name: (party) => party.name,
    kind: (party) => (party.is_vendor ? "vendor" : "customer"),
    sector: (party) => party.sector || "",
    state: (party) => rank.get(party.state),
    hop: (party) => party.hop,
    weakest: (party) => party.confidence || 0,
    why: (party) => (party.kept_by || []).map((pair) => pair[1]).join() + party.steps.slice(1).map((id) => G.evidence.get(id).vendor).join(),
  };
  const MOST = 1000;
  let rows = [];
  let most = MOST;
  let sorted = null;

  function compare(key, down) {
    const value = KEYS[key];
    return (one, other) => {
      const left = value(G.parties.get(one.dataset.id));
      const right = value(G.parties.get(other.dataset.id));
      const order = typeof left === "number" ? left - right : collate(left, right);
      return down ? -order : order;
    };
  }

  function sortBy(head, key) {
    const down = sorted === key && head.getAttribute("aria-sort") === "ascending";
    sorted = key;
    G.all("#table th").forEach((other) => other.setAttribute("aria-sort", "none"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    rows = rows.slice().sort(compare(key, down));
    G.all("#table tbody")[0].append(...rows);
    filter();
    G.say("Table sorted by " + head.textContent + ", " + (down ? "descending" : "ascending"));
  }

  function filter() {
    let shown = 0;
    rows.forEach((row) => {
      const on = G.isShown(G.parties.get(row.dataset.id));
      if (on) shown += 1;
      row.hidden = !on || shown > most;
      row.classList.toggle("chosen", row.dataset.id === G.state.party);
    });
    const all = G.plural(G.page.total, "party", "parties");
    G.byId("table-count").textContent = shown === G.page.total ? all : G.count(shown) + " of " + all;
    G.byId("more-rows").hidden = shown <= most;
    G.byId("more-rows").textContent = "Show the other " + G.count(shown - most) + " rows";
  }

  /** The rows in the order and choice of the table, as lists of text. */
  G.tableRows = function () {
    const order = rows.map((row) => G.parties.get(row.dataset.id)).filter(G.isShown);
    const head = ["party", "kind", "sector", "country", "state", "parts", "hops", "weakest", "kept up by", "data", "people", "route", "rule", "id"];
    const lines = order.map((party) => [
      party.name,
      party.is_vendor ? "vendor" : "customer",
      party.sector || "",
      party.country || "",
      party.state,
      (party.parts || []).join("; "),
      String(party.hop),
      String(Math.round((party.confidence || 0) * 100) / 100),
      (party.kept_by || []).map((pair) => pair[1]).join("; "),
      (party.classes || []).map((pair) => pair.join(" ")).join("; "),
      (party.people || []).map((who) => who.slice(0, 2).filter(Boolean).join(" ")).join("; "),
      (party.steps || []).map((edge) => G.evidence.get(edge)).filter(Boolean).map((item) => item.vendor).concat(party.name).join(" > "),
      party.rule || "",
      party.id,
    ]);
    return [head, ...lines];
  };

  G.startTable = function () {
    rows = G.all("#table tbody tr");
    G.all("#table th").forEach((head) => {
      const button = G.el("button", { type: "button" }, head.textContent.trim());
      head.replaceChildren(button);
      button.addEventListener("click", () => sortBy(head, head.dataset.key));
    });
    const more = G.el("button", { type: "button", id: "more-rows", hidden: true });
    more.addEventListener("click", () => {
      most = Infinity;
      filter();
    });
    G.byId("table-pane").append(more);
    G.onChange(filter);
  };
})(G);
