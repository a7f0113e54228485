// The organisers' grid: sessions are laid by time and moved with the mouse or the keyboard. Each move is sent at once; the
// server answers with every warning there is then. What it refuses goes back to where it was.

const planner = document.querySelector("[data-planner]");
const from = Number(planner.dataset.from), to = Number(planner.dataset.to), midnight = Number(planner.dataset.midnight);
const perMinute = 1.44; // pixels; an hour is 5.4rem, as the lines of the lane
const form = document.querySelector("[data-planner-form]");
const said = document.querySelector("[data-planner-said]");
const lanes = [...planner.querySelectorAll("[data-room]")];
const step = () => Number(document.getElementById("planner-step").value);

document.querySelector("[data-planner-tools]").hidden = false;
for (const room of lanes) {
  const lane = room.querySelector("[data-lane]");
  lane.classList.add("is-laid");
  lane.style.height = `${(to - from) * perMinute}px`;
}

const states = new Map();
for (const element of planner.querySelectorAll("[data-id]")) {
  const place = { room: element.closest("[data-room]").dataset.room, start: Number(element.dataset.start), minutes: Number(element.dataset.minutes) };
  states.set(element, { now: place, kept: { ...place }, version: Number(element.dataset.version), sending: false });
  element.setAttribute("aria-keyshortcuts", "ArrowUp ArrowDown ArrowLeft ArrowRight Shift+ArrowUp Shift+ArrowDown");
  lay(element);
}

function lay(element) {
  const { now } = states.get(element);
  element.style.top = `${(now.start - from) * perMinute}px`;
  element.style.height = `${Math.max(now.minutes * perMinute, 20)}px`;
  const lane = lanes.find(l => l.dataset.room === now.room).querySelector("[data-lane]");
  if (element.parentElement !== lane) {
    const focused = document.activeElement === element;
    lane.append(element);
    if (focused) element.focus();
  }
  const clock = minutes => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
  element.querySelector("[data-times]").textContent = `${clock(now.start)}–${clock(now.start + now.minutes)}`;
}

function clamp(place) {
  place.minutes = Math.min(Math.max(place.minutes, 5), to - from);
  place.start = Math.min(Math.max(place.start, from), to - place.minutes);
  return place;
}

const same = (a, b) => a.room === b.room && a.start === b.start && a.minutes === b.minutes;

// One request at a time for a session: what is pressed meanwhile is sent together when the answer has come.
async function send(element) {
  const state = states.get(element);
  if (state.sending || same(state.now, state.kept)) return;
  state.sending = true;
  planner.setAttribute("aria-busy", "true");
  const sent = { ...state.now };
  const body = new FormData(form);
  for (const [name, value] of Object.entries({ id: element.dataset.id, version: state.version, room: sent.room, start: midnight + sent.start * 60000, minutes: sent.minutes })) body.set(name, value);
  try {
    const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" } });
    const told = await answer.json();
    if (answer.ok) {
      state.kept = sent;
      state.version = told.version;
      said.textContent = told.said;
      warn(told.warnings);
    }
    else giveBack(element, `${told.said} ${told.title}`);
  }
  catch (fault) {
    console.warn("move", fault);
    giveBack(element, form.dataset.fault);
  }
  state.sending = false;
  if (![...states.values()].some(s => s.sending)) planner.removeAttribute("aria-busy");
  await send(element);
}

function giveBack(element, why) {
  const state = states.get(element);
  state.now = { ...state.kept };
  lay(element);
  said.textContent = why;
  said.classList.remove("vh");
}

function warn(warnings) {
  const cited = new Set(warnings.flatMap(w => w.sessions));
  for (const element of states.keys()) element.classList.toggle("is-cited", cited.has(element.dataset.id));
  document.querySelector("[data-planner-warnings]").replaceChildren(...warnings.map(w => {
    const line = document.createElement("li");
    line.textContent = w.text;
    return line;
  }));
  document.querySelector("[data-planner-quiet]").hidden = warnings.length > 0;
}

planner.addEventListener("keydown", event => {
  const element = event.target.closest("[data-id]");
  if (!element || event.altKey || event.ctrlKey || event.metaKey) return;
  const way = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key];
  if (!way) return;
  event.preventDefault();
  const state = states.get(element), next = { ...state.now };
  if (event.shiftKey && way[1]) next.minutes += way[1] * step();
  else next.start += way[1] * step();
  const at = lanes.findIndex(l => l.dataset.room === next.room) + way[0];
  if (lanes[at]) next.room = lanes[at].dataset.room;
  state.now = clamp(next);
  lay(element);
  send(element);
});

let drag = null;
planner.addEventListener("pointerdown", event => {
  const element = event.target.closest("[data-id]");
  if (!element || event.button !== 0) return;
  const box = element.getBoundingClientRect();
  drag = { element, x: event.clientX, y: event.clientY, was: { ...states.get(element).now }, resizes: box.bottom - event.clientY < 8 && box.height > 24, moved: false };
});
document.addEventListener("pointermove", event => {
  if (!drag) return;
  if (!drag.moved && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < 5) return;
  drag.moved = true;
  drag.element.classList.add("is-moving");
  const by = Math.round((event.clientY - drag.y) / perMinute / step()) * step();
  const next = { ...drag.was };
  if (drag.resizes) next.minutes += by;
  else {
    next.start += by;
    const over = lanes.find(l => { const box = l.getBoundingClientRect(); return event.clientX >= box.left && event.clientX <= box.right; });
    if (over) next.room = over.dataset.room;
  }
  states.get(drag.element).now = clamp(next);
  lay(drag.element);
});
let dropped = 0;
function drop() {
  if (!drag) return;
  drag.element.classList.remove("is-moving");
  if (drag.moved) {
    dropped = performance.now();
    send(drag.element);
  }
  drag = null;
}
document.addEventListener("pointerup", drop);
document.addEventListener("pointercancel", drop);

// What was dropped is not opened by the click that ends the drag.
planner.addEventListener("click", event => { if (performance.now() - dropped < 100) event.preventDefault(); });
