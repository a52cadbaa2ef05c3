"use strict";
(() => {
  const at = (id) => document.getElementById(id);
  const filters = at("filters");
  const list = at("all");
  const articles = [...list.querySelectorAll(".article")].map((el, place) => ({
    el, place, name: el.querySelector("summary").textContent, shown: 0, all: 0, fits: false, note: null,
    look: Number(el.dataset.look), score: Number(el.dataset.score),
  }));
  const rows = [];
  for (const article of articles) {
    for (const el of article.el.querySelectorAll(".q")) {
      const { v = "", s = "", r = "" } = el.dataset;
      const counts = !el.classList.contains("beside");
      rows.push({ el, article, counts, v, s: s.split(" "), r: r.split(" "), look: el.classList.contains("look"), text: "" });
      article.all += counts;
    }
  }
  const whole = rows.filter((row) => row.counts).length;
  const plain = (text) => text.normalize("NFKC").toLowerCase();
  const textOf = (row) => row.text ||= plain(`${row.article.name} ${row.el.textContent}`);
  const checked = (name) => [...filters.querySelectorAll(`[name=${name}]:checked`)].map((box) => box.value);
  let opened = [];
  let here = null;

  const filter = () => {
    const words = plain(at("words").value).split(/\s+/u).filter(Boolean);
    const verdicts = checked("verdict");
    const severities = checked("severity");
    const rule = at("rule")?.value ?? "";
    const look = at("look").checked;
    const any = Boolean(words.length || verdicts.length || severities.length || rule || look);
    for (const article of articles) Object.assign(article, { shown: 0, fits: false });
    let shown = 0;
    for (const row of rows) {
      let fits = (!look || row.look) && (!verdicts.length || verdicts.includes(row.v)) && (!rule || row.r.includes(rule))
        && (!severities.length || severities.some((s) => row.s.includes(s)));
      if (fits && words.length) {
        fits = words.every((word) => textOf(row).includes(word));
      }
      if (row.el.hidden === fits) row.el.hidden = !fits;
      if (fits) {
        row.article.fits = true;
        row.article.shown += row.counts;
        shown += row.counts;
      }
    }
    const left = [];
    for (const article of articles) {
      const gone = any && !article.fits;
      if (article.el.hidden !== gone) article.el.hidden = gone;
      if (!gone) left.push(article);
      const part = any && !gone && article.shown < article.all ? `${article.shown} of ${article.all} shown` : "";
      if (part && !article.note) {
        article.note = document.createElement("span");
        article.note.className = "part";
        article.el.querySelector("summary .row").append(article.note);
      }
      if (article.note) article.note.textContent = part;
    }
    for (const article of opened) article.el.open = false;
    opened = any && left.length <= 5 ? left.filter((article) => !article.el.open) : [];
    for (const article of opened) article.el.open = true;
    at("none").hidden = left.length > 0 || articles.length === 0;
    const number = (n, noun) => `${n} ${noun}${n === 1 ? "" : "s"}`;
    at("state").textContent = any
      ? `${shown} of ${number(whole, "quotation")} shown, in ${number(left.length, "article")}`
      : `${number(whole, "quotation")} in ${number(articles.length, "article")}`;
  };

  const sort = () => {
    const by = at("order").value;
    const sorted = [...articles].sort((a, b) =>
      (by === "look" ? b.look - a.look : by === "score" ? a.score - b.score : 0) || a.place - b.place);
    list.append(...sorted.map((article) => article.el));
  };

  const reveal = (el) => {
    for (let up = el.closest("details"); up; up = up.parentElement.closest("details")) up.open = true;
  };

  const go = (row) => {
    here = row;
    reveal(row.el);
    const folded = row.el.querySelector(":scope > details");
    if (folded) folded.open = true;
    row.el.focus({ preventScroll: true });
    row.el.scrollIntoView({ block: "start" });
  };

  const step = (by, look) => {
    const order = at("order").value
      ? [...list.querySelectorAll(".q")].map((el) => byElement.get(el))
      : rows;
    const focused = byElement.get(document.activeElement?.closest?.(".q")) ?? here;
    let i = focused ? order.indexOf(focused) : by > 0 ? -1 : order.length;
    do i += by; while (order[i] && (order[i].el.hidden || (look && !order[i].look)));
    if (order[i]) go(order[i]);
  };
  const byElement = new Map(rows.map((row) => [row.el, row]));

  const explain = (link) => {
    const told = link.parentElement.querySelector(":scope > .help");
    if (told) told.remove();
    else {
      const page = document.getElementById(link.hash.slice(1))?.querySelector(".body");
      if (!page) return false;
      const help = page.cloneNode(true);
      help.className = "help";
      link.parentElement.append(help);
    }
    link.setAttribute("aria-expanded", String(!told));
    return true;
  };

  let waiting = 0;
  filters.addEventListener("input", (event) => {
    if (event.target.id === "order") return;
    clearTimeout(waiting);
    waiting = setTimeout(filter, event.target.id === "words" ? 120 : 0);
  });
  at("order").addEventListener("change", sort);
  filters.addEventListener("submit", (event) => event.preventDefault());
  filters.addEventListener("reset", () => setTimeout(() => { sort(); filter(); }));
  at("open").addEventListener("click", () => { for (const a of articles) if (!a.el.hidden) a.el.open = true; });
  at("close").addEventListener("click", () => { for (const a of articles) a.el.open = false; });
  at("keys").addEventListener("click", () => at("help").showModal());
  at("done").addEventListener("click", () => at("help").close());
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.r");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && explain(link)) event.preventDefault();
  });

  const keys = {
    j: () => step(1, true), k: () => step(-1, true), n: () => step(1, false), p: () => step(-1, false),
    "/": () => {
      at("fold").open = true;
      at("words").focus();
      at("words").select();
    }, "?": () => at("help").showModal(),
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches?.("input[type=search], select, textarea");
    if (event.key === "Escape" && typing) { event.target.blur(); return; }
    if (typing || at("help").open || event.ctrlKey || event.metaKey || event.altKey || !at("shortcuts").checked) return;
    const act = Object.hasOwn(keys, event.key) ? keys[event.key] : null;
    if (act) { event.preventDefault(); act(); }
  });

  const arrive = () => {
    const target = location.hash.length > 1 && at(location.hash.slice(1));
    if (target && byElement.has(target)) go(byElement.get(target));
    else if (target) { reveal(target); if (target.matches("details")) target.open = true; target.scrollIntoView(); }
  };
  addEventListener("hashchange", arrive);

  // Paper unfolds by the style sheet; this is for browsers that do not know ::details-content.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = articles.filter((article) => !article.el.open && !article.el.hidden);
    for (const article of folded) article.el.open = true;
  });
  addEventListener("afterprint", () => {
    for (const article of folded) article.el.open = false;
    folded = [];
  });

  const wide = matchMedia("(min-width: 60.01rem)");
  wide.addEventListener("change", () => { at("fold").open = wide.matches; });
  at("fold").open = wide.matches;
  filters.hidden = false;
  document.documentElement.classList.add("js");
  filter();
  arrive();

  // The words of long reports are read while nobody waits for them.
  let read = 0;
  const readAhead = (idle) => {
    while (read < rows.length && idle.timeRemaining() > 2) textOf(rows[read++]);
    if (read < rows.length) requestIdleCallback(readAhead);
  };
  globalThis.requestIdleCallback?.(readAhead);
})();
