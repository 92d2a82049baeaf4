// A box that finds while typing. [data-typeahead] holds an input[role=combobox], its listbox, and where only what is in
// the list is an answer the field [data-value] that is sent, a hidden input or a select, before the listbox.
// With data-typeahead-url the options come from there: for a free text by POST (field `q`), for a choice by GET (`q` in
// the address) as soon as the box has the focus; Enter or Tab before they have come takes the first once they are there.
// A fixed list is found by characters, full pinyin, initials, or its number. Choosing tells `typeahead:chosen`.
// Focused while [data-quiet] it waits for a key before it opens.
(() => {
  const PAUSE = 220;
  const asked = new WeakMap(); // input → { timer, control, text, take }

  const boxOf = (element) => element.closest?.("[data-typeahead]");
  const inputOf = (box) => box.querySelector("[role=combobox]");
  const listOf = (box) => box.querySelector("[role=listbox]");
  const shown = (list) => [...list.querySelectorAll("[role=option]:not([hidden])")];
  const current = (list) => list.querySelector("[role=option][aria-selected=true]:not([hidden])");
  const isFixed = (box) => !box.dataset.typeaheadUrl;
  const valueOf = (box) => box.querySelector("input[data-value], select[data-value]");
  const label = (option) => (option.querySelector("[data-label]") || option).textContent.trim();

  const open = (box) => {
    const list = listOf(box);
    list.hidden = !list.querySelector("li:not([hidden])");
    inputOf(box).setAttribute("aria-expanded", String(!list.hidden));
  };
  const close = (box) => {
    const list = listOf(box);
    list.hidden = true;
    inputOf(box).setAttribute("aria-expanded", "false");
    point(box, null);
  };
  const point = (box, option) => {
    listOf(box).querySelectorAll("[aria-selected=true]").forEach((each) => each.setAttribute("aria-selected", "false"));
    const input = inputOf(box);
    if (!option) { input.removeAttribute("aria-activedescendant"); return; }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  };

  const matches = (option, text) => {
    if (label(option).includes(text)) return 1;
    const letters = text.toLowerCase().replace(/[\s']/g, "").replace(/ü/g, "v");
    if (!/^[a-z0-9]+$/.test(letters)) return 0;
    return option.dataset.letters.split(" ").some((each) => each.startsWith(letters)) ? 1 : 0;
  };
  const sift = (box) => {
    const input = inputOf(box), list = listOf(box), text = input.value.trim();
    const all = [...list.querySelectorAll("[role=option]")];
    const chosen = all.find((option) => label(option) === text);
    all.forEach((option) => { option.hidden = Boolean(text) && !chosen && !matches(option, text); });
    open(box);
    point(box, chosen || (text ? shown(list)[0] : null));
  };
  const drop = (input) => {
    const before = asked.get(input);
    clearTimeout(before?.timer);
    before?.control.abort();
    asked.delete(input);
  };
  const fetchFor = (box, text = inputOf(box).value.trim()) => {
    const input = inputOf(box);
    drop(input);
    if (text.length < 2 && !valueOf(box)) { listOf(box).replaceChildren(); close(box); return; }
    const mine = { control: new AbortController(), text, take: false };
    mine.timer = setTimeout(async () => {
      try {
        const answer = await ask(box, text, mine.control.signal);
        if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
        const words = await answer.text();
        if (mine.control.signal.aborted || !box.isConnected) return;
        listOf(box).innerHTML = words;
        asked.delete(input);
        if (document.activeElement === input) offer(box, mine);
        else if (mine.take) arrive(box);
      } catch { // a free text goes without a look-up; a choice stays as it was
        if (asked.get(input) === mine) asked.delete(input);
      }
    }, text ? PAUSE : 0);
    asked.set(input, mine);
  };
  const ask = (box, text, signal) => {
    const url = box.dataset.typeaheadUrl, q = text.slice(0, 200);
    if (valueOf(box)) return fetch(`${url}&q=${encodeURIComponent(q)}`, { signal, headers: { "X-Background": "1" } });
    const body = new FormData();
    body.append("q", q);
    return fetch(url, { method: "POST", body, signal, headers: { "X-CSRFToken": key(), "X-Background": "1" } });
  };
  // Somebody went on with Tab before the answer: the first is taken where they no longer are.
  const arrive = (box) => {
    const first = listOf(box).querySelector("[role=option]");
    if (first) choose(box, first); else { settle(box); close(box); }
  };
  const offer = (box, { text, take }) => {
    open(box);
    if (!valueOf(box)) return;
    const options = shown(listOf(box));
    const standing = inputOf(box).value.trim() && valueOf(box).value; // an emptied box points at nothing: Tab leaves it empty
    const first = text ? options[0] : options.find((option) => option.dataset.value === standing);
    point(box, first || null);
    if (take && first) choose(box, first);
  };
  const key = () => (document.cookie.split("; ").find((part) => part.startsWith("zhangdeng_csrf=")) || "").split("=")[1] || "";

  const choose = (box, option) => {
    const input = inputOf(box);
    drop(input);
    if (valueOf(box)) {
      input.value = label(option);
      set(box, option);
    }
    close(box);
    input.dispatchEvent(new CustomEvent("typeahead:chosen", { bubbles: true, detail: option }));
  };
  const set = (box, option) => {
    const field = valueOf(box), value = option?.dataset.value || "";
    inputOf(box).dataset.chosen = option ? label(option) : "";
    if (field.value === value) return;
    if (field.options && ![...field.options].some((each) => each.value === value)) field.add(new Option(label(option), value));
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  // What was typed and not chosen is no choice: the one before stands, or none.
  const settle = (box) => {
    const input = inputOf(box), field = valueOf(box);
    const options = [...listOf(box).querySelectorAll("[role=option]")];
    const typed = options.find((option) => label(option) === input.value.trim());
    if (typed) set(box, typed);
    else if (!input.value.trim()) set(box, null);
    else if (isFixed(box)) input.value = label(options.find((option) => option.dataset.value === field.value) || document.createElement("li"));
    else input.value = input.dataset.chosen;
  };

  // All there is to choose from.
  const look = (box) => {
    if (!isFixed(box)) { fetchFor(box, ""); return; }
    sift(box);
    listOf(box).querySelectorAll("[role=option]").forEach((option) => { option.hidden = false; });
  };
  document.addEventListener("focusin", (event) => {
    const box = boxOf(event.target);
    if (!box || event.target !== inputOf(box)) return;
    if (!valueOf(box) || event.target.matches("[aria-invalid], [data-quiet]")) return;
    event.target.select();
    look(box);
  });
  // Where it did not open by itself (something is wrong there, and the words that say so lie below), a click does.
  document.addEventListener("click", (event) => {
    const box = boxOf(event.target);
    if (box && event.target === inputOf(box) && valueOf(box) && listOf(box).hidden && !asked.get(event.target)) look(box);
  });
  document.addEventListener("focusout", (event) => {
    const box = boxOf(event.target);
    if (!box || event.target !== inputOf(box)) return;
    if (valueOf(box) && !asked.get(event.target)?.take) { drop(event.target); settle(box); }
    close(box);
  });
  document.addEventListener("input", (event) => {
    const box = boxOf(event.target);
    if (!box || event.target !== inputOf(box) || event.isComposing) return;
    event.target.removeAttribute("aria-invalid");
    if (isFixed(box)) sift(box); else fetchFor(box);
  });
  document.addEventListener("compositionend", (event) => {
    const box = boxOf(event.target);
    if (box && event.target === inputOf(box)) { if (isFixed(box)) sift(box); else fetchFor(box); }
  });
  document.addEventListener("mousedown", (event) => {
    const option = event.target.closest?.("[data-typeahead] [role=option]");
    if (!option) return;
    event.preventDefault(); // the focus stays in the box
    choose(boxOf(option), option);
  });
  document.addEventListener("keydown", (event) => {
    const box = boxOf(event.target);
    if (!box || event.target !== inputOf(box) || event.isComposing || event.keyCode === 229) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const list = listOf(box), options = shown(list), at = options.indexOf(current(list));
    const done = () => { event.preventDefault(); event.stopPropagation(); };
    const waiting = valueOf(box) && asked.get(event.target);
    if (waiting?.text && (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey))) {
      waiting.take = true;
      if (event.key === "Enter" || event.target.matches("[data-need]")) done(); // else it goes on, and the answer comes after
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden && valueOf(box) && !options.length && !isFixed(box)) { look(box); done(); return; }
      if (list.hidden) open(box);
      if (!options.length) return;
      const step = event.key === "ArrowDown" ? 1 : -1;
      point(box, options[(at + step + options.length) % options.length] || options[0]);
      done();
    } else if (event.key === "Enter" && !list.hidden && options.length && (at >= 0 || !valueOf(box))) {
      choose(box, options[Math.max(at, 0)]);
      done();
    } else if (event.key === "Tab" && !event.shiftKey && valueOf(box) && at >= 0 && !list.hidden) {
      choose(box, options[at]);
      if (document.activeElement !== event.target) done(); // else it goes on as Tab does
    } else if (event.key === "Escape" && !list.hidden) {
      close(box);
      done();
    } else if (isFixed(box) && /^[1-9]$/.test(event.key) && (!event.target.value || event.target.selectionEnd - event.target.selectionStart === event.target.value.length)) {
      const option = list.querySelector(`[data-digit="${event.key}"]`);
      if (option) { choose(box, option); done(); }
    }
  }, true);
})();
