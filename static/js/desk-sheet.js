// The order form and the call it belongs to. It is never replaced under somebody's hands: a form begun is kept as a
// draft first, and only the agent's own act (answering, choosing a tab or a draft) puts another in its place.
(() => {
  const REFRESH = 60000; // of what is known about the place
  const SWAP = "outerHTML settle:0ms"; // shown and ready for keys at once: a letter before the focus would go astray
  const desk = document.getElementById("desk");
  const by = (id) => document.getElementById(id);
  const form = () => by("order-form");
  const touched = () => Boolean(form() && (form().dataset.touched || by("sheet").matches("[data-restored]") || form().querySelector(".refusal")));
  const key = () => (document.cookie.split("; ").find((part) => part.startsWith("zhangdeng_csrf=")) || "").split("=")[1] || "";
  const step = (name) => document.dispatchEvent(new CustomEvent("desk:step", { detail: name }));
  const ask = (name) => {
    const detail = { kept: Promise.resolve(true) };
    form()?.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
    return detail.kept;
  };

  // ---- which form stands here
  let answering = false;
  let before = { slot: by("line").dataset.slot, state: by("line").dataset.state };
  const load = async (slot) => {
    if (touched()) await ask("draft:keep");
    const kind = by("sheet").dataset.kind;
    htmx.ajax("GET", `/desk/${kind}/sheet/?slot=${slot}`, { target: "#sheet", swap: SWAP });
  };
  const follow = () => {
    const { slot, state, ordered } = by("line").dataset;
    const mine = by("sheet").dataset.slot;
    if (state !== before.state) {
      if (state === "held") step("holding");
      else if (before.state === "held") step("asking");
    }
    if (slot && slot !== mine) {
      if (answering || !touched()) load(slot);
      else by("call-new").hidden = false;
    } else if (form() && mine && slot !== mine && before.slot === mine) {
      if (!touched()) load("");
      else if (before.state !== "wrapping" && !before.ordered) by("call-gone").hidden = false;
    } else if (form() && slot === mine) {
      by("call-gone").hidden = true;
      by("call-new").hidden = true;
    }
    if (slot !== before.slot || state !== before.state) {
      answering = false;
      if (state === "wrapping" && !touched()) document.querySelector("#line [data-digits] button")?.focus();
    }
    before = { slot, state, ordered };
  };
  new MutationObserver(follow).observe(desk, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-slot", "data-state"] });
  desk.addEventListener("submit", (event) => { if (event.target.querySelector("[data-answer]")) answering = true; });
  desk.addEventListener("click", (event) => {
    if (event.target.closest("[data-switch-call]")) load(by("line").dataset.slot);
    if (event.target.closest("[data-keep]")) ask("draft:keep");
    if (event.target.closest("[data-without-call]")) {
      const values = { ...Object.fromEntries(new FormData(form())), _slot: "", _leave: form().elements._slot.value, csrfmiddlewaretoken: key() };
      htmx.ajax("POST", `/desk/${by("sheet").dataset.kind}/sheet/`, { target: "#sheet", swap: SWAP, values })
        .then(() => { form().dataset.touched = "1"; ask("draft:keep"); });
    }
  });
  // htmx knows the button that was clicked, not the one a key has pressed.
  let pressed = null;
  desk.addEventListener("submit", (event) => { if (event.target === form()) pressed = event.submitter; });
  desk.addEventListener("htmx:configRequest", (event) => {
    if (event.target === form() && pressed?.name) event.detail.parameters[pressed.name] = pressed.value;
  });
  let carried = false; // what was typed goes on in the form of another business
  desk.addEventListener("htmx:confirm", (event) => {
    const leaving = event.target.matches("[data-reopen]") && touched();
    const turning = form() && event.target.matches(".kind[hx-post]");
    if (turning) carried = touched();
    if (!leaving && !turning && event.target !== form()) return;
    event.preventDefault();
    const kept = ask(leaving ? "draft:keep" : "draft:settle");
    Promise.race([kept, new Promise((done) => { setTimeout(done, 1500); })]).then(() => event.detail.issueRequest(true));
  });

  // ---- where the agent goes on
  const needs = () => [...form().querySelectorAll("[data-need]")].filter((each) => !each.disabled);
  const start = () => {
    const wrong = form()?.querySelector("[aria-invalid=true], .picks.is-invalid input, .form-check-input.is-invalid");
    const again = document.querySelector("#sheet [data-again]");
    const candidate = form() && !form().elements.premises.value ? document.querySelector("#caller .candidate") : null;
    const restored = by("sheet").matches("[data-restored]");
    const need = form() && by("sheet").dataset.slot ? needs().find((each) => !each.value) || (restored ? by("id_content") : needs()[0]) : null;
    const first = wrong || again || candidate || need;
    if (restored && first) first.dataset.quiet = ""; // no list opens over what was brought back
    first?.focus({ preventScroll: !wrong });
    if (first) delete first.dataset.quiet;
    if (by("line").dataset.state === "held") step("holding");
  };
  const goOn = (after) => {
    const all = needs();
    const rest = all.slice(all.indexOf(after) + 1);
    (rest.find((each) => !each.value) || by("id_content") || rest[0])?.focus();
  };

  // ---- what choosing a place fills in: never over what the agent wrote
  const ours = (field) => !field.value || field.dataset.auto || (field.value === field.defaultValue && !by("sheet").matches("[data-restored]"));
  const put = (field, value) => {
    if (!field || field.disabled || value === undefined || !ours(field)) return;
    field.value = value;
    field.dataset.auto = "1";
  };
  const fill = (found) => {
    const { elements } = form();
    elements.premises.value = found.premises;
    if (!elements.address.disabled) {
      elements.address.value = found.address ?? elements.address.value;
      elements.address.dataset.linked = elements.address.value;
    }
    elements.area_class.value = found.area_class;
    put(elements.contact_name, found.contact_name);
    if (!elements.contact_phones.value) put(elements.contact_phones, found.contact_phones);
    form().dataset.touched = "1";
    elements.premises.dispatchEvent(new Event("input", { bubbles: true }));
    matter();
  };
  desk.addEventListener("typeahead:chosen", (event) => {
    if (event.detail.dataset.fill) fill(JSON.parse(event.detail.dataset.fill)); else { step("asking"); if ("alike" in form().dataset) matter(); }
    if (event.target.matches("[data-need]")) goOn(event.target); // what need not be said is on the way to the next field
  });
  desk.addEventListener("click", (event) => {
    const candidate = event.target.closest(".candidate");
    if (candidate && form()) { fill(JSON.parse(candidate.dataset.fill)); (needs().find((each) => !each.value) || by("id_content")).focus(); }
    const wanted = event.target.closest("[data-relate]");
    if (wanted && form()) { relate(wanted); by("id_content").focus(); }
    if (event.target.closest("[data-unrelate]")) relateTo([]);
  });
  // With an order of the same cause it is one; of the same person or matter there may be several.
  const related = () => form().elements._related.value.split(" ").filter(Boolean);
  const relate = (button) => {
    const { relate: number, relateWith: several } = button.dataset;
    const others = related().filter((each) => each !== number);
    relateTo(several ? (others.length < related().length ? others : [...others, number]) : [number]);
  };
  const relateTo = (numbers) => {
    form().elements._related.value = numbers.join(" ");
    mark();
  };
  const mark = () => {
    if (!form()) return;
    const numbers = related(), line = by("related"), place = line.querySelector("[data-related-words]");
    line.hidden = !numbers.length;
    place.textContent = place.dataset.relatedWords.replace("{}", `工单 ${numbers.join("、")} `);
    document.querySelectorAll("[data-relate]").forEach((each) => each.setAttribute("aria-pressed", String(numbers.includes(each.dataset.relate))));
  };
  desk.addEventListener("input", (event) => {
    if (!event.isTrusted || !form()?.contains(event.target)) return;
    form().dataset.touched = "1";
    delete event.target.dataset.auto;
    if (event.target.name === "content") step("asking");
    const { premises, address } = form().elements;
    // An address that is no longer the one of the 户号 must not send a crew to the old door.
    if (event.target === address && premises.value && !address.value.startsWith(address.dataset.linked ?? address.defaultValue)) {
      premises.value = "";
      matter();
    }
  });
  // What was set by hand stays when the business or the place changes; what stood there by itself gives way.
  const chose = ({ target }) => {
    if (!target.name || target.form !== form()) return;
    const { _chosen } = form().elements;
    if (!_chosen.value.split(" ").includes(target.name)) _chosen.value = `${_chosen.value} ${target.name}`.trim();
  };
  desk.addEventListener("input", chose);
  desk.addEventListener("change", chose);
  desk.addEventListener("change", (event) => {
    if (["contact_phones", "area_class"].includes(event.target.name) && event.target.form === form()) matter();
  });
  desk.addEventListener("answers:apart", () => {
    if (form()?.dataset.apart) relateTo([]);
    matter();
  });
  desk.addEventListener("answers:read", () => post({ _part: "spots" }));

  // ---- what is known of the place and the number
  let timer = 0;
  const matter = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!form()) return;
      post({ _step: by("help").dataset.step });
    }, 120);
  };
  // One question at a time; what was asked meanwhile is asked then, with what the form says by then.
  let asking = false, next = null;
  const post = (more) => {
    if (asking) { next = next && !next._part ? next : more; return; }
    if (!form()) return;
    asking = true;
    const values = { ...Object.fromEntries(new FormData(form())), csrfmiddlewaretoken: key(), ...more };
    const done = () => {
      asking = false;
      const waiting = next;
      next = null;
      if (waiting) post(waiting);
    };
    htmx.ajax("POST", form().dataset.matter, { source: "#help", target: "#help", swap: "none", values, headers: { "X-Background": "1" } }).then(done, done);
  };
  // What is known belongs to the form: once that is on its way, nobody asks any more.
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!form() || event.target !== form()) return;
    clearTimeout(timer);
    next = null;
    htmx.trigger("#help", "htmx:abort");
  });
  setInterval(() => { if (!document.hidden && form()?.elements.premises.value) matter(); }, REFRESH);

  document.addEventListener("htmx:afterSettle", (event) => {
    const { target } = event.detail;
    if (target?.id === "sheet") {
      start();
      follow();
      if (carried && form()) { form().dataset.touched = "1"; ask("draft:keep"); }
      carried = false;
    }
    mark();
    if (target?.id === "confirm") { step("confirming"); by("order-form")?.querySelector("[data-default]")?.focus(); }
  });
  if (by("line").dataset.slot) start();
})();
