// What the phone keeps, in two databases with different fates: `told` is what the server said and goes when somebody
// signs out; `entered` is what people did here and nobody else has yet, and is never thrown away without being asked.
self.Crew = self.Crew || {};
(() => {
  const plans = {
    told: ["zhangdeng-crew", (db) => db.createObjectStore("kept")],
    entered: ["zhangdeng-crew-entered", (db) => {
      db.createObjectStore("items", { keyPath: "place", autoIncrement: true });
      db.createObjectStore("typed");
    }],
  };
  const opened = {};
  const database = (which) => {
    const [name, upgrade] = plans[which];
    const forget = () => { delete opened[which]; };
    // Another tab may want to delete it (somebody signed out there): let go at once.
    opened[which] ||= idb.openDB(name, 1, {
      upgrade,
      blocking: (old, next, event) => { event.target.close(); forget(); },
      terminated: forget,
    });
    opened[which].catch(forget);
    return opened[which];
  };

  Crew.store = {
    told: async (name) => (await database("told")).get("kept", name),
    tell: async (name, value) => (await database("told")).put("kept", value, name),
    // Read, change and write in one transaction, here and below: two answers, or two tabs, must not undo each other.
    retell: async (name, change) => {
      const work = (await database("told")).transaction("kept", "readwrite");
      const value = change(await work.store.get(name));
      if (value) await work.store.put(value, name);
      await work.done;
      return value;
    },
    forget: async () => (await database("told")).clear("kept"),
    items: async () => (await database("entered")).getAll("items"),
    put: async (item) => (await database("entered")).put("items", item),
    drop: async (place) => (await database("entered")).delete("items", place),
    change: async (place, patch) => {
      const work = (await database("entered")).transaction("items", "readwrite");
      const item = await work.store.get(place);
      if (item) await work.store.put({ ...item, ...patch });
      await work.done;
      return item;
    },
    typed: async (name) => (await database("entered")).get("typed", name),
    type: async (name, value) => (await database("entered")).put("typed", value, name),
    untype: async (name) => (await database("entered")).delete("typed", name),
  };
})();
