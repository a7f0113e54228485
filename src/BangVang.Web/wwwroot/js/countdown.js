// Keeps "8 days 9 hours left" right, by the server's clock: the page brings the time it was made at.

const bases = new Map();

function tick() {
  for (const box of document.querySelectorAll("[data-countdown]")) {
    if (!bases.has(box)) bases.set(box, { now: Number(box.dataset.now), at: performance.now() });
    const base = bases.get(box);
    show(box, Number(box.dataset.countdown) - (base.now + performance.now() - base.at));
  }
}

function show(box, ms) {
  const left = Math.max(0, Math.floor(ms / 1000));
  const [days, hours, minutes, seconds] = [Math.floor(left / 86400), Math.floor(left / 3600) % 24, Math.floor(left / 60) % 60, left % 60];
  const fill = (text, ...values) => values.reduce((t, value, i) => t.replace(`{${i}}`, value), text);
  const text = ms <= 0 ? box.dataset.over
    : days > 0 ? fill(box.dataset.long, days, hours)
    : hours > 0 ? fill(box.dataset.short, hours, minutes)
    : fill(box.dataset.last, minutes, seconds);

  const place = box.querySelector("[data-left]");
  if (place && place.textContent !== text) place.textContent = text;
  for (const [part, value] of [["d", days], ["h", hours], ["m", minutes]]) {
    const tile = box.querySelector(`[data-part=${part}]`);
    if (tile && tile.textContent !== String(value)) tile.textContent = value;
  }
  box.querySelector(".countdown")?.setAttribute("aria-label", text);
  box.classList.toggle("is-over", ms <= 0);
  if (ms <= 0 && !box.dataset.announced) {
    box.dataset.announced = "yes";
    box.dispatchEvent(new CustomEvent("deadline:over", { bubbles: true }));
  }
}

tick();
setInterval(tick, 1000);
