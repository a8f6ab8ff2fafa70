/* How a mark looks on the canvas: shape tells the kind, fill level the state, digit and colour the hop. */
(function (G) {
  "use strict";

  G.theme = function () {
    const chosen = document.documentElement.dataset.theme;
    if (chosen) return chosen;
    return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  };
  G.colours = () => G.page.colours[G.theme()];
  G.FONT = getComputedStyle(document.body).fontFamily;

  const hopColour = (hop) => G.page.colours.hops[Math.min(hop, 4)];
  const digitColour = (hop) => G.page.colours.digits[Math.min(hop, 4)];

  function shape(ctx, x, y, radius, square) {
    ctx.beginPath();
    if (square) ctx.rect(x - radius * 0.92, y - radius * 0.92, radius * 1.84, radius * 1.84);
    else ctx.arc(x, y, radius, 0, 2 * Math.PI);
  }

  function level(ctx, x, y, radius, square, share, colour) {
    ctx.save();
    shape(ctx, x, y, radius, square);
    ctx.clip();
    ctx.fillStyle = colour;
    ctx.fillRect(x - radius, y + radius - 2 * radius * share, 2 * radius, 2 * radius * share);
    ctx.restore();
  }

  /** Draw one mark; `unit` is the size of one screen pixel in the units of the canvas. */
  G.drawMark = function (ctx, node, x, y, unit, look) {
    const colours = G.colours();
    const fill = G.page.fills[node.state] || "dashed";
    const square = node.kind === "customer";
    const colour = hopColour(node.hop);
    const radius = look.radius * unit;
    ctx.save();
    ctx.globalAlpha = look.alpha;
    ctx.lineWidth = (look.radius < 5 ? 0.8 : 1.5) * unit;
    ctx.strokeStyle = colours.ink;
    if (node.fold) {
      shape(ctx, x + 3 * unit, y - 3 * unit, radius, square);
      ctx.fillStyle = colours.panel;
      ctx.fill();
      ctx.stroke();
    }
    shape(ctx, x, y, radius, square);
    ctx.fillStyle = colours.panel;
    ctx.globalAlpha = 1;
    ctx.fill();
    ctx.globalAlpha = look.alpha;
    if (fill === "full") level(ctx, x, y, radius, square, 1, colour);
    if (fill === "half") level(ctx, x, y, radius, square, 0.5, colour);
    if (fill === "low") level(ctx, x, y, radius, square, 0.27, colour);
    if (fill === "ring") ring(ctx, x, y, radius, square, colour, unit);
    shape(ctx, x, y, radius, square);
    if (fill === "low" || fill === "dashed") ctx.setLineDash([3 * unit, 2 * unit]);
    if (look.chosen) {
      ctx.strokeStyle = colours.link;
      ctx.lineWidth = 3.5 * unit;
    }
    ctx.stroke();
    ctx.setLineDash([]);
    if (look.radius > 5) digit(ctx, node, look, x, y, unit, fill, colours);
    ctx.restore();
  };

  function ring(ctx, x, y, radius, square, colour, unit) {
    shape(ctx, x, y, Math.max(radius - 3.2 * unit, radius / 3), square);
    ctx.save();
    ctx.lineWidth = Math.min(2.6 * unit, radius / 3);
    ctx.strokeStyle = colour;
    ctx.stroke();
    ctx.restore();
  }

  function digit(ctx, node, look, x, y, unit, fill, colours) {
    const text = node.fold ? (look.size < 1000 ? String(look.size) : Math.floor(look.size / 1000) + "k") : String(node.hop);
    ctx.font = "700 " + (text.length > 2 ? 8.5 : 11) * unit * Math.min(1, look.radius / 8) + "px " + G.FONT;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    if (fill !== "full") {
      ctx.lineJoin = "round";
      ctx.lineWidth = 3 * unit;
      ctx.strokeStyle = colours.panel;
      ctx.strokeText(text, x, y + 0.6 * unit);
    }
    ctx.fillStyle = fill === "full" ? digitColour(node.hop) : colours.ink;
    ctx.fillText(text, x, y + 0.6 * unit);
  }

  const widths = new Map();

  /** Cut a text to a width in pixels; the widths are remembered. */
  G.fitted = function (ctx, text, room) {
    const key = ctx.font + "|" + Math.round(room / 4) + "|" + text;
    if (!widths.has(key)) {
      if (widths.size > 20000) widths.clear();
      let said = G.short(text, 60);
      while (said.length > 2 && ctx.measureText(said).width > room) said = said.slice(0, -2).trimEnd() + "…";
      widths.set(key, said);
    }
    return widths.get(key);
  };

  G.drawText = function (ctx, text, x, y, colour) {
    const colours = G.colours();
    ctx.lineJoin = "round";
    ctx.lineWidth = 4;
    ctx.strokeStyle = G.theme() === "dark" ? colours.page : colours.panel;
    ctx.save();
    ctx.globalAlpha = 0.86;
    ctx.strokeText(text, x, y);
    ctx.restore();
    ctx.fillStyle = colour;
    ctx.fillText(text, x, y);
  };
})(G);
