// Chips count down each second without asking the server. The server's time, and its pace, come with the page:
// a demo district may live faster than we do.
(() => {
  const { words, icons, lasting } = Chip;
  const start = performance.now();
  const base = Number(document.body.dataset.now);
  const pace = Number(document.body.dataset.pace) || 1;
  const now = () => base + (performance.now() - start) * pace;

  const draw = (chip, at) => {
    const due = Number(chip.dataset.due);
    const tone = at > due || chip.classList.contains("chip-late") ? "late" : at >= Number(chip.dataset.warn || due) ? "warn" : "ok";
    const left = chip.querySelector(".chip-left");
    if (left) left.textContent = lasting(due - at);
    if (chip.classList.contains(`chip-${tone}`)) return;
    chip.classList.remove("chip-ok", "chip-warn", "chip-late");
    chip.classList.add(`chip-${tone}`);
    chip.querySelector(".chip-word").textContent = words[tone];
    const use = chip.querySelector("use");
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${icons[tone]}`));
  };

  const tick = () => {
    if (document.hidden) return;
    const at = now();
    document.querySelectorAll(".chip[data-due]").forEach((chip) => draw(chip, at));
  };
  tick();
  setInterval(tick, 1000);
  document.addEventListener("visibilitychange", tick);
  document.addEventListener("htmx:afterSwap", tick);
})();
