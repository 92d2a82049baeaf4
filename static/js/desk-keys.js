// The desk's own keys: F keys press what carries them, digits choose within [data-digits], Escape shuts what is open.
(() => {
  const visible = (element) => element.checkVisibility?.() !== false && !element.disabled;
  const open = () => [...document.querySelectorAll(".drawer:not([hidden])")].pop();

  const shut = (drawer) => {
    const { id } = drawer;
    if (drawer.closest("#confirm")) drawer.remove(); else drawer.hidden = true;
    drawer.querySelector("[data-default]")?.removeAttribute("data-default");
    const opener = document.querySelector(id.startsWith("drawer-") ? `[data-drawer="${id.slice(7)}"]` : '[data-press="F7"]');
    opener?.focus();
  };
  const openDrawer = (name, fill) => {
    const drawer = document.getElementById(`drawer-${name}`);
    if (!drawer) return;
    drawer.hidden = false;
    drawer.querySelector("[type=submit]").dataset.default = ""; // it stands before the other: Ctrl+Enter is now for it
    Object.entries(fill || {}).forEach(([field, value]) => fillIn(drawer, field, value));
    const first = [...drawer.querySelectorAll("input:not([type=hidden]), textarea, select")];
    (first.find((each) => !filled(drawer, each)) || first[0])?.focus();
  };
  const filled = (drawer, field) => (field.type === "radio" ? drawer.querySelector(`[name="${field.name}"]:checked`) !== null : Boolean(field.value));
  const fillIn = (drawer, name, value) => {
    const fields = [...drawer.querySelectorAll(`[name="${name}"]`)];
    if (!fields.length) return;
    if (fields[0].type === "radio") fields.forEach((each) => { each.checked = each.value === value; });
    else if (!fields[0].value) fields[0].value = value;
    fields[0].dispatchEvent(new Event("input", { bubbles: true }));
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || document.querySelector("dialog[open]")) return;
    if (/^F([1-9]|1[0-2])$/.test(event.key) && !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey) {
      const group = document.querySelector(`[data-enter="${event.key}"] button`);
      if (group) { event.preventDefault(); group.focus(); return; }
      const ones = [...document.querySelectorAll(`[data-press="${event.key}"]`)].filter(visible);
      const one = ones.find((each) => each.dataset.fill) || ones[0]; // a hint's button knows what to fill in
      if (!one) return;
      event.preventDefault();
      one.click();
      if (one.matches("summary")) one.parentElement.querySelector(".menu-list button:not(:disabled)")?.focus();
      return;
    }
    if (event.key === "Escape" && !event.defaultPrevented && open()) {
      event.preventDefault();
      shut(open());
      return;
    }
    if (/^[1-9]$/.test(event.key) && !event.ctrlKey && !event.altKey && !event.metaKey) {
      const typing = event.target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select");
      const group = event.target.closest("[data-digits]") || (typing ? null : document.querySelector("#line [data-digits], #caller [data-digits]"));
      const button = group && [...group.querySelectorAll("button")].filter(visible)[Number(event.key) - 1];
      if (button) { event.preventDefault(); button.click(); }
    }
  });
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-drawer]");
    if (opener) openDrawer(opener.dataset.drawer, opener.dataset.fill ? JSON.parse(opener.dataset.fill) : null);
    const shutter = event.target.closest("[data-shut]");
    if (shutter) shut(shutter.closest(".drawer"));
  });
})();
