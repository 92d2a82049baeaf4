// The stream of events: one a browser, however many tabs. The tab that holds the lock keeps the stream and tells the
// others. What arrives is told to the page as `live:event`; after a gap nobody can fill, as `live:resync`.
// States (body[data-live]): on · polling (pages answer, the stream does not) · away (nothing answers) · ended (signed out).
(() => {
  const body = document.body;
  if (!body.dataset.events) return;
  const who = body.dataset.who || "";
  const port = body.dataset.events.match(/^:(\d+)(\/.*)$/); // ":8123/events/": another port of this host
  const address = port ? `${location.protocol}//${location.hostname}:${port[1]}${port[2]}` : body.dataset.events;
  const probed = document.currentScript.src;
  const SILENCE = 12000; // two heartbeats and a bit
  const EVERY = 1500; // between attempts; an older one may still succeed
  const RARELY = 10000; // while the pages answer and the stream does not
  const POLL = 5000;
  const words = { on: "实时", polling: "每 5 秒刷新", away: "与服务器断开，正在重连", ended: "已退出登录" };
  const started = performance.timeOrigin || Date.now() - performance.now();
  const channel = "BroadcastChannel" in window ? new BroadcastChannel(`zhangdeng-live-${who}`) : null;
  const tab = Math.random().toString(36).slice(2);
  let last = ""; // id of the last event
  let heard = Date.now(); // when the stream, or the tab that keeps it, last said anything
  let leading = false;
  let state = "";

  // ---- what the page hears
  const show = (next) => {
    if (state === next) return;
    state = body.dataset.live = next;
    document.querySelectorAll("[data-live-pill]").forEach((pill) => {
      pill.dataset.state = next;
      pill.title = words[next];
      pill.querySelector("[data-live-words]").textContent = words[next];
    });
    if (next === "on") document.querySelectorAll(".notices [data-session-ended]").forEach((notice) => notice.remove());
    document.dispatchEvent(new CustomEvent("live:state", { detail: next }));
  };
  const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
  const take = (message) => {
    if (message.id) last = message.id;
    if (message.type === "resync") tell("live:resync");
    else if (message.type === "event") tell("live:event", message.data);
  };

  // ---- what the tabs tell each other
  const recent = []; // of the leading tab: for a tab that has just been opened
  const share = (message) => { if (channel) channel.postMessage({ ...message, from: tab }); };
  const hand = (message) => {
    recent.push({ ...message, at: Date.now() });
    if (recent.length > 300) recent.shift();
    take(message);
    share(message);
  };
  const lead = (next) => {
    show(next);
    share({ type: "state", state: next, id: last });
  };
  if (channel) channel.onmessage = ({ data: message }) => {
    if (message.type === "revive") { revive(); return; }
    if (message.type === "hello") {
      if (!leading) return;
      revive(); // a page that has just been opened is signed in
      const missed = recent.filter((each) => each.at >= message.since && each.type === "event");
      if (recent.length === 300 && recent[0].at > message.since) share({ type: "resync", to: message.from });
      else missed.forEach(({ type, data, id }) => share({ type, data, id, to: message.from }));
      share({ type: "state", state, id: last });
      return;
    }
    if (message.to && message.to !== tab) return;
    if (leading) return;
    heard = Date.now();
    if (message.type === "state") { if (message.id) last = message.id; show(message.state); } else take(message);
  };

  // ---- the stream
  let open = null; // the attempt that is being read
  let attempts = []; // those under way, oldest first
  let tries = 0; // timer
  let polls = 0; // timer
  let tried = 0; // when the last one began
  let lost = 0; // since when there has been no stream

  const read = async (answer, control) => {
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done || open !== control) return;
      heard = Date.now();
      const blocks = (rest + value).split("\n\n");
      rest = blocks.pop();
      for (const block of blocks) {
        const fields = { event: "message", data: "", id: "" };
        for (const line of block.split("\n")) {
          const at = line.indexOf(":");
          if (at > 0) fields[line.slice(0, at)] = line.slice(at + 1).trimStart();
        }
        if (fields.event === "ended") { ended(); return; }
        if (fields.id) last = fields.id;
        if (fields.event === "resync") hand({ type: "resync", id: fields.id });
        else if (fields.data) hand({ type: "event", id: fields.id, data: JSON.parse(fields.data) });
        else share({ type: "beat", id: last });
      }
    }
  };
  const attempt = async () => {
    const control = new AbortController();
    tried = Date.now();
    attempts.push(control);
    if (attempts.length > 3) attempts.shift().abort();
    const query = new URLSearchParams({ who });
    if (last) query.set("since", last);
    else query.set("age", String(Math.round(Date.now() - started)));
    try {
      const answer = await fetch(`${address}?${query}`, {
        credentials: port ? "include" : "same-origin", cache: "no-store", signal: control.signal,
        headers: { Accept: "text/event-stream" }, redirect: "error",
      });
      if (open || !leading) { control.abort(); return; }
      if (answer.status === 401 || answer.status === 403) { ended(); return; }
      if (!answer.ok || !(answer.headers.get("Content-Type") || "").startsWith("text/event-stream")) throw new Error(String(answer.status));
      begun(control);
      await read(answer, control);
      throw new Error("cut");
    } catch {
      attempts = attempts.filter((each) => each !== control);
      if (open === control) { open = null; again(); }
    }
  };
  const begun = (control) => {
    open = control;
    attempts.forEach((each) => { if (each !== control) each.abort(); });
    attempts = [];
    clearInterval(tries);
    clearInterval(polls);
    tries = polls = lost = 0;
    heard = Date.now();
    lead("on");
  };
  const again = () => { // at once, then every so often until one is had
    if (!leading || state === "ended" || tries) return;
    lost = lost || Date.now();
    tries = setInterval(() => {
      if (navigator.onLine !== false && (state !== "polling" || Date.now() - tried > RARELY)) attempt();
      judge();
    }, EVERY + Math.random() * 300);
    attempt();
  };
  const restart = () => { // whatever is under way may be dead without knowing
    if (!leading || state === "ended") return;
    const control = open;
    open = null;
    if (control) control.abort();
    attempts.forEach((each) => each.abort());
    attempts = [];
    clearInterval(tries);
    tries = 0;
    again();
  };
  const ended = () => {
    clearInterval(tries);
    clearInterval(polls);
    tries = polls = 0;
    if (open) open.abort();
    open = null;
    lead("ended");
  };
  const revive = () => { // somebody signed in again, in another tab or by this page's own form
    if (state !== "ended") return;
    if (!leading) { share({ type: "revive" }); return; }
    state = "reviving";
    again();
  };
  document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) revive(); });
  document.addEventListener("draft:kept", revive);

  // ---- without a stream
  const judge = async () => {
    if (open || Date.now() - lost < 2000) return;
    if (!polls) {
      polls = setInterval(() => { if (!document.hidden && state !== "away") hand({ type: "resync" }); }, POLL);
    }
    let answers = false;
    try {
      answers = navigator.onLine !== false && (await fetch(probed, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(4000) })).ok;
    } catch { /* it does not */ }
    if (open || !leading || state === "ended") return;
    const before = state;
    lead(answers ? "polling" : "away");
    if (answers && before === "away") hand({ type: "resync" });
  };

  // ---- who keeps it
  const reign = () => {
    leading = true;
    heard = Date.now();
    again();
    return new Promise(() => {}); // until this page ends, or another takes over
  };
  const abdicate = () => {
    leading = false;
    const control = open;
    open = null;
    if (control) control.abort();
    attempts.forEach((each) => each.abort());
    attempts = [];
    clearInterval(tries);
    clearInterval(polls);
    tries = polls = lost = 0;
    stand();
  };
  const name = `zhangdeng-live-${who}`;
  const stand = (steal = false) => {
    navigator.locks.request(name, steal ? { steal: true } : {}, reign).catch(abdicate);
  };
  if (channel && navigator.locks) {
    stand();
    setTimeout(() => { if (!leading) share({ type: "hello", since: started - 500 }); }, 50);
  } else reign();

  setInterval(() => {
    if (state === "ended" || Date.now() - heard < SILENCE) return;
    if (leading) { if (open) restart(); }
    else if (!document.hidden) { heard = Date.now(); stand(true); } // the tab that kept it was put to sleep
  }, 2000);
  const wake = () => {
    if (state === "ended") return;
    if (leading && (!open || Date.now() - heard > 6000)) restart();
  };
  window.addEventListener("online", restart);
  window.addEventListener("offline", () => { if (leading && state !== "ended") { lost = lost || Date.now() - 2000; lead("away"); } });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { wake(); revive(); } });
  window.addEventListener("pageshow", (event) => { if (event.persisted) { tell("live:resync"); wake(); } });
})();
