// Files go up in pieces (tus 1.0) and go on by themselves after a cut line, a closed lid or an expired sign-in.
//
// Enhances every element with data-tus that is, or holds, an <input type=file>:
//   data-tus="/uploads"  data-purpose  data-subject  data-field   what the file is for
//   data-texts           sentences as JSON, see UploadTexts.cs
//   data-stored-name     name of the hidden field that carries the stored file's id; default: the input's own name
//   data-keep            the browser keeps the file until it has gone up: another page with the same place goes on with it
//   data-size, data-sha256   the one file that is wanted; any other is refused before a byte is sent
// Fires "under-way" on the input when a file begins to go up, and "stored" when the server has the whole file: detail { id, name, size }.
// Without this module the form sends its file as any form does.

import { drop, keep, keptFor } from "/js/kept-files.js";
import { sha256Of } from "/js/sha256.js";

const CHUNK = 5 * 1024 * 1024;
const SILENCE = 30_000;            // ms without a sign of progress until a line counts as dead
const FIRST_WAIT = 1_000, LONGEST_WAIT = 30_000;
// What one person left unfinished is not shown to the next on the same machine.
const MEMORY = `bv-upload:${document.body.dataset.person ?? ""}:`, KEEP = 7 * 24 * 3600 * 1000;

export function enhanceAll(root = document) {
  for (const element of root.querySelectorAll("[data-tus]")) enhance(element);
}

export function enhance(element) {
  const input = element.matches("input[type=file]") ? element : element.querySelector("input[type=file]");
  if (!input || input.dataset.enhanced) return;
  input.dataset.enhanced = "yes";
  const field = new UploadField(input, element.dataset);
  input.addEventListener("change", () => field.add([...input.files]));
  input.form?.addEventListener("submit", event => field.hold(event), true);
  addEventListener("beforeunload", event => { if (field.wouldLose) event.preventDefault(); });
  field.goOn();
  fields.push(field);
}

const fields = [];

/** Files of this page that have not gone up: { field, file, done }, done with the id, or with null when it was cancelled or refused. */
export function underWay() { return fields.flatMap(field => field.underWay); }

/** One control with its list of files. Files go up one after the other. */
class UploadField {
  #waiting = [];
  #current = null;
  #held = null;

  constructor(input, data) {
    this.input = input;
    this.purpose = { purpose: data.purpose, subject: data.subject, field: data.field ?? "" };
    this.endpoint = data.tus || "/uploads";
    this.storedName = data.storedName || input.name;
    this.texts = JSON.parse(data.texts || "{}");
    this.keeps = "keep" in data;
    this.wanted = data.sha256 ? { size: Number(data.size), sha256: data.sha256 } : null;
    this.list = document.createElement("ul");
    this.list.className = "files";
    this.list.hidden = true;
    this.live = document.createElement("p");
    this.live.className = "vh";
    this.live.setAttribute("aria-live", "polite");
    input.after(this.list, this.live);
    // What has gone up already shall not go with the form once more.
    input.removeAttribute("name");
  }

