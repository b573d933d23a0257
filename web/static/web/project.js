// Forms that opened in place close in place; without JavaScript "cancel" is a link.
"use strict";

document.addEventListener("click", (event) => {
  const cancel = event.target.closest("[data-close-act]");
  const slot = cancel?.closest(".slot");
  if (!slot) return;
  event.preventDefault();
  slot.replaceChildren();
  document.querySelector(`[hx-target="#${slot.id}"]`)?.focus();
});

// What opened in place is where one goes on writing.
document.body.addEventListener("htmx:afterSwap", (event) => {
  const act = event.target.closest?.(".slot")?.querySelector(".act");
  act?.querySelector("input:not([type=hidden]), select, textarea, button")?.focus();
});
