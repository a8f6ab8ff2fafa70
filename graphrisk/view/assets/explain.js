/* The page works without this: links lead both ways. Here words light up with their claims. */
(function () {
  "use strict";
  const root = document.documentElement;
  const all = (what) => Array.from(document.querySelectorAll(what));
  const marks = new Map();
  all("mark").forEach((mark) => {
    mark.dataset.claims.split(" ").forEach((number) => {
      if (!marks.has(number)) marks.set(number, []);
      marks.get(number).push(mark);
    });
  });
  const claims = new Map(all(".claim").map((claim) => [claim.dataset.claim, claim]));
  const lines = all(".claim .go");
  const said = document.getElementById("said");
  let kept = null;

  function light(number) {
    all(".lit").forEach((one) => one.classList.remove("lit"));
    if (number === null) return;
    (marks.get(number) || []).forEach((mark) => mark.classList.add("lit"));
    if (claims.has(number)) claims.get(number).classList.add("lit");
  }

  function keep(number) {
    kept = number;
    light(number);
    if (number === null) return;
    const words = (marks.get(number) || []).map((mark) => mark.textContent).join(" ");
    said.textContent = "Words of this claim: " + words.slice(0, 300);
  }

  /* What scrolls under a mouse that rests was not pointed at. */
  let at = "";
  function moved(event) {
    const before = at;
    at = event.screenX + "," + event.screenY;
    return at !== before;
  }

  claims.forEach((claim, number) => {
    claim.addEventListener("mouseenter", (event) => {
      if (moved(event)) light(number);
    });
    claim.addEventListener("mouseleave", () => light(kept));
    claim.addEventListener("focusin", () => keep(number));
  });
  /* From an answer to its words: the claim comes into view beside them, where there is a beside. */
  const beside = window.matchMedia("(min-width: 900px)");
  all(".verdict .ref").forEach((ref) => {
    ref.addEventListener("click", () => {
      const claim = claims.get(ref.dataset.claim);
      if (claim && beside.matches) claim.parentElement.closest("#claims").scrollTop = claim.offsetTop - 12;
    });
  });
  all(".facts a").forEach((place) => {
    place.addEventListener("click", () => keep(place.closest(".claim").dataset.claim));
  });
  all(".ref").forEach((ref) => {
    ref.addEventListener("mouseenter", (event) => {
      if (moved(event)) light(ref.dataset.claim);
    });
    ref.addEventListener("mouseleave", () => light(kept));
    ref.addEventListener("focus", () => keep(ref.dataset.claim));
    ref.addEventListener("click", () => keep(ref.dataset.claim));
  });
  lines.forEach((line, place) => {
    line.addEventListener("click", () => keep(line.closest(".claim").dataset.claim));
    line.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || !lines[place + step]) return;
      event.preventDefault();
      lines[place + step].focus();
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") keep(null);
  });

  const button = document.getElementById("theme");
  const scheme = window.matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : scheme.matches);
  const follow = () => button.setAttribute("aria-pressed", isDark() ? "true" : "false");
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    follow();
  });
  scheme.addEventListener("change", follow);
  follow();
  root.classList.remove("starting");
  window.graphrisk = { ready: true };
})();