  get isBusy() { return this.#current !== null || this.#waiting.length > 0; }

  /** True while a file is under way that only this page has. */
  get wouldLose() { return [this.#current, ...this.#waiting].some(upload => upload && !upload.isKept); }

  get underWay() { return [this.#current, ...this.#waiting].filter(upload => upload !== null).map(upload => ({ field: this.purpose.field, file: upload.file, done: upload.done })); }

  async add(files) {
    files = [...files];
    // Choosing the same file again must be noticed.
    this.input.value = "";
    for (const file of files) {
      if (!this.input.multiple) for (const row of [...this.list.children]) if (!row.dataset.busy) row.remove();
      if (!await this.#isWanted(file)) { new Row(this, file.name).show(this.say("other_file"), 0, "failed"); continue; }
      this.#begin(file);
    }
  }

  #begin(file) {
    const upload = new Upload(this, file, new Row(this, file.name));
    if (this.keeps) keep(upload.key, this.purpose, file).then(kept => { upload.isKept = kept; });
    this.#waiting.push(upload);
    this.input.dispatchEvent(new CustomEvent("under-way", { bubbles: true }));
    this.#next();
  }

  async #isWanted(file) {
    if (!this.wanted) return true;
    return file.size === this.wanted.size && await sha256Of(file).catch(() => "") === this.wanted.sha256;
  }

  /** What another page of this browser left is sent on; of what it could not keep, the list reminds. */
  async goOn() {
    const kept = this.keeps ? await keptFor(MEMORY, this.purpose) : [];
    for (const { file } of kept) if (await this.#isWanted(file)) this.#begin(file);
    this.remindOfUnfinished(kept.map(each => each.key));
  }

  async #next() {
    if (this.#current || this.#waiting.length === 0) return;
    this.#current = this.#waiting.shift();
    const done = await this.#current.run();
    this.#current = null;
    if (!done) this.#held = null;
    if (this.#waiting.length > 0) this.#next();
    else if (this.#held) { const { form, submitter } = this.#held; this.#held = null; form.requestSubmit(submitter); }
  }

  /** A form sent while a file is on its way waits for it, then goes by itself. */
  hold(event) {
    if (!this.isBusy) return;
    event.preventDefault();
    event.stopPropagation();
    this.#held = { form: event.target, submitter: event.submitter };
    this.#current.row.focus();
    this.announce(this.#current.row);
  }

  stored(id, file) {
    const carrier = document.createElement("input");
    carrier.type = "hidden";
    carrier.name = this.storedName;
    carrier.value = id;
    if (!this.input.multiple) for (const old of this.input.parentElement.querySelectorAll("input[data-stored]")) old.remove();
    carrier.dataset.stored = file.name;
    this.live.after(carrier);
    this.input.dispatchEvent(new CustomEvent("stored", { bubbles: true, detail: { id, name: file.name, size: file.size } }));
  }

  say(key, values = {}) {
    return (this.texts[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  }

  /** Aloud a sentence names its file, which on screen stands above it. */
  announce(row) { this.live.textContent = `${row.item.dataset.name}: ${row.text}`; }

  remindOfUnfinished(kept) {
    for (const [key, known] of remembered()) {
      if (kept.includes(key) || this.wanted) continue;
      if (known.at < Date.now() - KEEP) { forget(key); continue; }
      if (!sameplace(known, this.purpose)) continue;
      const row = new Row(this, known.name);
      row.show(this.say("unfinished_before", { percent: percent(known.offset, known.size) }), percent(known.offset, known.size));
      row.button(this.say("cancel"), () => { fetch(known.url, { method: "DELETE", headers: { "Tus-Resumable": "1.0.0" } }); forget(key); row.remove(); });
    }
  }
}

/** One line of the list: name, bar, sentence, buttons. */
class Row {
  constructor(field, name) {
    this.field = field;
    // A file chosen again takes the place of the reminder of it.
    for (const old of field.list.children) if (old.dataset.name === name && !old.dataset.busy) { old.remove(); break; }
    this.item = document.createElement("li");
    this.item.dataset.name = name;
    this.item.tabIndex = -1;
    const title = document.createElement("strong");
    title.textContent = name;
    this.buttons = document.createElement("span");
    this.buttons.className = "row";
    this.bar = document.createElement("progress");
    this.bar.className = "wide";
    this.bar.max = 100;
    this.bar.setAttribute("aria-label", name);
    this.sentence = document.createElement("span");
    this.sentence.className = "wide small muted";
    this.item.append(title, this.buttons, this.bar, this.sentence);
    field.list.append(this.item);
    field.list.hidden = false;
  }

  get text() { return this.sentence.textContent; }

  show(text, value, state = "") {
    this.sentence.textContent = text;
    this.sentence.className = `wide small ${{ done: "saved", failed: "saved saved--fail" }[state] ?? "muted"}`;
    this.bar.hidden = state !== "" && state !== "paused";
    this.bar.value = value;
  }

  busy(yes) { if (yes) this.item.dataset.busy = "yes"; else delete this.item.dataset.busy; }

  button(label, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn--quiet btn--sm";
    button.textContent = label;
    button.setAttribute("aria-label", `${label}: ${this.item.dataset.name}`);
    button.addEventListener("click", act);
    this.buttons.append(button);
    return button;
  }

  clearButtons() { this.buttons.replaceChildren(); }
  focus() { this.item.focus(); }
  remove() { this.item.remove(); if (this.field.list.children.length === 0) this.field.list.hidden = true; }
}

class Refused extends Error {}

/** One file on its way. */
class Upload {
  #stop = null;                    // ends the request under way
  #wake = null;                    // ends a wait
  #paused = false;
  #cancelled = false;
  #announced = -1;
  #resolve;

  constructor(field, file, row) {
    Object.assign(this, { field, file, row, url: null, offset: 0, isKept: false });
    this.done = new Promise(resolve => { this.#resolve = resolve; });
    this.key = MEMORY + [file.name, file.size, file.lastModified, ...Object.values(field.purpose)].join("|");
    row.busy(true);
    row.show(this.#say("waiting"), 0);
  }

  /** True when the server has the whole file. */
  async run() {
    const offline = () => this.#stop?.();
    const online = () => this.#wake?.();
    addEventListener("offline", offline);
    addEventListener("online", online);
    this.#buttons();
    let id = null;
    try {
      id = await this.#untilDone();
      if (id === null) { this.row.remove(); return false; }
      this.field.stored(id, this.file);
      this.#finish("done", this.#say("done"));
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#finish("failed", this.#say("failed", { reason: error.message }));
      return false;
    } finally {
      removeEventListener("offline", offline);
      removeEventListener("online", online);
      this.row.busy(false);
      // Gone up, cancelled or refused: there is nothing left to go on with.
      drop(this.key);
      this.#resolve(id);
    }
  }

  async #untilDone() {
    this.url = recall(this.key)?.url ?? null;
    let wait = FIRST_WAIT;
    for (let known = false; !this.#cancelled;) {
      if (this.#paused) { await this.#sleep(Infinity); continue; }
      const before = this.offset;
      const answer = this.url === null ? await this.#create() : known ? await this.#sendNext() : await this.#look();
      if (this.#cancelled) break;
      switch (answer.kind) {
        case "ok":
          known = true;
          if (this.offset > before) wait = FIRST_WAIT;
          break;
        case "stored": forget(this.key); return answer.id;
        case "gone": forget(this.key); this.url = null; this.offset = 0; known = false; break;
        case "refused": forget(this.key); throw new Refused(answer.reason);
        default:                   // cut, busy, signed out: wait, ask where to go on, go on
          known = false;
          if (this.#paused) break;
          this.#show(answer.kind === "signed_out" ? "signed_out" : "paused");
          await this.#sleep(navigator.onLine === false ? Infinity : wait);
          wait = Math.min(wait * 2, LONGEST_WAIT);
      }
    }
    if (this.url) { forget(this.key); await this.#request("DELETE", this.url); }
    return null;
  }

  async #create() {
    const metadata = Object.entries({ filename: this.file.name, ...this.field.purpose }).map(([key, value]) => value ? `${key} ${base64(value)}` : key).join(",");
    const answer = await this.#request("POST", this.field.endpoint, { "Upload-Length": String(this.file.size), "Upload-Metadata": metadata });
    if (answer.status !== 201) return this.#explain(answer);
    this.url = new URL(answer.header("Location"), location.href).pathname;
    this.#remember();
    return { kind: "ok" };
  }

  async #look() {
    const answer = await this.#request("HEAD", this.url);
    if (answer.status !== 200) return this.#explain(answer);
    this.offset = Number(answer.header("Upload-Offset"));
    const id = answer.header("Stored-File");
    return id ? { kind: "stored", id } : { kind: "ok" };
  }

  async #sendNext() {
    const piece = this.file.slice(this.offset, this.offset + CHUNK);
    if (this.offset + piece.size === this.file.size) this.#last = true;
    const answer = await this.#request("PATCH", this.url, { "Upload-Offset": String(this.offset), "Content-Type": "application/offset+octet-stream" }, piece);
    this.#last = false;
    if (answer.status !== 204) return this.#explain(answer);
    this.offset = Number(answer.header("Upload-Offset"));
    this.#remember();
    this.#show("progress");
    const id = answer.header("Stored-File");
    return id ? { kind: "stored", id } : { kind: "ok" };
  }

  #last = false;

  #explain(answer) {
    if (answer.status === 404 || answer.status === 410) return this.url === null ? { kind: "refused", reason: reason(answer) } : { kind: "gone" };
    if (answer.status === 401) return { kind: "signed_out" };
    if (answer.status === 400 || answer.status === 403 || answer.status === 412 || answer.status === 413 || answer.status === 415 || answer.status === 422) return { kind: "refused", reason: reason(answer) };
    if (answer.status === 409 && this.url === null) return { kind: "refused", reason: reason(answer) };
    return { kind: "cut" };
  }

  /** Never rejects: a line that is cut has status 0. */
  #request(method, url, headers = {}, body = null) {
    return new Promise(resolve => {
      const request = new XMLHttpRequest();
      let watch = null;
      const alive = () => { clearTimeout(watch); watch = setTimeout(() => request.abort(), this.#last ? SILENCE * 10 : SILENCE); };
      const end = status => {
        clearTimeout(watch);
        this.#stop = null;
        resolve({ status, text: status ? request.responseText : "", header: name => status ? request.getResponseHeader(name) : null });
      };
      request.open(method, url);
      request.setRequestHeader("Tus-Resumable", "1.0.0");
      request.setRequestHeader("Accept", "application/json");
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
      request.upload.onprogress = event => { alive(); this.#show("progress", this.offset + event.loaded); };
      request.upload.onload = () => { alive(); if (this.#last) this.#show("checking", this.file.size); };
      request.onload = () => end(request.status);
      request.onerror = request.onabort = request.ontimeout = () => end(0);
      this.#stop = () => request.abort();
      alive();
      request.send(body);
    });
  }

  #sleep(ms) {
    return new Promise(resolve => {
      const timer = ms === Infinity ? null : setTimeout(() => this.#wake(), ms);
      this.#wake = () => { clearTimeout(timer); this.#wake = null; resolve(); };
    });
  }

  #buttons() {
    this.row.clearButtons();
    const pause = this.row.button(this.#say("pause"), () => {
      this.#paused = !this.#paused;
      pause.textContent = this.#say(this.#paused ? "resume" : "pause");
      pause.setAttribute("aria-label", `${pause.textContent}: ${this.file.name}`);
      if (this.#paused) this.#stop?.(); else this.#wake?.();
    });
    this.row.button(this.#say("cancel"), () => { this.#cancelled = true; this.#stop?.(); this.#wake?.(); });
  }

  #show(key, sent = this.offset) {
    const value = percent(sent, this.file.size);
    const text = this.#say(key, { percent: value });
    this.row.show(text, value, key === "paused" || key === "signed_out" ? "paused" : "");
    // Aloud: each quarter and each change, not each percent.
    const moment = key === "progress" ? Math.floor(value / 25) : key;
    if (moment === this.#announced) return;
    this.#announced = moment;
    this.field.announce(this.row);
  }

  #finish(state, text) {
    this.row.clearButtons();
    this.row.show(text, 100, state);
    this.field.announce(this.row);
  }

  #remember() {
    const { name, size } = this.file;
    try { localStorage.setItem(this.key, JSON.stringify({ ...this.field.purpose, url: this.url, name, size, offset: this.offset, at: Date.now() })); }
    catch { /* Storage full or forbidden: this page still goes on, only a closed one is not remembered. */ }
  }

  #say(key, values = {}) { return this.field.say(key, values); }
}

function recall(key) {
  try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
}

function remembered() {
  try { return Object.keys(localStorage).filter(key => key.startsWith(MEMORY)).map(key => [key, recall(key)]).filter(([, value]) => value?.url); } catch { return []; }
}

function forget(key) {
  try { localStorage.removeItem(key); } catch { /* Nothing was remembered. */ }
}

function sameplace(a, b) { return a.purpose === b.purpose && a.subject === b.subject && a.field === b.field; }

function percent(part, whole) { return whole === 0 ? 100 : Math.floor(part / whole * 100); }

function base64(text) { return btoa(String.fromCharCode(...new TextEncoder().encode(text))); }

function reason(answer) {
  try { return JSON.parse(answer.text).title ?? String(answer.status); } catch { return String(answer.status); }
}

enhanceAll();
new MutationObserver(changes => {
  for (const change of changes) for (const node of change.addedNodes) if (node.nodeType === 1) node.matches("[data-tus]") ? enhance(node) : enhanceAll(node);
}).observe(document.body, { childList: true, subtree: true });
