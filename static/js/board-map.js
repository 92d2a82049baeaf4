// The map: a still layer (the network, fetched once) and a living one (faults and crews, read from the lists beside it).
// Everything is in metres; lines and dots keep their width on the screen, marks their size.
(() => {
  const frame = document.querySelector("[data-map]");
  if (!frame) return;
  const svg = frame.querySelector("svg");
  const make = (name, attributes = {}, parent = null, text = "") => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    if (text) made.textContent = text;
    if (parent) parent.append(made);
    return made;
  };
  const SHAPES = {
    ok: ["circle", { r: 7 }], warn: ["path", { d: "M0-9.5 9 7.5-9 7.5z" }], late: ["path", { d: "M0-10 10 0 0 10-10 0z" }],
  };
  const WORST = ["late", "warn", "ok"];
  let whole = null; // the box of the network
  let view = null; // what is seen: {x, y, k}: metres at the middle, metres a pixel
  let plan = null;
  let still, living, names;

  const world = (event) => {
    const box = svg.getBoundingClientRect();
    return [view.x + (event.clientX - box.left - box.width / 2) * view.k, view.y + (event.clientY - box.top - box.height / 2) * view.k];
  };
  const size = () => [Math.max(1, svg.clientWidth), Math.max(1, svg.clientHeight)];
  let waiting = false;
  let drawn = 0; // the scale the marks were drawn for
  let later = 0; // names come when the map stands still
  const lay = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      const [width, height] = size();
      svg.setAttribute("viewBox", `${view.x - (width / 2) * view.k} ${view.y - (height / 2) * view.k} ${width * view.k} ${height * view.k}`);
      if (drawn !== view.k) svg.querySelectorAll("[data-at]").forEach((each) => each.setAttribute("transform", `translate(${each.dataset.at}) scale(${view.k})`));
      if (drawn !== view.k) names.replaceChildren();
      drawn = view.k;
      clearTimeout(later);
      later = setTimeout(label, 150);
    });
  };
  const fit = (box = whole) => {
    const [width, height] = size();
    const room = width > 360 ? 48 : 16;
    view = {
      x: (box[0] + box[2]) / 2, y: (box[1] + box[3]) / 2,
      k: Math.max((box[2] - box[0]) / Math.max(1, width - 2 * room), (box[3] - box[1]) / Math.max(1, height - 2 * room - 30), 0.4),
    };
    lay();
  };
  const zoom = (by, at = [view.x, view.y]) => {
    const k = Math.min(widest() * 1.5, Math.max(0.3, view.k * by));
    view = { x: at[0] + (view.x - at[0]) * (k / view.k), y: at[1] + (view.y - at[1]) * (k / view.k), k };
    lay();
  };
  const widest = () => Math.max((whole[2] - whole[0]) / size()[0], (whole[3] - whole[1]) / size()[1], 1);
  const pan = (dx, dy) => { view = { ...view, x: view.x + dx, y: view.y + dy }; lay(); };

  // ---- the still layer
  const draw = () => {
    const points = plan.transformers.map((each) => [each[2], each[3]]);
    const xs = points.map((point) => point[0]), ys = points.map((point) => point[1]);
    whole = points.length ? [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] : [0, 0, 1000, 1000];
    svg.replaceChildren();
    still = make("g", {}, svg);
    const outlines = plan.stations.map((station) => station.outline.map((point) => point.join(" ")).join(" L"));
    outlines.forEach((outline) => make("path", { class: "area", d: `M${outline}z` }, still));
    outlines.forEach((outline) => make("path", { class: "area-in", d: `M${outline}z` }, still));
    plan.feeders.forEach((feeder) => make("path", {
      class: "line", "data-line": feeder.id, d: feeder.edges.map(([a, b, c, d]) => `M${a} ${b}L${c} ${d}`).join(""),
    }, still));
    make("path", { class: "dots", d: points.map(([x, y]) => `M${x} ${y}h0`).join("") }, still);
    plan.substations.forEach((source) => {
      const group = at(source.at, still);
      make("rect", { class: "source", x: -7, y: -7, width: 14, height: 14 }, group);
      make("path", { class: "source", d: "M1-5-3 1h6l-4 5" }, group);
      make("text", { class: "name-source", y: 20 }, group, source.name);
    });
    names = make("g", {}, svg);
    living = make("g", {}, svg);
    frame.classList.add("has-map");
    fit();
    live();
  };
  const at = ([x, y], parent) => make("g", { "data-at": `${x} ${y}`, transform: `translate(${x} ${y})` }, parent);

  // Names of transformers only when there is room for them.
  const label = () => {
    names.replaceChildren();
    if (view.k > 3.2) return;
    const [width, height] = size();
    const [right, down] = [(width / 2) * view.k, (height / 2) * view.k];
    plan.transformers.filter(([, , x, y]) => Math.abs(x - view.x) < right && Math.abs(y - view.y) < down).slice(0, 80).forEach(([, name, x, y]) => {
      make("text", { x: 8, y: 4 }, make("g", { transform: `translate(${x} ${y}) scale(${view.k})` }, names), name);
    });
  };

  // ---- the living layer
  const chosen = () => document.getElementById("board-desk").dataset;
  const live = () => {
    if (!plan) return;
    const { fault, group } = chosen();
    living.replaceChildren();
    const pins = [...document.querySelectorAll("[data-pin][data-x]")];
    const places = Map.groupBy ? Map.groupBy(pins, (pin) => pin.dataset.transformer) : grouped(pins);
    const lines = new Map();
    pins.forEach((pin) => lines.set(pin.dataset.feeder, (lines.get(pin.dataset.feeder) || 0) + 1));
    const mine = pins.find((pin) => pin.dataset.pin === fault);
    const hot = new Set([...lines].filter(([, count]) => count > 2).map(([line]) => line));
    document.querySelectorAll("[data-cluster-feeder]").forEach((each) => hot.add(each.dataset.clusterFeeder));
    still.querySelectorAll("[data-line]").forEach((line) => {
      line.classList.toggle("line-hot", hot.has(line.dataset.line));
      line.classList.toggle("line-chosen", Boolean(mine) && (group || hot.has(line.dataset.line)) && mine.dataset.feeder === line.dataset.line);
    });
    const crews = [...document.querySelectorAll(".crew[data-crew][data-x]")];
    const marks = [...pins, ...crews].map((each) => [Number(each.dataset.x), -each.dataset.y]).concat(plan.substations.map((source) => source.at));
    // A station's name stands outside its hull, above or below, where less is.
    plan.stations.forEach((station) => {
      const down = station.outline.map((point) => point[1]);
      const [top, foot] = [Math.min(...down), Math.max(...down)];
      const spots = [[station.at[0], top - 18 * view.k], [station.at[0], foot + 18 * view.k]];
      const room = ([x, y]) => Math.min(...marks.map(([mx, my]) => Math.hypot((mx - x) / 4, my - y)), 40 * view.k);
      const under = room(spots[1]) > room(spots[0]);
      marks.push(spots[under ? 1 : 0]);
      make("text", { class: "name-area", y: under ? 24 : -14 }, at([station.at[0], under ? foot : top], living), station.name);
    });
    plan.feeders.filter((feeder) => hot.has(String(feeder.id)) && feeder.edges.length).forEach((feeder) => {
      const spot = freest(feeder.edges.map((edge) => [edge[2], edge[3]]), marks);
      marks.push(spot);
      make("text", { class: "name-hot", y: -11 }, at(spot, living), `${feeder.name} ${lines.get(String(feeder.id)) || 0} 起`);
    });
    const best = document.querySelector(".crew-best[data-x]");
    if (mine && best && document.querySelector("#send button[name=crew]")) {
      make("path", { class: "way", d: `M${best.dataset.x} ${-best.dataset.y}L${mine.dataset.x} ${-mine.dataset.y}` }, living);
    }
    vans(crews, pins);
    for (const here of places.values()) mark(here, fault);
    drawn = 0;
    lay();
  };
  const grouped = (pins) => pins.reduce((found, pin) => found.set(pin.dataset.transformer, [...(found.get(pin.dataset.transformer) || []), pin]), new Map());
  const toneOf = (pin) => (WORST.includes(pin.dataset.tone) ? pin.dataset.tone : "ok");
  const mark = (here, fault) => {
    const first = here.find((pin) => pin.dataset.pin === fault) || here[0];
    const tone = WORST.find((each) => here.some((pin) => toneOf(pin) === each));
    const group = at([first.dataset.x, -first.dataset.y], living);
    group.dataset.mapPin = first.dataset.pin;
    make("title", {}, group, `${first.dataset.place || ""} ${here.length > 1 ? `${here.length} 起报修` : first.dataset.title || ""}`);
    make("circle", { r: 16, fill: "transparent" }, group);
    if (here.some((pin) => pin.dataset.pin === fault)) make("circle", { class: "pin-ring", r: 15 }, group);
    const [shape, attributes] = SHAPES[tone];
    make(shape, { ...attributes, class: `pin pin-${tone}` }, group);
    if (here.length > 1) make("text", { class: "pin-count", y: tone === "warn" ? 2 : 0 }, group, String(here.length));
  };
  // Crews at the same place stand side by side, above or below the faults that are there.
  const vans = (crews, pins) => {
    const stood = new Map();
    crews.forEach((crew) => {
      const place = `${crew.dataset.x} ${-crew.dataset.y}`;
      stood.set(place, [...(stood.get(place) || []), crew]);
    });
    stood.forEach((here, place) => {
      const wide = Math.min(here.length, 4);
      const down = clear(here[0], wide, pins);
      here.forEach((crew, order) => {
        const group = at([crew.dataset.x, -crew.dataset.y], living);
        const moved = make("g", { transform: `translate(${((order % 4) - (wide - 1) / 2) * 22} ${down + Math.floor(order / 4) * 22})` }, group);
        moved.dataset.mapCrew = crew.dataset.crew;
        moved.dataset.name = crew.dataset.name;
        make("title", {}, moved, `${crew.dataset.name} ${crew.dataset.doing || (crew.dataset.load === "0" ? "空闲" : `在办 ${crew.dataset.load} 张`)}`);
        make("rect", { class: crew.dataset.load === "0" ? "van van-free" : "van", x: -9, y: -9, width: 18, height: 18, rx: 4 }, moved);
        const key = crew.querySelector("kbd")?.textContent;
        if (key) make("text", { class: "van-key" }, moved, key);
      });
    });
  };
  const clear = (crew, wide, pins) => {
    const hidden = (down) => pins.filter((pin) => Math.abs(pin.dataset.x - crew.dataset.x) < (wide * 11 + 8) * view.k
      && Math.abs(crew.dataset.y - pin.dataset.y + down * view.k) < 18 * view.k).length;
    return [0, 24, -24, 44, -44].reduce((best, down) => (hidden(down) < hidden(best) ? down : best));
  };
  // Of some places the one with the most room around it; names are wider than high.
  const freest = (places, taken) => {
    const side = 30 * view.k; // half a name, less what the frame leaves free
    const room = ([x, y]) => Math.min(...taken.map(([tx, ty]) => Math.hypot((tx - x) / 4, ty - y)), x - whole[0] - side, whole[2] - x - side);
    return places.reduce((best, place) => (room(place) > room(best) ? place : best));
  };

  // ---- moving about
  const held = new Map();
  let apart = 0;
  let moved = false;
  frame.addEventListener("pointerdown", (event) => {
    if (!view || event.button || event.target.closest("button, .map-legend") || (event.pointerType !== "touch" && event.target.closest("[data-map-pin], [data-map-crew]"))) return;
    held.set(event.pointerId, event);
    moved = false;
    apart = spread();
    frame.setPointerCapture(event.pointerId);
  });
  frame.addEventListener("pointermove", (event) => {
    const last = held.get(event.pointerId);
    if (!last) return;
    held.set(event.pointerId, event);
    if (Math.hypot(event.clientX - last.clientX, event.clientY - last.clientY) > 2) moved = true;
    if (held.size === 1) pan((last.clientX - event.clientX) * view.k, (last.clientY - event.clientY) * view.k);
    else if (held.size === 2) {
      const now = spread();
      const [one, two] = [...held.values()];
      if (apart) zoom(apart / now, world({ clientX: (one.clientX + two.clientX) / 2, clientY: (one.clientY + two.clientY) / 2 }));
      apart = now;
    }
  });
  const spread = () => {
    const [one, two] = [...held.values()];
    return two ? Math.hypot(one.clientX - two.clientX, one.clientY - two.clientY) : 0;
  };
  ["pointerup", "pointercancel"].forEach((name) => frame.addEventListener(name, (event) => { held.delete(event.pointerId); apart = spread(); }));
  frame.addEventListener("click", (event) => {
    const pin = event.target.closest("[data-map-pin]") || (moved ? null : nearest(event));
    if (pin) document.dispatchEvent(new CustomEvent("board:pick", { detail: pin.dataset.mapPin }));
    const button = event.target.closest("[data-zoom]");
    if (button) change(button.dataset.zoom);
  });
  const nearest = (event) => {
    if (!living || event.target.closest("button, .map-legend, [data-map-crew]")) return null;
    const [x, y] = world(event);
    const found = [...living.querySelectorAll("[data-map-pin]")].map((pin) => {
      const [px, py] = pin.dataset.at.split(" ").map(Number);
      return [Math.hypot(px - x, py - y) / view.k, pin];
    }).sort((a, b) => a[0] - b[0])[0];
    return found && found[0] < 24 ? found[1] : null;
  };
  const change = (how) => { if (!view) return; if (how === "fit") fit(); else zoom(how === "in" ? 1 / 1.5 : 1.5); };
  frame.addEventListener("wheel", (event) => {
    if (!view) return;
    event.preventDefault();
    zoom(Math.exp(Math.max(-60, Math.min(60, event.deltaY)) / 240), world(event));
  }, { passive: false });
  frame.addEventListener("keydown", (event) => {
    const [width, height] = size();
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!way || !view) return;
    event.preventDefault();
    pan(way[0] * width * view.k * 0.15, way[1] * height * view.k * 0.15);
  });
  document.addEventListener("board:zoom", (event) => change(event.detail));
  document.addEventListener("board:drawn", live);
  document.addEventListener("board:chosen", live);
  new ResizeObserver(() => { if (view && svg.clientWidth) lay(); }).observe(svg);

  const load = async () => {
    try {
      const answer = await fetch(frame.dataset.url, { credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      plan = await answer.json();
      if (plan.transformers.length) draw();
      else frame.querySelector(".map-state").textContent = "辖区内还没有登记台区，画不出地图。";
    } catch {
      frame.querySelector(".map-state").textContent = "地图没有取到，列表和班组照常可用。";
      setTimeout(load, 10000);
    }
  };
  load();
})();
