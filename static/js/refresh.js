// Elements that follow the events: `<div id="list" data-live="order call" …>` is fetched again and morphed in place when
// one of its topics is heard. Focus, selection, scroll, open menus and what was typed stay as they are.
//   data-live-url     where from (the page itself)         data-live-order   only events of this order
//   data-live-select  what to take out of the answer       data-live-every   also each so many seconds (time alone moves it)
//   data-live-gap    at least so many seconds between two looks, for what costs the server much
//   data-live-keep    never touched inside such an element; with words: those attributes stay
(() => {
  const GAP = 300; // between two looks at the same part, and never faster than twice what the server needs
  const jobs = new Map();
  const stale = new Set();
  let pressed = false;
  let swaps = 0;

  const parts = () => [...document.querySelectorAll("[data-live][id]")];
  const address = (part) => part.dataset.liveUrl || location.pathname + location.search;
  const matches = (part, event) => part.dataset.live.split(/\s+/).includes(event.topic)
    && (!part.dataset.liveOrder || !event.number || [event.number, event.master].includes(part.dataset.liveOrder));

  // Parts taken out of the same answer are fetched together.
  const keyOf = (part) => (part.dataset.liveSelect ? `${address(part)} *` : `${address(part)} #${part.id}`);
  const want = (part, soon = false) => {
    if (document.hidden) { stale.add(part.id); return; } // nobody looks: once, when somebody does
    const key = keyOf(part);
    const job = jobs.get(key) || { running: false, again: false, timer: 0, at: 0, took: 0 };
    jobs.set(key, job);
    if (job.running) { job.again = true; return; }
    if (job.timer) return;
    const gap = Math.max(GAP, Math.min(job.took * 2, 5000), Number(part.dataset.liveGap || 0) * 1000);
    const rest = Math.max(0, job.at + gap - performance.now());
    job.timer = setTimeout(() => run(key, job), rest + (soon ? 0 : 10 + Math.random() * 110));
  };
  const wantAll = (spread) => parts().forEach((part) => setTimeout(() => part.isConnected && want(part), Math.random() * spread));

  const busy = (part) => pressed || part.matches(".htmx-request") || part.querySelector(".htmx-request, [data-dragging]") !== null;
  const run = async (key, job) => {
    job.timer = 0;
    const mine = () => parts().filter((part) => keyOf(part) === key);
    let found = mine();
    if (!found.length) { jobs.delete(key); return; }
    if (document.hidden) { found.forEach((part) => stale.add(part.id)); return; }
    if (found.some(busy)) { job.timer = setTimeout(() => run(key, job), 200); return; }
    job.running = true;
    job.again = false;
    const began = performance.now();
    const before = swaps;
    const whole = Boolean(found[0].dataset.liveSelect);
    const headers = { "HX-Request": "true", "HX-Current-URL": location.href, "X-Background": "1" };
    if (!whole) headers["HX-Target"] = found[0].id;
    let text = null;
    try {
      const answer = await fetch(address(found[0]), { headers, cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(15000) });
      // Anything else keeps what is on the screen: the pill says what is wrong, a click says why.
      if (answer.ok && !answer.redirected) text = await answer.text();
    } catch { /* away: the stream brings us back */ }
    job.took = performance.now() - began;
    job.at = performance.now();
    job.running = false;
    if (text !== null && swaps !== before) job.again = true; // somebody's own act came in between: what we hold is older
    else if (text !== null) {
      found = mine();
      if (found.some(busy)) job.again = true;
      else lay(found, text);
    }
    if (job.again) { job.again = false; found.filter((part) => part.isConnected).slice(0, 1).forEach((part) => want(part)); }
  };

  const lay = (found, text) => {
    const answer = new DOMParser().parseFromString(text, "text/html");
    for (const part of found) {
      const fresh = answer.querySelector(part.dataset.liveSelect || `#${CSS.escape(part.id)}`);
      if (!fresh || part.outerHTML === fresh.outerHTML) continue;
      const focus = remember(part);
      Idiomorph.morph(part, fresh, { morphStyle: "outerHTML", ignoreActiveValue: true, callbacks });
      const now = document.getElementById(part.id);
      if (!now) continue;
      htmx.process(now);
      restore(focus, now);
      now.dispatchEvent(new CustomEvent("live:refreshed", { bubbles: true }));
    }
  };

  // ---- what a person has changed stays
  const changed = (field) => {
    if (field.matches("input[type=checkbox], input[type=radio]")) return field.checked !== field.defaultChecked;
    if (field.matches("select")) return [...field.options].some((option) => option.selected !== option.defaultSelected);
    return field.matches("input:not([type=hidden]), textarea") && field.value !== field.defaultValue;
  };
  const callbacks = {
    beforeNodeMorphed: (old) => {
      if (old.nodeType !== Node.ELEMENT_NODE) return true;
      if (old.dataset?.liveKeep === "") return false;
      return !(old.matches("input, textarea, select") && changed(old));
    },
    beforeNodeRemoved: (old) => !(old.nodeType === Node.ELEMENT_NODE && (old.dataset?.liveKeep === "" || old.matches("dialog[open]"))),
    beforeAttributeUpdated: (name, old) => {
      if (name === "open") return false; // menus and dialogs are opened by people
      return !(old.dataset?.liveKeep || "").split(/\s+/).includes(name);
    },
  };
  // A row without an id may have moved: the focus follows what it stood on, not the place.
  const remember = (part) => {
    const at = document.activeElement;
    return part.contains(at) && at !== part ? { at, id: at.id, href: at.getAttribute("href"), top: part.scrollTop } : null;
  };
  const restore = (focus, part) => {
    if (!focus) return;
    const at = document.activeElement;
    const stays = part.contains(at) && at.id === focus.id && at.getAttribute("href") === focus.href;
    if (stays) return;
    const found = focus.id ? document.getElementById(focus.id)
      : focus.href ? [...part.querySelectorAll("a[href]")].find((link) => link.getAttribute("href") === focus.href) : null;
    if (found) found.focus({ preventScroll: true });
  };

  // ---- when
  document.addEventListener("live:event", ({ detail }) => parts().forEach((part) => { if (matches(part, detail)) want(part); }));
  document.addEventListener("live:resync", () => wantAll(300));
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    parts().forEach((part) => { if (stale.has(part.id)) want(part, true); });
    stale.clear();
  });
  document.addEventListener("pointerdown", () => { pressed = true; });
  ["pointerup", "pointercancel", "dragend", "blur"].forEach((name) => window.addEventListener(name, () => { pressed = false; }));
  document.addEventListener("htmx:afterSwap", () => { swaps += 1; });
  setInterval(() => {
    const at = performance.now();
    parts().filter((part) => part.dataset.liveEvery).forEach((part) => {
      const since = Number(part.dataset.liveSeen ||= String(at));
      if (at - since < Number(part.dataset.liveEvery) * 1000) return;
      part.dataset.liveSeen = String(at);
      want(part);
    });
  }, 1000);
})();
