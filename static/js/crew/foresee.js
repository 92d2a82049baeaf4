// Where an order will be once what waits has been taken; what may be done there, and what next. The server has the last
// word: this only spares a crew without a network from waiting for it.
(() => {
  Crew.foresee = (order, items, verbs) => {
    const seen = {
      state: order.state, done: new Set(order.done), offers: new Set(order.offers),
      waiting: items.length, stuck: items.find((item) => item.state === "refused" || item.state === "conflict") || null,
    };
    for (const item of items) {
      if (item.free) continue;
      if (item.state === "refused" || item.state === "conflict") break;
      const verb = verbs.find((each) => each.name === item.verb);
      const to = verb?.to[seen.state];
      if (verb?.asks) seen.offers.delete(verb.name);
      if (to && to !== seen.state) { seen.state = to; seen.done.clear(); } else seen.done.add(item.verb);
    }
    seen.usable = verbs.filter((verb) => verb.from.includes(seen.state) && (!verb.asks || seen.offers.has(verb.name)));
    seen.next = seen.usable.find((verb) => verb.next && !(verb.to[seen.state] === seen.state && seen.done.has(verb.name))) || null;
    return seen;
  };

  // Whether a reason must come along: "must", "may" (it will probably be late by the time it arrives) or "".
  Crew.lateness = (order, seen, verb, online) => {
    const from = order.late[verb.name];
    if (from && Crew.clock.now() > from) return "must";
    return verb.entered && (!online || seen.waiting) ? "may" : "";
  };
})();
