// What was entered on this phone and not yet taken by the server. Each item is one act with its own key, the time it
// happened, the order's version its author saw, and the author: nobody ever sends another's.
(() => {
  const channel = "BroadcastChannel" in self ? new BroadcastChannel("zhangdeng-crew") : null;
  const listeners = new Set();
  const heard = (what) => listeners.forEach((listener) => listener(what));
  const say = (what) => { if (channel) channel.postMessage(what); heard(what); };
  if (channel) channel.onmessage = ({ data }) => heard(data);
  const groupOf = (item) => item.order || "duty";
  const kept = async (known) => {
    const data = await Crew.store.told("data");
    return (data?.orders.find((each) => each.number === known.number) || known).version;
  };

  Crew.queue = {
    groupOf,
    say,
    listen: (listener) => listeners.add(listener),
    of: async (person) => (await Crew.store.items()).filter((item) => item.person === person),
    others: async (person) => (await Crew.store.items()).filter((item) => item.person !== person),
    // `version`: what the author saw; nothing for what needs no step before it. It follows from the step that waits
    // before it, or else from the order as kept, which is newer than the one drawn when an answer has just come. An
    // order's times never run backwards because a clock was set: an act is not earlier than the one before it.
    add: async (item, known) => {
      const now = Math.round(Crew.clock.now()), device = Date.now(); // of the tap, whatever the phone is busy with
      const before = (await Crew.queue.of(item.person)).filter((each) => groupOf(each) === groupOf(item));
      const earliest = Math.max(known?.moment || 0, ...before.map((each) => each.occurred_at)) + 1;
      const at = item.occurred_at || Math.max(now, item.order ? earliest : 0);
      const ahead = before.filter((each) => !each.free).at(-1);
      await Crew.store.put({
        key: crypto.randomUUID(), data: [], files: [], state: "waiting", tries: 0, retry: 0, after: 0, free: false, ...item,
        occurred_at: at, device_at: device,
        version: item.order && !item.free && known ? (ahead ? ahead.version + 1 : await kept(known)) : null,
      });
      say("queue");
    },
    change: async (place, patch) => { await Crew.store.change(place, patch); say("queue"); },
    drop: async (place) => { await Crew.store.drop(place); say("queue"); },
    // An act of our own has moved the order on: what waits behind it still stands on what its author saw. The act itself
    // keeps its version: whoever enters the next step this instant reckons from it.
    moved: async (item, version) => {
      for (const each of await Crew.queue.of(item.person)) {
        if (each.place !== item.place && each.order === item.order && each.version === version - 1) await Crew.store.change(each.place, { version });
      }
    },
    // Somebody has read what others did meanwhile: this act, and those behind it, now stand on `version`.
    stand: async (item, version) => {
      const behind = (await Crew.queue.of(item.person)).filter((each) => each.order === item.order && !each.free && each.place >= item.place);
      for (const [index, each] of behind.entries()) await Crew.store.change(each.place, { version: version + index });
    },
  };
})();
