// The call-back desk: questions are answered by number keys and follow one another, j and k open the next order and the
// one before, Ctrl+Enter writes it down.
(() => {
  const start = performance.now();
  const base = Number(document.body.dataset.now);
  const pace = Number(document.body.dataset.pace) || 1;
  const now = () => base + (performance.now() - start) * pace;
  const call = () => document.getElementById("call");
  const form = () => document.querySelector("#call .ask-form");
  const asks = () => [...document.querySelectorAll("#call .ask")].filter((ask) => !ask.hidden);
  const inputs = (ask) => [...ask.querySelectorAll("input, textarea")];

  // ---- which questions are put, and what follows from the answers
  const value = (name) => form()?.querySelector(`input[name="${name}"]:checked`)?.value || "";
  const wanted = (ask) => (ask.dataset.when || "").trim().split(/\s+/).filter(Boolean).every((condition) => {
    const [name, values] = condition.split("=");
    return values.split(",").includes(value(name));
  });
  const show = () => {
    if (!form()) return;
    form().querySelectorAll(".ask").forEach((ask) => {
      ask.hidden = !wanted(ask);
      inputs(ask).forEach((input) => { input.disabled = ask.hidden; });
    });
    const follows = form().querySelector("[data-follows]");
    const outcome = value("outcome");
    const back = value("solved") === "no" && value("fault") === "utility";
    const known = outcome && outcome !== "reached" ? "again" : back ? "return" : value("solved") && outcome ? "archive" : "";
    if (follows) {
      follows.textContent = known ? follows.dataset[known] : "";
      follows.hidden = !known;
    }
  };
  const at = () => document.activeElement?.closest("#call .ask");
  const speak = () => {
    const place = form()?.querySelector("[data-script]");
    if (!place) return;
    const ask = at();
    asks().forEach((each) => each.classList.toggle("ask-now", each === ask));
    const text = place.querySelector("span");
    place.dataset.opening ||= text.textContent;
    const first = !ask || ask === asks()[0];
    const words = first ? place.dataset.opening : ask.dataset.say;
    if (words) text.textContent = words;
  };

  // ---- from one to the next
  const answered = (ask) => inputs(ask).some((input) => (input.type === "textarea" ? false : input.checked));
  const enter = (ask, still = false) => {
    if (!ask) {
      form()?.querySelector("[type=submit]")?.focus({ preventScroll: still });
      return;
    }
    (inputs(ask).find((input) => input.checked) || inputs(ask)[0])?.focus({ preventScroll: true });
    if (!still) ask.scrollIntoView({ block: "nearest" });
  };
  // A page that was just opened stays at its head, whoever is to be called: ``still``.
  const begin = (still = false) => {
    show();
    if (!form() || form().querySelector(".ask-all").disabled) return;
    const wrong = form().querySelector(".picks.is-invalid input, textarea.is-invalid");
    enter(wrong ? wrong.closest(".ask") : asks().find((ask) => !answered(ask)), still && !wrong);
    speak();
  };
  const step = (ask, by) => {
    const all = asks();
    const next = all.indexOf(ask) + by;
    if (next >= 0) enter(all[next]);
  };
  const choose = (number) => {
    const ask = at() || asks().find((each) => !answered(each));
    const input = ask && inputs(ask)[number - 1];
    if (!input || input.tagName === "TEXTAREA" || input.disabled) return;
    input.checked = "several" in ask.dataset ? !input.checked : true;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    show();
    if ("several" in ask.dataset) input.focus(); else step(ask, 1);
  };
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || document.querySelector("dialog[open]")) return;
    const target = event.target;
    const take = () => { event.preventDefault(); event.stopPropagation(); };
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const own = target.closest("form");
      if (own && !own.matches(".ask-form")) return;
      const button = form()?.querySelector("[type=submit]");
      if (button && !button.disabled) form().requestSubmit(button);
      take();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.matches("textarea, select, [contenteditable], input:not([type=radio]):not([type=checkbox])")) {
      if (event.key !== "Escape" || !target.closest(".ask")) return;
      form().querySelector("[type=submit]").focus();
      take();
      return;
    }
    if (/^[1-9]$/.test(event.key)) { choose(Number(event.key)); take(); }
    else if (event.key === "v" && document.querySelector("#callee .callee-look button")) { document.querySelector("#callee .callee-look button").click(); take(); }
    else if (event.key === "j") { sitting.open(1); take(); }
    else if (event.key === "k") { sitting.open(-1); take(); }
    else if (at() && event.key === "ArrowDown") { step(at(), 1); take(); }
    else if (at() && event.key === "ArrowUp") { step(at(), -1); take(); }
    else if (at() && event.key === "Enter") { step(at(), 1); take(); }
  }, true);
  document.addEventListener("input", (event) => {
    const ask = event.target.closest("#call .ask");
    if (!ask) return;
    // Whoever answers a question has been reached.
    const reached = form().querySelector('input[name="outcome"][value="reached"]');
    if (reached && ask.dataset.ask !== "outcome" && !value("outcome")) reached.checked = true;
    show();
    speak();
  });
  document.addEventListener("focusin", speak);

  // ---- what opens by time alone
  setInterval(() => {
    const early = document.querySelector("#call [data-opens]");
    if (!early || now() < Number(early.dataset.opens) + 500) return;
    delete early.dataset.opens;
    htmx.ajax("GET", location.pathname + location.search, { target: "#call", swap: "outerHTML" });
  }, 1000);

  const sitting = Sitting("call", "callback-list", begin);
  begin(true);
})();
