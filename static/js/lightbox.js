// Pictures of an order, large: one after another with the arrow keys, closed with Esc.
(() => {
  const box = document.getElementById("lightbox");
  if (!box) return;
  const image = box.querySelector("[data-lightbox-image]");
  let at = 0;
  const all = () => [...document.querySelectorAll("[data-pictures] a[data-picture]")];
  const show = (place) => {
    const links = all();
    if (!links.length) { box.close(); return; }
    at = (place + links.length) % links.length;
    const link = links[at];
    image.src = link.href;
    image.alt = link.querySelector("img").alt;
    box.querySelector("[data-lightbox-name]").textContent = link.dataset.picture;
    box.querySelector("[data-lightbox-place]").textContent = links.length > 1 ? `${at + 1} / ${links.length}` : "";
    box.querySelector("[data-lightbox-file]").href = link.href;
    box.querySelectorAll("[data-lightbox-move]").forEach((button) => { button.hidden = links.length < 2; });
    if (!box.open) box.showModal();
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-pictures] a[data-picture]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      show(all().indexOf(link));
    }
    const move = event.target.closest("[data-lightbox-move]");
    if (move) show(at + Number(move.dataset.lightboxMove));
    if (event.target === box) box.close();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowRight") show(at + 1);
    else if (event.key === "ArrowLeft") show(at - 1);
  });
  box.addEventListener("close", () => image.removeAttribute("src"));
  // A picture that cannot be shown says so instead of a broken frame.
  document.addEventListener("error", (event) => {
    if (event.target.matches?.("[data-pictures] img")) event.target.closest("a").classList.add("picture-gone");
  }, true);
})();
