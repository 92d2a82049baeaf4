// Answers that decide about the rest of their form ([data-follows]): fields that are left out are emptied and not asked,
// fields that belong to some answers alone are hidden beside the others, and the form's data-apart names what no draft
// and no copy may hold. What was emptied stays in this page's memory: a wrong press takes nothing.
(() => {
  const READ = 450; // milliseconds without a key until what was written is read
  const memory = new WeakMap(); // field → what it held
  const all = (form) => [...form.querySelectorAll("[data-follows]")];
  const union = (inputs, part) => new Set(inputs.flatMap((input) => JSON.parse(input.dataset.follows)[part] || []));
  const fields = (form, name) => [...form.querySelectorAll(`[name="${name}"]`)];

  const leave = (field, out) => {
    const box = field.closest(".field");
    if (out === field.disabled) return;
    if (out) {
      memory.set(field, field.value);
      field.value = "";
      field.removeAttribute("aria-invalid");
    } else if (!field.value) field.value = memory.get(field) || "";
    field.disabled = out;
    box?.classList.toggle("left-out", out);
  };
  const apply = (form) => {
    const inputs = all(form);
    if (!inputs.length) return;
    const now = inputs.filter((input) => input.checked);
    const out = union(now, "out"), asked = union(now, "asked");
    union(inputs, "out").forEach((name) => fields(form, name).forEach((field) => leave(field, out.has(name))));
    union(inputs, "asked").forEach((name) => fields(form, name).forEach((field) => {
      const box = field.closest(".field");
      if (box) box.hidden = !asked.has(name);
    }));
    form.dataset.apart = [...union(now, "apart")].join(" ");
  };
  const look = () => document.querySelectorAll("form").forEach(apply);

  document.addEventListener("change", (event) => {
    const { target } = event;
    if (!target.matches?.("[data-follows]") || !target.form) return;
    apply(target.form);
    if (all(target.form).every((each) => each.name !== target.name || each.dataset.follows === target.dataset.follows)) return;
    // What an earlier draft holds goes with the next one; that is now.
    if (target.form.matches("[data-draft]")) target.form.dispatchEvent(new CustomEvent("draft:keep", { bubbles: true, detail: {} }));
    target.form.dispatchEvent(new CustomEvent("answers:apart", { bubbles: true }));
  });
  // Whoever wants to stay unknown: what would give them away is shown while it is being written.
  let reading = 0;
  document.addEventListener("input", ({ target }) => {
    const { form } = target;
    if (!form?.dataset.apart || !target.matches("textarea, input[type=text]")) return;
    clearTimeout(reading);
    reading = setTimeout(() => {
      if (form.isConnected && form.dataset.apart) form.dispatchEvent(new CustomEvent("answers:read", { bubbles: true }));
    }, READ);
  });
  document.addEventListener("htmx:load", look);
  document.addEventListener("htmx:afterSwap", look);
  look();
})();
