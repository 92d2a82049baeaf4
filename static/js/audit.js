// The audit desk: one key passes, r opens the reasons to send back, Ctrl+Enter sends them; j and k walk, s puts aside.
// What passes cannot be taken back (the log only grows), so a key held down or pressed before the next case has been seen
// for a moment passes nothing.
(() => {
  const SEEN = 350; // milliseconds
  const desk = () => document.getElementById("audit");
  const find = (what) => document.querySelector(`#audit ${what}`);
  const no = () => find("details[data-no]");
  const text = () => no()?.querySelector("textarea, input:not([type=hidden]):not([type=checkbox])");
  const wrong = (place) => place?.querySelector(".picks.is-invalid input, .is-invalid:not(.picks)");
  let settling = 0;

  // ---- what to write of the reasons: their advice, until somebody writes it otherwise
  const told = () => [...no().querySelectorAll("[data-key]:checked")].map((box) => box.dataset.advice).filter(Boolean).join("；");
  const write = () => {
    const area = text();
    if (!area?.matches("textarea[name=text]")) return;
    area.dataset.told ??= "";
    if (area.value.trim() && area.value !== area.dataset.told) return;
    const words = told();
    area.value = area.dataset.told = words && `${words}。`.slice(0, area.maxLength > 0 ? area.maxLength : 500);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const choose = (key) => {
    const box = no().querySelector(`[data-key="${key}"]`);
    if (!box) return false;
    box.checked = !box.checked;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
    return true;
  };
  document.addEventListener("input", (event) => { if (event.target.matches("#audit [data-key]")) write(); });

  // ---- yes and no
  // What has to be filled in first: why a clock was missed, where a case goes. Whoever insists is told by the server.
  const missing = (form) => {
    const cause = form.querySelector(".late-reason [name=late_cause]");
    if (cause && !form.querySelector(".late-reason [name=late_cause]:checked")) return cause;
    return [...form.querySelectorAll(".late-reason [name=late_text], select[name=unit]")].find((field) => !field.value && field !== document.activeElement);
  };
  const pass = () => {
    const button = find("[data-yes]");
    if (!button || button.disabled || !("ready" in desk().dataset)) return;
    const open = missing(button.form);
    if (open) open.focus(); else button.form.requestSubmit(button);
  };
  const begin = () => {
    if (!no()) return;
    no().open = true;
    const first = wrong(no()) || (no().querySelector("[data-key]:checked") || no().querySelector("[data-key]")) || text();
    first?.focus({ preventScroll: true });
    if (!matchMedia("(min-width: 62rem)").matches) no().scrollIntoView({ block: "nearest" });
  };
  const end = () => {
    no().open = false;
    find("#audit-title")?.focus({ preventScroll: true });
  };
  const send = () => {
    const button = find("[data-send]");
    if (button && !button.disabled) button.form.requestSubmit(button);
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || document.querySelector("dialog[open]") || !desk()) return;
    const target = event.target;
    const take = () => { event.preventDefault(); event.stopPropagation(); };
    const backing = Boolean(no()?.open);
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      if (event.repeat) { take(); return; }
      if (no()?.open && no().contains(target)) send(); else if (target.closest(".audit-yes")) pass(); else return;
      take();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = target.matches("textarea, select, [contenteditable], input:not([type=radio]):not([type=checkbox])");
    if (event.key === "Escape") {
      if (typing && backing && no().querySelector("[data-key]")) no().querySelector("[data-key]").focus();
      else if (no()?.open && (target === document.body || desk().contains(target))) end();
      else if (typing && desk().contains(target)) find("#audit-title")?.focus();
      else return;
      take();
      return;
    }
    if (typing) return;
    if (backing && /^[0-9a-f]$/.test(event.key) && (!kept() || no().contains(target))) { if (choose(event.key)) take(); return; }
    if (backing && no().contains(target)) { // while reasons are chosen every key is theirs
      if (event.key === "Enter" && target.matches("[data-key]")) { text()?.focus(); take(); }
      return;
    }
    const own = target.closest("a, button, summary, input") && event.key === "Enter"; // a link is followed, a button pressed
    if ((event.key === "Enter" && !own) || event.key === "t") {
      if (!find("[data-yes]") || backing) return;
      if (!event.repeat) pass();
      take();
    } else if (target.matches("input")) return;
    else if (event.key === "r" && no()) { begin(); take(); }
    else if (event.key === "s" && find("[data-skip]") && !backing) { if (!event.repeat) find("[data-skip]").click(); take(); }
    else if (event.key === "j") { sitting.open(1); take(); }
    else if (event.key === "k") { sitting.open(-1); take(); }
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      find("#audit-case")?.scrollBy({ top: event.key === "ArrowDown" ? 120 : -120 });
      take();
    }
  }, true);
  // Open because of a draft: whoever only comes past walks on with j and k, and goes into it with r.
  const kept = () => "kept" in no().dataset;
  // The browser tells of it a little later: who has gone on to a field by key meanwhile stays there.
  document.addEventListener("toggle", (event) => {
    if (event.target !== no()) return;
    if (!no().open) delete no().dataset.kept;
    else if (!kept() && !document.activeElement.matches("[data-no] input, [data-no] textarea")) begin();
  }, true);

  // ---- one case after the other
  const begun = () => {
    clearTimeout(settling);
    const said = find("[data-said]")?.textContent;
    const title = find("#audit-title");
    const spoken = document.getElementById("audit-spoken");
    if (spoken && said) spoken.textContent = title ? `${said}：${title.textContent}` : said;
    const first = wrong(desk());
    if (first) first.focus(); else if (no()?.open && !kept()) begin(); else title?.focus({ preventScroll: true });
    const now = desk();
    settling = setTimeout(() => { if (now?.isConnected) now.dataset.ready = ""; }, SEEN);
  };
  // One less at once; who else decided meanwhile is counted with the next look.
  const less = (where) => {
    const count = document.querySelector(`#audit-list ${where}`);
    if (/^[1-9]\d*$/.test(count?.textContent)) count.textContent = count.textContent - 1;
  };
  // What was decided goes from the list, if it stands on the page of it that is shown; the next may stand on another.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target?.id !== "audit") return;
    const { decided, number } = desk()?.dataset || {};
    const row = document.getElementById(`row-${decided}`);
    if (row) [".audit-piles [aria-current] .num", `.audit-kinds [data-kind="${row.dataset.kind}"] .num`].forEach(less);
    row?.remove();
    if (!number || document.getElementById(`row-${number}`)) return;
    htmx.ajax("GET", location.pathname + location.search, { target: "#audit-list", swap: "morph:outerHTML" });
  });
  const sitting = Sitting("audit", "audit-list", begun);
  begun();
})();
