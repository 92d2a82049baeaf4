// What is being typed is kept on the server with every pause: for its author alone, until it is submitted. While it
// cannot be kept it is tried again. The form is told of it: `draft:kept`, `draft:failed`; it may ask with `draft:keep`
// (at once) and `draft:settle` (wait for one under way), and finds the promise in the event's detail as `kept`.
(() => {
  const PAUSE = 800;
  const AGAIN = 5000;
  const SHELF = "drafts-left";
  const waiting = new Map(); // form → timer
  const running = new WeakMap(); // form → promise

  const say = (form, text) => {
    const place = form.querySelector("[data-draft-state]");
    if (place) place.textContent = text;
  };
  const tell = (form, name, detail) => form.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  const key = () => (document.cookie.split("; ").find((part) => part.startsWith("zhangdeng_csrf=")) || "").split("=")[1] || "";

  const typed = (form) => {
    const apart = (form.dataset.apart || "").split(" ");
    return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !name.startsWith("_") && !apart.includes(name));
  };
  const keep = async (form, leaving) => {
    const body = new FormData();
    typed(form).forEach(([name, value]) => body.append(name, value));
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
  const shelf = {
    put: (forms) => {
      // What is typed for no order yet may be of another caller by then.
      const left = forms.filter(({ dataset }) => dataset.order).map((form) => ({ draft: form.dataset.draft, order: form.dataset.order, who: document.body.dataset.who, fields: typed(form) }));
      try { sessionStorage.setItem(SHELF, JSON.stringify(left)); } catch { /* the server has it, or will in a moment */ }
    },
    clear: () => { try { sessionStorage.removeItem(SHELF); } catch { /* there is none */ } },
    take: () => {
      try { return JSON.parse(sessionStorage.getItem(SHELF) || "[]"); } catch { return []; } finally { shelf.clear(); }
    },
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
    shelf.clear();
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
  const leave = () => {
    const forms = [...waiting.keys()];
    if (!forms.length) return;
    shelf.put(forms);
    forms.forEach((form) => save(form, true));
  };
  window.addEventListener("beforeunload", leave);
  window.addEventListener("pagehide", leave);

  // The same page loaded anew may have been drawn before that arrived: it takes up what this tab was left with.
  const take = (form, fields) => fields.forEach(([name, value]) => {
    const field = form.elements[name];
    if (!(field instanceof HTMLElement) || ["checkbox", "radio"].includes(field.type) || field.value === value) return;
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  shelf.take().forEach((left) => {
    const form = [...document.querySelectorAll("form[data-draft]")].find(
      ({ dataset }) => dataset.draft === left.draft && dataset.order === left.order && document.body.dataset.who === left.who);
    if (form) take(form, left.fields);
  });
})();
