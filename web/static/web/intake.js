// The review by keyboard, and a selection in the text as a pair of offsets. Every act is a button
// or a link of the page: this only presses them, and keeps place and focus over the answer.
"use strict";

const KEYS = { a: "accept", x: "aside", e: "edit", s: "split", l: "link", c: "fresh" };
const waiting = [];
let busy = false;
let current = null;
let order = [];
let chosenBefore = new Set();
let places = new Map();

const review = () => document.getElementById("review");
const cards = () => [...document.querySelectorAll(".row-card")];
const card = (id) => document.getElementById(`row-${id}`);

// --- the row one is at ---------------------------------------------------------------------------

function setCurrent(id, { text = true, rows = true } = {}) {
  for (const old of document.querySelectorAll(".is-current")) old.classList.remove("is-current");
  current = id;
  const row = id && card(id);
  if (!row) return;
  row.classList.add("is-current");
  const words = wordsOf(id);
  for (const piece of words) piece.classList.add("is-current");
  if (rows) bringIntoView(row);
  if (text && words.length) bringIntoView(words[0]);
}

// Scroll only the pane: the page itself stays where it is.
function bringIntoView(element) {
  const pane = element.closest("[data-scrolls]");
  if (!pane || pane.scrollHeight <= pane.clientHeight) {
    element.scrollIntoView({ block: "nearest" });
    return;
  }
  const own = element.getBoundingClientRect();
  const frame = pane.getBoundingClientRect();
  const edge = 48;
  if (own.top < frame.top + edge || own.bottom > frame.bottom - edge) {
    // What is out of sight comes a third of the way down, with its surroundings.
    const down = Math.max(edge, Math.min(frame.height / 3, frame.height - own.height - edge));
    pane.scrollTop += own.top - frame.top - down;
  }
}

const wordsOf = (id) =>
  [...document.querySelectorAll("#text .w[data-rows]")].filter((piece) =>
    piece.dataset.rows.split(" ").includes(String(id)),
  );

function step(by) {
  const ids = cards().map((one) => one.dataset.id);
  if (!ids.length) return;
  const at = ids.indexOf(String(current));
  setCurrent(ids[at < 0 ? 0 : Math.min(Math.max(at + by, 0), ids.length - 1)]);
}

// After an answer: the same row if it is still there, else the one that stood behind it.
function following(id, skip) {
  const left = new Set(cards().map((one) => one.dataset.id));
  const at = order.indexOf(String(id));
  const after = order.slice(skip ? at + 1 : at).find((one) => left.has(one));
  return after ?? [...left].at(-1) ?? null;
}

// --- acts: one after the other, however fast the keys come -----------------------------------------

function press(id, key) {
  if (key === "add" && document.getElementById("selection").hidden) return;
  if (busy) {
    waiting.push([id, key]);
    return;
  }
  const place = id ? card(id) : review();
  const button = place?.querySelector(`[data-key="${key}"]`);
  if (button && !button.disabled) button.click();
}

function act(key) {
  const id = current ?? cards()[0]?.dataset.id;
  if (!id) return;
  press(id, key);
  if (key === "accept") {
    // The next key means the next row, also before the answer has come.
    const ids = cards().map((one) => one.dataset.id);
    const next = ids[ids.indexOf(String(id)) + 1];
    if (next) setCurrent(next);
  }
}

function join() {
  const boxes = cards().map((one) => one.querySelector("[data-choose]"));
  if (boxes.filter((box) => box?.checked).length < 2) {
    const at = cards().findIndex((one) => one.dataset.id === String(current));
    for (const box of boxes.slice(at, at + 2)) if (box) box.checked = true;
  }
  press(null, "join");
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.ctrlKey) event.target.closest(".row-form")?.querySelector("[type=submit]").click();
  if (!review() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select");
  if (event.key === "Escape") {
    const cancel = event.target.closest(".row-form")?.querySelector("[data-cancel]");
    if (cancel) cancel.click();
    hideSelection();
    return;
  }
  if (typing || event.target.closest("summary")) return;
  const key = event.key;
  if (key === "j" || key === "k") step(key === "j" ? 1 : -1);
  else if (key in KEYS) act(KEYS[key]);
  else if (key === "m") join();
  else if (key === "v") toggle();
  else if (key === "i") press(null, "add");
  else if (key === "u") press(null, "undo");
  else if (key === "n" || key === "p") {
    document.querySelector(`[data-key="${key === "n" ? "next" : "previous"}"]`)?.click();
  } else if (key === "?") {
    const help = document.getElementById("keys");
    help.hidden = !help.hidden;
    try {
      localStorage.setItem("review-help", help.hidden ? "0" : "1");
    } catch {
      // Then the line is there again on the next page.
    }
  } else return;
  event.preventDefault();
});

function toggle() {
  const box = current && card(current)?.querySelector("[data-choose]");
  if (!box) return;
  box.checked = !box.checked;
  countChosen();
}

function countChosen() {
  const place = document.querySelector("[data-chosen]");
  if (place) place.textContent = document.querySelectorAll("[data-choose]:checked").length;
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-choose-all]")) {
    for (const box of document.querySelectorAll("[data-choose]")) box.checked = event.target.checked;
  }
  countChosen();
});

