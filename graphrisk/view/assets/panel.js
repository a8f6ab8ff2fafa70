/* The panel on the right: the evidence of what was chosen. Nothing chosen: the overview stays. */
(function (G) {
  "use strict";

  const el = G.el;
  const MOST = 60;

  function facts(rows) {
    const list = el("dl", { class: "facts" });
    for (const [name, value] of rows) {
      if (value === undefined || value === null || value === "") continue;
      list.append(el("dt", {}, name), el("dd", {}, value));
    }
    return list;
  }

  function gauge(item) {
    const bar = el("i");
    bar.style.width = Math.max(0, Math.min(1, item.confidence)) * 100 + "%";
    return el("span", {}, el("span", { class: "gauge", "aria-hidden": "true" }, bar), G.percent(item.confidence),
      item.weak ? el("b", { class: "weak" }, " · weak") : "");
  }

  /** One supply link with its words: service, quote, confidence, source, date. */
  function proof(item) {
    const said = item.quote ? el("blockquote", {}, G.bdi(item.quote)) : el("p", { class: "second" }, "No quote recorded.");
    const rows = [
      ["Service", item.service ? G.bdi(item.service) : ""],
      ["Category", item.category ? G.bdi(item.category) : ""],
      ["Criticality", item.criticality],
      ["Contract", item.contract ? G.bdi(item.contract) : ""],
      ["For", (item.supports || []).length ? G.bdi(item.supports.join(", ")) : ""],
      ["Data", (item.data_classes || []).length ? G.bdi(item.data_classes.join(", ")) : ""],
      ["Confidence", gauge(item)],
      ["Source", el("span", {}, item.source_kind || "", item.source_kind && item.source ? ": " : "", item.source ? G.bdi(item.source) : "")],
      ["Seen", item.seen_on || "no date"],
    ];
    const list = el("dl", {});
    for (const [name, value] of rows) if (value) list.append(el("dt", {}, name), el("dd", {}, value));
    return el("div", { class: "proof" + (item.weak ? " weakly" : "") }, said, list);
  }

  function orgDot(id, place) {
    const party = G.parties.get(id);
    if (party) return G.partyDot(party);
    return G.dot(G.fallen.has(id) ? 0 : place, G.fallen.has(id) ? "fallen" : "on the way", false);
  }

  const VERBS = { outage: "depends on", breach: "passes data to", compromise: "opens a way into" };
  const EVENTS = { outage: "falls", breach: "loses data", compromise: "is compromised" };

  /** A route as a chain: the start, then one step for each supply link. */
  function chain(edges) {
    const list = el("ol", { class: "chain" });
    edges.forEach((edgeId, place) => {
      const item = G.evidence.get(edgeId);
      if (!item) return;
      if (place === 0) {
        const words = G.fallen.has(item.vendor_id) ? " " + EVENTS[G.page.mode] : "";
        list.append(el("li", {}, orgDot(item.vendor_id, 0), el("div", {}, G.link(item.vendor_id, item.vendor), words)));
      }
      const ends = [G.link(item.customer_id, item.customer), " ", "depends on", " ", G.bdi(G.short(item.vendor, 80))];
      const turned = [G.bdi(G.short(item.vendor, 80)), " ", VERBS[G.page.mode], " ", G.link(item.customer_id, item.customer)];
      list.append(el("li", {}, orgDot(item.customer_id, place + 1), el("div", {}, G.page.mode === "outage" ? ends : turned, proof(item))));
    });
    list.setAttribute("role", "list");
    return list;
  }

  function meaning(state) {
    const found = G.page.states.find((pair) => pair[0] === state);
    return found ? found[1] : "";
  }

  function keeps(party) {
    if (party.state !== "kept up" && !(party.kept_by || []).length) return null;
    const names = (party.kept_by || []).flatMap((pair, place) => [place ? ", " : "", el("b", {}, G.bdi(pair[1]))]);
    const where = party.kept_at ? [" at ", G.link(party.kept_at[0], party.kept_at[1])] : [];
    const how = party.kept_how ? " (" + party.kept_how + ")" : "";
    return el("p", { class: "keeps" }, "Kept up by ", names.length ? names : "suppliers not named", how, where, ".");
  }

  /** What documents say of this party; shown before what the register implies. */
  function told(party) {
    const lines = (G.page.said || {})[party.id] || [];
    if (!lines.length) return [];
    const list = el("ul", { class: "reported" });
    for (const line of lines) {
      const known = ["confirmed", "suspected", "denied"].includes(line.status) ? line.status : "other";
      const from = [line.asserted_by, line.source, line.stated_on].filter(Boolean).join(" · ");
      list.append(el("li", {}, line.status ? el("span", { class: "status " + known }, line.status) : "", " ", G.bdi(line.text),
        line.quote ? el("blockquote", {}, G.bdi(line.quote)) : "", from ? el("small", {}, G.bdi(from)) : ""));
    }
    return [el("h3", {}, "Reported"), list];
  }

  function peopleOf(party) {
    return (party.people || []).map(([dataClass, subjects, source, counted]) =>
      el("div", {}, subjects ? subjects + " people" : "number of people not known", dataClass ? [", ", G.bdi(dataClass)] : "",
        source || counted ? el("small", {}, " (", G.bdi([source, counted].filter(Boolean).join(", ")), ")") : ""));
  }

  function buttons(...more) {
    const back = el("button", { type: "button" }, "Back");
    back.addEventListener("click", () => { G.choose({}); G.byId("panel").focus(); });
    return el("div", { class: "buttons" }, ...more, back);
  }

  function hideButton(party) {
    const hidden = G.state.hidden.has(party.id);
    const button = el("button", { type: "button" }, hidden ? "Show again" : "Hide");
    button.addEventListener("click", () => G.toggle("hidden", party.id));
    return button;
  }

  function passedOn(id) {
    return G.page.parties.filter((party) => party.id !== id && Array.from(G.route(party)).some((edge) => (G.evidence.get(edge) || {}).vendor_id === id));
  }

  function memberList(parties) {
    const list = el("ul", { class: "members" });
    parties.slice(0, MOST).forEach((party) => list.append(el("li", {}, G.partyDot(party), el("span", {}, G.link(party.id, party.name), " ", el("small", {}, party.state)))));
    if (parties.length > MOST) list.append(el("li", {}, "and " + G.count(parties.length - MOST) + " more: see the table"));
    return list;
  }

  function showParty(party) {
    const kind = [party.is_vendor ? "Vendor" : "Customer", party.sector || "sector not stated", party.country].filter(Boolean).join(" · ");
    const classes = (party.classes || []).map(([name, state]) => el("div", {}, G.bdi(name), " ", el("small", {}, "(" + state + ")")));
    const people = peopleOf(party);
    const parts = [
      el("h2", {}, G.bdi(G.short(party.name, 400))),
      el("p", { class: "second" }, G.bdi(kind)),
      el("p", { class: "verdict" }, G.partyDot(party), el("span", {}, party.state, el("small", {}, " · " + meaning(party.state)))),
      keeps(party),
      facts([
        ["Distance", G.hops(party.hop) + (party.wave ? ", wave " + party.wave : "")],
        ["Parts down", (party.parts || []).length ? G.bdi(party.parts.join(", ")) : ""],
        ["Weakest link", el("span", {}, G.percent(party.confidence || 0), party.weak ? el("b", { class: "weak" }, " · weak") : "")],
        ["Rule", party.rule ? G.bdi(party.rule) : ""],
        ["Data", classes.length ? el("div", {}, classes) : ""],
        ["People", people.length ? el("div", {}, people) : ""],
      ]),
      buttons(hideButton(party)),
      ...told(party),
      el("h3", {}, party.state === "kept up" ? "Why it is within reach" : "Why it is exposed"),
      chain(party.steps || []),
    ];
    (party.branches || []).forEach((branch, place) => {
      parts.push(el("h3", {}, "Also lost on the way, " + (place + 1)), chain(branch));
    });
    parts.push(el("p", { class: "second" }, "Route shown: " + (party.route_rule || "shortest") + ", " + G.plural(party.route_length || (party.steps || []).length, "link") + "."));
    const after = passedOn(party.id);
    if (after.length) parts.push(el("h3", {}, "On the shown route of " + G.plural(after.length, "party", "parties")), memberList(after));
    return parts;
  }

  function showFallen(id) {
    const direct = G.page.parties.filter((party) => party.hop === 1);
    return [
      el("h2", {}, G.bdi(G.short(G.fallen.get(id), 400))),
      el("p", { class: "second" }, "Where the question starts."),
      facts([["Within reach", G.plural(G.page.total, "party", "parties")], ["Directly", G.plural(direct.length, "party", "parties")]]),
      buttons(),
      el("h3", {}, "Directly exposed"),
      memberList(direct),
    ];
  }

  function showMark(node) {
    const parties = (node.fold ? node.members : [node.id]).map((id) => G.parties.get(id)).filter(Boolean).filter(G.isShown);
    const why = node.fold === "sector" ? "Customers of one sector, hop and state, drawn as one mark."
      : node.fold === "more" ? "Those that carry least in a full column, drawn as one mark."
        : node.fold ? "Vendors through which no shown route goes on, drawn as one mark."
          : "A route passes through it; it is not itself listed.";
    return [
      el("h2", {}, G.bdi(node.name)),
      el("p", { class: "second" }, why),
      el("p", { class: "verdict" }, G.dot(node.hop, node.state, node.kind === "customer"), el("span", {}, node.state, el("small", {}, " · " + G.hops(node.hop)))),
      buttons(),
      el("h3", {}, "In this mark"),
      memberList(parties),
    ];
  }

  function showLink(edge) {
    const items = edge.links.map((id) => G.evidence.get(id)).filter(Boolean);
    const parts = [el("h2", {}, items.length > 1 ? "Evidence of " + G.count(items.length) + " links" : "Evidence of this link"), buttons()];
    items.slice(0, MOST).forEach((item) => {
      parts.push(el("h3", {}, G.link(item.customer_id, item.customer), " depends on ", G.link(item.vendor_id, item.vendor)), proof(item));
    });
    if (items.length > MOST) parts.push(el("p", {}, "and " + G.count(items.length - MOST) + " more"));
    return parts;
  }

  function content() {
    const state = G.state;
    if (state.party && G.parties.has(state.party)) return showParty(G.parties.get(state.party));
    if (state.party && G.fallen.has(state.party)) return showFallen(state.party);
    if (state.mark && G.mark(state.mark)) return showMark(G.mark(state.mark));
    const edge = state.link ? G.findLink(state.link) : null;
    return edge ? showLink(edge) : null;
  }

  /** One sentence about what was chosen, for screen readers. */
  G.describe = function () {
    const party = G.parties.get(G.state.party);
    if (party) return G.short(party.name, 80) + ", " + party.state + ", " + G.hops(party.hop);
    if (G.state.party) return G.short(G.nameOf(G.state.party), 80) + ", where the question starts";
    const node = G.state.mark ? G.mark(G.state.mark) : null;
    if (node) return G.short(node.name, 80) + ", " + node.state + ", " + G.hops(node.hop);
    return G.state.link ? "Evidence of a link" : "Nothing chosen";
  };

  G.startPanel = function () {
    const show = (values) => {
      const found = content();
      const box = G.byId("chosen");
      box.replaceChildren(...(found || []).filter(Boolean));
      box.hidden = !found;
      G.byId("overview").hidden = Boolean(found);
      if ("party" in values || "mark" in values || "link" in values) {
        G.byId("panel").scrollTop = 0;
        G.say(G.describe());
      }
    };
    G.onChange(show);
  };
})(G);
