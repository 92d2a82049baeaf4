// An order as a card in the list, and opened.
(() => {
  const { h, icon } = Crew;
  const apple = /iPhone|iPad|iPod/.test(navigator.userAgent);
  const map = (place) => (apple ? "https://maps.apple.com/?q=" : "geo:0,0?q=") + encodeURIComponent(place);

  const tags = (order, seen, waiting) => [
    order.urgent ? h("span", { class: "tag tag-strong" }, icon("urgent"), "紧急") : null,
    order.breached ? h("span", { class: "tag tag-late" }, icon("clock-exclamation"), "曾超时") : null,
    order.urges ? h("span", { class: "tag" }, `催办 ${order.urges}`) : null,
    order.children ? h("span", { class: "tag" }, `含 ${order.children} 张子单`) : null,
    waiting ? h("span", { class: "tag tag-waits" }, icon("cloud-upload"), `待上传 ${waiting}`) : null,
  ];
  const states = (seen) => h("span", { class: "state" }, Crew.state.data.states[seen.state] || seen.state);

  const reach = (order) => h("div", { class: "reach" },
    order.phones.length && !order.masked ? h("a", { class: "btn", href: `tel:${order.phones[0]}` }, icon("phone"), h("span", { class: "cut" }, `打给${order.name}`)) : null,
    order.masked ? null : h("a", { class: "btn", href: map(order.place) }, icon("navigation"), "导航"));

  const next = (order, seen, main) => {
    if (seen.stuck) return h("a", { class: "btn btn-big btn-stuck", href: "#/outbox" }, icon("alert-triangle"), `处理被退回的「${seen.stuck.label}」`);
    if (!seen.next) return h("p", { class: "soft rest" }, seen.state === "replied" ? "已回单，等客服回访。" : "现在没有要办的下一步。");
    return h("button", { type: "button", class: `btn btn-big${main ? " btn-primary" : ""}`, data: { next: seen.next.name }, onclick: (event) => Crew.act(order, seen, seen.next, event) }, seen.next.label.replace("班组接单", "接单"));
  };

  Crew.card = (order, first) => {
    const { seen, items } = Crew.seen(order);
    return h("article", { class: `card${first ? " card-first" : ""}`, data: { order: order.number } },
      h("p", { class: "card-line" }, Crew.chips(order.clocks), tags(order, seen, items.length)),
      h("a", { class: "card-open", href: `#/${order.number}` },
        h("h2", {}, order.title),
        h("p", { class: "card-place" }, icon("map-pin"), h("span", {}, order.place)),
        order.content ? h("p", { class: "card-said" }, order.content) : null,
        h("p", { class: "card-small" }, states(seen), Crew.number(order.number), h("span", { class: "soft" }, order.area))),
      reach(order),
      next(order, seen, first));
  };

  const strip = (items) => {
    const shots = items.filter((item) => item.thumb);
    return shots.length ? h("div", { class: "shots" }, shots.map((item) => h("figure", {}, h("img", { src: item.thumb, alt: item.label }), h("figcaption", {}, item.state === "refused" ? "被退回" : "待上传")))) : null;
  };

  const camera = (order) => {
    const input = (label, name, capture) => h("label", { class: "btn tool" }, icon(name), label, h("input", {
      type: "file", accept: "image/*", capture, multiple: !capture, class: "visually-hidden", "aria-label": label,
      onchange: (event) => { Crew.photograph(order, [...event.target.files]); event.target.value = ""; },
    }));
    return [input("拍照", "camera", "environment"), input("相册", "photo", null)];
  };

  Crew.opened = (order) => {
    const { seen, items } = Crew.seen(order);
    const others = seen.usable.filter((verb) => verb !== seen.next && verb.name !== "attach" && !(verb.name === "depart" && seen.next?.name === "take"));
    const tool = (verb) => h("button", { type: "button", class: "btn tool", data: { verb: verb.name }, onclick: (event) => Crew.act(order, seen, verb, event) }, icon({ support: "users-group", note: "edit" }[verb.name] || "chevron-right"), verb.next ? `再次${verb.label}`.replace(/^再次(?!勘查)/, "") : verb.label);
    return [
      h("article", { class: "opened", data: { order: order.number } },
        h("p", { class: "card-line" }, states(seen), Crew.chips(order.clocks), tags(order, seen, items.length)),
        h("h2", {}, order.title),
        h("p", { class: "card-place" }, icon("map-pin"), h("span", {}, order.place)),
        h("p", { class: "soft" }, [order.area, order.network].filter(Boolean).join(" · ")),
        order.appointment ? h("p", { class: "hint-line" }, icon("clock"), `与客户约定 ${Crew.clock.short(order.appointment)}`) : null,
        reach(order),
        h("p", { class: "who" }, icon("user"), h("span", {}, order.name), order.phones.map((phone) => (order.masked ? h("span", { class: "num" }, phone) : h("a", { class: "num", href: `tel:${phone}` }, phone)))),
        h("p", { class: "content" }, order.content),
        strip(items),
        h("div", { class: "tools" }, camera(order), others.map(tool)),
        h("div", { class: "told" }, Crew.parsed(order.html)),
        h("p", { class: "soft foot" }, "工单 ", Crew.number(order.number))),
      h("div", { class: "dock" }, next(order, seen, true)),
    ];
  };
})();
