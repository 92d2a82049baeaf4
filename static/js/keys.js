// The keyboard: / search, n new, g q queue, j k move, . actions, Ctrl+Enter submit, ? the list. Also: menus, the
// list that refreshes itself, and closing notices.
(() => {
  document.documentElement.classList.add("has-script");
  const typing = (element) => element.closest("input, textarea, select, [contenteditable], dialog[open]") !== null;
  const rows = () => [...document.querySelectorAll("[data-row]")];
  let prefix = "";
  let timer = 0;

  const move = (step) => {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(document.activeElement);
    const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + step))];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  };
  const go = (keys) => {
    const link = document.querySelector(`[data-keys="${keys}"]`);
    if (link) link.click();
    return Boolean(link);
  };
  const submit = (element) => {
    const form = element.closest("form") || document.querySelector("#panel form[data-once], form[data-intake]");
    if (!form) return;
    form.requestSubmit(form.querySelector("[data-default]") || form.querySelector("[type=submit].btn-primary, .panel-acts [type=submit]") || undefined);
  };
  const showKeys = () => document.getElementById("keys").showModal();

  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      submit(event.target);
      return;
    }
    if (event.key === "Escape") {
      document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
        menu.open = false;
        if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      });
      if (event.target.matches("[data-search]")) event.target.blur();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const keys = prefix ? `${prefix} ${event.key}` : event.key;
    prefix = "";
    clearTimeout(timer);
    if (keys === "g") {
      prefix = "g";
      timer = setTimeout(() => { prefix = ""; }, 1200);
    } else if (keys === "/") document.querySelector("[data-search]")?.focus();
    else if (keys === "?") showKeys();
    else if (keys === "j") move(1);
    else if (keys === "k") move(-1);
    else if (keys === ".") (document.querySelector("#panel input:not([type=hidden]), #panel textarea, #panel select, #panel [type=submit]") || document.querySelector("[data-verbs] a"))?.focus();
    else if (!go(keys)) return;
    event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    if (event.target.closest("[data-close]")) event.target.closest(".notice").remove();
    if (event.target.closest("[data-show-keys]")) showKeys();
    if (event.target.closest("[data-print]")) window.print();
    if (event.target.closest(".menu-list a[hx-get]")) event.target.closest("details").open = false;
  });

  // The list renews itself while nobody types, reads a dialog, or looks elsewhere; the focus stays where it was.
  let focused = null;
  setInterval(() => {
    const list = document.querySelector("#list[data-list]");
    const busy = document.hidden || document.querySelector("dialog[open], details[open]") || typing(document.activeElement || document.body);
    if (list && !busy) htmx.trigger(list, "refresh");
  }, 10000);
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id === "list" && event.detail.xhr.status !== 200) event.detail.shouldSwap = false;
    focused = document.activeElement?.closest("#list a")?.getAttribute("href") || null;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (focused) [...document.querySelectorAll("#list a")].find((link) => link.getAttribute("href") === focused)?.focus();
    focused = null;
    const target = event.detail.target;
    if (target?.id === "intake") document.getElementById("id_content")?.focus();
    if (target?.id === "panel") {
      const panel = document.getElementById("panel");
      (panel?.querySelector("[aria-invalid=true], .picks.is-invalid input") || panel?.querySelector("input:not([type=hidden]), textarea, select, [type=submit]") || panel)?.focus();
    }
  });
})();
