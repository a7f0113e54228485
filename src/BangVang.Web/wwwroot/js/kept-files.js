// Files that were chosen and have not gone up yet, kept by the browser: another page of the same dossier goes on with them.

const STORE = "files", KEEP = 7 * 24 * 3600 * 1000;
const ready = new Promise((resolve, reject) => {
  const request = indexedDB.open("bangvang", 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  request.onsuccess = () => {
    // Another page, or this one, wants to throw all away.
    request.result.onversionchange = () => request.result.close();
    resolve(request.result);
  };
  request.onerror = () => reject(request.error);
});
// Looked at by whoever asks for a file; a browser that keeps nothing is no fault of this page.
ready.catch(() => {});

/** True when the file is kept; false where the browser keeps nothing or has no room. */
export const keep = (key, place, file) => run("readwrite", store => store.put({ ...place, file, at: Date.now() }, key)).then(() => true, () => false);

export const drop = key => run("readwrite", store => store.delete(key)).then(() => {}, () => {});

/** The files that were chosen for this place, by key. */
export async function keptFor(prefix, place) {
  try {
    const [keys, files] = await Promise.all([run("readonly", store => store.getAllKeys()), run("readonly", store => store.getAll())]);
    const found = files.map((kept, i) => ({ ...kept, key: keys[i] })).filter(kept => kept.key.startsWith(prefix));
    for (const old of found.filter(kept => kept.at < Date.now() - KEEP)) await drop(old.key);
    return found.filter(kept => kept.at >= Date.now() - KEEP && kept.purpose === place.purpose && kept.subject === place.subject && kept.field === place.field);
  } catch { return []; }
}

async function run(mode, act) {
  const transaction = (await ready).transaction(STORE, mode);
  const request = act(transaction.objectStore(STORE));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}
