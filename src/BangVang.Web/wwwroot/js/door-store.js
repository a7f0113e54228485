// What a device at the door keeps: its key, the tickets, its own ledger and what it heard of others. Everything in one database
// of the browser; an entry counts once it is in there.

const VERSION = 1;
const base64 = bytes => btoa(String.fromCharCode(...new Uint8Array(bytes)));

/** Opens the database of one forum's doors. */
export async function openStore(slug) {
  const db = await settle(Object.assign(indexedDB.open(`bangvang-door-${slug}`, VERSION), {
    onupgradeneeded() {
      for (const [name, keyPath] of [["meta", undefined], ["cards", undefined], ["own", "entry.counter"], ["others", undefined]]) this.result.createObjectStore(name, keyPath ? { keyPath } : undefined);
    },
  }));
  return new Store(db);
}

function settle(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

class Store {
  #db;
  constructor(db) { this.#db = db; }

  #done(transaction) {
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  }

  get(name) { return settle(this.#db.transaction("meta").objectStore("meta").get(name)); }

  async set(values) {
    const transaction = this.#db.transaction("meta", "readwrite");
    for (const [name, value] of Object.entries(values)) transaction.objectStore("meta").put(value, name);
    await this.#done(transaction);
  }

  /** A key pair whose private half never leaves this browser. */
  async makeKey() {
    const key = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
    return { key, publicKey: base64(await crypto.subtle.exportKey("spki", key.publicKey)) };
  }

  async sign(text) {
    const key = await this.get("key");
    return base64(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key.privateKey, new TextEncoder().encode(text)));
  }

  /**
   * Writes entries into the own ledger under the next numbers, all or none; they are kept when it returns.
   * @param {object[]} entries without device and counter
   * @param {(object|null)[]} cards of walk-ins
   */
  async append(device, entries, cards) {
    const transaction = this.#db.transaction(["meta", "own"], "readwrite", { durability: "strict" });
    const meta = transaction.objectStore("meta"), own = transaction.objectStore("own");
    const written = [];
    meta.get("counter").onsuccess = event => {
      let counter = event.target.result ?? 0;
      entries.forEach((entry, i) => {
        const kept = { entry: { ...entry, device, counter: ++counter }, signature: null, card: cards[i] ?? null, sent: false, refused: null };
        written.push(kept);
        own.add(kept);
      });
      meta.put(counter, "counter");
    };
    await this.#done(transaction);
    return written;
  }

  async put(kept) {
    const transaction = this.#db.transaction("own", "readwrite");
    for (const one of kept) transaction.objectStore("own").put(one);
    await this.#done(transaction);
  }

  own() { return settle(this.#db.transaction("own").objectStore("own").getAll()); }

  others() { return settle(this.#db.transaction("others").objectStore("others").getAll()); }

  async hear(entries, last) {
    const transaction = this.#db.transaction(["others", "meta"], "readwrite");
    for (const entry of entries) transaction.objectStore("others").put(entry, `${entry.device}/${entry.counter}`);
    transaction.objectStore("meta").put(last, "heard");
    await this.#done(transaction);
  }

  async cards() { return (await settle(this.#db.transaction("cards").objectStore("cards").getAll())).flat(); }

  /** Takes over the parts of the list that changed, with what else the server said. */
  async takeList(sheet, at) {
    const transaction = this.#db.transaction(["cards", "meta"], "readwrite");
    for (const [bucket, cards] of Object.entries(sheet.cards)) transaction.objectStore("cards").put(cards, Number(bucket));
    const { cards, ...rest } = sheet;
    transaction.objectStore("meta").put({ ...rest, at }, "sheet");
    await this.#done(transaction);
  }

  /** A device that was taken out keeps no names. */
  async forgetPeople() {
    const transaction = this.#db.transaction(["cards", "meta"], "readwrite");
    transaction.objectStore("cards").clear();
    transaction.objectStore("meta").delete("sheet");
    await this.#done(transaction);
    const kept = await this.own();
    await this.put(kept.map(one => ({ ...one, card: one.sent || one.refused ? null : one.card })));
  }

  /** Begins anew, for another code: only when nothing waits to be sent, or nothing of it will be taken any more. */
  async clear() {
    const names = ["meta", "cards", "own", "others"];
    const transaction = this.#db.transaction(names, "readwrite");
    for (const name of names) transaction.objectStore(name).clear();
    await this.#done(transaction);
  }
}
