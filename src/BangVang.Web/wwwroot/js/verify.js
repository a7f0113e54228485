// The page that checks: a QR code by camera, a file dropped anywhere, and result bundles, which are checked here and sent nowhere.
// Without this module the form sends code or file, and the server answers.

import { mayScan, scan } from "/js/scan.js";

const form = document.getElementById("check");
const code = form.querySelector("[name=Code]"), file = form.querySelector("[name=Upload]");
const answer = document.getElementById("answer"), words = document.getElementById("camera-words");
const LARGEST_UPLOAD = 2 * 1024 * 1024;

// ---- a file: chosen or dropped ----
file.addEventListener("change", () => file.files.length && take(file.files[0]));
let isForServer = false;
form.addEventListener("submit", event => {
  if (isForServer || !file.files.length) return;
  event.preventDefault();
  take(file.files[0]);
});
addEventListener("dragover", event => event.preventDefault());
addEventListener("drop", event => {
  event.preventDefault();
  if (!event.dataTransfer.files.length) return;
  file.files = event.dataTransfer.files;
  take(file.files[0]);
});

async function take(chosen) {
  words.textContent = form.dataset.looking;
  const bytes = new Uint8Array(await chosen.arrayBuffer());
  if (isBundle(bytes)) await checkBundle(bytes);
  else if (bytes.length <= LARGEST_UPLOAD) {
    isForServer = true;
    form.requestSubmit();
  }
  else { words.textContent = ""; form.submit(); }
}

/** A result bundle is an archive, or a JSON text that says it is one. */
function isBundle(bytes) {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b || bytes[0] === 0x1f && bytes[1] === 0x8b) return true;
  return new TextDecoder().decode(bytes.subarray(0, 400)).includes("bangvang.bundle");
}

async function checkBundle(bytes) {
  try {
    const [{ verifyBundle }, trust] = await Promise.all([import("/js/verify-bundle.js"), fetch("/trust.json").then(r => r.json())]);
    const found = await verifyBundle(bytes, trust);
    const language = document.documentElement.lang.startsWith("en") ? "en" : "vi";
    show(found.holds, found.sentence[language], found.steps.map(s => ({ name: s.words.name[language], status: s.words.status[language], detail: s.words.detail[language] })));
  } catch (fault) {
    console.error(fault);
    show(false, form.dataset.bundleFailed, []);
  }
  words.textContent = "";
}

function show(holds, sentence, steps) {
  const box = element("div", { class: `result${holds ? "" : " result--bad"}`, role: "status" }, element("div", {}, element("h2", {}, sentence)));
  const list = steps.map(s => element("li", {}, element("strong", {}, s.name), element("p", { class: "muted" }, `${s.status}${s.detail ? `: ${s.detail}` : ""}`)));
  answer.replaceChildren(box, ...(list.length ? [element("details", { class: "fold" }, element("summary", {}, form.dataset.steps), element("div", {}, element("ul", { class: "small" }, ...list)))] : []));
  answer.scrollIntoView({ block: "start" });
}

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// ---- a QR code by camera ----
const button = document.getElementById("camera"), view = document.getElementById("view");
let stop = null;
button.hidden = false;
button.addEventListener("click", () => stop ? end() : look());

async function look() {
  if (!mayScan()) { words.textContent = form.dataset.noCamera; return; }
  words.textContent = "";
  view.hidden = false;
  try {
    stop = await scan(view, text => {
      code.value = text;
      end();
      form.requestSubmit();
    });
  } catch (fault) {
    view.hidden = true;
    words.textContent = fault instanceof DOMException ? form.dataset.cameraRefused : form.dataset.noCamera;
  }
}

function end() {
  stop?.();
  stop = null;
  view.hidden = true;
}
addEventListener("pagehide", end);
