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
    // Whatever the page shows may carry its key: <button data-keys="m">. Hidden or disabled, it is not there.
    const one = [...document.querySelectorAll("[data-keys]")].find((each) => each.dataset.keys === keys && each.checkVisibility?.() !== false && !each.disabled);
    if (one) one.click();
    return Boolean(one);
  };
  const submit = (element) => {
    const form = element.closest("form") || document.querySelector("#panel form[data-once], form[data-intake]");
    if (!form) return;
    form.requestSubmit(form.querySelector("[data-default]") || form.querySelector("[type=submit].btn-primary, .panel-acts [type=submit]") || undefined);
  };
  const showKeys = () => document.getElementById("keys").showModal();
  const foldSide = () => {
    const name = document.body.classList.contains("room-desk") ? "sideDesk" : "side";
    const { dataset } = document.documentElement;
    const narrow = dataset[name] ? dataset[name] === "narrow" : name === "sideDesk";
    dataset[name] = narrow ? "wide" : "narrow";
    try { localStorage.setItem(name, dataset[name]); } catch { /* shown, not kept */ }
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
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
    if (event.target.closest("[data-fold-side]")) foldSide();
    const rest = event.target.closest("[data-side-rest]");
    const side = document.querySelector(".side-many");
    if (side && (rest || side.classList.contains("side-open"))) { // on a phone: the places that do not fit beside the first
      const open = Boolean(rest) && side.classList.toggle("side-open");
      if (!open) side.classList.remove("side-open");
      side.querySelector("[data-side-rest]").setAttribute("aria-expanded", String(open));
    }
    if (event.target.closest(".menu-list a[hx-get]")) event.target.closest("details").open = false;
  });

  document.querySelector("[aria-invalid=true], .picks.is-invalid input")?.focus();
  const track = document.querySelector(".track");
  const now = track?.querySelector("[aria-current=step]");
  if (track && track.scrollWidth > track.clientWidth) track.tabIndex = 0; // what scrolls can be scrolled from the keyboard
  if (now) track.scrollLeft = now.offsetLeft - (track.clientWidth - now.offsetWidth) / 2;

  document.querySelector(".views [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" }); // beside many others, on a phone

  // The list renews itself while nobody types, reads a dialog, or looks elsewhere; the focus stays where it was.
  let focused = null;
  setInterval(() => {
    const list = document.querySelector("#list[data-list]");
    const busy = document.hidden || document.querySelector("dialog[open], details[open]") || typing(document.activeElement || document.body);
    if (list && !busy) htmx.trigger(list, "refresh");
  }, 10000);
  const notices = document.querySelector(".notices");
  const say = (text) => {
    notices.innerHTML = '<div class="notice notice-error" role="alert"><span></span></div>';
    notices.querySelector("span").textContent = text;
    notices.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("htmx:sendError", (event) => {
    if (event.detail.target?.id !== "list") say("网络不通，没有提交上去。内容还在这一页，请检查网络后再试。");
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { status } = event.detail.xhr;
    // What was typed stays where it is: a lost session or a broken server never takes the form's place.
    if ((status === 403 || status === 404) && event.detail.serverResponse.includes("<html")) {
      event.detail.shouldSwap = false;
      say("这一页已经失效，没有提交上去。请在新窗口打开工单，再回到本页提交一次。");
      return;
    }
    if (status === 401 || status === 403 || status === 404) {
      event.detail.target = notices;
      event.detail.swapOverride = "innerHTML";
      notices.scrollIntoView({ block: "nearest" });
      return;
    }
    if (status >= 500) {
      event.detail.shouldSwap = false;
      if (event.detail.target.id !== "list") say("系统出错，没有办成。内容还在这一页，请过一分钟再试。");
      return;
    }
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
      const wrong = panel?.querySelector("[aria-invalid=true], .picks.is-invalid input");
      (wrong || panel?.querySelector("input:not([type=hidden]), textarea, select, [type=submit]") || panel)?.focus({ preventScroll: true });
      (panel?.querySelector(".refusal") || panel?.querySelector("#panel-title"))?.scrollIntoView({ block: "nearest" });
      wrong?.closest(".field")?.scrollIntoView({ block: "nearest" });
      document.querySelectorAll("[data-verbs] a").forEach((link) => {
        const here = link.pathname === new URL(panel?.querySelector("form[data-once]")?.action || "/", location).pathname;
        if (here) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
      });
    }
  });
})();
