// Who else has this order open: a beat every twenty seconds while the page is looked at, and a word when it is closed.
(() => {
  const place = document.getElementById("presence");
  const order = document.querySelector("[data-order]")?.dataset.order;
  if (!place || !order) return;
  const address = `/orders/${order}/presence/`;
  const EVERY = 20000;
  let gone = false;
  let timer = 0;

  const body = (more = {}) => {
    const fields = new URLSearchParams(more);
    const token = document.cookie.split("; ").find((part) => part.startsWith("zhangdeng_csrf="))?.split("=")[1];
    fields.set("csrfmiddlewaretoken", token || document.querySelector("[name=csrfmiddlewaretoken]")?.value || "");
    return fields;
  };
  const doing = () => {
    const panel = document.getElementById("panel");
    return panel?.dataset.typed ? panel.dataset.verb || "" : "";
  };
  const beat = async () => {
    clearTimeout(timer);
    timer = setTimeout(beat, EVERY);
    if (document.hidden || gone) return;
    try {
      const answer = await fetch(address, { method: "POST", body: body({ doing: doing() }), headers: { "HX-Request": "true", "X-Background": "1" } });
      if (answer.ok && !answer.redirected) {
        const text = (await answer.text()).trim();
        if (place.innerHTML !== text) place.innerHTML = text;
      } else place.replaceChildren();
    } catch {
      place.replaceChildren(); // what we do not know we do not say
    }
  };
  document.addEventListener("live:event", ({ detail }) => { if (detail.topic === "presence" && detail.number === order) beat(); });
  document.addEventListener("panel:typed", beat);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) beat(); });
  window.addEventListener("pagehide", () => { gone = true; navigator.sendBeacon(address, body({ leave: "1" })); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) { gone = false; beat(); } });
  beat();
})();
