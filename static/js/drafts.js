// What is being typed is kept on the server every few seconds: for its author alone, until it is submitted.
(() => {
  const PAUSE = 2500;
  const waiting = new Map();

  const say = (form, text) => {
    const place = form.querySelector("[data-draft-state]");
    if (place) place.textContent = text;
  };
  const save = async (form, leaving = false) => {
    waiting.delete(form);
    if (!form.isConnected && !leaving) return;
    const body = new FormData();
    new FormData(form).forEach((value, name) => {
      if (typeof value === "string" && !name.startsWith("_")) body.append(name, value);
    });
    body.append("_form", form.dataset.draft);
    body.append("_order", form.dataset.order);
    try {
      const answer = await fetch("/drafts/", { method: "POST", body, keepalive: leaving });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const { kept_at: at } = await answer.json();
      say(form, at ? `草稿已保存 ${at}` : "");
    } catch {
      say(form, "草稿没有保存上，内容还在这一页");
    }
  };
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-draft]");
    if (!form || event.target.name?.startsWith("_") || event.target.type === "file") return;
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(() => save(form), PAUSE));
  });
  document.addEventListener("submit", (event) => {
    clearTimeout(waiting.get(event.target));
    waiting.delete(event.target);
  });
  window.addEventListener("pagehide", () => waiting.forEach((timer, form) => { clearTimeout(timer); save(form, true); }));
})();
