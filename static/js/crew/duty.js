// 每日检查 before anything else at the start of a shift; 到岗 and 离岗. All of it also without a network.
(() => {
  const { h } = Crew;
  let answers = {}; // item → "" or "missing"; kept while the page redraws
  let remark = "";
  let wrong = "";

  const pending = (items, verb) => items.find((item) => item.verb === verb && item.state !== "refused");

  // Where the crew stands, with what waits on this phone reckoned in.
  Crew.dutyNow = (day, items) => {
    const today = Crew.clock.day(Crew.clock.now());
    const waitingCheck = items.find((item) => item.verb === "duty_check" && item.state !== "refused" && Crew.clock.day(item.occurred_at) === today);
    const last = items.filter((item) => ["duty_on", "duty_off"].includes(item.verb) && item.state !== "refused").at(-1);
    return {
      checked: day.check?.day === today || Boolean(waitingCheck),
      checkWaits: Boolean(waitingCheck),
      since: last ? (last.verb === "duty_on" ? last.occurred_at : null) : day.since,
      waits: Boolean(last),
    };
  };

  const pick = (code, label) => {
    const choice = (value, words) => {
      const id = `check-${code}-${value}`;
      return h("span", { class: "pick" }, h("input", {
        type: "radio", name: `check-${code}`, id, checked: answers[code] === value, onchange: () => { answers[code] = value; wrong = ""; Crew.redraw(true); },
      }), h("label", { for: id }, words));
    };
    return h("fieldset", { class: "check-item" }, h("legend", {}, label), h("div", { class: "picks" }, choice("fine", "齐全"), choice("missing", "有缺")));
  };

  const submit = (day) => {
    const missing = day.items.filter(([code]) => answers[code] === "missing").map(([code]) => code);
    if (day.items.some(([code]) => !answers[code])) wrong = "请逐项检查后选择";
    else if (missing.length && !remark.trim()) wrong = "有缺项，请说明如何补齐";
    else {
      const data = [...missing.map((code) => ["missing", code]), ["remark", remark.trim()]];
      answers = {};
      remark = wrong = "";
      Crew.enter({ verb: "duty_check", label: "每日检查", order: "", data, free: true });
      return;
    }
    Crew.redraw(true);
    document.querySelector(".check .wrong")?.scrollIntoView({ block: "center" });
  };

  Crew.dutyPanel = (day, items) => {
    const now = Crew.dutyNow(day, items);
    const parts = [];
    if (!now.since) {
      parts.push(h("section", { class: "panel duty" }, h("h2", {}, "您还没有到岗"), h("p", { class: "soft" }, `${day.crew}，到岗后调度才能派工。`),
        h("button", { type: "button", class: "btn btn-primary btn-big", onclick: () => Crew.enter({ verb: "duty_on", label: "到岗", order: "", hold: true }) }, "到岗")));
    }
    if (!now.checked) {
      const anyMissing = Object.values(answers).includes("missing");
      parts.push(h("section", { class: "panel check" }, h("h2", {}, "开工前，先做今天的检查"), h("p", { class: "soft" }, "检查登记后调度才能派工，一个班组一天一次。"),
        day.items.map(([code, label]) => pick(code, label)),
        anyMissing ? h("div", { class: "field" }, h("label", { for: "check-remark" }, "缺项如何补齐"), h("input", {
          id: "check-remark", class: "form-control", maxlength: "200", value: remark, oninput: (event) => { remark = event.target.value; },
        })) : null,
        wrong ? h("p", { class: "wrong", role: "alert" }, Crew.icon("alert-triangle"), wrong) : null,
        h("button", { type: "button", class: `btn btn-big${now.since ? " btn-primary" : ""}`, onclick: () => submit(day) }, "登记每日检查")));
    }
    return parts;
  };

  Crew.dutyLine = (day, items) => {
    const now = Crew.dutyNow(day, items);
    const words = now.since ? `在岗，${Crew.clock.short(now.since)} 起` : "未到岗";
    return h("p", { class: "duty-line" }, h("b", {}, day.crew), h("span", {}, words, pending(items, "duty_on") || pending(items, "duty_off") ? "（待上传）" : ""),
      day.people.length > 1 ? h("span", { class: "soft" }, `同班 ${day.people.length} 人`) : null);
  };
})();
