// The form in hand, while others act on the same order. Untouched, it makes way for what is to be done now; once
// something was filled in it stays, and a line above it says who did what.
(() => {
  const head = () => document.getElementById("order-head");
  const panel = () => document.getElementById("panel");
  const order = document.querySelector("[data-order]")?.dataset.order;
  if (!order || !head()) return;
  let running = false;
  let again = false;

  const filled = () => {
    const form = panel()?.querySelector("form[data-once]");
    if (!form) return false;
    if (panel().dataset.typed || panel().querySelector(".refusal, #discard-draft")) return true;
    return form.contains(document.activeElement) && document.activeElement.matches("input:not([type=hidden]), textarea, select");
  };
  const noted = (event) => {
    const mine = event.target.closest("#panel");
    if (!mine || mine.dataset.typed || !event.target.name) return;
    mine.dataset.typed = "1";
    document.dispatchEvent(new CustomEvent("panel:typed"));
  };
  document.addEventListener("input", noted);
  document.addEventListener("change", noted);

  const ask = async (path, target) => {
    try {
      const answer = await fetch(path, { headers: { "HX-Request": "true", "HX-Target": target, "X-Background": "1" }, cache: "no-store" });
      return answer.ok && !answer.redirected ? await answer.text() : null;
    } catch {
      return null;
    }
  };
  const follow = async () => {
    if (running) { again = true; return; }
    running = true;
    do {
      again = false;
      const seen = panel()?.querySelector("[data-panel-news]")?.dataset.version;
      const now = head()?.dataset.version;
      if (seen && Number(now) <= Number(seen)) break;
      if (filled()) {
        const text = await ask(`/orders/${order}/changes/?since=${seen}`, "news");
        const news = panel()?.querySelector("[data-panel-news]");
        if (text !== null && news && news.innerHTML.trim() !== text.trim()) news.innerHTML = text;
      } else {
        const text = await ask(`/orders/${order}/`, "panel");
        if (text !== null && !filled() && panel()) {
          panel().outerHTML = text;
          htmx.process(panel());
        }
      }
    } while (again);
    running = false;
  };
  document.addEventListener("live:refreshed", (event) => { if (event.target.id === "order-head") follow(); });
})();
