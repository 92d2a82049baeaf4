// What is being typed is kept on the server every few seconds: for its author alone, until it is submitted. While it
// cannot be kept it is tried again. The form is told of it: `draft:kept`, `draft:failed`; it may ask with `draft:keep`
// (at once) and `draft:settle` (wait for one under way), and finds the promise in the event's detail as `kept`.
(() => {
  const PAUSE = 2500;
  const AGAIN = 5000;
  const waiting = new Map(); // form → timer
  const running = new WeakMap(); // form → promise

  const say = (form, text) => {
    const place = form.querySelector("[data-draft-state]");
    if (place) place.textContent = text;
  };
  const tell = (form, name, detail) => form.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  const key = () => (document.cookie.split("; ").find((part) => part.startsWith("zhangdeng_csrf=")) || "").split("=")[1] || "";

  const keep = async (form, leaving) => {
    const body = new FormData();
    const apart = (form.dataset.apart || "").split(" ");
    new FormData(form).forEach((value, name) => {
      if (typeof value === "string" && !name.startsWith("_") && !apart.includes(name)) body.append(name, value);
    });
    body.append("_form", form.dataset.draft);
    body.append("_order", form.dataset.order);
    body.append("_who", document.body.dataset.who || "");
    try {
      const answer = await fetch("/drafts/", { method: "POST", body, keepalive: leaving, headers: { "X-CSRFToken": key() } });
      if (!answer.ok || answer.redirected) {
        if (form.isConnected) tell(form, "draft:failed", { status: answer.status, words: answer.status === 401 ? await answer.text() : "" });
        throw new Error(String(answer.status));
      }
      const { kept_at: at } = await answer.json();
      say(form, at ? `草稿已保存 ${at}` : "");
      tell(form, "draft:kept");
      return true;
    } catch (error) {
      if (error instanceof TypeError && form.isConnected) tell(form, "draft:failed", { status: 0, words: "" });
      say(form, "草稿没有保存上，内容还在这一页");
      if (form.isConnected && !leaving && !waiting.has(form)) plan(form, AGAIN);
      return false;
    }
  };
  const save = (form, leaving = false) => {
    clearTimeout(waiting.get(form));
    waiting.delete(form);
    if (!form.isConnected && !leaving) return Promise.resolve(false);
    const kept = keep(form, leaving);
    running.set(form, kept);
    return kept;
  };
  const plan = (form, pause) => {
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(() => save(form), pause));
  };

  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-draft]");
    if (!form || event.target.name?.startsWith("_") || event.target.type === "file") return;
    plan(form, PAUSE);
  });
  document.addEventListener("draft:keep", (event) => { event.detail.kept = save(event.target); });
  document.addEventListener("draft:settle", (event) => {
    clearTimeout(waiting.get(event.target));
    waiting.delete(event.target);
    event.detail.kept = running.get(event.target) || Promise.resolve(true);
  });
  document.addEventListener("submit", (event) => {
    clearTimeout(waiting.get(event.target));
    waiting.delete(event.target);
  });
  // What takes the form's place takes nothing that was typed: it is kept at once.
  document.addEventListener("htmx:beforeSwap", ({ detail }) => waiting.forEach((timer, form) => {
    if (!detail.shouldSwap || !detail.target.contains(form)) return;
    clearTimeout(timer);
    save(form, true);
  }));
  window.addEventListener("pagehide", () => [...waiting.keys()].forEach((form) => save(form, true)));
})();
