// 待上传: everything entered here that the server has not taken, what became of it, and what can be done about it.
(() => {
  const { h, icon } = Crew;
  const words = {
    waiting: () => (Crew.state.ended ? "登录后上传" : Crew.state.online ? "等待上传" : "有网络后上传"),
    sending: () => "正在上传", refused: () => "被退回", conflict: () => "工单已被别人更新", behind: () => "等前一步",
  };
  const say = (value) => (Array.isArray(value) ? value.join("，") : String(value));

  const drop = (item) => Crew.sheet.choose(`放弃「${item.label}」？`, "这一项会从手机上删除，不会上传，也不能恢复。", [
    ["放弃这一项", () => Crew.queue.drop(item.place), false], ["保留", null, true],
  ]);

  const insist = async (item) => {
    const order = item.answer.order || Crew.state.data?.orders.find((each) => each.number === item.order);
    if (order) await Crew.queue.stand(item, order.version);
    await Crew.queue.change(item.place, { state: "waiting", retry: 0, answer: null });
    Crew.send(true);
  };

  const entered = (item) => item.data.filter(([name, value]) => value && !["latitude", "longitude"].includes(name)).map(([name, value]) => h("div", {}, h("dt", {}, Crew.label(item, name)), h("dd", {}, Crew.value(item, name, value))));

  const card = (item, behind) => {
    const state = behind && item.state === "waiting" ? "behind" : item.state;
    const { answer } = item;
    const stuck = state === "refused" || state === "conflict";
    const order = Crew.state.data?.orders.find((each) => each.number === item.order);
    const verb = Crew.state.data?.verbs.find((each) => each.name === item.verb);
    return h("li", { class: `sent sent-${state}`, data: { item: item.verb, state } },
      h("p", { class: "sent-line" }, item.thumb ? h("img", { src: item.thumb, alt: "" }) : null, h("b", {}, item.label), h("span", { class: "num" }, Crew.clock.short(item.occurred_at)), h("span", { class: "sent-state" }, stuck ? icon("alert-triangle") : null, words[state]())),
      item.message && !stuck ? h("p", { class: "soft" }, item.message) : null,
      stuck && answer ? h("div", { class: "refusal", role: "alert" }, h("p", {}, h("b", {}, answer.message)),
        answer.changes?.length ? h("ul", {}, answer.changes.map((change) => h("li", {}, h("b", {}, change.by), ` ${change.label}`, change.rows.map(([label, value]) => `，${label}：${say(value)}`)))) : null) : null,
      stuck && item.data.length ? h("dl", { class: "facts" }, entered(item)) : null,
      h("div", { class: "sent-acts" },
        state === "conflict" ? h("button", { type: "button", class: "btn btn-primary", onclick: () => insist(item) }, "仍然提交") : null,
        stuck && order && verb && (state === "refused" || item.data.length) ? h("button", { type: "button", class: `btn${state === "refused" ? " btn-primary" : ""}`, onclick: () => Crew.mend(item, order, verb) }, "修改后重发") : null,
        state === "sending" ? null : h("button", { type: "button", class: "btn", onclick: () => drop(item) }, "放弃")));
  };

  Crew.outbox = () => {
    const { items, others, data } = Crew.state;
    const groups = new Map();
    items.forEach((item) => groups.set(item.order, [...(groups.get(item.order) || []), item]));
    const section = ([number, list]) => {
      const order = data?.orders.find((each) => each.number === number);
      let held = false;
      return h("section", { class: "group" }, h("h2", {}, number ? (order ? order.title : "不在本班组的工单") : "值班"), number ? h("p", { class: "soft" }, order ? `${order.place} ` : "", Crew.number(number)) : null,
        h("ol", { class: "sents" }, list.map((item) => {
          const behind = held && !item.free;
          if (!item.free && ["refused", "conflict"].includes(item.state)) held = true;
          return card(item, behind);
        })));
    };
    const strange = new Map();
    others.forEach((item) => strange.set(item.person, [...(strange.get(item.person) || []), item]));
    return [
      items.length ? [...groups].map(section) : h("div", { class: "nothing" }, icon("circle-check"), h("p", { class: "nothing-title" }, "全部已上传"), h("p", {}, "没有网络时登记的内容会排在这里，联网后自动上传。")),
      items.some((item) => item.state === "waiting") ? h("button", { type: "button", class: "btn btn-big", onclick: () => Crew.hurry() }, "立即上传") : null,
      [...strange].map(([person, list]) => h("section", { class: "group" }, h("h2", {}, "另一位人员的登记"), h("p", {}, `${list[0].who || "另一位人员"}在这部手机上还有 ${list.length} 项没有上传，须由本人登录后上传。`),
        h("button", { type: "button", class: "btn", onclick: () => Crew.sheet.choose("删除另一位人员的登记？", `${list.length} 项登记会从手机上删除，不会上传，也不能恢复。`, [
          ["删除", async () => { for (const item of list) await Crew.queue.drop(item.place); }, false], ["保留", null, true],
        ]) }, "删除"))),
    ];
  };
})();
