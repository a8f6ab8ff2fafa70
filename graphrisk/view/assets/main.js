/* Start: tabs, theme, player, keyboard. Everything here only adds to a page that works without it. */
(function (G) {
  "use strict";

  const root = document.documentElement;

  function tabs() {
    const names = ["graph", "table"];
    names.forEach((name, place) => {
      const tab = G.byId("tab-" + name);
      tab.addEventListener("click", () => G.change({ tab: name }));
      tab.addEventListener("keydown", (event) => {
        if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
        const other = names[1 - place];
        G.change({ tab: other });
        G.byId("tab-" + other).focus();
      });
    });
    G.onChange(() => {
      for (const name of names) {
        const on = G.state.tab === name;
        const tab = G.byId("tab-" + name);
        const pane = G.byId(name + "-pane");
        tab.setAttribute("aria-selected", on ? "true" : "false");
        tab.setAttribute("tabindex", on ? "0" : "-1");
        if (on && pane.hidden && name === "graph") requestAnimationFrame(() => G.fit());
        pane.hidden = !on;
      }
      const group = G.byId("group");
      if (group) {
        group.hidden = G.state.tab !== "graph";
        group.setAttribute("aria-pressed", G.state.grouped ? "true" : "false");
        G.byId("fold-words").hidden = !G.state.grouped;
      }
    });
    const group = G.byId("group");
    if (group) group.addEventListener("click", () => G.change({ grouped: !G.state.grouped, mark: "", link: "" }));
    const pane = G.byId("table-pane");
    pane.setAttribute("role", "tabpanel");
    pane.setAttribute("aria-labelledby", "tab-table");
    pane.setAttribute("tabindex", "0");
    G.all(".skip")[0].addEventListener("click", (event) => {
      event.preventDefault();
      G.change({ tab: "table" });
      pane.focus();
    });
  }

  function theme() {
    const button = G.byId("theme");
    const follow = () => {
      button.setAttribute("aria-pressed", G.theme() === "dark" ? "true" : "false");
      if (G.onTheme) G.onTheme();
    };
    button.addEventListener("click", () => {
      root.dataset.theme = G.theme() === "dark" ? "light" : "dark";
      follow();
    });
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", follow);
    follow();
  }

  let playing = 0;

  function player() {
    const slider = G.byId("step");
    const button = G.byId("play");
    const stop = () => {
      clearInterval(playing);
      playing = 0;
      button.textContent = "Play cascade";
    };
    const say = () => {
      const step = G.state.step;
      const hop = step === 1 ? "1 hop" : step + " hops";
      return step === 0 ? "Only the start shown" : step === G.lastHop ? "All " + hop + " shown" : hop + " shown";
    };
    button.addEventListener("click", () => {
      if (playing) return stop();
      G.change({ step: 0, tab: "graph" });
      button.textContent = "Stop";
      playing = setInterval(() => {
        G.change({ step: G.state.step + 1 });
        G.say(say() + ": " + G.plural(G.shownParties().length, "party", "parties"));
        if (G.state.step >= G.lastHop) stop();
      }, 1100);
      return undefined;
    });
    slider.addEventListener("input", () => {
      stop();
      G.change({ step: Number(slider.value) });
      G.say(say());
    });
    G.onChange(() => {
      slider.value = G.state.step;
      G.byId("step-words").textContent = say();
    });
  }

  /* ---- the picture is one stop of the keyboard: arrows go along the dependencies ---- */

  function current() {
    const id = G.state.mark || G.markOf(G.state.party);
    return G.mark(id) || G.drawnMarks().find((node) => node.kind === "fallen");
  }

  function beside(node, up) {
    const column = G.drawnMarks().filter((other) => other.hop === node.hop && G.markShown(other));
    column.sort((one, other) => one.x - other.x || one.y - other.y);
    return column[column.indexOf(node) + (up ? -1 : 1)];
  }

  function along(node, back) {
    const ends = G.linksOf(node.id, back).map(G.mark).filter(G.markShown);
    ends.sort((one, other) => Math.abs(one.y - node.y) - Math.abs(other.y - node.y));
    return ends[0];
  }

  const MOVES = {
    ArrowUp: (node) => beside(node, true),
    ArrowDown: (node) => beside(node, false),
    ArrowLeft: (node) => along(node, true),
    ArrowRight: (node) => along(node, false),
  };

  function pictureKeys(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (MOVES[event.key]) {
      const node = current();
      const chosen = G.state.party || G.state.mark ? MOVES[event.key](node) : node;
      if (chosen) G.chooseMark(chosen.id);
      else G.say("Nothing further in this direction");
    } else if (event.key === "Enter") {
      if (!G.state.party && !G.state.mark) G.chooseMark(current().id);
      G.byId("panel").focus();
    } else if (event.key === "+" || event.key === "=") G.zoom(1.25);
    else if (event.key === "-") G.zoom(0.8);
    else if (event.key === "0") G.fit();
    else return;
    event.preventDefault();
  }

  function pageKeys(event) {
    const typing = event.target.closest && event.target.closest("input, select, textarea");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      G.byId("find").focus();
      event.preventDefault();
    } else if (event.key === "Escape" && !typing) {
      const back = G.byId("panel").contains(document.activeElement);
      G.choose({});
      if (back) (G.state.tab === "graph" ? G.byId("network") : G.byId("table-pane")).focus();
    }
  }

  function links() {
    document.addEventListener("click", (event) => {
      const link = event.target.closest('a[href^="#p="]');
      if (!link) return;
      event.preventDefault();
      const id = decodeURIComponent(link.getAttribute("href").slice(3));
      G.choose({ party: id }, G.byId("table-pane").contains(link));
    });
    window.addEventListener("hashchange", () => G.change(G.readAddress()));
  }

  function start() {
    G.startPanel();
    G.startTable();
    G.startSearch();
    G.startExport();
    tabs();
    player();
    links();
    document.addEventListener("keydown", pageKeys);
    const first = G.readAddress();
    if (G.page.parties.length) {
      try {
        G.byId("stage").hidden = false;
        G.startPicture();
        G.byId("static-picture").hidden = true;
        G.byId("network").addEventListener("keydown", pictureKeys);
        G.all("[data-zoom]").forEach((button) => button.addEventListener("click", () => {
          if (button.dataset.zoom === "fit") G.fit();
          else G.zoom(button.dataset.zoom === "in" ? 1.25 : 0.8);
        }));
      } catch (problem) {
        G.byId("stage").hidden = true;
        G.byId("static-picture").hidden = false;
      }
    }
    theme();
    G.change(first);
  }

  try {
    start();
  } catch (problem) {
    root.classList.remove("script"); /* What the page shows without script still holds. */
    throw problem;
  } finally {
    root.classList.remove("starting");
    if (G.state.tab === "graph") G.fit();
  }
  G.ready = true;
  window.graphrisk = G;
})(G);
