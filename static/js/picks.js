// Ticking orders in the list: x ticks, Shift ticks a stretch, Esc lets all go. What is ticked lasts from page to page of
// the list. Below the list a bar offers what all of them allow; the form opens in a dialog.
(() => {
  const pick = document.getElementById("pick");
  const bar = document.getElementById("bulk-bar");
  const dialog = document.getElementById("bulk-dialog");
  if (!pick || !bar || !dialog) return;
  const MOST = 200;
  const key = `picks-${document.body.dataset.who || ""}`;
  const picked = new Map(); // number → version, as the list showed it last
  let last = null; // number ticked last, where a stretch begins
  let timer = 0;
  let asked = 0;

  const rows = () => [...document.querySelectorAll("#list [data-pick]")];
  const boxOf = (row) => row.querySelector("[name=number]");
  const told = (row) => row.dataset.pick.split(".");
  const keep = () => { try { sessionStorage.setItem(key, JSON.stringify([...picked])); } catch { /* this page only */ } };
  const values = () => [...picked].map(([number, version]) => `${number}.${version}`);

  const draw = () => {
    rows().forEach((row) => {
      const [number, version] = told(row);
      const box = boxOf(row);
      box.value = row.dataset.pick;
      box.checked = picked.has(number);
      if (box.checked) picked.set(number, version);
    });
    document.querySelectorAll("[data-pick-all]").forEach((box) => {
      const own = [...box.closest("section").querySelectorAll("[data-pick]")];
      const ticked = own.filter((row) => picked.has(told(row)[0])).length;
      box.checked = own.length > 0 && ticked === own.length;
      box.indeterminate = ticked > 0 && ticked < own.length;
    });
    document.body.classList.toggle("picking", picked.size > 0);
    const count = bar.querySelector("#bulk-count b");
    if (count) count.textContent = String(picked.size);
  };
  const token = () => document.cookie.split("; ").find((part) => part.startsWith("zhangdeng_csrf="))?.split("=")[1]
    || pick.elements.csrfmiddlewaretoken.value;
  const ask = async () => {
    timer = 0;
    const mine = ++asked;
    const body = new URLSearchParams({ csrfmiddlewaretoken: token() });
    values().forEach((value) => body.append("number", value));
    let text = "";
    try {
      const answer = await fetch(pick.action, { method: "POST", body, headers: { "HX-Request": "true", "X-Background": "1" } });
      text = answer.status < 500 && !answer.redirected ? await answer.text() : "";
    } catch { /* away: said below */ }
    if (mine !== asked || !picked.size) return;
    bar.innerHTML = text || '<p class="bulk-count">已选 <b></b> 张</p><span class="soft">网络不通，勾选还在；连上后再点一下</span>';
    if (!text) bar.querySelector("b").textContent = String(picked.size);
    htmx.process(bar);
  };
  const changed = () => {
    keep();
    draw();
    bar.hidden = !picked.size;
    clearTimeout(timer);
    if (picked.size) timer = setTimeout(ask, 120);
    else { asked += 1; bar.replaceChildren(); }
  };
  const set = (row, on) => {
    const [number, version] = told(row);
    if (!on) picked.delete(number);
    else if (picked.size < MOST) picked.set(number, version);
  };
  const tick = (row, stretch) => {
    const [number] = told(row);
    const on = !picked.has(number);
    const all = rows();
    const from = all.findIndex((each) => told(each)[0] === last);
    if (stretch && from >= 0) {
      const to = all.indexOf(row);
      all.slice(Math.min(from, to), Math.max(from, to) + 1).forEach((each) => set(each, true));
    } else set(row, on);
    last = number;
    changed();
  };
  const none = () => { picked.clear(); changed(); };

  document.addEventListener("click", (event) => {
    const box = event.target.closest("#list [name=number]");
    if (box) tick(box.closest("[data-pick]"), event.shiftKey);
    const all = event.target.closest("[data-pick-all]");
    if (all) {
      all.closest("section").querySelectorAll("[data-pick]").forEach((row) => set(row, all.checked));
      changed();
    }
    if (event.target.closest("[data-pick-none]")) none();
    const close = event.target.closest("#bulk-dialog [data-bulk-close]");
    if (close) { event.preventDefault(); dialog.close(); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], dialog[open]")) return;
    const row = document.activeElement?.closest?.("[data-pick]");
    if (event.key.toLowerCase() === "x" && row) tick(row, event.shiftKey);
    else if (event.key === "." && (picked.size || row)) {
      if (!picked.size) tick(row, false);
      const first = bar.querySelector("[data-bulk-verb]");
      if (first) first.focus({ preventScroll: true }); else focusWhenThere = true;
    } else if (event.key === "Escape" && picked.size && !document.querySelector("details[data-menu][open]")) none();
    else return;
    event.preventDefault();
  }, true); // before the general keys
  let focusWhenThere = false;
  new MutationObserver(() => {
    if (!focusWhenThere) return;
    focusWhenThere = false;
    bar.querySelector("[data-bulk-verb]")?.focus({ preventScroll: true });
  }).observe(bar, { childList: true });

  // The verb's form opens here; a file of what is ticked is saved by the browser itself.
  pick.addEventListener("submit", (event) => {
    const verb = event.submitter?.dataset.bulkVerb;
    if (verb) {
      event.preventDefault();
      htmx.ajax("POST", pick.action, {
        source: bar, target: "#bulk", swap: "outerHTML",
        values: { csrfmiddlewaretoken: token(), _verb: verb, number: values() },
      }).then(() => {
        if (!document.querySelector("#bulk form") || dialog.open) return;
        dialog.showModal();
        (dialog.querySelector(".fields :is(input, textarea, select):not([type=hidden])") || dialog.querySelector("[type=submit]"))?.focus();
      });
      return;
    }
    const shown = new Set(rows().map((row) => told(row)[0]));
    const elsewhere = [...picked].filter(([number]) => !shown.has(number)).map(([number, version]) => {
      const field = Object.assign(document.createElement("input"), { type: "hidden", name: "number", value: `${number}.${version}` });
      pick.append(field);
      return field;
    });
    setTimeout(() => elsewhere.forEach((field) => field.remove()));
  });
  document.addEventListener("htmx:afterSettle", () => {
    const run = document.querySelector("#bulk[data-bulk-ended]");
    if (!run || run.dataset.told) return;
    run.dataset.told = "1";
    picked.clear();
    run.querySelectorAll("[name=number]").forEach((field) => picked.set(...field.value.split(".")));
    changed();
    document.dispatchEvent(new CustomEvent("live:event", { detail: { topic: "order" } }));
  });
  document.addEventListener("live:refreshed", draw);

  try { JSON.parse(sessionStorage.getItem(key) || "[]").forEach(([number, version]) => picked.set(number, version)); } catch { /* none */ }
  if (picked.size) changed();
})();
