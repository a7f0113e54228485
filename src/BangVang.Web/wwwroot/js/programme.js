// The programme for the person who reads it: what they marked, kept in this browser alone, and their own clock beside the
// clocks of the places. Without scripts the page is the same for everybody.

const page = document.querySelector("[data-programme]");
const key = `bv-favourites:${page?.dataset.programme}`;

function read() {
  try { return new Set(JSON.parse(localStorage.getItem(key) ?? "[]")); }
  catch { return new Set(); }
}

const chosen = page ? read() : new Set();

function show() {
  for (const button of page.querySelectorAll("[data-favourite]")) {
    const on = chosen.has(button.dataset.favourite);
    button.hidden = false;
    button.setAttribute("aria-pressed", String(on));
    button.textContent = on ? button.dataset.on : button.dataset.off;
  }
  const bar = page.querySelector("[data-favourites]");
  if (!bar) return;
  bar.hidden = chosen.size === 0;
  const only = bar.querySelector("[data-only-favourites]");
  if (chosen.size === 0) only.checked = false;
  const calendar = bar.querySelector("[data-favourites-calendar]");
  calendar.search = `?only=${[...chosen].sort().join(",")}`;
  for (const slot of page.querySelectorAll("[data-session]")) slot.hidden = only.checked && !chosen.has(slot.dataset.session);
}

page?.addEventListener("click", event => {
  const button = event.target.closest("[data-favourite]");
  if (!button) return;
  if (!chosen.delete(button.dataset.favourite)) chosen.add(button.dataset.favourite);
  localStorage.setItem(key, JSON.stringify([...chosen]));
  show();
});
page?.addEventListener("change", event => { if (event.target.matches("[data-only-favourites]")) show(); });

// Somebody elsewhere: their zone is named in words, and each session says its time there. Zones have several names
// (Asia/Saigon is Asia/Ho_Chi_Minh): who reads the same times as one of the places is not elsewhere.
function clock() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const line = page.querySelector("[data-viewer-zone]");
  const places = [...page.querySelectorAll("[data-viewer-time]")];
  if (!zone || places.length === 0) return;
  const clockOf = timeZone => new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hour12: false, timeZone });
  const own = clockOf(zone), at = place => new Date(Number(place.dataset.viewerTime));
  if (page.dataset.zones.split(",").some(z => places.every(p => clockOf(z).format(at(p)) === own.format(at(p))))) return;
  if (line) {
    line.textContent = line.dataset.viewerZone.replace("{0}", zone.replaceAll("_", " ")).replace("{1}", own.format(new Date()));
    line.hidden = false;
  }
  for (const place of places) {
    place.textContent = `${own.format(at(place))} (${zone.replaceAll("_", " ")})`;
    place.hidden = false;
  }
}

if (page) {
  show();
  clock();
}
