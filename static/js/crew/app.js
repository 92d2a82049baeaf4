// The crew's page: the list, an order, what waits. Drawn from what the phone keeps; the server is asked beside it.
(() => {
  const { h, icon, store, queue, clock } = Crew;
  const { dataset } = document.body;
  const UNDO = Crew.undo || 4000; // milliseconds in which a step can be taken back; tests need not wait so long
  const state = Crew.state = { data: null, person: null, items: [], others: [], online: navigator.onLine !== false, ended: false, refused: "", synced: 0 };
  const $ = (selector) => document.querySelector(selector);

  // ---- what is known
  const load = async () => {
    state.data = (await store.told("data")) || null;
    state.person = (await store.told("person")) || null;
    state.synced = (await store.told("synced")) || 0;
    await clock.recall();
    await recount();
  };
  const recount = async () => {
    const all = await store.items();
    state.items = state.person ? all.filter((item) => item.person === state.person.id) : [];
    state.others = all.filter((item) => item.person !== state.person?.id);
  };
  Crew.seen = (order) => {
    const items = state.items.filter((item) => item.order === order.number);
    return { items, seen: Crew.foresee(order, items, state.data.verbs) };
  };

  // ---- asking the server
  const etag = (value) => {
    try {
      if (value !== undefined) localStorage.setItem("crew-etag", value);
      return localStorage.getItem("crew-etag") || "";
    } catch { return ""; }
  };
  let asking = null;
  let askAgain = false;
  let heard = false; // the server answered this page: what was kept from before is not said to be the latest
  const ask = async (byHand) => {
    let asked = Date.now();
    const headers = { Accept: "application/json" };
    if (!byHand) headers["X-Background"] = "1";
    if (state.data && etag()) headers["If-None-Match"] = etag();
    let answer;
    try {
      if (self.early) {
        ({ asked } = self.early);
        const { answer: under } = self.early;
        self.early = null;
        answer = await under;
        if (answer.status === 304 && !state.data) { etag(""); await ask(byHand); return; }
      } else answer = await fetch(dataset.feed, { headers, credentials: "same-origin", cache: "no-store", redirect: "manual" });
    } catch {
      state.online = false;
      return;
    }
    const back = !heard || !state.online || state.ended; // then pauses after failures are not waited out
    state.online = answer.status < 500;
    if (answer.status === 401 || answer.status === 0 || answer.type === "opaqueredirect") { state.ended = true; return; }
    if (answer.status === 403) { await forbidden(answer); return; }
    const server = Number(answer.headers.get("X-Server-Time"));
    let fresh = null;
    try {
      if (answer.status === 200 && server) fresh = await answer.json();
    } catch { /* no answer of ours */ }
    if (!fresh && !(answer.status === 304 && server)) { state.online = false; return; } // a portal's page, or something between
    state.ended = false;
    state.refused = "";
    state.synced = Date.now();
    await store.tell("synced", state.synced);
    await clock.learn(server, asked, state.data?.pace);
    const cookie = document.cookie.split("; ").find((part) => part.startsWith("zhangdeng_csrf="));
    await store.tell("form_key", cookie ? cookie.slice(15) : "");
    if (fresh) await take(fresh, answer.headers.get("ETag"), asked);
    listen();
    heard = true;
    Crew.send(back);
  };
  // Not of a crew any more, or the password is too old: nothing of the orders stays here.
  const forbidden = async (answer) => {
    const to = answer.headers.get("HX-Redirect");
    if (to) { state.refused = "密码已过期，请先修改密码"; state.to = to; return; }
    await store.forget();
    state.data = null;
    state.refused = "移动端只对抢修班组人员开放，请用有班组权限的账号登录";
    state.to = dataset.orders;
  };
  // What was asked for before an act of ours was answered knows less of that order than the answer.
  const newest = (kept, fresh, asked) => ({
    ...fresh,
    orders: fresh.orders.map((order) => {
      const mine = kept?.orders.find((each) => each.number === order.number);
      return mine?.heard >= asked && mine.version > order.version ? mine : order;
    }),
  });
  const take = async (data, mark, asked) => {
    if (state.person && state.person.id !== data.person.id) await forgetOrders();
    await store.tell("person", data.person);
    await store.tell("places", { send: new URL(dataset.send, location.href).href });
    state.data = await store.retell("data", (kept) => newest(kept, data, asked));
    etag(mark);
    state.person = data.person;
    await recount();
  };
  const forgetOrders = async () => {
    const anchor = await store.told("anchor");
    await store.forget();
    if (anchor) await store.tell("anchor", anchor);
  };
  Crew.refresh = async (byHand = false) => {
    if (asking) { askAgain = true; return asking; }
    asking = ask(byHand).finally(() => { asking = null; });
    await asking;
    redraw();
    again();
    if (askAgain) { askAgain = false; Crew.refresh(); }
    return undefined;
  };
  // A browser may believe in a network that carries nothing, and then does not say when it does.
  let lost = 0; // times in a row
  const again = () => {
    clearTimeout(again.timer);
    if (state.online) lost = 0;
    else again.timer = setTimeout(() => { if (!document.hidden) Crew.refresh(); }, Math.min(30, 3 * 2 ** lost++) * 1000);
  };
  Crew.hurry = async () => {
    await Crew.send(true);
    await Crew.refresh(true);
  };

  // ---- entering
  Crew.enter = async ({ order = "", verb, label, data = [], files = [], free = false, hold = false, occurred_at, thumb, quiet }) => {
    const known = order ? state.data.orders.find((each) => each.number === order) : null;
    const items = order ? state.items.filter((item) => item.order === order) : [];
    const foreseen = known ? Crew.foresee(known, items, state.data.verbs) : null;
    const after = hold ? Date.now() + UNDO : 0;
    await queue.add({ person: state.person.id, who: state.person.name, order, verb, label, data, files, free, occurred_at, thumb, after }, known);
    await recount();
    redraw(true);
    const place = Math.max(...state.items.map((item) => item.place));
    const soon = state.online && !state.ended ? "" : "，联网后上传";
    if (hold) Crew.toast(`已${label.replace("班组", "")} ${clock.short(clock.now())}${soon}`, { label: "撤销", for: UNDO - 300, run: () => withdraw(place) });
    else if (!quiet) Crew.toast(`${label}已登记${soon}`);
    wakeLater();
    Crew.send();
    return foreseen;
  };
  const withdraw = async (place) => {
    const item = state.items.find((each) => each.place === place);
    if (item?.state === "waiting") await queue.drop(place);
    else Crew.toast("已经上传，不能撤销");
  };
  // The browser may send for us once the page is closed.
  const wakeLater = async () => {
    try { (await navigator.serviceWorker?.ready)?.sync?.register("crew-send").catch(() => {}); } catch { /* not here */ }
  };

  let tapped = "";
  Crew.act = (order, seen, verb, event) => {
    // A double tap is one; the next step's button may already stand under the thumb.
    const what = `${order.number}.${verb.name}`;
    if (event?.detail > 1 || tapped === what) return;
    tapped = what;
    setTimeout(() => { tapped = ""; }, 600);
    const html = state.data.forms[`${verb.name}.${order.forms}`];
    const lateness = Crew.lateness(order, seen, verb, state.online && !state.ended);
    const common = { order: order.number, verb: verb.name, label: verb.label, free: verb.free };
    if (Crew.sheet.bare(html) && lateness !== "must") { Crew.enter({ ...common, hold: true }); return; }
    Crew.sheet.ask({
      order, verb, html, lateness, typedAs: `${state.person.id}.${order.number}.${verb.name}`,
      entered: async ({ data, signature, at }) => {
        if (signature) await Crew.enter({ ...sheetFile(order, "signature", "客户签字", "客户签字.png", signature), quiet: true });
        await Crew.enter({ ...common, data, occurred_at: at });
      },
    });
  };
  Crew.mend = (item, order, verb) => Crew.sheet.ask({
    order, verb, item, html: (!item.files.length && state.data.forms[`${verb.name}.${order.forms}`]) || "", lateness: "", typedAs: "",
    entered: async ({ data, at }) => {
      const said = item.files.length ? item.data : data; // a picture has no form: only its time can be put right
      await queue.change(item.place, { data: said, occurred_at: at || item.occurred_at, key: crypto.randomUUID(), state: "waiting", retry: 0, tries: 0, answer: null });
      Crew.send(true);
    },
  });
  const sheetFile = (order, kind, label, name, blob, thumb) => ({
    order: order.number, verb: "attach", label, free: true, data: [["kind", kind]], files: [{ field: "file", name, blob }], thumb,
  });
  Crew.photograph = async (order, files) => {
    for (const file of files) {
      try {
        const { blob, thumb } = await Crew.shrink(file);
        const stamp = clock.field(clock.now()).replace(/[-:]/g, "").replace("T", "-");
        await Crew.enter(sheetFile(order, "photo", "照片", `照片-${stamp}.jpg`, blob, thumb));
      } catch {
        Crew.toast("这张照片打不开，请重新拍一张");
      }
    }
  };

  // ---- words for what was entered
  const labelled = (item) => Crew.parsed(state.data?.forms[`${item.verb}.${state.data.orders.find((each) => each.number === item.order)?.forms}`] || "");
  Crew.label = (item, name) => {
    const field = labelled(item).querySelector(`[name="${name}"]`)?.closest(".field");
    return field?.querySelector("legend, label:not(.pick label), .form-check-label")?.firstChild.textContent || { remark: "说明", missing: "缺项", kind: "类别" }[name] || name;
  };
  Crew.value = (item, name, value) => {
    const form = labelled(item);
    const choice = [...form.querySelectorAll(`[name="${name}"]`)].find((field) => field.value === value && field.type !== "text");
    const label = choice?.id && form.querySelector(`label[for="${choice.id}"]`);
    return value === "on" ? "是" : label?.textContent || value.replace("T", " ");
  };

  // ---- drawing
  const wire = () => {
    const pill = $("[data-wire]");
    const waiting = state.items.length;
    const stuck = state.items.filter((item) => ["refused", "conflict"].includes(item.state)).length;
    const sending = state.items.some((item) => item.state === "sending");
    let [tone, words] = ["on", heard ? "已同步" : state.synced ? "正在同步" : "正在打开"];
    if (state.ended) [tone, words] = ["ended", waiting ? `未登录 · 待上传 ${waiting}` : "未登录"];
    else if (stuck) [tone, words] = ["stuck", `${stuck} 项被退回`];
    else if (!state.online) [tone, words] = ["away", waiting ? `无网络 · 待上传 ${waiting}` : "无网络"];
    else if (waiting) [tone, words] = ["busy", sending ? `正在上传 ${waiting}` : `待上传 ${waiting}`];
    pill.dataset.state = tone;
    $("[data-wire-words]").textContent = words;
    navigator.setAppBadge?.(waiting).catch(() => {});
    const banner = $("[data-banner]");
    banner.hidden = !state.ended && !state.refused;
    if (state.ended) {
      const kept = waiting ? `登记的 ${waiting} 项都在手机上，登录后接着上传。` : "手机上看到的是上次的内容。";
      banner.replaceChildren(icon("key"), h("p", {}, h("b", {}, "登录已失效。"), kept), h("a", { class: "btn btn-primary", href: `${dataset.signIn}?next=${encodeURIComponent(dataset.scope)}` }, "登录"));
    } else if (state.refused) banner.replaceChildren(icon("alert-triangle"), h("p", {}, state.refused), h("a", { class: "btn", href: state.to }, "去处理"));
  };

  // That there is nothing in hand is the server's to say: before it has, what was kept is what was so the last time.
  const nothing = () => {
    if (!heard && state.online && !state.ended) return h("div", { class: "waiting" }, h("span"), h("p", {}, "正在取本班组的工单…"));
    const [sign, title] = heard ? ["circle-check", "手上没有工单"] : ["history", "上次同步时手上没有工单"];
    const then = state.ended ? "登录后才能看到现在的。" : state.online ? "派了新工单会自动出现在这里。" : "现在没有网络，新派的工单联网后才会出现。";
    return h("div", { class: "nothing" }, icon(sign), h("p", { class: "nothing-title" }, title), h("p", {}, then));
  };
  const list = () => {
    const { data } = state;
    const duty = state.items.filter((item) => !item.order);
    const orders = data.orders.map((order) => ({ order, done: Crew.seen(order).seen.state === "replied" && Crew.seen(order).seen.waiting > 0 }));
    const open = orders.filter((each) => !each.done).map((each) => each.order);
    const sent = orders.filter((each) => each.done).map((each) => each.order);
    const first = data.day ? Crew.dutyPanel(data.day, duty) : [];
    return [
      (data.storms || []).map((storm) => h("div", { class: "group storm", role: "status" }, icon("cloud-storm"), h("p", {}, h("b", {}, `${storm.unit}大面积抢修中`), ` ${storm.text} `, h("span", { class: "soft" }, `${clock.short(storm.at)} 起`)))),
      data.day ? Crew.dutyLine(data.day, duty) : null,
      first,
      open.map((order, place) => Crew.card(order, place === 0 && first.length === 0)),
      open.length ? null : nothing(),
      sent.length || data.answered.length ? h("details", { class: "answered" }, h("summary", {}, `今天已回单 ${sent.length + data.answered.length}`),
        h("ul", { class: "plain" }, sent.map((order) => h("li", {}, h("a", { href: `#/${order.number}` }, order.title), h("span", { class: "soft" }, " 回单待上传"))),
          data.answered.map((order) => h("li", {}, h("a", { href: order.href }, order.title), h("span", { class: "soft" }, ` ${order.place} · ${clock.short(order.at)} · ${order.state}`))))) : null,
    ];
  };

  const more = () => [
    h("section", { class: "group" }, h("h2", {}, state.person ? state.person.name : ""), h("p", { class: "soft" }, state.person ? `${state.person.username} · ${state.data?.day?.crew || ""}` : "")),
    h("section", { class: "group" }, h("p", {}, state.synced ? `上次与服务器同步：${clock.short(clock.now() - (Date.now() - state.synced))}` : "还没有与服务器同步过"),
      h("button", { type: "button", class: "btn btn-big", onclick: () => Crew.hurry() }, icon("refresh"), "立即同步")),
    state.data?.day ? h("section", { class: "group" }, (() => {
      const now = Crew.dutyNow(state.data.day, state.items.filter((item) => !item.order));
      const { check } = state.data.day;
      return [h("p", {}, now.checked ? (check && check.day === clock.day(clock.now()) ? `今天的检查 ${clock.short(check.at)} 由${check.by}登记${check.missing ? `，缺：${check.missing}` : "，齐全"}` : "今天的检查已登记，待上传") : "今天还没有做每日检查"),
        now.since ? h("button", { type: "button", class: "btn btn-big", onclick: () => { Crew.enter({ verb: "duty_off", label: "离岗", hold: true }); location.hash = "#/"; } }, icon("logout"), "离岗") : null];
    })()) : null,
    h("section", { class: "group" }, h("a", { class: "btn btn-big", href: dataset.orders }, icon("list-details"), "完整的工单列表"),
      Crew.installing ? h("button", { type: "button", class: "btn btn-big", onclick: () => { Crew.installing.prompt(); Crew.installing = null; } }, icon("device-mobile"), "装到手机桌面") : null,
      h("button", { type: "button", class: "btn btn-big", onclick: signOut }, icon("logout"), "退出登录")),
  ];

  const missing = (number) => h("div", { class: "nothing" }, icon("list-details"), h("p", { class: "nothing-title" }, "这张工单已不在手上"), h("p", {}, "可能已回单、改派或合并。"), h("p", {}, h("a", { href: `${dataset.orders}${number}/` }, "打开完整工单页")));
  const place = () => location.hash.replace(/^#\/?/, "");
  let drawn = "";
  // What is replaced between a finger's down and up takes the tap with it, or gives it to another step: it waits so long.
  let pressed = false;
  let owed = null;
  document.addEventListener("pointerdown", () => { pressed = true; });
  ["pointerup", "pointercancel", "blur"].forEach((name) => window.addEventListener(name, () => {
    pressed = false;
    if (owed) setTimeout(() => { if (owed) redraw(owed.force); }); // after the click that follows
  }));
  const redraw = (force = false) => {
    wire();
    if (pressed) { owed = { force: force || Boolean(owed?.force) }; return; }
    owed = null;
    const main = $("#main");
    const at = place();
    $("[data-back]").hidden = at === "";
    $("[data-title]").textContent = { "": "我的抢修", outbox: "待上传", more: "更多" }[at] || "工单";
    if (!state.data) {
      if (!state.online || state.ended || state.refused) main.replaceChildren(h("div", { class: "nothing" }, icon(state.ended ? "key" : "alert-triangle"), h("p", { class: "nothing-title" }, state.ended || state.refused ? "请先登录" : "连不上服务器"), h("p", {}, state.ended || state.refused ? "登录后才能看到本班组的工单。" : "手机上还没有存过工单，联网后会自动取来。")), ...(at === "outbox" ? Crew.outbox().flat(3).filter(Boolean) : []));
      return;
    }
    const sign = JSON.stringify([at, state.data, state.items.map((item) => [item.place, item.state, item.key, item.message]), state.others.length, state.online, state.ended, heard, clock.day(clock.now())]);
    if (!force && sign === drawn) return;
    const moved = !drawn.startsWith(JSON.stringify([at]).slice(0, -1));
    drawn = sign;
    const order = /^\d{16}$/.test(at) ? state.data.orders.find((each) => each.number === at) : null;
    const content = at === "outbox" ? Crew.outbox() : at === "more" ? more() : /^\d{16}$/.test(at) ? (order ? Crew.opened(order) : missing(at)) : list();
    const focused = main.contains(document.activeElement) && document.activeElement.id;
    const scrolled = window.scrollY;
    const unfolded = Boolean(main.querySelector(".answered")?.open);
    main.replaceChildren(...[content].flat(3).filter(Boolean));
    if (unfolded && main.querySelector(".answered")) main.querySelector(".answered").open = true;
    main.removeAttribute("aria-busy");
    main.dataset.ready = "1";
    window.scrollTo(0, moved ? 0 : scrolled);
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  };
  Crew.redraw = redraw;

  // ---- signing out takes the orders along; what was not uploaded stays, unless one says otherwise
  const leave = async (erase) => {
    if (erase) for (const item of state.items) await store.drop(item.place);
    await store.forget();
    navigator.setAppBadge?.(0).catch(() => {});
    const form = h("form", { method: "post", action: dataset.signOut, hidden: true }, h("input", { type: "hidden", name: "csrfmiddlewaretoken", value: document.cookie.match(/zhangdeng_csrf=([^;]+)/)?.[1] || "" }));
    document.body.append(form);
    form.submit();
  };
  const signOut = () => {
    if (!state.online) { Crew.toast("没有网络，退不出登录；联网后再退出"); return; }
    if (!state.items.length) { leave(false); return; }
    Crew.sheet.choose("还有没上传的登记", `${state.items.length} 项登记还没有上传。留在手机上的，只有您本人再登录后才会上传。`, [
      ["留着，退出登录", () => leave(false), true], ["删除这些登记并退出", () => leave(true), false], ["不退出", null, false],
    ]);
  };

  // ---- the stream of events: after the page is usable, and only once there is somebody to listen for
  let listening = false;
  const listen = () => {
    if (listening || !state.data?.events) return;
    listening = true;
    dataset.events = state.data.events;
    dataset.who = state.person.id;
    document.body.append(h("script", { src: dataset.liveScript }));
  };
  const soon = () => { clearTimeout(soon.timer); soon.timer = setTimeout(() => Crew.refresh(), 200); };
  document.addEventListener("live:event", ({ detail }) => { if (["order", "crew", "storm"].includes(detail.topic)) soon(); });
  document.addEventListener("live:resync", soon);
  document.addEventListener("live:state", ({ detail }) => { if (detail !== "on") soon(); });

  queue.listen(async (what) => {
    if (what === "signed-out") state.ended = true;
    if (what === "no-answer") state.online = false;
    if (what?.done) await taken();
    await recount();
    redraw();
  });
  // What was sent is in the data already; the rest of it follows from the server.
  const taken = async () => {
    state.online = true;
    state.data = (await store.told("data")) || state.data;
    soon();
  };

  window.addEventListener("hashchange", () => {
    Crew.sheet.close();
    if (!$("[data-toast] button")) $("[data-toast]").hidden = true;
    redraw(true);
  });
  window.addEventListener("online", () => { state.online = true; lost = 0; redraw(); Crew.hurry(); });
  window.addEventListener("offline", () => { state.online = false; redraw(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) Crew.hurry(); });
  window.addEventListener("beforeinstallprompt", (event) => { event.preventDefault(); Crew.installing = event; });
  setInterval(() => { if (!document.hidden && (!state.online || document.body.dataset.live !== "on")) Crew.refresh(); }, 30000);

  const begin = async () => {
    await load();
    redraw();
    await Crew.refresh(true);
    Crew.send();
    navigator.storage?.persist?.().catch(() => {});
    // Only now: on a slow network the shell's second copy must not stand in the way of the first sight.
    navigator.serviceWorker?.register(dataset.worker, { scope: dataset.scope }).catch(() => {});
  };
  begin();
})();
