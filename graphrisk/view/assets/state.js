/* What the reader has chosen: kept in one place, and in the part of the address after #. */
(function (G) {
  "use strict";

  const fresh = () => ({
    tab: window.innerWidth < 700 ? "table" : "graph",
    party: "",
    mark: "",
    link: "",
    grouped: G.page.opens_grouped,
    step: G.lastHop,
    hops: new Set(),
    states: new Set(),
    kinds: new Set(),
    sector: "",
    floor: 0,
    hidden: new Set(),
  });
  const listeners = [];

  G.state = fresh();
  G.onChange = (listener) => listeners.push(listener);

  /** Take over new values, tell everyone, and write the address. */
  G.change = function (values) {
    Object.assign(G.state, values);
    listeners.forEach((listener) => listener(values));
    writeAddress();
  };

  G.reset = function () {
    const kept = { tab: G.state.tab, grouped: G.state.grouped };
    G.change(Object.assign(fresh(), kept));
    G.say("View reset. " + G.plural(G.shownParties().length, "party", "parties") + " shown.");
  };

  G.toggle = function (name, value) {
    const values = new Set(G.state[name]);
    if (values.has(value)) values.delete(value);
    else values.add(value);
    G.change({ [name]: values });
  };

  /** Whether the filters leave a party in sight. */
  G.isShown = function (party) {
    const state = G.state;
    return (
      party.hop <= state.step &&
      !state.hops.has(G.cardOf(party.hop)) &&
      !state.states.has(party.state) &&
      !state.kinds.has(party.is_vendor ? "vendor" : "customer") &&
      !state.hidden.has(party.id) &&
      (!state.sector || (party.sector || "not stated") === state.sector) &&
      (party.confidence || 0) * 100 >= state.floor - 1e-9
    );
  };

  G.shownParties = () => G.page.parties.filter(G.isShown);

  G.isFiltered = () => G.shownParties().length < G.page.parties.length;

  const LISTS = { hops: "hops", states: "states", kinds: "kinds", hidden: "hidden" };

  function writeAddress() {
    const state = G.state;
    const parts = [];
    const add = (name, value) => parts.push(name + "=" + encodeURIComponent(value));
    if (state.party) add("p", state.party);
    if (state.mark) add("m", state.mark);
    if (state.link) add("l", state.link);
    if (state.tab === "table") add("tab", "table");
    if (state.grouped !== G.page.opens_grouped) add("group", state.grouped ? "on" : "off");
    if (state.step !== G.lastHop) add("step", state.step);
    if (state.sector) add("sector", state.sector);
    if (state.floor) add("min", state.floor);
    for (const [name, key] of Object.entries(LISTS)) {
      for (const value of Array.from(state[key]).sort()) add(name, value);
    }
    const hash = parts.length ? "#" + parts.join("&") : " ";
    try {
      history.replaceState(null, "", hash.trim() || location.pathname + location.search);
    } catch (problem) {
      /* A viewer that forbids it: the page works, only the address stays as it was. */
    }
  }

  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch (problem) {
      return "";
    }
  }

  /** Read the address; what it names and the page does not know is ignored. */
  G.readAddress = function () {
    const values = fresh();
    const sectors = new Set(G.page.parties.map((party) => party.sector || "not stated"));
    const states = new Set(G.page.states.map((pair) => pair[0]));
    for (const part of location.hash.slice(1).split("&")) {
      const cut = part.indexOf("=");
      if (cut < 1) continue;
      const name = part.slice(0, cut);
      const value = decoded(part.slice(cut + 1));
      const number = Math.round(Number(value));
      if (name === "p" && (G.parties.has(value) || G.fallen.has(value))) values.party = value;
      else if (name === "m" && G.hasMark(value)) values.mark = value;
      else if (name === "l" && G.hasLink(value)) values.link = value;
      else if (name === "tab" && (value === "table" || value === "graph")) values.tab = value;
      else if (name === "group" && (value === "on" || value === "off") && G.page.single) values.grouped = value === "on";
      else if (name === "step" && number >= 0 && number <= G.lastHop) values.step = number;
      else if (name === "sector" && sectors.has(value)) values.sector = value;
      else if (name === "min" && number >= 0 && number <= 100) values.floor = number;
      else if (name === "hops" && number >= 1 && number <= G.lastHop) values.hops.add(number);
      else if (name === "states" && states.has(value)) values.states.add(value);
      else if (name === "kinds" && (value === "vendor" || value === "customer")) values.kinds.add(value);
      else if (name === "hidden" && G.parties.has(value)) values.hidden.add(value);
    }
    return values;
  };

  /** Choose a party, a mark, a link, or nothing. */
  G.choose = function (values, focusPanel) {
    G.change(Object.assign({ party: "", mark: "", link: "" }, values));
    if (focusPanel) {
      G.byId("panel").focus();
      if (window.innerWidth < 1100) G.byId("panel").scrollIntoView({ block: "start" });
    }
  };
})(G);
