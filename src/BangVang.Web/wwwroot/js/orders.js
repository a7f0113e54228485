// Putting several products into order: a tap on a product, or its number, gives it the next place; again takes the place back.
// The places stand in the radios of the form, so that with scripts and without the same is sent. "U" takes the last one back,
// and with none left undoes the order before.

const guard = 350;
const shown = performance.now();
const form = document.querySelector("[data-order]");
if (form) begin(form);

function begin(form) {
  const items = [...form.querySelectorAll("[data-order-item]")].map(box => ({ box, pick: box.querySelector("[data-pick]"), radios: [...box.querySelectorAll("input[type=radio]")] }));
  const [send, back, said] = ["[data-send]", "[data-back]", "[data-said]"].map(part => form.querySelector(part));
  const undo = document.querySelector("[data-undo]");
  // What was sent and refused is still marked.
  let order = items.filter(item => markedOf(item) > 0).sort((a, b) => markedOf(a) - markedOf(b));

  form.classList.add("is-tapped");
  for (const part of form.querySelectorAll("[data-plain]")) part.classList.add("vh");
  for (const part of form.querySelectorAll(".order-places")) part.hidden = true;
  for (const part of form.querySelectorAll("[data-tapped]")) part.hidden = false;
  for (const item of items) item.pick.addEventListener("click", () => toggle(item));
  back.addEventListener("click", () => {
    // The last one came by itself.
    order.splice(order.length === items.length ? -2 : -1);
    show();
  });
  show();

  function toggle(item) {
    if (performance.now() - shown < guard) return;
    const placed = order.includes(item);
    order = placed ? order.filter(other => other !== item) : [...order, item];
    // The last one has but one place left.
    if (!placed && order.length === items.length - 1) order.push(items.find(other => !order.includes(other)));
    show();
    if (order.length < items.length) return;
    send.scrollIntoView({ block: "nearest" });
    send.focus({ preventScroll: true });
  }

  function show() {
    for (const item of items) {
      const place = order.indexOf(item) + 1;
      for (const radio of item.radios) radio.checked = Number(radio.value) === place;
      item.pick.setAttribute("aria-pressed", String(place > 0));
      item.pick.querySelector("[data-place]").textContent = place > 0 ? place : "";
    }
    said.textContent = said.dataset.said.replace("{placed}", order.length);
    send.classList.toggle("btn--quiet", order.length < items.length);
    back.hidden = order.length === 0;
    // "U" is one step back, whichever it is.
    back.toggleAttribute("data-key", false);
    if (order.length > 0) back.dataset.key = "u";
    if (undo && order.length > 0) delete undo.dataset.key;
    else if (undo) undo.dataset.key = "u";
  }

  function markedOf(item) {
    return Number(item.radios.find(radio => radio.checked)?.value ?? 0);
  }
}
