// Keys for screens that people use all day. Under an element with data-keys:
//   data-key="j"      a link or button that the key presses
//   data-key-scale    a group of radios: 0 to 9 choose the mark of the current group, then the next one is current
// "u" takes the last mark back, "?" opens the element with id keys-help. No key works while one writes.

const area = document.querySelector("[data-keys]");
const scales = () => [...area.querySelectorAll("[data-key-scale]")];
const undone = [];
let current = scales().find(s => !s.querySelector(":checked")) ?? scales()[0];
mark();

document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
  const key = event.key.toLowerCase();
  if (/^[0-9]$/.test(key) && current) { choose(current, key); event.preventDefault(); return; }
  if (key === "u" && undone.length > 0) { undo(); event.preventDefault(); return; }
  if (key === "?") { help(); event.preventDefault(); return; }
  const target = area.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (target && !target.disabled) { target.click(); event.preventDefault(); }
});

area.addEventListener("focusin", event => {
  const scale = event.target.closest("[data-key-scale]");
  if (scale && scale !== current) { current = scale; mark(); }
});

function choose(scale, value) {
  const radio = scale.querySelector(`input[type=radio][value="${CSS.escape(value)}"]`);
  if (!radio || radio.disabled) return;
  undone.push({ scale, before: scale.querySelector("input[type=radio]:checked")?.value ?? null });
  set(scale, value);
  const all = scales();
  go(all[Math.min(all.indexOf(scale) + 1, all.length - 1)]);
}

function undo() {
  const { scale, before } = undone.pop();
  set(scale, before);
  go(scale);
}

function set(scale, value) {
  for (const radio of scale.querySelectorAll("input[type=radio]")) radio.checked = radio.value === value;
  scale.querySelector("input[type=radio]")?.dispatchEvent(new Event("change", { bubbles: true }));
}

function mark() {
  for (const scale of scales()) scale.closest(".sub")?.toggleAttribute("aria-current", false);
  const box = current?.closest(".sub");
  if (!box) return;
  box.setAttribute("aria-current", "step");
}

function go(scale) {
  current = scale;
  mark();
  scale.scrollIntoView({ block: "nearest" });
}

function help() {
  const box = document.getElementById("keys-help");
  if (box?.showModal) box.open ? box.close() : box.showModal();
  else box?.togglePopover?.();
}

function isWriting(target) {
  return target.isContentEditable || ["TEXTAREA", "SELECT"].includes(target.tagName)
    || target.tagName === "INPUT" && !["radio", "checkbox", "button", "submit"].includes(target.type);
}
