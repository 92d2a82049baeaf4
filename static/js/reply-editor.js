// <reply-editor>: a reply judged while it is typed. After a short pause in typing what there is of it is sent to
// data-url; what would come back is marked in the text and listed beside it. While characters are being composed nothing
// is asked and nothing is touched; an answer to what is no longer there is dropped. The server judges again on submit.
(() => {
  const PAUSE = 120; // milliseconds without a key
  const NAMES = ["text", "opinion", "handled_by", "handled_at", "true", "ours", "adopted"];
  const HOME = { handler: "handled_by", attachments: "file" }; // where a finding's field is on the page
  const AWAY = "暂时不能核对，提交时系统会再核对一遍。";
  const IDLE = "写的时候边写边核对，会被退回的地方当场标出。";
  const key = () => (document.cookie.split("; ").find((part) => part.startsWith("zhangdeng_csrf=")) || "").split("=")[1] || "";

  // The server counts characters, the browser halves of them: 𠮷 is one there and two here.
  const places = (text) => {
    if (!/[\ud800-\udfff]/.test(text)) return (at) => at;
    const found = [0];
    for (const character of text) found.push(found[found.length - 1] + character.length);
    return (at) => found[Math.min(at, found.length - 1)];
  };

  class ReplyEditor extends HTMLElement {
    connectedCallback() {
      if (this.form) return;
      this.form = this.closest("form");
      this.list = this.querySelector("[data-findings]");
      this.sum = this.querySelector("[data-sum]");
      this.found = [];
      this.at = -1;
      this.composing = false;
      this.addEventListener("input", (event) => this.typed(event));
      this.addEventListener("change", (event) => this.typed(event));
      this.addEventListener("compositionstart", () => { this.composing = true; clearTimeout(this.timer); });
      this.addEventListener("compositionend", (event) => { this.composing = false; this.typed(event); });
      this.addEventListener("click", (event) => this.clicked(event));
      this.keyed = (event) => this.pressed(event);
      this.back = () => { if (this.away) this.plan(0); };
      document.addEventListener("keydown", this.keyed);
      window.addEventListener("online", this.back);
      this.count();
      if (this.begun()) this.plan(0);
    }

    disconnectedCallback() {
      clearTimeout(this.timer);
      this.asked?.abort();
      document.removeEventListener("keydown", this.keyed);
      window.removeEventListener("online", this.back);
    }

    field(name) { return this.form.elements[name]; }
    value(name) { return this.field(name)?.value ?? ""; }
    marked(name) { return this.field(name)?.closest?.("marked-text"); }
    begun() { return Boolean(this.value("text").trim() || this.value("opinion").trim()); }

    typed(event) {
      this.count();
      if (!this.composing && !event.isComposing) this.plan(PAUSE);
    }

    plan(pause) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.check(), pause);
    }

    // ---- asking
    sent() {
      const body = Object.fromEntries(NAMES.map((name) => [name, this.value(name)]));
      const file = this.field("file")?.files?.[0];
      return file ? { ...body, file_name: file.name, file_size: file.size } : body;
    }

    async check() {
      this.asked?.abort();
      this.asked = null;
      if (this.composing) return;
      if (!this.begun()) { this.show([], IDLE); return; }
      const asked = this.asked = new AbortController();
      const body = JSON.stringify(this.sent());
      let told = null, status = 0;
      try {
        const headers = { "Content-Type": "application/json", "X-CSRFToken": key() };
        const answer = await fetch(this.dataset.url, { method: "POST", body, headers, signal: asked.signal });
        status = answer.redirected ? 401 : answer.status;
        told = answer.ok && !answer.redirected ? await answer.json() : null;
      } catch { /* no network, or asked anew */ }
      if (asked !== this.asked || !this.isConnected) return;
      this.asked = null;
      this.away = !told;
      if (JSON.stringify(this.sent()) !== body) { if (!this.composing) this.plan(PAUSE); return; }
      if (told) this.show(told.findings, "");
      else this.say({ 401: "登录已失效，没有核对；内容还在这一页。", 413: "内容太长，没有核对。" }[status] || AWAY);
    }

    // ---- showing
    show(findings, words) {
      const where = Object.fromEntries(["text", "opinion"].map((name) => [name, places(this.value(name))]));
      this.found = findings.map((each, at) => {
        const name = HOME[each.field] || each.field, place = where[name];
        return { ...each, name, at, start: place ? place(each.start) : 0, end: place ? place(each.end) : 0 };
      });
      this.at = -1;
      ["text", "opinion"].forEach((name) => this.marked(name)?.mark(
        this.found.filter((each) => each.name === name).map(({ start, end, severity, at }) => ({ start, end, tone: severity, at })),
      ));
      this.querySelectorAll("[data-found]").forEach((place) => delete place.dataset.found);
      [...this.found].reverse().filter(({ end }) => !end).forEach(({ name, severity }) => {
        const place = this.place(name);
        if (place) place.dataset.found = severity;
      });
      this.list.replaceChildren(...this.found.map((each) => this.item(each)));
      this.say(words || this.inWords());
      this.querySelector(".findings").classList.toggle("findings-none", !this.found.length);
    }

    place(name) { return this.querySelector(`[name="${name}"]`)?.closest(".field"); }

    item({ at, end, severity, severity_label: label, message, advice, instead }) {
      const item = this.querySelector("template[data-finding]").content.firstElementChild.cloneNode(true);
      item.dataset.severity = severity;
      item.dataset.at = at;
      item.querySelector("[data-severity-label]").textContent = label;
      item.querySelector("[data-message]").textContent = message;
      item.querySelector("[data-advice]").textContent = advice;
      const button = item.querySelector("[data-instead]");
      if (instead && !end) button.querySelector("span").firstChild.data = "填入“";
      if (instead) button.querySelector("[data-words]").textContent = instead; else button.remove();
      return item;
    }

    inWords() {
      const count = (severity) => this.found.filter((each) => each.severity === severity).length;
      const parts = [["block", "阻断"], ["remind", "提醒"]].filter(([severity]) => count(severity));
      return parts.map(([severity, label]) => `${count(severity)} 处${label}`).join("，") || "没有发现会被退回的地方。";
    }

    say(words) { if (this.sum.textContent !== words) this.sum.textContent = words; }

    count() {
      const text = this.value("text"), most = Number(this.dataset.most), { ending } = this.dataset;
      const length = [...text].length, over = length > most, ends = text.trimEnd().replace(/[。.]+$/, "").endsWith(ending);
      this.querySelector("[data-count]").textContent = `${length}/${most}`;
      this.querySelector("[data-count]").classList.toggle("over", over);
      this.querySelector("[data-over]").hidden = !over;
      this.querySelector("[data-insert]").hidden = ends;
      const files = Number(this.dataset.files) + (this.field("file")?.files?.length || 0);
      const rest = files ? "" : "，还要上传附件";
      this.querySelector("[data-over-words]").textContent = ends
        ? `超过 ${most} 字，已写明见附件${rest}` : `超过 ${most} 字，须以“${ending}”结尾并上传附件`;
    }

    // ---- going there, and putting it right
    clicked(event) {
      const item = event.target.closest("[data-at]");
      if (item && this.contains(item)) {
        const each = this.found[Number(item.dataset.at)];
        if (event.target.closest("[data-go]")) this.go(each);
        if (event.target.closest("[data-instead]")) this.put(each);
      }
      if (event.target.closest("[data-insert]")) {
        const field = this.field("text"), end = field.value.trimEnd().length;
        field.focus();
        field.setSelectionRange(end, field.value.length);
        this.write(field, `${/[。！？；，、：.!?;,:]$/.test(field.value.trimEnd()) || !end ? "" : "。"}${this.dataset.ending}。`);
      }
    }

    // Where the finding is now: what was typed since has moved it, or taken it away.
    span(each) { return this.marked(each.name)?.spans.find(({ at }) => at === each.at); }

    go(each) {
      if (!each) return;
      this.at = each.at;
      this.list.querySelectorAll("[data-at]").forEach((item) => item.toggleAttribute("data-here", Number(item.dataset.at) === each.at));
      const place = this.place(each.name), field = this.field(each.name);
      const at = field instanceof RadioNodeList ? [...field].find((one) => one.checked) || field[0] : field;
      at?.focus({ preventScroll: true });
      const span = this.span(each);
      if (span) {
        at.setSelectionRange(span.start, span.end);
        this.marked(each.name).show(each.at);
      }
      place?.scrollIntoView({ block: "nearest" });
    }

    put(each) {
      if (!each) return;
      const span = this.span(each), field = this.field(each.name);
      if (!span && (each.end || field.value.trim())) return; // what it lay on is gone
      this.go(each);
      this.write(field, each.instead);
    }

    // As if typed, so that Ctrl+Z takes it back.
    write(field, words) {
      if (document.execCommand("insertText", false, words)) return;
      field.setRangeText(words, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: words }));
    }

    pressed(event) {
      if (event.key !== "F8" || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      if (!this.found.length) return;
      const step = event.shiftKey ? -1 : 1, all = this.found.length;
      this.go(this.found[this.at < 0 ? (step > 0 ? 0 : all - 1) : (this.at + step + all) % all]);
    }
  }
  customElements.define("reply-editor", ReplyEditor);
})();
