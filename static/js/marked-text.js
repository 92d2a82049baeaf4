// <marked-text> around a textarea: parts of what is typed, marked below it without touching it. A layer with the same
// text lies under the field and follows its size, its scrolling and each key, also while characters are being composed.
//   mark([{ start, end, tone, at }])   places in the field's value; what is typed before a mark moves it, what is typed
//                                      into it takes it away
//   show(at)                           scrolls the field to the mark named `at`
(() => {
  const SAME = ["fontFamily", "fontSize", "fontWeight", "fontStyle", "fontVariantNumeric", "fontFeatureSettings", "lineHeight",
    "letterSpacing", "wordSpacing", "textIndent", "textAlign", "textTransform", "tabSize", "wordBreak", "lineBreak",
    "overflowWrap", "whiteSpace", "textAutospace", "textSpacingTrim", "hyphens", "direction", "paddingTop", "paddingRight",
    "paddingBottom", "paddingLeft"];

  const WIDE = 40; // characters

  class MarkedText extends HTMLElement {
    connectedCallback() {
      this.field = this.querySelector("textarea");
      if (!this.field || this.layer) return;
      this.querySelectorAll(":scope > .marks").forEach((each) => each.remove()); // of the one it was copied from
      this.spans = [];
      this.seen = this.field.value;
      this.layer = Object.assign(document.createElement("div"), { className: "marks" });
      this.layer.setAttribute("aria-hidden", "true");
      this.words = this.layer.appendChild(document.createElement("div"));
      this.prepend(this.layer);
      this.field.addEventListener("input", () => this.typed());
      this.field.addEventListener("scroll", () => this.scrolled(), { passive: true });
      this.sizes = new ResizeObserver(() => this.fit());
      this.sizes.observe(this.field);
      document.fonts?.ready.then(() => this.isConnected && this.fit());
      this.fit();
    }

    disconnectedCallback() {
      this.sizes?.disconnect();
      cancelAnimationFrame(this.frame);
    }

    mark(spans) {
      this.seen = this.field.value;
      this.spans = [...spans].filter(({ start, end }) => start < end).sort((a, b) => a.start - b.start || b.end - a.end);
      this.draw();
    }

    show(at) {
      const mark = [...this.words.querySelectorAll("mark")].find((each) => each.dataset.at.split(" ").includes(String(at)));
      if (!mark) return;
      const { top, bottom } = { top: mark.offsetTop, bottom: mark.offsetTop + mark.offsetHeight };
      const { scrollTop, clientHeight } = this.field;
      if (top < scrollTop || bottom > scrollTop + clientHeight) this.field.scrollTop = Math.max(0, top - clientHeight / 3);
    }

    // What lies before and behind the change is the same as before; the marks go along with it.
    typed() {
      const before = this.seen, now = this.field.value;
      const shorter = Math.min(before.length, now.length);
      let head = 0, tail = 0;
      while (head < shorter && before[head] === now[head]) head += 1;
      while (tail < shorter - head && before[before.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
      const end = before.length - tail, moved = now.length - before.length;
      this.spans = this.spans.flatMap((span) => {
        if (span.end <= head) return [span];
        if (span.start >= end) return [{ ...span, start: span.start + moved, end: span.end + moved }];
        return [];
      });
      this.seen = now;
      this.soon();
    }

    // Once a frame, however many keys came in it.
    soon() {
      this.frame ||= requestAnimationFrame(() => { this.frame = 0; this.draw(); });
    }

    // Where several lie over each other, the shortest is drawn: it says most. One that covers much is only shaded.
    draw() {
      const text = this.field.value;
      const edges = [...new Set([0, ...this.spans.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
      const pieces = edges.slice(0, -1).map((from, place) => {
        const words = text.slice(from, edges[place + 1]);
        const over = this.spans.filter(({ start, end }) => start <= from && from < end).sort((a, b) => (a.end - a.start) - (b.end - b.start));
        if (!over.length) return words;
        const wide = over[0].end - over[0].start > WIDE ? " mark-wide" : "";
        const mark = Object.assign(document.createElement("mark"), { className: `mark-${over[0].tone}${wide}`, textContent: words });
        mark.dataset.at = over.map(({ at }) => at).join(" ");
        return mark;
      });
      this.words.replaceChildren(...pieces); // what lies behind the last mark need not be laid out
      this.scrolled();
    }

    fit() {
      const { field, layer, words } = this, style = getComputedStyle(field);
      SAME.forEach((name) => { if (style[name] !== undefined) words.style[name] = style[name]; });
      Object.assign(layer.style, {
        left: `${field.offsetLeft + field.clientLeft}px`, top: `${field.offsetTop + field.clientTop}px`,
        width: `${field.clientWidth}px`, height: `${field.clientHeight}px`,
      });
      this.draw();
    }

    scrolled() { this.words.style.transform = `translate(${-this.field.scrollLeft}px, ${-this.field.scrollTop}px)`; }
  }
  customElements.define("marked-text", MarkedText);
})();
