// Forms: sent once, filters at once, the look-up answers to Enter.
(() => {
  // Somebody who signed in again in another window has a new form key: it is taken from the cookie when sending.
  document.addEventListener("submit", (event) => {
    const field = event.target.elements.csrfmiddlewaretoken;
    const cookie = document.cookie.split("; ").find((part) => part.startsWith("zhangdeng_csrf="));
    if (field && cookie) field.value = cookie.slice(cookie.indexOf("=") + 1);
    // Whoever it is that signed in there: what was filled in here goes out under the name of this page's person alone.
    const { who } = document.body.dataset;
    if (!field || !who || event.target.elements._who) return;
    const mine = Object.assign(document.createElement("input"), { type: "hidden", name: "_who", value: who });
    event.target.append(mine);
  }, true);

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]") || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    setTimeout(() => { delete form.dataset.sent; }, 8000);
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("[data-sent]").forEach((form) => { delete form.dataset.sent; }));

  // What was only missing is no longer wrong once it is there.
  document.addEventListener("input", ({ target }) => {
    const field = target.closest(".field"), wrong = field?.querySelector(".wrong");
    if (!wrong || !["请填写", "请选择"].includes(wrong.textContent.trim())) return;
    if (!(target.matches("[type=checkbox], [type=radio]") ? target.checked : target.value.trim())) return;
    wrong.remove();
    field.querySelectorAll(".is-invalid").forEach((each) => each.classList.remove("is-invalid"));
    target.removeAttribute("aria-invalid");
  });

  // What stands in a field already is gone on with: the caret begins at its end. A click has its own place.
  const met = new WeakSet();
  let pressed = false;
  document.addEventListener("mousedown", () => { pressed = true; });
  document.addEventListener("mouseup", () => { pressed = false; });
  document.addEventListener("focusin", ({ target }) => {
    if (met.has(target) || !target.matches("textarea, input[type=text]")) return;
    met.add(target);
    if (pressed || target.selectionEnd) return;
    target.setSelectionRange(target.value.length, target.value.length);
    target.scrollTop = target.scrollHeight;
  });

  // A file chosen stays chosen when its form comes back with what is wrong, unless it is the file itself.
  let chosen = [];
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const back = [409, 422].includes(detail.xhr.status);
    chosen = [...(back ? detail.target.querySelectorAll("input[type=file]") : [])].filter((field) => field.files.length);
  });
  document.addEventListener("htmx:afterSwap", () => {
    chosen.forEach(({ id, files }) => {
      const again = document.getElementById(id);
      if (!again || again.files.length || again.matches(".is-invalid")) return;
      again.files = files;
      again.closest(".field").querySelector("[data-chosen-before]")?.remove(); // it need not be chosen again
      again.dispatchEvent(new Event("change", { bubbles: true }));
    });
    chosen = [];
  });

  // Of people only those who work at the unit chosen beside them, or above it; one who no longer fits is let go.
  const narrow = (people) => {
    const chosen = people.form?.elements[people.dataset.within]?.selectedOptions[0]?.dataset.at;
    [...people.options].forEach((each) => {
      const fits = !chosen || !each.value || each.dataset.at.split(" ").some((path) => chosen.startsWith(path));
      each.hidden = each.disabled = !fits;
    });
    if (people.selectedOptions[0]?.disabled) people.value = "";
    const [anybody, ...named] = people.options;
    anybody.dataset.words ||= anybody.text;
    anybody.text = named.some((each) => !each.disabled) ? anybody.dataset.words : people.dataset.nobody;
  };
  const narrowAll = (within) => within.querySelectorAll("select[data-within]").forEach(narrow);
  document.addEventListener("change", ({ target }) => { if (target.form && target.matches("select")) narrowAll(target.form); });
  document.addEventListener("htmx:load", ({ detail }) => narrowAll(detail.elt));
  narrowAll(document);

  document.addEventListener("change", (event) => {
    const filters = event.target.closest("form[data-filters]");
    if (filters) filters.requestSubmit();
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-filters]")) return;
    // Empty parts only make the address long.
    [...event.target.elements].forEach((field) => { if (field.name && !field.value) field.disabled = true; });
    setTimeout(() => [...event.target.elements].forEach((field) => { field.disabled = false; }));
  });

  // In the intake Enter never sends the order by accident: in the look-up it looks up, elsewhere it goes on.
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("form[data-intake]");
    if (!form || event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey) return;
    if (!event.target.matches("input:not([type=checkbox]):not([type=radio])")) return;
    event.preventDefault();
    if (event.target.name === "_find") {
      const first = document.querySelector("#found .find");
      if (first) first.focus(); else htmx.trigger(event.target, "input");
      return;
    }
    const fields = [...form.querySelectorAll("input:not([type=hidden]), textarea, select, button.btn-primary")].filter((each) => each.offsetParent);
    fields[fields.indexOf(event.target) + 1]?.focus();
  });
})();
