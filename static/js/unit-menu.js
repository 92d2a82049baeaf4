// The menu of units in the filters: opens ready to type, ↓ ↑ move, Enter takes the first find of what is typed. The list
// that then comes is a new page: it begins where one was, at the menu's button.
(() => {
  const menu = document.querySelector("[data-unit-menu]");
  if (!menu) return;
  const button = menu.querySelector("summary");
  const LEFT = "unit-chosen";
  const text = menu.querySelector("[type=search]");
  const chosen = menu.querySelector("input[type=hidden][name=unit]");
  const finds = () => [...menu.querySelectorAll("button[name=unit]")];
  let shown = ""; // what the list below answers
  let wanted = false; // Enter was pressed before it answered what is typed
  const take = (find) => {
    chosen.value = find.value;
    try { sessionStorage.setItem(LEFT, "1"); } catch { /* then it begins at the top */ }
    text.value = "";
    text.disabled = true;
    menu.closest("form").requestSubmit();
  };
  const takeFirst = () => {
    const all = finds();
    wanted = text.value !== shown;
    if (wanted) htmx.trigger(text, "search"); // now, not after the pause for typing; and once more where it failed
    else if (all.length) take(text.value ? all[0] : all.find((each) => each.value) || all[0]);
  };
  // Opened by key it takes the next letter at once: the browser tells of the opening a little later.
  const begin = () => { if (menu.open && !menu.querySelector(".menu-list").contains(document.activeElement)) text.focus(); };
  button.addEventListener("click", () => queueMicrotask(begin));
  menu.addEventListener("toggle", begin);
  text.addEventListener("change", (event) => event.stopPropagation()); // else the form would be sent
  text.addEventListener("input", () => { wanted = false; });
  menu.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.elt !== text || !detail.successful) return; // a later one may have taken its place
    shown = detail.requestConfig.parameters.q ?? "";
    if (wanted) takeFirst();
  });
  menu.addEventListener("click", (event) => {
    const find = event.target.closest("button[name=unit]");
    if (!find) return;
    event.preventDefault();
    take(find);
  });
  menu.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const all = finds();
    const at = all.indexOf(document.activeElement);
    if (event.key === "ArrowDown") (all[at + 1] || all[at] || all[0])?.focus();
    else if (event.key === "ArrowUp") (at > 0 ? all[at - 1] : text).focus();
    else if (event.key === "Enter" && event.target === text) takeFirst();
    else return;
    event.preventDefault();
  });
  try {
    if (sessionStorage.getItem(LEFT)) button.focus({ preventScroll: true });
    sessionStorage.removeItem(LEFT);
  } catch { /* nothing was left */ }
})();
