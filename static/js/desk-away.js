// When the server cannot be reached nothing is lost: what was submitted is sent again by itself until it arrives (the
// same key makes one order of it), and what is being typed has a copy in this tab for as long as no draft can be kept.
(() => {
  const EVERY = 3000;
  const NAME = "desk:unsaved";
  const AWAY = new Set([0, 502, 503, 504]);
  const desk = document.getElementById("desk");
  const form = () => document.getElementById("order-form");
  const key = () => (document.cookie.split("; ").find((part) => part.startsWith("zhangdeng_csrf=")) || "").split("=")[1] || "";
  let timer = 0;
  let tries = 0;
  let button = null;

  const stop = () => {
    clearTimeout(timer);
    timer = tries = 0;
    const body = form()?.querySelector(".sheet-body");
    if (body) body.inert = false;
    const line = document.getElementById("away");
    if (line) line.hidden = true;
  };
  const again = () => {
    tries += 1;
    const line = document.getElementById("away");
    line.hidden = false;
    line.querySelector("[data-away-words]").textContent = `服务器没有应答，还没有提交上去。内容都在这一页，正在自动重试（第 ${tries} 次）`;
    form().querySelector(".sheet-body").inert = true; // the same key must bring the same words
    clearTimeout(timer);
    timer = setTimeout(() => form()?.requestSubmit(button?.isConnected ? button : undefined), EVERY);
  };
  desk.addEventListener("submit", (event) => { if (event.target === form() && event.submitter) button = event.submitter; });
  ["htmx:sendError", "htmx:timeout"].forEach((name) => desk.addEventListener(name, (event) => {
    if (event.target !== form()) return;
    event.stopPropagation();
    again();
  }));
  desk.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.requestConfig?.elt !== form()) return;
    if (AWAY.has(event.detail.xhr.status)) {
      event.detail.shouldSwap = false;
      event.stopPropagation();
      again();
    } else stop();
  });
  desk.addEventListener("click", (event) => { if (event.target.closest("[data-away-stop]")) stop(); });

  // ---- the copy
  desk.addEventListener("answers:apart", () => forget()); // it may hold who called
  const forget = () => { try { sessionStorage.removeItem(NAME); } catch { /* there is none */ } };
  document.addEventListener("draft:failed", (event) => {
    const one = event.target;
    if (!one.matches("#order-form") || event.detail.status === 422) return;
    const apart = ["csrfmiddlewaretoken", ...(one.dataset.apart || "").split(" ")];
    const fields = [...new FormData(one)].filter(([name, value]) => typeof value === "string" && !apart.includes(name) && !name.startsWith("_"));
    try {
      sessionStorage.setItem(NAME, JSON.stringify({ person: desk.dataset.person, draft: one.dataset.draft, fields }));
    } catch { /* full or forbidden: the page itself still holds it */ }
    const notices = document.querySelector(".notices");
    if (event.detail.words.includes("data-session-ended") && !notices.querySelector("[data-session-ended]")) notices.innerHTML = event.detail.words;
  });
  document.addEventListener("draft:kept", (event) => {
    if (!event.target.matches("#order-form")) return;
    forget();
    document.querySelector(".notices [data-session-ended]")?.remove();
  });
  document.addEventListener("submit", (event) => { if (event.target.action?.endsWith("/sign-out/")) forget(); });

  const bring = async () => {
    let copy = null;
    try { copy = JSON.parse(sessionStorage.getItem(NAME) || "null"); } catch { forget(); }
    if (!copy) return;
    if (copy.person !== desk.dataset.person) { forget(); return; }
    const body = new FormData();
    copy.fields.forEach(([name, value]) => body.append(name, value));
    body.append("_form", copy.draft);
    body.append("_order", "");
    body.append("_who", copy.person);
    try {
      const answer = await fetch("/drafts/", { method: "POST", body, headers: { "X-CSRFToken": key() } });
      if (!answer.ok || answer.redirected) return;
      forget();
      const [name, slot = ""] = copy.draft.split("#");
      htmx.ajax("GET", `/desk/${name.split(".")[0]}/sheet/?slot=${slot}`, { target: "#sheet", swap: "outerHTML settle:0ms" });
    } catch { /* still away: the copy waits for the next look */ }
  };
  bring();
})();
