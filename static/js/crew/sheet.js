// A verb's form, drawn up from below: the server's own fields, what was typed kept, refusals at their fields.
(() => {
  const { h } = Crew;
  const MINUTE = 60000;
  const OFFLINE_CAUSE = ["other", "现场没有网络，联网后上传"];
  const dialog = () => document.querySelector("[data-sheet]");
  const pairs = (form) => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "_at");

  const fill = (form, values) => {
    const left = new Map();
    values.forEach(([name, value]) => left.set(name, [...(left.get(name) || []), value]));
    [...form.elements].forEach((field) => {
      if (!left.has(field.name)) return;
      if (field.type === "radio" || field.type === "checkbox") field.checked = left.get(field.name).includes(field.value);
      else field.value = left.get(field.name)[0];
    });
  };

  const unmark = (form) => {
    form.querySelectorAll(".wrong").forEach((each) => each.remove());
    form.querySelectorAll("[aria-invalid]").forEach((each) => each.removeAttribute("aria-invalid"));
  };
  const mark = (form, name, words) => {
    const field = form.querySelector(`[name="${name}"]`);
    const place = field?.closest(".field, .when") || form.querySelector("[data-top]");
    if (!place || place.querySelector(".wrong")) return;
    place.hidden = false;
    field?.setAttribute("aria-invalid", "true");
    place.append(h("p", { class: "wrong", role: "alert" }, Crew.icon("alert-triangle"), words));
  };
  const judge = (form, further) => {
    unmark(form);
    const seen = new Set();
    [...form.elements].forEach((field) => {
      if (!field.name || seen.has(field.name) || field.closest("[hidden]") || field.disabled || field.validity.valid) return;
      seen.add(field.name);
      const choice = field.type === "radio" || field.tagName === "SELECT";
      const empty = field.validity.valueMissing;
      const said = field.name === "phone_left" ? "请给客户留下部门联系电话后勾选" : choice ? "请选择" : "请填写";
      mark(form, field.name, empty ? said : field.validationMessage);
    });
    further().forEach(([name, words]) => mark(form, name, words));
    const first = form.querySelector(".wrong");
    first?.parentElement.scrollIntoView({ block: "center" });
    first?.parentElement.querySelector("input, textarea, select")?.focus({ preventScroll: true });
    return !first;
  };

  // 预计送电: mostly half an hour or one or two.
  const quick = (form) => {
    const field = form.querySelector('[name="expected_at"]');
    if (!field) return;
    const choose = (minutes) => h("button", { type: "button", class: "btn btn-small", onclick: () => {
      field.value = Crew.clock.field(Math.ceil((Crew.clock.now() + minutes * MINUTE) / (5 * MINUTE)) * 5 * MINUTE);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    } }, minutes < 60 ? `${minutes} 分钟后` : `${minutes / 60} 小时后`);
    field.after(h("div", { class: "quick" }, [30, 60, 120, 240].map(choose)));
  };

  const lateBlock = (form, lateness, asked) => {
    const block = form.querySelector("[data-late]");
    if (!block) return;
    const must = lateness === "must" || asked.length > 0;
    block.hidden = !must && lateness !== "may";
    block.disabled = block.hidden;
    block.querySelectorAll("[name]").forEach((field) => { field.required = must; });
    block.querySelector("[data-late-why]").textContent = must
      ? `${asked.length ? `「${asked.join("」「")}」` : ""}已超时，请写明原因`
      : "没有网络时登记，上传时可能已过回单时限：写明原因，免得被退回";
    if (lateness !== "may" || must) return;
    const cause = block.querySelector(`[name="late_cause"][value="${OFFLINE_CAUSE[0]}"]`);
    if (cause) cause.checked = true; else block.querySelector('[name="late_cause"]').value = OFFLINE_CAUSE[0];
    block.querySelector('[name="late_text"]').value = OFFLINE_CAUSE[1];
  };

  const close = () => { if (dialog().open) dialog().close(); };
  const open = (title, ...content) => {
    const sheet = dialog();
    sheet.replaceChildren(
      h("header", { class: "sheet-head" }, h("h2", { id: "sheet-title" }, title), h("button", { type: "button", class: "sheet-close", "aria-label": "关闭", onclick: close }, Crew.icon("x"))),
      ...content,
    );
    if (!sheet.open) sheet.showModal();
    sheet.scrollTop = 0;
  };

  const bare = (html) => !html || !Crew.parsed(html).querySelector(".fields .field, .fields input");

  // `item`: one the server refused, to be put right. `entered({data, files, at})` is called with what was filled in.
  const ask = async ({ order, verb, html, lateness, item, typedAs, entered }) => {
    const refused = item?.answer || null;
    const form = h("form", { class: "sheet-form", novalidate: true, autocomplete: "off" });
    form.append(h("div", { "data-top": "" }));
    form.append(Crew.parsed(html));
    const at = h("input", { type: "datetime-local", name: "_at", step: "1", id: "sheet-at", value: item ? Crew.clock.field(Math.min(item.occurred_at, Crew.clock.now())) : "" });
    form.append(h("details", { class: "when", open: Boolean(item) }, h("summary", {}, item ? "发生时间" : "发生时间：现在"), h("label", { for: "sheet-at" }, "实际发生时间，不填即为现在"), at));
    const send = h("button", { type: "submit", class: "btn btn-primary btn-big" }, item ? `重发${verb.label}` : verb.label);
    form.append(h("div", { class: "sheet-acts" }, send));
    lateBlock(form, lateness, refused?.late || []);
    fill(form, item ? item.data : (await Crew.store.typed(typedAs)) || []);
    const further = Crew.needs(form, verb.name);
    quick(form);
    open(verb.label, h("p", { class: "sheet-where" }, order.title, h("span", {}, order.place)), form);
    if (verb.name === "arrive") Crew.takePosition(form);
    const signing = Crew.signing(form);
    // What is wrong stands at its field; above, only what belongs to none.
    const wrong = Object.entries(refused?.fields || {}).map(([name, words]) => [name === "occurred_at" ? "_at" : name, words[0]]).filter(([name]) => form.elements[name]);
    wrong.forEach(([name, words]) => mark(form, name, words));
    if (refused) form.querySelector("[data-top]").append(h("p", { class: "refusal", role: "alert" }, Crew.icon("alert-triangle"), h("span", {}, wrong.length ? `没有办成，有 ${wrong.length} 处要改，已在下面标出` : refused.message)));

    // Kept with each key: the phone may be put away, or run empty, at any moment.
    form.addEventListener("input", (event) => {
      event.target.removeAttribute("aria-invalid");
      event.target.closest(".field, .when")?.querySelector(".wrong")?.remove();
      if (!item) Crew.store.type(typedAs, pairs(form));
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const signature = await signing.blob();
      const unsigned = signing.wanted() && !signature && !item ? [["confirmation", "请客户签字；拒签或不在场的请选另外两项"]] : [];
      if (!judge(form, () => [...further(), ...unsigned]) || send.disabled) return;
      send.disabled = true;
      const own = Crew.clock.read(at.value);
      const data = pairs(form).filter(([name, value]) => value !== "" || item);
      await entered({ data, signature, at: Number.isNaN(own) || (item && at.value === Crew.clock.field(item.occurred_at)) ? item?.occurred_at : own });
      await Crew.store.untype(typedAs);
      close();
    });
  };

  // A question with a few answers.
  const choose = (title, words, answers) => open(title, h("p", { class: "sheet-words" }, words), h("div", { class: "sheet-acts" }, answers.map(([label, run, main]) => h("button", {
    type: "button", class: `btn btn-big${main ? " btn-primary" : ""}`, onclick: () => { close(); run?.(); },
  }, label))));

  Crew.sheet = { ask, bare, choose, close, open };
})();
