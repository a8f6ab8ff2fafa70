/* Search and filters on the left. */
(function (G) {
  "use strict";

  const MOST = 12;
  let found = [];
  let active = -1;

  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  let index = null;

  function candidates() {
    if (!index) {
      const names = new Map(G.page.fallen);
      G.page.parties.forEach((party) => names.set(party.id, party.name));
      index = Array.from(names, ([id, name]) => ({ id, name, key: plain(name.slice(0, 300)) }));
    }
    return index;
  }

  function search(text) {
    const wanted = plain(text.trim());
    if (!wanted) return [];
    const hits = candidates().filter((item) => item.key.includes(wanted));
    hits.sort((one, other) => one.key.indexOf(wanted) - other.key.indexOf(wanted) || (one.key < other.key ? -1 : 1));
    return hits.slice(0, MOST);
  }

  function note(item) {
    const party = G.parties.get(item.id);
    return party ? party.state : "start";
  }

  function show() {
    const list = G.byId("found");
    const input = G.byId("find");
    list.replaceChildren(...found.map((item, place) => {
      const row = G.el("li", { id: "found-" + place, role: "option", "aria-selected": place === active ? "true" : "false" }, G.bdi(G.short(item.name, 40)), G.el("small", {}, note(item)));
      row.addEventListener("mousedown", (event) => { event.preventDefault(); take(place); });
      return row;
    }));
    const typed = input.value.trim() !== "";
    if (typed && !found.length) list.replaceChildren(G.el("li", { role: "option", "aria-selected": "false", "aria-disabled": "true" }, "Not among the exposed."));
    list.hidden = !typed;
    input.setAttribute("aria-expanded", typed ? "true" : "false");
    if (active >= 0) input.setAttribute("aria-activedescendant", "found-" + active);
    else input.removeAttribute("aria-activedescendant");
  }

  function close() {
    G.byId("find").value = "";
    found = [];
    active = -1;
    show();
  }

  function take(place) {
    const item = found[place];
    if (!item) return;
    close();
    G.choose({ party: item.id });
    if (G.state.tab === "table") G.showRow(item.id);
  }

  G.showRow = function (id) {
    const row = G.all("#table tbody tr").find((one) => one.dataset.id === id);
    if (row && G.isShown(G.parties.get(id))) row.hidden = false;
    if (row) row.scrollIntoView({ block: "center" });
  };

  function keys(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) {
      active = (active + step + found.length) % found.length;
      show();
      event.preventDefault();
    } else if (event.key === "Enter") {
      take(Math.max(active, 0));
      event.preventDefault();
    } else if (event.key === "Escape") {
      close();
      event.stopPropagation();
    }
  }

  function followState() {
    const state = G.state;
    G.all("[data-hop]").forEach((card) => card.setAttribute("aria-pressed", state.hops.has(Number(card.dataset.hop)) ? "false" : "true"));
    G.all("[data-state]").forEach((box) => { box.checked = !state.states.has(box.dataset.state); });
    G.all("[data-kind]").forEach((box) => { box.checked = !state.kinds.has(box.dataset.kind); });
    G.byId("sector").value = state.sector;
    G.byId("floor").value = state.floor;
    G.byId("floor-words").textContent = state.floor + " %";
  }

  G.startSearch = function () {
    const input = G.byId("find");
    input.addEventListener("input", () => { found = search(input.value); active = found.length ? 0 : -1; show(); });
    input.addEventListener("keydown", keys);
    input.addEventListener("blur", () => { G.byId("found").hidden = true; });
    G.all("[data-hop]").forEach((card) => card.addEventListener("click", () => G.toggle("hops", Number(card.dataset.hop))));
    G.all("[data-state]").forEach((box) => box.addEventListener("change", () => G.toggle("states", box.dataset.state)));
    G.all("[data-kind]").forEach((box) => box.addEventListener("change", () => G.toggle("kinds", box.dataset.kind)));
    G.byId("sector").addEventListener("change", (event) => G.change({ sector: event.target.value }));
    G.byId("floor").addEventListener("input", (event) => G.change({ floor: Number(event.target.value) }));
    G.byId("reset").addEventListener("click", () => { G.reset(); G.fit(); });
    G.byId("unfilter").addEventListener("click", () => { G.reset(); G.byId("network").focus(); });
    G.onChange(followState);
  };
})(G);
