// Keeps the page of the doors and everything it is made of, so that it opens without network. Before this text stands SHELL:
// the page, a version, the files. Whatever else is asked for goes to the network and is not kept.

const NAME = `bangvang-door ${SHELL.page} ${SHELL.version}`;

self.addEventListener("install", event => event.waitUntil((async () => {
  const kept = await caches.open(NAME);
  await kept.addAll(SHELL.files);
  const page = await fetch(SHELL.page, { credentials: "same-origin", redirect: "manual" });
  // Without a sign-in there is no page to keep yet; the first one that is shown is kept then.
  if (page.ok) await kept.put(SHELL.page, page);
  await self.skipWaiting();
})()));

self.addEventListener("activate", event => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith(`bangvang-door ${SHELL.page} `) && name !== NAME) await caches.delete(name);
  await self.clients.claim();
})()));

self.addEventListener("fetch", event => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && url.pathname === SHELL.page) event.respondWith(page(event.request));
  else if (SHELL.files.includes(url.pathname + url.search)) event.respondWith(file(event.request));
});

/** The network's page when it answers soon, for it may be a newer one; otherwise the one that is kept. */
async function page(request) {
  const cache = await caches.open(NAME);
  const kept = await cache.match(SHELL.page);
  const fresh = fetch(request).then(async answer => {
    if (answer.ok && !answer.redirected) await cache.put(SHELL.page, answer.clone());
    return answer;
  });
  if (!kept) return fresh;
  const late = new Promise(resolve => setTimeout(resolve, 2000, null));
  try {
    const answer = await Promise.race([fresh, late]);
    // Signed out, or the server is not well: the gate goes on with what it has.
    return answer?.ok ? answer : kept;
  }
  catch { return kept; }
}

async function file(request) {
  const cache = await caches.open(NAME);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}
