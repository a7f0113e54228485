// Choosing between two products. A tap that comes the moment the next pair appears was meant for the last one: it is not taken.
// The clock only tells how long the pair has been looked at; it never chooses.

const guard = 350;
const shown = performance.now();

document.querySelector("[data-pair]")?.addEventListener("submit", event => {
  if (performance.now() - shown < guard) event.preventDefault();
});

for (const fold of document.querySelectorAll("[data-focus]"))
  fold.querySelector("summary").addEventListener("click", event => {
    if (fold.open) return;
    // At once and not when the browser says that it is open: what is typed next is writing, not a key.
    event.preventDefault();
    fold.open = true;
    fold.querySelector("textarea, input:not([type=hidden])")?.focus();
  });

const clock = document.querySelector("[data-pair-clock]");
if (clock) {
  const seconds = Number(clock.dataset.pairClock);
  const left = clock.querySelector("[data-left]");
  const tick = () => {
    const rest = Math.max(0, Math.ceil(seconds - (performance.now() - shown) / 1000));
    if (rest > 0) { left.textContent = `${Math.floor(rest / 60)}:${String(rest % 60).padStart(2, "0")}`; return; }
    clearInterval(running);
    left.textContent = clock.dataset.over;
    clock.classList.add("is-over");
    document.querySelector("[data-clock-status]").textContent = clock.dataset.over;
  };
  const running = setInterval(tick, 250);
  tick();
}
