// Sends what waits: in order for each order, one at a time. What the server refuses stays, with its words; steps of the
// same order wait behind it, everything else goes through. A key makes sending twice harmless, so when in doubt: again.
(() => {
  const WAITS = [2, 5, 10, 30, 60, 120]; // seconds between tries
  const AWAY = [502, 503, 504];
  const cookie = () => (self.document ? document.cookie.split("; ").find((part) => part.startsWith("zhangdeng_csrf="))?.slice(15) : undefined);
  let rounds = null; // under way
  let wanted = false; // one more
  let hurried = false; // without pauses
  let timer = 0;

  const form = (item) => {
    const body = new FormData();
    item.data.forEach(([name, value]) => body.append(name, value));
    item.files.forEach(({ field, name, blob }) => body.append(field, blob, name));
    const own = {
      _person: item.person, _key: item.key, _order: item.order, _verb: item.verb, _version: item.version ?? "",
      _occurred_at: Math.round(item.occurred_at), _device_at: item.device_at,
    };
    Object.entries(own).forEach(([name, value]) => body.append(name, String(value)));
    return body;
  };

  // `{status, answer}`; `status` 0 where nothing answered.
  const post = async (item) => {
    const { send } = await Crew.store.told("places");
    const headers = { "X-CSRFToken": cookie() || (await Crew.store.told("form_key")) || "", Accept: "application/json" };
    if (item.tries || Date.now() - item.device_at > 15000) headers["X-Background"] = "1";
    try {
      const response = await fetch(send, {
        method: "POST", body: form(item), headers, credentials: "same-origin", redirect: "manual",
        signal: AbortSignal.timeout ? AbortSignal.timeout(90000) : undefined,
      });
      const json = (response.headers.get("Content-Type") || "").startsWith("application/json");
      return { status: response.status || 401, answer: json ? await response.json() : null };
    } catch {
      return { status: 0, answer: null };
    }
  };

  const later = async (item, message) => {
    const wait = WAITS[Math.min(item.tries, WAITS.length - 1)] * 1000;
    await Crew.queue.change(item.place, { state: "waiting", tries: item.tries + 1, retry: Date.now() + wait, message });
  };

  // The answer carries the order, or the crew's day, as it is now.
  const merge = (item, answer) => Crew.store.retell("data", (data) => {
    if (!data) return null;
    if (item.order) {
      const at = data.orders.findIndex((each) => each.number === item.order);
      data.orders.splice(at < 0 ? data.orders.length : at, at < 0 ? 0 : 1, ...(answer.order ? [{ ...answer.order, heard: Date.now() }] : []));
    }
    return { ...data, day: answer.day || data.day };
  });

  // Whether to go on with the others.
  const settle = async (item, { status, answer }) => {
    if (answer && (answer.outcome === "done" || answer.outcome === "replayed")) {
      if (answer.version) await Crew.queue.moved(item, answer.version);
      await merge(item, answer);
      await Crew.store.drop(item.place);
      Crew.queue.say({ done: { label: item.label, order: item.order, verb: item.verb }, answer });
      return true;
    }
    // Somebody has only added a picture: nothing one would have to read first.
    if (answer?.outcome === "conflict" && answer.order && item.version < answer.order.version && answer.changes.every((change) => change.verb === "attach")) {
      await Crew.queue.stand(item, answer.order.version);
      return true;
    }
    if (answer && answer.code !== "other_person" && [400, 403, 404, 409, 422].includes(status)) {
      await Crew.queue.change(item.place, { state: answer.outcome === "conflict" ? "conflict" : "refused", answer });
      return true;
    }
    if (status === 401 || status === 403 || (answer && answer.code === "other_person")) {
      await Crew.queue.change(item.place, { state: "waiting" });
      Crew.queue.say("signed-out");
      return false;
    }
    if (status === 413 || status === 400) {
      await Crew.queue.change(item.place, { state: "refused", answer: { message: "服务器不收这一项（内容太大或不完整），请修改后重发或放弃", fields: {} } });
      return true;
    }
    const away = status === 0 || AWAY.includes(status);
    await later(item, away ? "" : "系统出错，稍后自动重试");
    if (away) Crew.queue.say("no-answer");
    return !away;
  };

  // The next that may go now, and when to look again.
  const pick = (items) => {
    const held = new Set();
    let wake = Infinity;
    for (const item of items) {
      const group = Crew.queue.groupOf(item);
      if (held.has(group) && !item.free) continue;
      const until = Math.max(item.after, item.retry);
      if (["waiting", "sending"].includes(item.state) && until <= Date.now()) return { item };
      if (["waiting", "sending"].includes(item.state)) wake = Math.min(wake, until);
      if (!item.free) held.add(group);
    }
    return { wake };
  };

  const work = async () => {
    const person = (await Crew.store.told("person"))?.id;
    if (!person) return;
    for (;;) {
      const { item, wake } = pick(await Crew.queue.of(person));
      if (!item) {
        clearTimeout(timer);
        if (wake < Infinity) timer = setTimeout(Crew.send, Math.max(50, wake - Date.now()));
        return;
      }
      await Crew.queue.change(item.place, { state: "sending" });
      if (!(await settle(item, await post(item)))) {
        clearTimeout(timer);
        timer = setTimeout(Crew.send, WAITS[Math.min(item.tries, WAITS.length - 1)] * 1000);
        return;
      }
    }
  };

  const alone = navigator.locks ? (job) => navigator.locks.request("zhangdeng-crew-send", job) : (job) => job();
  const round = async (now) => {
    if (now) for (const item of await Crew.store.items()) if (item.retry) await Crew.store.change(item.place, { retry: 0 });
    await work();
  };
  const all = async () => {
    while (wanted) {
      const now = hurried;
      wanted = hurried = false;
      await alone(() => round(now));
    }
  };

  // `now`: do not wait out the pauses after failures (the network is back, somebody pressed the button). What is asked
  // for while something is being sent is done after it.
  Crew.send = (now = false) => {
    wanted = true;
    hurried ||= now === true;
    rounds ||= all().finally(() => { rounds = null; });
    return rounds;
  };
})();