document.addEventListener("click", (event) => {
  const goto = event.target.closest("[data-goto]");
  if (goto && card(goto.dataset.goto)) {
    event.preventDefault();
    setCurrent(goto.dataset.goto);
    return;
  }
  const toText = event.target.closest("[data-quote]");
  if (toText) {
    event.preventDefault();
    setCurrent(toText.dataset.quote, { rows: false });
    return;
  }
  const words = event.target.closest("#text .w[data-rows]");
  if (words && getSelection().isCollapsed) {
    const shown = words.dataset.rows.split(" ").filter((id) => card(id));
    if (shown.length) setCurrent(shown.at(-1), { text: false });
    return;
  }
  // A button that a key has pressed does not move where one is.
  const row = event.isTrusted && event.target.closest(".row-card");
  if (row && row.dataset.id !== String(current)) setCurrent(row.dataset.id, { rows: false });
});

// --- a selection in the text -----------------------------------------------------------------------

// The text counts characters, JavaScript counts halves of the rare ones.
const characters = (words) => [...words].length;

function selected() {
  const selection = getSelection();
  const text = document.getElementById("text");
  if (!text || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.commonAncestorContainer)) return null;
  const touched = [...text.querySelectorAll(".w")].filter((piece) => range.intersectsNode(piece));
  const taken = touched.map((piece) => cutOf(range, piece)).filter((cut) => cut.words);
  if (!taken.length) return null;
  const last = taken.at(-1);
  return {
    start: taken[0].start,
    end: last.start + characters(last.words),
    words: taken.map((cut) => cut.words).join(""),
  };
}

// What a range holds of one piece: nothing where it only touches its border.
function cutOf(range, piece) {
  const text = piece.textContent;
  const from = piece.contains(range.startContainer) ? range.startOffset : 0;
  const to = piece.contains(range.endContainer) ? range.endOffset : text.length;
  return { start: Number(piece.dataset.s) + characters(text.slice(0, from)), words: text.slice(from, to) };
}

function hideSelection() {
  const bar = document.getElementById("selection");
  if (bar) bar.hidden = true;
}

document.addEventListener("selectionchange", () => {
  const bar = document.getElementById("selection");
  if (!bar) return;
  const found = selected();
  bar.hidden = !found;
  if (!found) return;
  bar.elements.start.value = found.start;
  bar.elements.end.value = found.end;
  bar.querySelector("[data-selected]").textContent = `“${found.words}”`;
  bar.querySelector("[data-take-quote]").hidden = !document.querySelector(".row-form [data-quoted]");
});

// Pressing a button of the bar must not take the selection away before it is read.
document.addEventListener("pointerdown", (event) => {
  if (event.target.closest("#selection")) event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-take-quote]")) return;
  const bar = document.getElementById("selection");
  const form = document.querySelector(".row-form [data-quoted]").closest("form");
  form.elements.start.value = bar.elements.start.value;
  form.elements.end.value = bar.elements.end.value;
  form.querySelector("[data-quoted]").textContent = bar.querySelector("[data-selected]").textContent.slice(1, -1);
  getSelection().removeAllRanges();
  hideSelection();
});

// --- over an answer ------------------------------------------------------------------------------

document.body.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.target?.id !== "review") return;
  busy = true;
  order = cards().map((one) => one.dataset.id);
});

document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id !== "review") return;
  places = new Map([".review-text", ".review-rows"].map((name) => [name, document.querySelector(name)?.scrollTop ?? 0]));
  chosenBefore = new Set([...document.querySelectorAll("[data-choose]:checked")].map((box) => box.closest(".row-card").dataset.id));
});

document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id !== "review" && !review()) return;
  settle();
});

// Buttons of the answer act in place only once it has settled.
document.body.addEventListener("htmx:afterSettle", () => {
  if (!busy) return;
  busy = false;
  // While it settles, htmx puts back the classes that came from the server.
  if (review()) setCurrent(current, { text: false, rows: false });
  const next = waiting.shift();
  if (next) press(...next);
});

for (const trouble of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.body.addEventListener(trouble, () => {
    busy = false;
    waiting.length = 0;
  });
}

function settle() {
  for (const [name, top] of places) {
    const pane = document.querySelector(name);
    if (pane) pane.scrollTop = top;
  }
  const form = document.querySelector(".row-form");
  const named = review().dataset.row;
  if (form) {
    setCurrent(form.closest(".row-card").dataset.id);
    form.querySelector("input:not([type=hidden]), select, textarea")?.focus({ preventScroll: true });
    for (const id of chosenBefore) check(id);
  } else if (named && card(named)) setCurrent(named);
  else setCurrent(card(current) ? current : following(current, false));
  restoreHelp();
  countChosen();
}

function check(id) {
  const box = card(id)?.querySelector("[data-choose]");
  if (box) box.checked = true;
}

function restoreHelp() {
  try {
    if (localStorage.getItem("review-help") === "0") document.getElementById("keys").hidden = true;
  } catch {
    // The line stays.
  }
}

if (review()) {
  restoreHelp();
  const named = new URLSearchParams(location.search).get("row");
  const first = (named && card(named)) || document.querySelector(".row-form")?.closest(".row-card") || cards()[0];
  if (first) setCurrent(first.dataset.id, { text: true, rows: Boolean(named) });
}
