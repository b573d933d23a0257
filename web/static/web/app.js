// What pages do beyond links and forms. Everything works without it, only less handily.
"use strict";

const WIDE = "(min-width: 85rem)";
const PLACE = "place:";

const remember = (key, value) => {
  try {
    sessionStorage.setItem(key, value);
  } catch {
    // Without storage a list begins at its top; nothing else is lost.
  }
};
const recall = (key) => {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
};

// --- light or dark ---------------------------------------------------------------------------

for (const button of document.querySelectorAll("[data-theme-switch]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const root = document.documentElement;
    const theme = root.getAttribute("data-bs-theme") === "dark" ? "light" : "dark";
    root.setAttribute("data-bs-theme", theme);
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // The choice then lasts for this page.
    }
  });
}

// On a phone the navigation scrolls: the page one is on is in sight. Not by scrollIntoView, which in
// some browsers moves the place where the keyboard begins.
const here = document.querySelector(".main-nav [aria-current]");
for (let frame = here?.parentElement; frame; frame = frame.parentElement) {
  if (frame.scrollWidth <= frame.clientWidth || frame === document.documentElement) continue;
  const beyond = here.getBoundingClientRect().right - frame.getBoundingClientRect().right;
  if (beyond > 0) frame.scrollLeft += beyond;
}

for (const part of document.querySelectorAll("details[data-closed-on-phone]")) {
  if (matchMedia("(max-width: 64rem)").matches) part.open = false;
}

// --- keyboard: / goes to the search, Escape closes what is open --------------------------------

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const search = document.querySelector("[data-search]");
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  }
  if (event.key === "Escape") {
    for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
    closeBeside();
  }
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// --- a list keeps its place when one comes back ------------------------------------------------

const listed = document.querySelector("[data-keeps-place]");
if (listed) {
  const key = PLACE + location.pathname + location.search;
  // A long table scrolls in a frame of its own.
  const frame = listed.querySelector(".table-frame");
  addEventListener("pagehide", () => remember(key, `${scrollY},${frame?.scrollTop ?? 0}`));
  remember("list", location.pathname + location.search);
  const kind = performance.getEntriesByType("navigation")[0]?.type;
  if ((kind === "back_forward" || recall("returning")) && recall(key)) {
    const [page, table] = recall(key).split(",").map(Number);
    scrollTo(0, page);
    if (frame) frame.scrollTop = table;
  }
  const visited = recall("visited");
  if (visited) document.getElementById(visited)?.classList.add("is-visited");
}
remember("returning", "");

for (const link of document.querySelectorAll("a[data-back-to-list]")) {
  const list = recall("list");
  if (list) link.href = list;
  link.addEventListener("click", () => remember("returning", "1"));
}

// --- detail opens beside the list where there is room -------------------------------------------

function closeBeside() {
  const beside = document.getElementById("beside");
  if (!beside || beside.hidden) return;
  beside.hidden = true;
  document.body.classList.remove("has-beside");
  document.querySelector("tr.is-open a")?.focus();
  for (const row of document.querySelectorAll("tr.is-open")) row.classList.remove("is-open");
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-close-beside]")) {
    closeBeside();
    return;
  }
  const link = event.target.closest("a[data-beside]");
  const beside = document.getElementById("beside");
  if (!link) return;
  const row = link.closest("tr");
  if (row?.id) remember("visited", row.id);
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!beside || !plain || !matchMedia(WIDE).matches) return;
  event.preventDefault();
  for (const open of document.querySelectorAll("tr.is-open")) open.classList.remove("is-open");
  row?.classList.add("is-open");
  beside.hidden = false;
  document.body.classList.add("has-beside");
  htmx.ajax("GET", link.dataset.beside, { target: "#beside", swap: "innerHTML" });
});

// --- filters send themselves; copying; a word for screen readers ---------------------------------

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-sends-itself]");
  if (form && event.target.matches("select, input[type=checkbox]")) form.requestSubmit();
});

document.addEventListener("submit", (event) => {
  // Empty filters would stand in the address as noise.
  const form = event.target.closest("form[data-sends-itself]");
  if (!form) return;
  for (const field of form.elements) if (field.name && !field.value) field.disabled = true;
});
addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("form[data-sends-itself] :disabled")) {
    field.disabled = false;
  }
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  const text = source.value ?? source.textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without HTTPS there is no clipboard of ours: select, and let the old command copy it.
    source.hidden = false;
    source.focus();
    source.select?.();
    document.execCommand("copy");
  }
  const before = button.textContent;
  button.textContent = button.dataset.copied;
  document.getElementById("announcer").textContent = button.dataset.copied;
  setTimeout(() => (button.textContent = before), 2000);
});

// --- loading is seen, and trouble is said --------------------------------------------------------

document.body.addEventListener("htmx:beforeRequest", () => document.body.classList.add("is-loading"));
document.body.addEventListener("htmx:afterRequest", () => document.body.classList.remove("is-loading"));
// A refusal of a form is a page too: show its sentences in place.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  if ([403, 404, 409, 422].includes(event.detail.xhr.status)) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});
