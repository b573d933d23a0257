// Forms that opened in place close in place; without JavaScript "cancel" is a link.
"use strict";

function closeAct(slot) {
  slot.replaceChildren();
  const opener = openers.get(slot.id);
  (opener?.isConnected ? opener : document.querySelector(`[hx-target="#${slot.id}"]`))?.focus();
}

// Several buttons may open their forms in one slot: the one that was pressed is remembered.
const openers = new Map();
document.body.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, target } = event.detail;
  if (target?.matches?.(".slot")) openers.set(target.id, elt);
});

document.addEventListener("click", (event) => {
  const slot = event.target.closest("[data-close-act]")?.closest(".slot");
  if (!slot) return;
  event.preventDefault();
  closeAct(slot);
});

// Escape closes the act one stands in, unless something was typed that would be lost.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing) return;
  const slot = event.target.closest(".slot");
  if (slot?.querySelector(".act") && !hasWords(slot)) closeAct(slot);
});

function hasWords(slot) {
  const fields = [...slot.querySelectorAll("input:not([type=hidden]), textarea")];
  return fields.some((field) =>
    field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue,
  );
}

// What opened in place is where one goes on writing.
document.body.addEventListener("htmx:afterSwap", (event) => {
  const act = event.target.closest?.(".slot")?.querySelector(".act");
  act?.querySelector("input:not([type=hidden]), select, textarea, button")?.focus();
});
