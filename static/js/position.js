// Where the crew is: taken from the phone when 到达 is opened, so that nobody types degrees. Refused, off or without
// satellites, the form asks for the reason, as it does without scripts.
(() => {
  const take = () => {
    const latitude = document.getElementById("id_latitude");
    const longitude = document.getElementById("id_longitude");
    if (!latitude || !longitude || latitude.dataset.asked || latitude.value) return;
    latitude.dataset.asked = "1";
    const told = document.createElement("p");
    told.className = "field-wide hint";
    told.setAttribute("role", "status");
    latitude.closest(".fields").prepend(told);
    const show = (wanted) => ["latitude", "longitude", "no_position"].forEach((name) => {
      document.getElementById(`id_${name}`).closest(".field").hidden = !wanted.includes(name);
    });
    const without = (why) => {
      show(["no_position"]);
      told.textContent = `${why}，请填写无位置原因。`;
    };
    if (!navigator.geolocation) { without("这台设备不能定位"); return; }
    told.textContent = "正在取当前位置…";
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      latitude.value = coords.latitude.toFixed(6);
      longitude.value = coords.longitude.toFixed(6);
      show([]);
      told.textContent = `已取到当前位置，误差约 ${Math.round(coords.accuracy)} 米。`;
    }, () => without("没有取到位置"), { enableHighAccuracy: true, timeout: 15000 });
  };
  document.addEventListener("htmx:afterSettle", take);
  take();
})();
