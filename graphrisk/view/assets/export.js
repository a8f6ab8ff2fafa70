/* Files made in the browser: SVG and PNG of the board picture, CSV of the table, and the link. */
(function (G) {
  "use strict";

  const WIDE = 1600;

  function save(blob, ending) {
    const address = URL.createObjectURL(blob);
    const link = G.el("a", { href: address, download: G.page.file + "." + ending });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
    G.say("Saved " + G.page.file + "." + ending);
  }

  /** The board picture as text: what is filtered away is left out, what is chosen is marked. */
  G.boardSvg = function () {
    const other = G.byId("other-picture");
    const first = !other || G.state.grouped === G.page.opens_grouped;
    const source = first ? G.all("#static-picture svg")[0] : other.content.querySelector("svg");
    const svg = source.cloneNode(true);
    const shown = new Set(G.drawnMarks().filter(G.markShown).map((node) => node.id));
    G.all("[data-mark]", svg).forEach((group) => { if (!shown.has(group.dataset.mark)) group.remove(); });
    const chosen = G.state.party ? G.markOf(G.state.party) : G.state.mark;
    const route = G.state.party && G.parties.has(G.state.party) ? G.route(G.parties.get(G.state.party)) : new Set();
    G.all("[data-link]", svg).forEach((line) => {
      const edge = G.findLink(line.dataset.link);
      if (!edge || !shown.has(edge.from) || !shown.has(edge.to)) line.remove();
      else if (edge.links.some((id) => route.has(id))) {
        line.setAttribute("stroke", "#16202b");
        line.setAttribute("stroke-opacity", "1");
        line.setAttribute("stroke-width", "3");
      }
    });
    G.all("[data-mark]", svg).forEach((group) => {
      if (group.dataset.mark === chosen) G.all(".rim", group).forEach((rim) => { rim.setAttribute("stroke", "#0b5cad"); rim.setAttribute("stroke-width", "3"); });
    });
    return new XMLSerializer().serializeToString(svg);
  };

  function png() {
    const picture = new Image();
    const address = URL.createObjectURL(new Blob([G.boardSvg()], { type: "image/svg+xml" }));
    picture.addEventListener("load", () => {
      const canvas = G.el("canvas");
      const scale = Math.max(WIDE, picture.width) / picture.width;
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      const ctx = canvas.getContext("2d");
      ctx.fillStyle = "#ffffff";
      ctx.fillRect(0, 0, canvas.width, canvas.height);
      ctx.drawImage(picture, 0, 0, canvas.width, canvas.height);
      URL.revokeObjectURL(address);
      canvas.toBlob((blob) => (blob ? save(blob, "png") : G.say("This browser cannot make the picture")), "image/png");
    });
    picture.addEventListener("error", () => G.say("This browser cannot make the picture; take the SVG"));
    picture.src = address;
  }

  /** A cell that no spreadsheet runs as a formula. */
  function cell(text) {
    const safe = /^[=+\-@\t\r]/.test(text) ? "'" + text : text;
    return /[",;\r\n]/.test(safe) ? '"' + safe.replace(/"/g, '""') + '"' : safe;
  }

  G.tableCsv = () => "\ufeff" + G.tableRows().map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";

  const MAKERS = {
    png,
    svg: () => save(new Blob([G.boardSvg()], { type: "image/svg+xml" }), "svg"),
    csv: () => save(new Blob([G.tableCsv()], { type: "text/csv;charset=utf-8" }), "csv"),
    print: () => window.print(),
  };

  function copy(text) {
    const done = () => G.say("Copied. Add it to the end of the file's name: it opens this view.");
    const byHand = () => {
      const area = G.el("textarea", { class: "aside", "aria-label": "Link" });
      area.value = text;
      document.body.append(area);
      area.select();
      const worked = document.execCommand("copy");
      area.remove();
      if (worked) done();
      else G.say("Copy this: " + text);
    };
    if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(text).then(done, byHand);
    else byHand();
  }

  /** Only the part after #: the folder of the sender is nobody's business. */
  G.linkPart = () => location.hash || "#";

  G.startExport = function () {
    const button = G.byId("export");
    const list = G.byId("export-list");
    const open = (on) => {
      list.hidden = !on;
      button.setAttribute("aria-expanded", on ? "true" : "false");
    };
    button.addEventListener("click", () => open(list.hidden));
    list.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      open(false);
      button.focus();
      event.stopPropagation();
    });
    G.all("[data-export]").forEach((one) => one.addEventListener("click", () => {
      open(false);
      button.focus();
      MAKERS[one.dataset.export]();
    }));
    document.addEventListener("click", (event) => { if (!event.target.closest(".menu")) open(false); });
    const copyButton = G.byId("copy-link");
    copyButton.addEventListener("click", () => {
      copy(G.linkPart());
      copyButton.textContent = "Copied";
      setTimeout(() => { copyButton.textContent = "Copy link"; }, 1600);
    });
  };
})(G);
