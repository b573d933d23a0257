// The reading room: a quote's card beside it, the outline that follows the text, the place kept.
"use strict";

const room = document.querySelector("[data-plan]");
const card = document.getElementById("card");
const cardBody = document.getElementById("card-body");
const fine = matchMedia("(hover: hover) and (pointer: fine)");
const small = matchMedia("(max-width: 48rem)");
let opener = null;
let held = false;
let waiting = 0;

// --- what became of a quote: by click, tap, Enter or hovering ---------------------------------------

function place(link) {
  if (small.matches) return;
  const box = (link.getClientRects()[0] ?? link.getBoundingClientRect());
  const width = Math.min(384, innerWidth - 32);
  const left = Math.max(16, Math.min(box.left, innerWidth - width - 16));
  card.style.left = `${left + scrollX}px`;
  card.style.top = `${box.bottom + scrollY + 6}px`;
  if (box.bottom + card.offsetHeight + 12 > innerHeight && box.top > card.offsetHeight + 12) {
    card.style.top = `${box.top + scrollY - card.offsetHeight - 6}px`;
  }
}

async function openCard(link, keep) {
  if (opener === link && !card.hidden) {
    held ||= keep;
    if (keep) card.focus({ preventScroll: true });
    return;
  }
  closeCard(false);
  opener = link;
  held = keep;
  link.classList.add("is-open");
  await htmx.ajax("GET", `${card.dataset.address}${link.dataset.card}/card/`, {
    target: "#card-body",
    swap: "innerHTML",
  });
  if (opener !== link) return;
  card.hidden = false;
  place(link);
  if (keep) card.focus({ preventScroll: true });
}

function closeCard(back) {
  clearTimeout(waiting);
  card.hidden = true;
  cardBody.replaceChildren();
  opener?.classList.remove("is-open");
  if (back) opener?.focus({ preventScroll: true });
  opener = null;
  held = false;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-card]");
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (link && plain) {
    event.preventDefault();
    clearTimeout(waiting);
    openCard(link, true);
    return;
  }
  if (event.target.closest(".quote-card-close")) closeCard(true);
  else if (!card.hidden && !card.contains(event.target)) closeCard(false);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !card.hidden) closeCard(true);
});

document.addEventListener("pointerover", (event) => {
  if (!fine.matches || held) return;
  const link = event.target.closest("a[data-card]");
  if (link) {
    clearTimeout(waiting);
    waiting = setTimeout(() => openCard(link, false), 250);
  } else if (!event.target.closest("#card")) {
    clearTimeout(waiting);
    if (!card.hidden) waiting = setTimeout(() => closeCard(false), 300);
  }
});

// --- the outline follows the text ----------------------------------------------------------------------

const outline = document.getElementById("outline");
const nearTop = new IntersectionObserver(
  (seen) => {
    for (const one of seen) if (one.isIntersecting) markCurrent(one.target.dataset.section);
  },
  { rootMargin: "-10% 0px -70% 0px" },
);

function markCurrent(section) {
  const links = outline?.querySelectorAll(`[data-outline="${section}"]`) ?? [];
  if (!links.length) return;
  for (const one of outline.querySelectorAll("[aria-current]")) one.removeAttribute("aria-current");
  for (const one of links) {
    one.setAttribute("aria-current", "true");
    const chapter = one.closest("details.outline-chapter");
    if (chapter) chapter.open = true;
  }
  keepInSight(links[links.length - 1]);
}

function keepInSight(link) {
  if (outline.scrollHeight <= outline.clientHeight || small.matches) return;
  const box = link.getBoundingClientRect();
  const frame = outline.getBoundingClientRect();
  if (box.top < frame.top + 20 || box.bottom > frame.bottom - 20) {
    outline.scrollTop += box.top - frame.top - frame.height / 3;
  }
}

function watch(root) {
  for (const heading of root.querySelectorAll("[data-section]")) nearTop.observe(heading);
  for (const part of root.querySelectorAll("[data-part]")) reading.observe(part);
}

// What was folded stays folded, on this plan and in this sitting.
const foldKey = (fold) => `fold:${room.dataset.plan}:${fold.dataset.fold}`;
for (const fold of outline?.querySelectorAll("details[data-fold]") ?? []) {
  const kept = recall(foldKey(fold));
  if (kept && !fold.querySelector("[aria-current]")) fold.open = kept === "open";
  fold.addEventListener("toggle", () => remember(foldKey(fold), fold.open ? "open" : "closed"));
}
// On a phone the outline closes once one has chosen.
outline?.addEventListener("click", (event) => {
  const whole = outline.querySelector("details[data-closed-on-phone]");
  if (event.target.closest(".outline-link") && matchMedia("(max-width: 64rem)").matches) whole.open = false;
});

// --- the place one has read to ------------------------------------------------------------------------------

const readKey = `read:${room?.dataset.plan}`;
const stopped = (() => {
  try {
    return localStorage.getItem(readKey);
  } catch {
    return null;
  }
})();
const reading = new IntersectionObserver(
  (seen) => {
    for (const one of seen) {
      if (!one.isIntersecting) continue;
      try {
        localStorage.setItem(readKey, one.target.dataset.part);
      } catch {
        // Then reading begins at the beginning next time.
      }
    }
  },
  { rootMargin: "-30% 0px -60% 0px" },
);
const resume = document.querySelector("[data-resume]");
if (resume && stopped && !location.search && !location.hash) {
  resume.href += `?part=${stopped}`;
  resume.hidden = false;
}

if (room) {
  watch(room);
  document.body.addEventListener("htmx:load", (event) => watch(event.detail.elt.parentElement ?? room));
  const current = outline?.querySelector("[aria-current]");
  if (current) keepInSight(current);
}

// /plans/7/#c123 leads to the part in which the quote stands, wherever that is.
const wanted = /^#c(\d+)$/.exec(location.hash);
if (wanted && !document.getElementById(`c${wanted[1]}`) && !new URLSearchParams(location.search).has("c")) {
  location.replace(`${location.pathname}?c=${wanted[1]}${location.hash}`);
}
