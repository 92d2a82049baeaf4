// The customer signs on the glass where 客户签字 is chosen. Nobody need: the other choices say what happened instead.
(() => {
  let loading = null;
  const library = () => {
    loading ||= new Promise((done, failed) => {
      const script = Crew.h("script", { src: document.body.dataset.signing });
      script.onload = done;
      script.onerror = () => { loading = null; failed(); };
      document.head.append(script);
    });
    return loading;
  };

  // Gives `{wanted(), blob()}`: whether a signature is asked for, and the picture (null while nothing is written).
  Crew.signing = (form) => {
    const choices = [...form.querySelectorAll('[name="confirmation"]')];
    if (!choices.length) return { wanted: () => false, blob: async () => null };
    const canvas = Crew.h("canvas", { class: "pad-paper", "aria-label": "签字区，请客户用手指书写" });
    const hint = Crew.h("p", { class: "hint" }, "请客户在框内签字。拒签的，选「客户口头或电话确认」并在客户意见中写明；不在场的，选「客户不在场」。");
    const clear = Crew.h("button", { type: "button", class: "btn btn-small", onclick: () => pad?.clear() }, "重写");
    const place = Crew.h("div", { class: "pad", hidden: true }, canvas, Crew.h("div", { class: "pad-line" }, hint, clear));
    choices[0].closest(".field").after(place);
    let pad = null;
    const fit = () => {
      const by = Math.max(window.devicePixelRatio || 1, 1);
      const kept = pad?.toData();
      canvas.width = canvas.offsetWidth * by;
      canvas.height = canvas.offsetHeight * by;
      canvas.getContext("2d").scale(by, by);
      pad?.clear();
      if (kept) pad.fromData(kept);
    };
    const wanted = () => choices.find((choice) => choice.checked)?.value === "signed";
    const show = async () => {
      place.hidden = !wanted();
      if (place.hidden || pad) return;
      try {
        await library();
        fit();
        pad = new SignaturePad(canvas, { backgroundColor: "#fff", penColor: "#111" }); // ink on paper, in the dark too
        window.addEventListener("resize", fit);
      } catch {
        hint.textContent = "签字板没有打开，请客户在纸质单上签字后拍照上传。";
      }
    };
    choices.forEach((choice) => choice.addEventListener("change", show));
    show();
    return {
      wanted: () => wanted() && pad !== null,
      blob: async () => (pad && !pad.isEmpty() ? new Promise((done) => { canvas.toBlob(done, "image/png"); }) : null),
    };
  };
})();
