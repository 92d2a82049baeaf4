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

  class MarkedText extends HTMLElement {
    connectedCallback() {
      this.field = this.querySelector("textarea");
      if (!this.field || this.layer) return;
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

    disconnectedCallback() { this.sizes?.disconnect(); }

    mark(spans) {
      this.seen = this.field.value;
      this.spans = [...spans].filter(({ start, end }) => start < end).sort((a, b) => a.start - b.start || b.end - a.end);
      this.draw();
    }

    show(at) {
      const mark = [...this.words.querySelectorAll("mark")].find((each) => each.dataset.at === String(at));
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
      this.draw();
    }

    draw() {
      const text = this.field.value, pieces = [];
      let done = 0;
      this.spans.forEach(({ start, end, tone, at }) => {
        if (start < done) return; // inside one already marked
        const mark = Object.assign(document.createElement("mark"), { className: `mark-${tone}`, textContent: text.slice(start, end) });
        mark.dataset.at = at;
        pieces.push(text.slice(done, start), mark);
        done = end;
      });
      this.words.replaceChildren(...pieces, `${text.slice(done)}\u200b`); // the last line break has a line of its own too
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
