// The report's filters and keys. Everything is on the page without this.
"use strict";
(() => {
  const all = (query, within = document) => Array.from(within.querySelectorAll(query));
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase();
  const form = document.getElementById("filter");

  function reveal() {
    let target = null;
    try { target = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { return; }
    if (!target) return;
    let opened = false;
    for (let at = target; at; at = at.parentElement) {
      if (at.localName === "details" && !at.open) { at.open = true; opened = true; }
    }
    if (opened) target.scrollIntoView({ block: "center" });
    if (target.localName === "mark" || target.localName === "details") {
      target.tabIndex = target.localName === "mark" ? -1 : target.tabIndex;
      (target.localName === "details" ? target.firstElementChild : target).focus({ preventScroll: true });
    }
  }
  addEventListener("hashchange", reveal);
  if (location.hash) reveal();
  all(".keys").forEach((one) => { one.hidden = false; });

  const headings = all(".s > h3, .list h2");
  const query = document.getElementById("q");
  const singleKeys = document.getElementById("single-keys");
  let keysAreOn = true;
  try { keysAreOn = localStorage.getItem("claimwire-keys") !== "off"; } catch { /* a page may be kept from storing */ }
  if (singleKeys) {
    singleKeys.checked = keysAreOn;
    singleKeys.addEventListener("change", () => {
      keysAreOn = singleKeys.checked;
      try { localStorage.setItem("claimwire-keys", keysAreOn ? "on" : "off"); } catch { /* likewise */ }
    });
  }
  function step(by) {
    const shown = headings.filter((one) => one.offsetParent !== null);
    let here = shown.indexOf(document.activeElement);
    if (here < 0) here = shown.findLastIndex((one) => one.getBoundingClientRect().top < 8) + (by < 0 ? 1 : 0);
    const next = shown[Math.min(Math.max(here + by, 0), shown.length - 1)];
    if (!next) return;
    next.tabIndex = -1;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "start", behavior: "instant" });
  }
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") {
      if (document.activeElement === query && query.value && form) { query.value = ""; apply(); } else document.activeElement?.blur();
      return;
    }
    if (!keysAreOn) return;
    if (/^(input|select|textarea)$/.test(document.activeElement?.localName ?? "") && document.activeElement.type !== "checkbox") return;
    if (event.key === "/" && query) { query.focus(); query.select(); }
    else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "x" && form) { only.checked = !only.checked; apply(); }
    else if (event.key === "?") { location.hash = "#keys"; document.getElementById("keys-h")?.focus(); }
    else return;
    event.preventDefault();
  });
  if (!form) return;

  const speaker = document.getElementById("speaker");
  const outlet = document.getElementById("outlet");
  const only = document.getElementById("contradicted");
  const acts = all("input[name=act]", form);
  const count = document.getElementById("count");
  const stories = all(".s").map((element) => ({ element, articles: element.nextElementSibling, rows: [] }));
  const groups = new Map();
  const disputes = new Map();
  const rows = [];
  for (const story of stories) {
    const title = story.element.firstElementChild.textContent;
    for (const element of all(".c", story.element)) {
      const dispute = element.closest(".d");
      const group = dispute ? null : element.closest(".g");
      const { s, o, a, x } = element.dataset;
      const row = { element, s, o, a, x: x !== undefined, title, text: null, shown: true };
      if (dispute) (disputes.get(dispute) ?? disputes.set(dispute, []).get(dispute)).push(row);
      else { rows.push(row); story.rows.push(row); }
      if (group) (groups.get(group) ?? groups.set(group, []).get(group)).push(row);
    }
  }
  const show = (element, is) => { if (element && element.hidden === is) element.hidden = !is; };

  function apply() {
    const words = fold(query.value).split(/\s+/).filter(Boolean);
    const wanted = new Set(acts.filter((one) => one.checked).map((one) => one.value));
    const isNarrowed = words.length > 0 || wanted.size > 0 || speaker.value !== "" || outlet.value !== "" || only.checked;
    const passes = (row) => {
      if (speaker.value !== "" && row.s !== speaker.value) return false;
      if (outlet.value !== "" && row.o !== outlet.value) return false;
      if (only.checked && !row.x) return false;
      if (wanted.size && !wanted.has(row.a)) return false;
      if (!words.length) return true;
      row.text ??= fold(`${row.element.textContent} ${row.title}`);
      return words.every((word) => row.text.includes(word));
    };
    let shown = 0;
    for (const row of rows) {
      row.shown = passes(row);
      shown += row.shown;
      show(row.element, row.shown);
    }
    for (const [group, members] of groups) show(group, members.some((row) => row.shown));
    for (const [dispute, members] of disputes) show(dispute, !isNarrowed || members.some(passes));
    let told = 0;
    for (const story of stories) {
      const is = !isNarrowed || story.rows.some((row) => row.shown);
      told += is;
      show(story.element, is);
      show(story.articles, is);
    }
    count.textContent = isNarrowed
      ? `${shown.toLocaleString("en")} of ${rows.length.toLocaleString("en")} claims, in ${told.toLocaleString("en")} ${told === 1 ? "story" : "stories"}`
      : `${rows.length.toLocaleString("en")} claims`;
  }
  let waiting = 0;
  query.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(apply, 90); });
  form.addEventListener("change", apply);
  form.addEventListener("submit", (event) => { event.preventDefault(); apply(); });
  form.addEventListener("reset", () => setTimeout(apply));
  for (const cell of all("th[data-speaker]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...cell.childNodes);
    button.title = "Show only this speaker’s claims";
    button.addEventListener("click", () => { speaker.value = cell.dataset.speaker; apply(); document.getElementById("stories-h").scrollIntoView(); });
    cell.append(button);
  }
  if (matchMedia("(max-width: 64rem)").matches) form.querySelector(".facets").open = false;
  form.hidden = false;
  apply();
})();
