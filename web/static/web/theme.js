// Before the first paint: the theme that the reader chose, else the machine's own.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem("theme");
  } catch {
    // Storage may be forbidden; the machine's own theme is right then.
  }
  const machine = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const theme = chosen ?? (machine.matches ? "dark" : "light");
    document.documentElement.setAttribute("data-bs-theme", theme);
  };
  machine.addEventListener("change", apply);
  apply();
})();
