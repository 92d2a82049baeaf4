// Elements from words: nothing that was typed or sent ever becomes markup.
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  Crew.h = (tag, given = {}, ...children) => {
    const element = document.createElement(tag);
    Object.entries(given).forEach(([name, value]) => {
      if (value === null || value === undefined || value === false) return;
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (name === "data") Object.assign(element.dataset, value);
      else if (name === "class") element.className = value;
      else if (value === true) element.setAttribute(name, "");
      else element.setAttribute(name, String(value));
    });
    element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
    return element;
  };
  Crew.icon = (name) => {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    const use = document.createElementNS(SVG, "use");
    use.setAttribute("href", `${document.body.dataset.icons}#${name}`);
    svg.append(use);
    return svg;
  };
  // The server's own markup (its forms, an order's history): parsed, not pasted.
  Crew.parsed = (html) => {
    const template = document.createElement("template");
    template.innerHTML = html;
    return template.content;
  };
  // The last six bold, as everywhere.
  Crew.number = (text) => Crew.h("span", { class: "order-number" }, text.slice(0, -6), Crew.h("b", {}, text.slice(-6)));

  let timer = 0;
  Crew.toast = (words, act = null) => {
    const toast = document.querySelector("[data-toast]");
    clearTimeout(timer);
    toast.replaceChildren(Crew.h("span", {}, words), ...(act ? [Crew.h("button", { type: "button", onclick: () => { toast.hidden = true; act.run(); } }, act.label)] : []));
    toast.hidden = false;
    timer = setTimeout(() => { toast.hidden = true; }, act ? act.for : 4000);
  };
})();
