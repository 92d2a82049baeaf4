// The server's time, reckoned from the phone's by the difference learnt when there was last a network. A demo's time
// may run faster than ours. Days and hours are those of the district, whatever the phone is set to.
(() => {
  const TOO_LONG = 20000;
  let anchor = { server: Date.now(), device: Date.now(), pace: 1 };
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: "Asia/Shanghai", hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit",
    hour: "2-digit", minute: "2-digit", second: "2-digit",
  });
  const split = (at) => Object.fromEntries(parts.formatToParts(new Date(at)).map((part) => [part.type, part.value]));

  Crew.clock = {
    now: () => anchor.server + (Date.now() - anchor.device) * anchor.pace,
    // The answer was written somewhere between asking and hearing it; one that took long tells little.
    learn: async (server, asked, pace) => {
      const heard = Date.now();
      if (heard - asked > TOO_LONG || heard < asked) return undefined;
      anchor = { server, device: asked + (heard - asked) / 2, pace: pace || 1 };
      return Crew.store.tell("anchor", anchor);
    },
    recall: async () => { anchor = (await Crew.store.told("anchor")) || anchor; },
    day: (at) => { const { year, month, day } = split(at); return `${year}-${month}-${day}`; },
    short: (at) => {
      const { month, day, hour, minute } = split(at);
      return Crew.clock.day(at) === Crew.clock.day(Crew.clock.now()) ? `${hour}:${minute}` : `${month}-${day} ${hour}:${minute}`;
    },
    // As <input type="datetime-local"> has it, and back.
    field: (at) => { const { year, month, day, hour, minute, second } = split(at); return `${year}-${month}-${day}T${hour}:${minute}:${second}`; },
    read: (text) => (text ? Date.parse(`${text}${text.length === 16 ? ":00" : ""}+08:00`) : NaN),
  };
})();
