// Light or dark as the system says, and the side bar as it was left, before anything is painted.
(() => {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const apply = () => document.documentElement.setAttribute("data-bs-theme", dark.matches ? "dark" : "light");
  dark.addEventListener("change", apply);
  apply();
  try {
    ["side", "sideDesk"].forEach((name) => {
      const kept = localStorage.getItem(name);
      if (kept) document.documentElement.dataset[name] = kept;
    });
  } catch { /* a browser that keeps nothing shows it as it is at first */ }
})();
