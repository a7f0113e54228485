// The page that submits: files that are still on their way are named by their SHA-256, so that a slow line makes nobody late.

import { underWay } from "/js/upload.js";
import { sha256Of } from "/js/sha256.js";

const form = document.getElementById("submit"), section = document.getElementById("on-their-way");
const progress = form.querySelector("[data-progress]"), alert = section?.querySelector("[role=alert]");

// A field shows itself once a file of it is under way.
section?.addEventListener("under-way", event => show(event.target));
// It may have begun before this module was here.
for (const { field } of underWay()) show(section.querySelector(`[data-way="${CSS.escape(field)}"] input`));

function show(input) {
  section.hidden = false;
  input.closest("[data-way]").hidden = false;
}

// A file that has gone up meanwhile is put into its field at once.
const attached = [];
section?.addEventListener("stored", event => attached.push(attach(event.target.closest("[data-way]").dataset.way, event.detail.id)));

async function attach(field, file) {
  const body = new URLSearchParams({ __RequestVerificationToken: form.elements.__RequestVerificationToken.value, field, file });
  const answer = await fetch(`${location.pathname}?handler=Attach`, { method: "POST", body, headers: { Accept: "application/json" } });
  if (!answer.ok) complain((await answer.json().catch(() => ({}))).title ?? String(answer.status));
}

let isReady = false;
form.addEventListener("submit", async event => {
  if (isReady || underWay().length === 0 && attached.length === 0) return;
  event.preventDefault();
  const button = form.querySelector("button[type=submit]");
  button.disabled = true;
  try {
    // A form that is just being sent is not sent anew: the browser is done with this event first.
    await new Promise(done => setTimeout(done));
    if (!("grace" in form.dataset)) await arrived();
    const files = await named();
    await Promise.allSettled(attached);
    const carrier = document.createElement("input");
    Object.assign(carrier, { type: "hidden", name: "manifest", value: files.length > 0 ? JSON.stringify({ v: 1, files }) : "" });
    form.append(carrier);
    isReady = true;
    form.requestSubmit();
  } catch (fault) {
    console.error(fault);
    progress.textContent = "";
    complain(form.dataset.unreadable);
  } finally { button.disabled = false; }
});

/** Where bytes must be there at once, the form waits for them. */
async function arrived() {
  for (let waiting = underWay(); waiting.length > 0; waiting = underWay()) {
    progress.textContent = form.dataset.waiting;
    await waiting[0].done;
  }
}

async function named() {
  const files = [];
  for (const { field, file } of underWay()) {
    const say = done => { progress.textContent = form.dataset.hashing.replace("{name}", file.name).replace("{percent}", Math.floor(done / file.size * 100)); };
    say(0);
    files.push({ field, name: file.name, size: file.size, sha256: await sha256Of(file, say) });
  }
  return files;
}

function complain(text) {
  alert.textContent = text;
  alert.hidden = false;
  section.hidden = false;
}
