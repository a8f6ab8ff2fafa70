/* The interactive picture: vis-network carries places, lines and hits; marks and labels are drawn here. */
(function (G) {
  "use strict";

  const PITCH = 250;
  const ROW = 28;
  const HEAD = 34;
  let network = null;
  let nodes = null;
  let edges = null;
  let drawn = null;
  let marks = new Map();
  let home = new Map();
  let drawnGrouped = null;
  let stretch = 1;
  let ways = [];
  let hover = "";
  const path = { marks: new Set(), links: new Set() };

  G.hasMark = (id) => [G.network.nodes, G.page.single ? G.page.single.nodes : []].some((list) => list.some((node) => node.id === id));
  G.hasLink = (id) => [G.network.edges, G.page.single ? G.page.single.edges : []].some((list) => list.some((edge) => edge.id === id));
  G.mark = (id) => marks.get(id);
  G.markOf = (partyId) => home.get(partyId);
  G.findLink = (id) => drawn.edges.find((edge) => edge.id === id);
  G.linksOf = (id, back) => drawn.edges.filter((edge) => edge[back ? "to" : "from"] === id).map((edge) => edge[back ? "from" : "to"]);
  G.drawnMarks = () => Array.from(marks.values());

  const members = (node) => (node.fold ? node.members : [node.id]);
  const shownMembers = (node) => members(node).filter((id) => !G.parties.has(id) || G.isShown(G.parties.get(id)));
  G.shownMembers = shownMembers;
  G.markShown = (node) => shownMembers(node).length > 0 && (node.hop === 0 || node.hop <= G.state.step);

  function pictureOf(grouped) {
    if (grouped || !G.page.single) {
      return Object.assign({ nodes: G.network.nodes, edges: G.network.edges }, G.page.grouped);
    }
    return G.page.single;
  }

  function load() {
    drawn = pictureOf(G.state.grouped);
    marks = new Map(drawn.nodes.map((node) => [node.id, node]));
    home = new Map();
    drawn.nodes.forEach((node) => members(node).forEach((id) => home.set(id, node.id)));
    ways = Array.from(new Set(drawn.nodes.map((node) => node.x))).sort((one, other) => one - other);
  }

  function carrierNode(node) {
    return { id: node.id, x: node.x * stretch, y: node.y, shape: "custom", ctxRenderer: renderer, hidden: !G.markShown(node) };
  }

  function carrierEdge(edge) {
    const flat = marks.get(edge.from).x === marks.get(edge.to).x;
    const line = { id: edge.id, from: edge.from, to: edge.to, dashes: edge.dashes };
    if (flat) line.smooth = { enabled: true, type: "curvedCCW", roundness: 0.5 };
    return Object.assign(line, edgeLook(edge));
  }

  function edgeLook(edge) {
    const colours = G.colours();
    const on = path.links.has(edge.id);
    const chosen = G.state.link === edge.id;
    const any = path.links.size > 0 || G.state.link;
    return {
      hidden: !(G.markShown(marks.get(edge.from)) && G.markShown(marks.get(edge.to))),
      color: { color: on ? colours.ink : chosen ? colours.link : colours.edge, opacity: on || chosen ? 1 : any ? 0.28 : 0.55, inherit: false },
      width: (edge.links.length > 1 ? 2.4 : 1.1) + (on || chosen ? 1.6 : 0),
      arrows: { to: { enabled: on, scaleFactor: 0.55 } },
    };
  }

  function renderer(given) {
    const node = marks.get(given.id);
    const unit = 1 / network.getScale();
    return {
      drawNode: () => G.drawMark(given.ctx, node, given.x, given.y, unit, lookOf(node)),
      nodeDimensions: { width: 22, height: 22 },
    };
  }

  function isChosen(node) {
    const state = G.state;
    return state.mark === node.id || (state.party !== "" && home.get(state.party) === node.id);
  }

  function lookOf(node) {
    const room = ROW * network.getScale();
    const base = Math.max(3, Math.min(10, room * 0.42));
    const dim = path.marks.size > 0 && !path.marks.has(node.id) && node.id !== hover;
    return {
      radius: node.kind === "fallen" ? base + 2.5 : base,
      alpha: dim ? 0.5 : 1,
      chosen: isChosen(node),
      size: node.fold ? shownMembers(node).length : 1,
    };
  }

  function findPath() {
    path.marks.clear();
    path.links.clear();
    const state = G.state;
    let wanted = new Set();
    if (state.party && G.parties.has(state.party)) wanted = G.route(G.parties.get(state.party));
    else if (state.mark && marks.has(state.mark)) {
      members(marks.get(state.mark)).forEach((id) => {
        if (G.parties.has(id) && G.isShown(G.parties.get(id))) G.route(G.parties.get(id)).forEach((edge) => wanted.add(edge));
      });
    }
    if (state.mark) path.marks.add(state.mark);
    if (state.party && home.has(state.party) && wanted.size) path.marks.add(home.get(state.party));
    if (!wanted.size) path.marks.clear();
    drawn.edges.forEach((edge) => {
      if (edge.links.some((id) => wanted.has(id))) {
        path.links.add(edge.id);
        path.marks.add(edge.from);
        path.marks.add(edge.to);
      }
    });
  }

  /* ---- labels and headings: constant size on the screen, in one pass, none over another ---- */

  const toScreen = (x, y) => network.canvasToDOM({ x: x * stretch, y });

  /** Pixels until the next column, or until the edge of the frame. */
  function roomAfter(x) {
    const next = ways[ways.indexOf(x) + 1];
    const end = next === undefined ? G.byId("network").clientWidth - 8 : toScreen(next, 0).x - 16;
    return end - toScreen(x, 0).x;
  }

  function drawWords(ctx) {
    const ratio = window.devicePixelRatio || 1;
    ctx.save();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.textBaseline = "middle";
    ctx.textAlign = "left";
    if (network.getScale() * ROW > 11) drawSections(ctx);
    drawLabels(ctx);
    drawHeads(ctx);
    ctx.restore();
  }

  function drawLabels(ctx) {
    const taken = new Map();
    const order = drawn.nodes.filter(G.markShown).map((node) => [priority(node), node]);
    order.sort((one, other) => other[0] - one[0]);
    for (const [rank, node] of order) {
      const at = toScreen(node.x, node.y);
      if (rank < 3 && roomAfter(node.x) < 70) continue;
      const rows = taken.get(node.x) || [];
      if (rank < 4 && rows.some((y) => Math.abs(y - at.y) < 12)) continue;
      rows.push(at.y);
      taken.set(node.x, rows);
      const bold = node.kind === "fallen" || path.marks.has(node.id);
      ctx.font = (bold ? "700 " : "") + "12.5px " + G.FONT;
      const look = lookOf(node);
      const room = Math.max(40, roomAfter(node.x) - look.radius - (node.fold ? 9 : 6));
      ctx.globalAlpha = look.alpha < 1 ? 0.75 : 1;
      const left = at.x + look.radius + (node.fold ? 9 : 6);
      G.drawText(ctx, G.fitted(ctx, labelOf(node), room), left, at.y + 0.5, G.colours().ink);
      ctx.globalAlpha = 1;
    }
  }

  function labelOf(node) {
    const chosen = G.state.party;
    if (node.fold && chosen && home.get(chosen) === node.id) return G.nameOf(chosen) + " (in " + node.name + ")";
    const shown = node.fold ? shownMembers(node).length : 0;
    if (node.fold && shown < node.members.length) return G.count(shown) + " of " + node.name;
    return node.name;
  }

  function priority(node) {
    if (isChosen(node)) return 6;
    if (path.marks.has(node.id)) return 5;
    if (node.id === hover) return 4;
    return node.kind === "fallen" ? 3 : node.fold ? 2 : node.kind === "vendor" ? 1 : 0;
  }

  function drawSections(ctx) {
    const colours = G.colours();
    ctx.font = "12px " + G.FONT;
    const wide = Math.min(190, (PITCH - 40) * stretch * network.getScale());
    for (const part of drawn.sections) {
      if (part.hop > G.state.step || G.state.hops.has(G.cardOf(part.hop)) || G.state.states.has(part.state)) continue;
      const at = toScreen(part.x, part.y);
      ctx.fillStyle = colours.line;
      ctx.fillRect(at.x - 10, at.y + 8, wide, 1);
      const text = part.count ? part.state + " · " + G.count(part.count) : part.state + ", more";
      G.drawText(ctx, text, at.x - 10, at.y, colours.second);
    }
  }

  function drawHeads(ctx) {
    const colours = G.colours();
    const frame = G.byId("network");
    ctx.fillStyle = G.theme() === "dark" ? colours.page : colours.panel;
    ctx.globalAlpha = 0.93;
    ctx.fillRect(0, 0, frame.clientWidth, HEAD);
    ctx.globalAlpha = 1;
    ctx.font = "700 12.5px " + G.FONT;
    drawn.columns.forEach((column, place) => {
      if (column.hop > G.state.step) return;
      const at = toScreen(column.x, 0);
      const next = drawn.columns[place + 1];
      const room = next ? toScreen(next.x, 0).x - at.x - 12 : 220;
      G.drawText(ctx, G.fitted(ctx, column.title + " · " + G.count(column.count), room), at.x - 10, 19, colours.second);
    });
  }

  /* ---- moving ---- */

  /** Show everything: rows as high as fit, then columns as far apart as there is room. */
  G.fit = function () {
    if (!network) return;
    const frame = G.byId("network");
    const wide = Math.max(drawn.width - PITCH, 1);
    const last = Math.min(190, frame.clientWidth * 0.3);
    const across = Math.max(60, frame.clientWidth - 50 - last);
    const high = (frame.clientHeight - HEAD - 48) / drawn.height;
    const scale = Math.max(0.06, Math.min(high, 1.15, across / (wide * 0.72)));
    stretch = drawn.columns.length > 1 ? Math.max(0.72, Math.min(1.6, across / (wide * scale))) : 1;
    nodes.update(drawn.nodes.map((node) => ({ id: node.id, x: node.x * stretch })));
    const spare = Math.max(0, across - wide * stretch * scale) / 3;
    network.moveTo({
      position: { x: (frame.clientWidth / 2 - 34 - spare) / scale, y: -(HEAD - 30) / 2 / scale },
      scale,
      animation: false,
    });
  };

  G.zoom = function (factor) {
    const scale = Math.max(0.05, Math.min(4, network.getScale() * factor));
    network.moveTo({ scale, animation: false });
  };

  /** Move to a mark only when it is out of sight. */
  G.reveal = function (markId) {
    if (!network || !marks.has(markId)) return;
    const node = marks.get(markId);
    const at = toScreen(node.x, node.y);
    const frame = G.byId("network");
    const inside = at.x > 10 && at.x < frame.clientWidth - 60 && at.y > HEAD + 8 && at.y < frame.clientHeight - 10;
    if (!inside) network.moveTo({ position: { x: node.x * stretch, y: node.y }, animation: false });
  };

  function refresh() {
    if (!network) return;
    if (G.state.grouped !== drawnGrouped) {
      rebuild();
      return;
    }
    findPath();
    nodes.update(drawn.nodes.map((node) => ({ id: node.id, hidden: !G.markShown(node) })));
    edges.update(drawn.edges.map((edge) => Object.assign({ id: edge.id }, edgeLook(edge))));
    G.byId("filtered").hidden = G.page.parties.length === 0 || G.shownParties().length > 0 || G.state.step === 0;
    if (G.state.party && home.has(G.state.party)) G.reveal(home.get(G.state.party));
  }

  function rebuild() {
    drawnGrouped = G.state.grouped;
    load();
    findPath();
    nodes.clear();
    edges.clear();
    nodes.add(drawn.nodes.map(carrierNode));
    edges.add(drawn.edges.map(carrierEdge));
    G.fit();
  }

  function tip(id, at) {
    const box = G.byId("tip");
    hover = id || "";
    const node = id ? marks.get(id) : null;
    box.hidden = !node;
    if (node) {
      box.textContent = G.short(labelOf(node), 160) + " · " + node.state + (node.hop ? ", " + G.hops(node.hop) : "");
      box.style.left = Math.max(4, Math.min(at.x + 14, G.byId("network").clientWidth - 270)) + "px";
      box.style.top = at.y + 16 + "px";
    }
    G.byId("network").style.cursor = node ? "pointer" : "";
    network.redraw();
  }

  G.chooseMark = function (id, focusPanel) {
    const node = marks.get(id);
    if (!node) return;
    if (node.fold || node.state === "on the way") G.choose({ mark: id }, focusPanel);
    else G.choose({ party: id }, focusPanel);
  };

  function clicked(event) {
    if (event.nodes.length) G.chooseMark(event.nodes[0]);
    else if (event.edges.length) G.choose({ link: event.edges[0] });
    else G.choose({});
  }

  load();

  /** Build the picture; throws where the browser cannot, and the static one stays. */
  G.startPicture = function () {
    const frame = G.byId("network");
    nodes = new vis.DataSet();
    edges = new vis.DataSet();
    network = new vis.Network(frame, { nodes, edges }, G.network.options);
    G.all("[tabindex]", frame).forEach((inner) => inner.setAttribute("tabindex", "-1"));
    rebuild();
    network.on("afterDrawing", drawWords);
    network.on("click", clicked);
    network.on("hoverNode", (event) => tip(event.node, event.pointer.DOM));
    network.on("blurNode", () => tip("", null));
    network.on("resize", () => requestAnimationFrame(G.fit));
    G.onChange(refresh);
    G.onTheme = () => refresh();
    G.atMark = (id) => {
      const node = marks.get(id);
      return toScreen(node.x, node.y);
    };
  };
})(G);
