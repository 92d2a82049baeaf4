// 派工台: choosing a fault, sending a crew by key or by dragging, taking it back. The server ranks; a key pressed while it
// still does waits for its answer, so that 1 is always the crew that is shown as 1.
(() => {
  const desk = () => document.getElementById("board-desk");
  const said = () => document.getElementById("board-said");
  if (!desk()) return;
  const AFTER = 10000; // so long something can be taken back
  const PAUSE = 600; // after a crew was sent no key sends another by accident
  let wanted = { fault: desk().dataset.fault, group: desk().dataset.group };
  let asking = null; // the request under way
  let soon = 0; // the timer before it
  let then = null; // what to do once the crews are ranked: (desk) => …
  let sentAt = -Infinity;
  let undone = 0; // timer
  let once = false; // whether what was done last could be taken back
  let find = "";
  const open = (name, node) => !(name === "open" && node.matches("details, dialog"));
  Idiomorph.defaults.callbacks.beforeAttributeUpdated = open; // what people opened stays open

  const here = () => {
    const url = new URL(location.href);
    ["fault", "group"].forEach((name) => { if (wanted[name]) url.searchParams.set(name, wanted[name]); else url.searchParams.delete(name); });
    return url.pathname + url.search;
  };
  const current = () => desk().dataset.fault === wanted.fault || (wanted.group && desk().dataset.group === wanted.group);
  const mark = () => {
    document.querySelectorAll(".fault").forEach((row) => row.classList.toggle("fault-chosen", !wanted.group && row.dataset.pin === wanted.fault));
    document.querySelectorAll(".cluster").forEach((row) => row.classList.toggle("cluster-chosen", Boolean(wanted.group) && row.dataset.cluster === wanted.group));
  };

  // ---- choosing
  const choose = (next, after = null) => {
    then = after;
    sentAt = -Infinity; // who chooses means the next one
    const same = next.fault === wanted.fault && (next.group || "") === wanted.group;
    if (same && current() && !asking) { ranked(); return; }
    wanted = { fault: next.fault || "", group: next.group || "" };
    mark();
    document.dispatchEvent(new CustomEvent("board:chosen", { detail: wanted }));
    history.replaceState(history.state, "", here());
    desk().dataset.liveUrl = here();
    desk().querySelector(".board-crews").classList.add("crews-waiting");
    clearTimeout(soon);
    soon = setTimeout(ask, 70);
  };
  const ask = async () => {
    asking?.abort();
    const mine = asking = new AbortController();
    const url = here();
    try {
      const answer = await fetch(url, { headers: { "HX-Request": "true", "HX-Target": "board-desk" }, signal: mine.signal, credentials: "same-origin", cache: "no-store" });
      if (answer.status === 401) { signedOut(await answer.text()); throw new Error("401"); }
      if (!answer.ok) throw new Error(String(answer.status));
      const text = await answer.text();
      if (asking !== mine) return;
      asking = null;
      const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("board-desk");
      Idiomorph.morph(desk(), fresh, { morphStyle: "outerHTML", ignoreActiveValue: true });
      htmx.process(desk());
      settled();
    } catch (error) {
      if (error.name === "AbortError" || asking !== mine) return;
      asking = null;
      then = null;
      wanted = { fault: desk().dataset.fault, group: desk().dataset.group }; // what the crews beside it are ranked for
      mark();
      history.replaceState(history.state, "", here());
      desk().dataset.liveUrl = here();
      desk().querySelector(".board-crews").classList.remove("crews-waiting");
      if (error.message !== "401") tell("没有连上服务器，还停在原来那张工单上。网络恢复后请再选一次。");
    }
  };
  const signedOut = (words) => {
    if (words.includes("data-session-ended")) document.querySelector(".notices").innerHTML = words;
    else tell("登录已经失效，没有办成。请在新窗口登录后回到这一页。");
  };
  const ranked = () => {
    const act = then;
    then = null;
    act?.(desk());
  };
  const settled = () => {
    filter();
    mark();
    const { fault, group } = desk().dataset;
    if (!current() && !asking && !fault && !group) wanted = { fault: "", group: "" }; // it is gone
    remember();
    document.dispatchEvent(new CustomEvent("board:drawn"));
    if (!asking) ranked();
  };
  // After an act the server says what is chosen next; after a refresh it is still what we chose.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (!desk().contains(event.detail.target) && event.detail.target !== desk() && event.detail.elt?.id !== "board-desk") return;
    wanted = { fault: desk().dataset.fault, group: desk().dataset.group };
    history.replaceState(history.state, "", here());
    settled();
    desk().querySelector(".fault-chosen, .cluster-chosen")?.scrollIntoView({ block: "nearest" });
    // What was dispatched moves away with the focus on it: the keys go on with what is chosen now.
    if (document.activeElement.matches("[data-row]")) links().find(isChosen)?.focus({ preventScroll: true });
  });
  document.addEventListener("live:refreshed", (event) => {
    if (event.target.id !== "board-desk") return;
    const late = wanted.fault && desk().dataset.fault !== wanted.fault && !wanted.group;
    if (late && document.querySelector(`[data-pin="${wanted.fault}"]`)) { desk().dataset.liveUrl = here(); ask(); }
    settled();
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-choose], [data-choose-group]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    choose(link.dataset.choose ? { fault: link.dataset.choose } : { fault: "", group: link.dataset.chooseGroup });
    if (matchMedia("(max-width: 61.99rem)").matches) desk().querySelector(".board-crews").scrollIntoView({ behavior: "smooth" });
  });
  document.addEventListener("board:pick", (event) => choose({ fault: event.detail }));

  const links = () => [...desk().querySelectorAll("[data-row]")].filter((each) => each.checkVisibility());
  const isChosen = (each) => (wanted.group ? each.dataset.chooseGroup === wanted.group : each.dataset.choose === wanted.fault);
  const step = (by) => {
    const all = links();
    if (!all.length) return;
    const at = all.findIndex(isChosen);
    const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
    choose(next.dataset.choose ? { fault: next.dataset.choose } : { fault: "", group: next.dataset.chooseGroup });
  };

  // One storm has one reason: what was written for a clock missed stands there again for the next fault.
  const reasons = {};
  const remember = () => ["late_cause", "late_text"].forEach((name) => {
    const field = document.getElementById(name);
    if (field && !field.value && reasons[name]) field.value = reasons[name];
  });

  // ---- finding in the list
  const filter = () => {
    const words = find.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (row) => words.every((word) => `${row.textContent} ${row.dataset.place || ""}`.toLowerCase().includes(word));
    desk().querySelectorAll(".board-scroll > .faults > .fault, .clusters > .cluster").forEach((row) => { row.hidden = !fits(row); });
    const field = desk().querySelector("[data-find]");
    if (field && field.value !== find) field.value = find;
  };
  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-find]") || event.isComposing) return;
    find = event.target.value;
    filter();
  });
  document.addEventListener("compositionend", (event) => {
    if (event.target.matches?.("[data-find]")) { find = event.target.value; filter(); }
  });

  // ---- sending
  const send = (button) => {
    if (!button) return;
    if (performance.now() - sentAt < PAUSE) return;
    button.click(); // htmx sends the value of a button that was clicked
  };
  const sendTo = (crew) => (at) => {
    const button = at.querySelector(`#send button[name=crew][value="${crew}"]`);
    if (button) send(button);
    else tell("这个班组现在不能派给这张工单，原因写在班组下面。");
  };
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-send]")) return;
    if (performance.now() - sentAt < PAUSE) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    sentAt = performance.now();
    ["late_cause", "late_text"].forEach((name) => { if (event.target.elements[name]) reasons[name] = event.target.elements[name].value; });
  }, true);

  const typing = (element) => element.closest?.("input, textarea, select, [contenteditable], dialog[open]") !== null;
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.target.matches?.("[data-find]") && (event.key === "Escape" || event.key === "Enter")) {
      event.preventDefault();
      event.stopPropagation();
      if (event.key === "Escape") { find = ""; filter(); }
      event.target.blur();
      if (event.key === "Enter") { wanted = { fault: "", group: "" }; step(1); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const taken = () => { event.preventDefault(); event.stopPropagation(); };
    if (event.key === "j" || event.key === "k") { taken(); step(event.key === "j" ? 1 : -1); }
    else if (event.key === "z" && once && !said().querySelector("[data-undo]")) { taken(); tell("已过撤销时间，可在工单页改派或拆分。"); }
    else if (event.key === "/") { taken(); desk().querySelector("[data-find]")?.focus(); }
    else if (/^[1-9mt]$/.test(event.key)) { // what they do depends on what is chosen: they wait for the server's answer
      taken();
      const press = (at) => {
        const one = [...at.querySelectorAll(`[data-keys="${event.key}"]`)].find((each) => each.checkVisibility());
        if (one?.name === "crew") send(one); else one?.click();
      };
      if (asking || desk().querySelector(".crews-waiting")) then = press; else press(desk());
    } else if (event.key === "Enter" && event.target.matches("[data-order-url]")) { taken(); location.href = event.target.dataset.orderUrl; }
    else if (event.key === "+" || event.key === "=" || event.key === "-" || event.key === "0") {
      taken();
      document.dispatchEvent(new CustomEvent("board:zoom", { detail: event.key === "0" ? "fit" : event.key === "-" ? "out" : "in" }));
    }
  }, true);

  // ---- dragging a fault onto a crew, or a crew onto a fault (in the list or on the map)
  let drag = null;
  const source = (target) => {
    const row = target.closest(".fault[data-pin], .crew[data-crew]");
    if (!row || target.closest("button, input, select")) return null;
    return row.dataset.crew ? { row, crew: row.dataset.crew, name: row.dataset.name } : { row, fault: row.dataset.pin, name: row.dataset.pin.slice(-6) };
  };
  const over = (event) => {
    const at = document.elementFromPoint(event.clientX, event.clientY);
    const found = at?.closest(drag.crew ? "[data-pin]:not([hidden] *), [data-map-pin]" : ".crew[data-crew], [data-map-crew]") || null;
    return found;
  };
  const light = (element) => {
    document.querySelectorAll(".crew-over, .fault-over").forEach((each) => each.classList.remove("crew-over", "fault-over"));
    if (element) element.classList.add(drag.crew ? "fault-over" : "crew-over");
  };
  const finish = () => {
    light(null);
    drag?.ghost?.remove();
    delete drag?.row.dataset.dragging;
    document.body.style.removeProperty("cursor");
    drag = null;
  };
  document.addEventListener("pointerdown", (event) => {
    if (event.button || event.pointerType === "touch" || !event.target.closest(".board")) return;
    const from = source(event.target) || mapSource(event.target);
    if (from) drag = { ...from, x: event.clientX, y: event.clientY, ghost: null };
  });
  const mapSource = (target) => {
    const pin = target.closest("[data-map-pin]"), van = target.closest("[data-map-crew]");
    if (pin) return { row: pin, fault: pin.dataset.mapPin, name: pin.dataset.mapPin.slice(-6) };
    if (van) return { row: van, crew: van.dataset.mapCrew, name: van.dataset.name };
    return null;
  };
  document.addEventListener("dragstart", (event) => { if (event.target.closest?.(".board")) event.preventDefault(); });
  document.addEventListener("pointermove", (event) => {
    if (!drag) return;
    if (!drag.ghost) {
      if (Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < 6) return;
      drag.ghost = document.body.appendChild(Object.assign(document.createElement("div"), { className: "board-ghost" }));
      drag.row.dataset.dragging = "1";
      document.body.style.cursor = "grabbing";
      getSelection()?.removeAllRanges();
    }
    event.preventDefault();
    const target = over(event);
    drag.ghost.textContent = target ? (drag.crew ? `${drag.name} → ${(target.dataset.pin || target.dataset.mapPin).slice(-6)}` : `${drag.name} → ${target.dataset.name}`) : drag.name;
    drag.ghost.style.translate = `${event.clientX + 14}px ${event.clientY + 10}px`;
    light(target);
  });
  document.addEventListener("pointerup", (event) => {
    if (!drag) return;
    const { ghost, crew, fault } = drag;
    const target = ghost ? over(event) : null;
    finish();
    if (!ghost) return;
    const swallow = (click) => { if (click.isTrusted) { click.preventDefault(); click.stopPropagation(); } };
    window.addEventListener("click", swallow, true); // the drop is no press on what lies under it
    setTimeout(() => window.removeEventListener("click", swallow, true));
    if (!target) return;
    const number = fault || target.dataset.pin || target.dataset.mapPin;
    choose({ fault: number }, sendTo(crew || target.dataset.crew || target.dataset.mapCrew));
  });
  ["pointercancel", "blur"].forEach((name) => window.addEventListener(name, finish));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && drag) finish(); });

  // ---- what was said
  const tell = (text) => {
    said().innerHTML = '<div class="said said-refused" role="alert"><div><p><b></b></p></div><button type="button" class="notice-close" data-hush aria-label="关闭">×</button></div>';
    said().querySelector("b").textContent = text;
    hush();
  };
  const hush = () => {
    clearTimeout(undone);
    const shown = said().firstElementChild;
    if (!shown) return;
    const wait = shown.querySelector("li") ? AFTER * 2 : AFTER;
    undone = setTimeout(() => { if (said().firstElementChild === shown && !said().matches(":focus-within, :hover")) shown.remove(); else hush(); }, wait);
  };
  new MutationObserver(() => hush()).observe(document.body.querySelector("main"), { childList: true, subtree: false });
  document.addEventListener("htmx:oobAfterSwap", () => {
    if (said().firstElementChild) once = Boolean(said().querySelector("[data-undo]"));
    hush();
  });
  const GONE = 8000; // so long a success is told above the board
  setTimeout(() => document.querySelectorAll(".notices .notice-success").forEach((each) => each.remove()), GONE);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-hush]")) { said().replaceChildren(); return; }
    const back = event.target.closest("[data-reassign]");
    if (!back) return;
    event.preventDefault();
    said().replaceChildren();
    once = false;
    choose({ fault: back.dataset.reassign }, (at) => {
      const reason = at.querySelector("#reason");
      if (!reason) { tell("这张工单已经往下走了，不能再改派。"); return; }
      reason.value = "误派，立即更正";
      at.querySelector("#send button[name=crew]")?.focus();
    });
  });

  // ---- the text to callers
  const dialog = document.getElementById("callers");
  document.addEventListener("htmx:afterSwap", (event) => { if (event.detail.target === dialog && !dialog.open) dialog.showModal(); });
  dialog.addEventListener("click", (event) => {
    if (event.target !== dialog && !event.target.closest("[data-close-dialog]")) return;
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("close", () => dialog.replaceChildren());
  mark();
})();
