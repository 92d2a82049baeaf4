// What a clock's chip says: how much is left or over, its word and its icon. The same on every page and on the crews' phones.
globalThis.Chip = {
  words: { ok: "剩", warn: "临期", late: "超时", paused: "已暂停" },
  icons: { ok: "clock", warn: "alert-triangle", late: "clock-exclamation", paused: "player-pause" },
  lasting(milliseconds) {
    const two = (number) => String(number).padStart(2, "0");
    const all = Math.floor(Math.abs(milliseconds) / 1000);
    const days = Math.floor(all / 86400), hours = Math.floor((all % 86400) / 3600);
    const minutes = Math.floor((all % 3600) / 60), seconds = all % 60;
    if (days) return `${days}天${two(hours)}:${two(minutes)}`;
    return hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${two(minutes)}:${two(seconds)}`;
  },
};
