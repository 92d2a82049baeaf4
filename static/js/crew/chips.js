// Clock chips: what is due, counting down each second, turning over at zero.
(() => {
  const { words, icons, lasting } = Chip;
  const toneOf = (clock, at) => {
    if (clock.paused) return "paused";
    if (clock.late || at > clock.due) return "late";
    return clock.warn && at >= clock.warn ? "warn" : "ok";
  };
  const draw = (chip, clock, at) => {
    const tone = toneOf(clock, at);
    chip.querySelector("b").textContent = tone === "paused" ? "" : lasting(clock.due - at);
    if (chip.dataset.tone === tone) return;
    chip.dataset.tone = tone;
    chip.className = `chip chip-${tone}`;
    chip.querySelector(".chip-word").textContent = words[tone];
    chip.querySelector("svg").replaceWith(Crew.icon(icons[tone]));
  };
  const live = new Map();

  Crew.chips = (clocks) => clocks.map((clock) => {
    const chip = Crew.h("span", { class: "chip" }, Crew.icon("clock"), Crew.h("span", {}, clock.label), Crew.h("span", { class: "chip-word" }), Crew.h("b", { class: "num" }), clock.provisional ? "暂定" : "");
    draw(chip, clock, Crew.clock.now());
    live.set(chip, clock);
    return chip;
  });
  setInterval(() => {
    const at = Crew.clock.now();
    live.forEach((clock, chip) => {
      if (!chip.isConnected) live.delete(chip);
      else if (!document.hidden) draw(chip, clock, at);
    });
  }, 1000);
})();
