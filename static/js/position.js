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
    if (!navigator.geolocation) { told.textContent = "这台设备不能定位，请填写无位置原因。"; return; }
    told.textContent = "正在取当前位置…";
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      latitude.value = coords.latitude.toFixed(6);
      longitude.value = coords.longitude.toFixed(6);
      told.textContent = `已取到当前位置，误差约 ${Math.round(coords.accuracy)} 米。`;
    }, () => { told.textContent = "没有取到位置，请填写无位置原因。"; }, { enableHighAccuracy: true, timeout: 15000 });
  };
  document.addEventListener("htmx:afterSettle", take);
  take();
})();
