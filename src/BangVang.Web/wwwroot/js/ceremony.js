// Screens of the ceremony follow the show: they ask which picture stands, and fetch themselves again when it is another one.
// A screen whose line is gone keeps its picture and goes on asking. Clocks run by the server's time.

const place = document.querySelector("[data-ceremony]");
const every = Number(place?.dataset.every ?? 500);
const policy = window.trustedTypes?.createPolicy("bangvang", { createHTML: html => html }) ?? { createHTML: html => html };
let version = Number(place?.dataset.version);

async function renew() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-cache" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  const page = new DOMParser().parseFromString(policy.createHTML(await answer.text()), "text/html");
  const fresh = page.querySelectorAll("[data-live]");
  document.querySelectorAll("[data-live]").forEach((old, i) => { if (fresh[i] && fresh[i].outerHTML !== old.outerHTML) old.replaceWith(document.adoptNode(fresh[i])); });
}

async function look() {
  try {
    if (place.dataset.ceremony === "self") await renew();
    else {
      const answer = await fetch(place.dataset.ceremony, { cache: "no-cache" });
      if (answer.ok) {
        const state = await answer.json();
        if (state.version !== version) await renew();
        version = state.version;
      }
    }
    document.body.classList.remove("is-offline");
  } catch (error) {
    document.body.classList.add("is-offline");
    console.warn("ceremony", error);
  }
  setTimeout(look, every);
}

const began = performance.now();
function tick() {
  for (const clock of document.querySelectorAll("[data-clock]")) {
    const time = new Date(Number(clock.dataset.clock) + (performance.now() - began) * Number(clock.dataset.speed ?? 1));
    clock.textContent = time.toLocaleTimeString("vi-VN", { hour12: false, timeZone: clock.dataset.zone });
  }
}

if (place) {
  look();
  if (document.querySelector("[data-clock]")) { tick(); setInterval(tick, 250); }
}
