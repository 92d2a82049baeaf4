// What counts up or down where calls are taken: talk, hold, rings, and until when a promise reaches. The server's time and its
// pace come with the page. After each 15 s of holding the agent is reminded of what to say.
(() => {
  const RING = 3000; // from one ring to the next
  const SHOWN = 6000; // the reminder stays so long
  const start = performance.now();
  const base = Number(document.body.dataset.now);
  const pace = Number(document.body.dataset.pace) || 1;
  const now = () => base + (performance.now() - start) * pace;
  const two = (number) => String(number).padStart(2, "0");
  const write = (element, text) => { if (element && element.textContent !== text) element.textContent = text; };

  const lasting = (milliseconds) => {
    const all = Math.max(0, Math.floor(milliseconds / 1000));
    const hours = Math.floor(all / 3600);
    return `${hours ? `${hours}:` : ""}${two(Math.floor((all % 3600) / 60))}:${two(all % 60)}`;
  };
  const clock = new Intl.DateTimeFormat("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Shanghai" });
  const day = new Intl.DateTimeFormat("zh-CN", { year: "numeric", month: "numeric", day: "numeric", timeZone: "Asia/Shanghai" });
  const spoken = (at) => {
    const away = [0, 1, 2].find((days) => day.format(now() + days * 86400000) === day.format(at));
    return away === undefined ? null : `${["今天", "明天", "后天"][away]} ${clock.format(at)}`;
  };

  const tick = () => {
    const at = now();
    document.querySelectorAll("#desk [data-since]").forEach((element) => {
      const gone = at - Number(element.dataset.since);
      write(element, lasting(gone));
      const each = Number(element.dataset.prompt) * 1000;
      if (!each) return;
      const say = document.getElementById("hold-say");
      if (say) say.hidden = !(gone >= each && gone % each < SHOWN);
      element.classList.toggle("line-long", gone >= each);
    });
    document.querySelectorAll("#desk [data-rang]").forEach((element) => {
      const rings = Math.max(Number(element.dataset.rings), 1 + Math.floor((at - Number(element.dataset.rang)) / RING));
      write(element.querySelector("[data-count]"), String(rings));
      element.classList.toggle("line-late", rings > Number(element.dataset.limit));
    });
    document.querySelectorAll("[data-within]").forEach((element) => {
      const words = spoken(at + Number(element.dataset.within) * 1000);
      if (words) write(element, words);
    });
  };
  tick();
  setInterval(tick, 1000);
  document.addEventListener("htmx:afterSwap", tick);
  document.addEventListener("live:refreshed", tick);
})();
