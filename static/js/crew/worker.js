// The service worker: the shell comes from the phone, so that the page opens in a cellar; what waits is sent when the
// browser says the network is back, even with the page closed. Data is the page's own affair.
(() => {
  const name = `crew-${self.SHELL.version}`;
  self.addEventListener("install", (event) => {
    event.waitUntil((async () => {
      const cache = await caches.open(name);
      await Promise.all(self.SHELL.files.map(async (address) => {
        const answer = await fetch(address, { credentials: "same-origin", cache: address === self.SHELL.page ? "no-cache" : "default" });
        // Signed out, the page's address leads elsewhere: better no shell than a wrong one.
        if (!answer.ok || answer.redirected) throw new Error(address);
        await cache.put(address, answer);
      }));
      await self.skipWaiting();
    })());
  });
  self.addEventListener("activate", (event) => {
    event.waitUntil((async () => {
      const old = (await caches.keys()).filter((each) => each.startsWith("crew-") && each !== name);
      await Promise.all(old.map((each) => caches.delete(each)));
      await self.clients.claim();
    })());
  });
  self.addEventListener("fetch", (event) => {
    const { request } = event;
    if (request.method !== "GET") return;
    const address = new URL(request.url);
    const key = address.origin === location.origin ? address.pathname + address.search : "";
    const wanted = request.mode === "navigate" && address.pathname === self.SHELL.page ? self.SHELL.page : key;
    if (!self.SHELL.files.includes(wanted)) return;
    event.respondWith((async () => (await caches.open(name).then((cache) => cache.match(wanted))) || fetch(request))());
  });
  self.addEventListener("sync", (event) => {
    if (event.tag === "crew-send") event.waitUntil(Crew.send(true));
  });
})();
