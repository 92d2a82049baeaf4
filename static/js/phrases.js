// What is said follows the conversation: the greeting, the questions, while the customer waits, reading back.
(() => {
  const say = (step) => {
    const tab = document.getElementById(`step-${step}`);
    if (!tab) return;
    document.querySelectorAll("[data-step-tab]").forEach((each) => {
      each.setAttribute("aria-selected", String(each === tab));
      each.tabIndex = each === tab ? 0 : -1;
      document.getElementById(each.getAttribute("aria-controls")).hidden = each !== tab;
    });
    const help = document.getElementById("help"), kept = document.querySelector("[data-step-now]");
    if (help) help.dataset.step = step;
    if (kept) kept.value = step;
  };
  document.addEventListener("desk:step", (event) => say(event.detail));
  document.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-step-tab]");
    if (tab) say(tab.dataset.stepTab);
  });
  document.addEventListener("keydown", (event) => {
    const tab = event.target.closest?.("[data-step-tab]");
    if (!tab || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const tabs = [...tab.parentElement.children];
    const next = tabs[(tabs.indexOf(tab) + (event.key === "ArrowRight" ? 1 : tabs.length - 1)) % tabs.length];
    say(next.dataset.stepTab);
    next.focus();
    event.preventDefault();
  });
})();
