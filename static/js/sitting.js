// A desk where one order follows another: the list at the side (links with data-walk, the order's number), the order in
// the middle (data-number; data-hold: where to tell that it is open). While it is, the others are told so every twenty
// seconds. ``begun`` is called whenever another order has taken its place.
const Sitting = (desk, list, begun) => {
  const HOLD = 20000;
  const here = () => document.getElementById(desk);
  const links = () => [...document.querySelectorAll(`#${list} [data-walk]`)];
  const open = (by) => {
    const all = links();
    const at = all.findIndex((link) => link.dataset.walk === here()?.dataset.number);
    const link = all[at < 0 ? 0 : at + by];
    if (!link) return false;
    link.click();
    show(link);
    return true;
  };
  // The list scrolls, never the page.
  const show = (link) => {
    const box = link?.closest(".calls-scroll");
    if (!box) return;
    const [at, frame] = [link.getBoundingClientRect(), box.getBoundingClientRect()];
    if (at.top < frame.top) box.scrollTop -= frame.top - at.top;
    else if (at.bottom > frame.bottom) box.scrollTop += at.bottom - frame.bottom;
  };
  const mark = () => {
    const number = here()?.dataset.number;
    links().forEach((link) => {
      if (link.dataset.walk === number) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    });
    show(document.querySelector(`#${list} [data-walk][aria-current]`));
  };
  const token = () => document.cookie.split("; ").find((part) => part.startsWith("zhangdeng_csrf="))?.split("=")[1] || "";
  const hold = () => {
    const address = here()?.dataset.hold;
    if (address) fetch(address, { method: "POST", headers: { "X-CSRFToken": token(), "X-Background": "1" } }).catch(() => {});
  };
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target?.id !== desk && event.detail.elt?.id !== desk) return;
    mark();
    begun();
    hold();
  });
  document.addEventListener("live:refreshed", (event) => { if (event.target.id === list) mark(); });
  setInterval(hold, HOLD);
  window.addEventListener("pagehide", () => {
    const address = here()?.dataset.hold;
    if (!address) return;
    const body = new FormData();
    body.append("csrfmiddlewaretoken", token());
    body.append("leave", "1");
    navigator.sendBeacon(address, body);
  });
  mark();
  hold();
  return { open };
};
