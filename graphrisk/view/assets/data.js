/* The data of the page and the few ways in which the script touches the document.
   Text from outside only ever enters through textContent, setAttribute or a canvas. */
const G = {};

(function (G) {
  "use strict";

  const given = JSON.parse(document.getElementById("data").textContent);
  G.network = given.network;
  G.page = given.page;

  G.parties = new Map(G.page.parties.map((party) => [party.id, party]));
  G.evidence = new Map(G.page.evidence.map((item) => [item.edge_id, item]));
  const edgeId = (row) => G.page.evidence[row].edge_id;
  G.page.parties.forEach((party) => {
    party.steps = (party.steps || []).map(edgeId);
    party.branches = (party.branches || []).map((branch) => branch.map(edgeId));
  });
  [G.network.edges, G.page.single ? G.page.single.edges : []].flat().forEach((edge) => { edge.links = edge.links.map(edgeId); });
  G.cardOf = (hop) => Math.min(hop, G.page.last_card);
  G.fallen = new Map(G.page.fallen);
  G.lastHop = G.page.parties.reduce((most, party) => Math.max(most, party.hop), 0);

  G.byId = (id) => document.getElementById(id);
  G.all = (selector, root) => Array.from((root || document).querySelectorAll(selector));

  /** Make an element; children are elements or text, attributes never hold markup. */
  G.el = function (tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === true) element.setAttribute(name, "");
      else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
    }
    for (const child of children.flat()) {
      if (child === null || child === undefined || child === "") continue;
      element.append(child instanceof Node ? child : document.createTextNode(String(child)));
    }
    return element;
  };

  /** A name of unknown writing direction, kept apart from the text around it. */
  G.bdi = (text) => G.el("bdi", {}, text);

  G.count = new Intl.NumberFormat("en").format;
  G.plural = (number, one, many) => G.count(number) + " " + (number === 1 ? one : many || one + "s");
  G.percent = (share) => Math.floor(share * 100 + 0.5) + " %";
  G.short = (text, limit) => (text.length > limit ? Array.from(text).slice(0, limit - 1).join("") + "…" : text);
  G.hops = (hop) => (hop === 1 ? "1 hop from the start" : hop + " hops from the start");

  /** The route of a party: every supply link on it, side branches included. */
  G.route = function (party) {
    const edges = new Set(party.steps || []);
    for (const branch of party.branches || []) branch.forEach((edge) => edges.add(edge));
    return edges;
  };

  /** The small mark that stands for a party in lists. */
  G.dot = function (hop, state, square, text) {
    const fill = G.page.fills[state] || "dashed";
    const classes = "dot " + fill + " h" + Math.min(hop, 4) + (square ? " square" : "");
    return G.el("span", { class: classes, "aria-hidden": "true" }, text === undefined ? hop : text);
  };

  G.partyDot = (party, text) => G.dot(party.hop, party.state, !party.is_vendor, text);
  G.address = (id) => "p=" + encodeURIComponent(id);
  G.link = (id, name) => G.el("a", { href: "#" + G.address(id) }, G.bdi(G.short(name, 120)));

  /** The name of any organization of the page, by its id. */
  G.nameOf = function (id) {
    if (G.parties.has(id)) return G.parties.get(id).name;
    if (G.fallen.has(id)) return G.fallen.get(id);
    for (const item of G.page.evidence) {
      if (item.vendor_id === id) return item.vendor;
      if (item.customer_id === id) return item.customer;
    }
    return id;
  };

  /** Say one sentence to screen readers. */
  G.say = function (text) {
    G.byId("said").textContent = text;
  };
})(G);
