// Where the crew is, asked of the phone when 到达 is opened, so that nobody types degrees. Refused, off or without
// satellites, the form asks for the reason.
(() => {
  Crew.takePosition = (form) => {
    const field = (name) => form.querySelector(`[name="${name}"]`);
    const latitude = field("latitude"), longitude = field("longitude"), reason = field("no_position");
    if (!latitude || !longitude || !reason) return;
    const told = Crew.h("p", { class: "position", role: "status" });
    latitude.closest(".fields").prepend(told);
    const show = (without) => {
      [latitude, longitude].forEach((each) => { each.closest(".field").hidden = true; });
      reason.closest(".field").hidden = !without;
      reason.required = without;
    };
    const without = (why) => {
      show(true);
      told.replaceChildren(Crew.icon("map-pin"), `${why}，请填写无位置原因。`);
    };
    show(Boolean(reason.value));
    if (latitude.value) { told.replaceChildren(Crew.icon("map-pin"), "位置已取到。"); return; }
    if (!navigator.geolocation) { without("这部手机不能定位"); return; }
    told.replaceChildren(Crew.icon("map-pin"), "正在取当前位置…");
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      latitude.value = coords.latitude.toFixed(6);
      longitude.value = coords.longitude.toFixed(6);
      show(false);
      told.replaceChildren(Crew.icon("map-pin"), `已取到当前位置，误差约 ${Math.round(coords.accuracy)} 米。`);
    }, () => without("没有取到位置"), { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 });
  };
})();
