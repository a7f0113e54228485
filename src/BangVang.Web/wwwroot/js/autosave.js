// Every field of a form with data-autosave saves itself, one by one, and says when. What the server has not taken yet is
// kept on this machine: a lost connection, an ended sign-in or a closed window loses nothing typed.
//
// The address in data-autosave gets field, value (once per chosen value), version and the form's token. It answers
//   200 {at, version, problem, sum}  stored; "Đã lưu 10:42", with what is wrong with it, if anything, and what the form comes to
//   409 {title, theirs, shown, version}  a colleague was faster: both versions are shown
//   422 {title}                   refused for a reason; stays in the field
//   400                           the token has expired: a fresh one is fetched, then it is sent again
//   401                           the sign-in has ended: sign in in a new tab, then it goes on by itself

const ICONS = {
  ok: ["M5 12.5l4.5 4.5L19 7.5"],
  busy: ["M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z", "M12 7v5l3.5 2"],
  fail: ["M3 3l18 18M8.5 15.5a5 5 0 0 1 7 0M5.5 12.2a9 9 0 0 1 4-2.2M12 19v.01M14.5 10a9 9 0 0 1 4 2.2"],
};
const PAUSE_MS = 700;
const RETRY_MS = [2000, 5000, 15000, 30000];

function start(form) {
  const store = `bv-unsaved:${document.body.dataset.person ?? ""}:${form.dataset.autosave}`;
  const queue = new Map(Object.entries(read(store)));
  const timers = new Map();
  const state = { sending: false, attempt: 0, retry: 0, signedOut: false, last: new Map(), form, store, queue };
  state.live = add(form, "p", "vh", "");
  state.live.setAttribute("aria-live", "polite");

  for (const [name, entry] of queue) restore(state, name, entry);
  if (queue.size > 0) { say(state, form.dataset.tRestored); send(state); }

  const changed = (event, wait) => {
    const name = event.target.name;
    if (!name || event.target.type === "file" || event.target.type === "password" || name.startsWith("__") || event.target.closest("[data-not-saved]")) return;
    clearTimeout(timers.get(name));
    timers.delete(name);
    // Leaving a field says "changed" once more: what is on its way already is not sent twice.
    if (!wait && state.last.get(name) === JSON.stringify(valuesOf(form, name))) return;
    const go = () => { timers.delete(name); enqueue(state, name); send(state); };
    if (wait) timers.set(name, setTimeout(go, PAUSE_MS)); else go();
  };
  form.addEventListener("input", event => changed(event, true));
  form.addEventListener("change", event => changed(event, false));
  addEventListener("online", () => resume(state));
  addEventListener("focus", () => { if (state.signedOut) resume(state); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) resume(state); });
  // The whole form goes to the server when it is submitted: what waits here is in it.
  form.addEventListener("submit", () => { for (const timer of timers.values()) clearTimeout(timer); timers.clear(); });
  // Whoever leaves in the middle of a word finds it again: it is kept here at once, and sent if there is time.
  addEventListener("pagehide", () => {
    for (const [name, timer] of timers) { clearTimeout(timer); enqueue(state, name); }
    timers.clear();
    send(state);
  });
}

function enqueue(state, name) {
  const values = valuesOf(state.form, name);
  const entry = { values, version: versionOf(state.form, name), n: (state.queue.get(name)?.n ?? 0) + 1 };
  state.queue.set(name, entry);
  state.last.set(name, JSON.stringify(values));
  write(state);
  if (state.signedOut) show(state, name, "fail", state.form.dataset.tSignedOutShort);
  else show(state, name, "busy", state.form.dataset.tSaving);
}

async function send(state) {
  if (state.sending || state.signedOut || state.queue.size === 0) return;
  state.sending = true;
  clearTimeout(state.retry);
  try {
    while (state.queue.size > 0 && !state.signedOut) {
      const [name, entry] = [...state.queue].find(([, e]) => !e.held) ?? [];
      if (!name) break;
      const answer = await post(state, name, entry);
      state.attempt = 0;
      await take(state, name, entry, answer);
    }
  } catch (error) {
    // No answer at all, or one from a server in trouble: keep it and try again.
    for (const name of state.queue.keys()) show(state, name, "fail", navigator.onLine ? state.form.dataset.tKept : state.form.dataset.tOffline);
    say(state, state.form.dataset.tKept);
    const wait = RETRY_MS[Math.min(state.attempt++, RETRY_MS.length - 1)];
    state.retry = setTimeout(() => send(state), wait);
  } finally {
    state.sending = false;
  }
}

async function post(state, name, entry) {
  const body = new URLSearchParams();
  body.set("__RequestVerificationToken", state.form.elements.__RequestVerificationToken?.value ?? "");
  body.set("field", name);
  for (const value of entry.values) body.append("value", value);
  if (entry.version !== null && entry.version !== undefined) body.set("version", entry.version);
  const answer = await fetch(state.form.dataset.autosave, {
    method: "POST", body, credentials: "same-origin", redirect: "manual", keepalive: body.toString().length < 60000,
    headers: { Accept: "application/json" }, signal: AbortSignal.timeout(30000),
  });
  if (answer.type === "opaqueredirect" || answer.status >= 500 || answer.status === 429) throw new Error(`status ${answer.status}`);
  return answer;
}

async function take(state, name, entry, answer) {
  const data = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
  if (answer.ok) {
    if (data.version !== null && data.version !== undefined) setVersion(state.form, name, data.version);
    const latest = state.queue.get(name);
    if (latest?.n === entry.n) {
      state.queue.delete(name);
      show(state, name, "ok", fill(state.form.dataset.tSaved, data.at));
    } else if (latest && data.version !== undefined) latest.version = data.version;
    clearProblem(state.form, name);
    if (data.problem) remark(state.form, name, data.problem);
    for (const total of state.form.ownerDocument.querySelectorAll("[data-autosave-total]")) total.textContent = fill(state.form.dataset.tSaved, data.at);
    if (data.sum !== undefined) for (const place of state.form.querySelectorAll("[data-autosave-sum]")) place.textContent = data.sum;
    state.form.dispatchEvent(new CustomEvent("autosave:saved", { bubbles: true, detail: { name, ...data } }));
    write(state);
    return;
  }
  if (answer.status === 400 && !entry.renewed) {
    entry.renewed = true;
    await renewToken(state.form);
    return;
  }
  if (answer.status === 401) { signedOut(state); return; }
  if (answer.status === 409 && data.theirs !== undefined) { conflict(state, name, entry, data); return; }
  entry.held = true;
  write(state);
  show(state, name, "fail", data.title ?? state.form.dataset.tKept);
  problem(state.form, name, data.title);
  say(state, data.title ?? "");
}

/* ---- sign-in and token ---- */

function signedOut(state) {
  state.signedOut = true;
  for (const name of state.queue.keys()) show(state, name, "fail", state.form.dataset.tSignedOutShort);
  if (state.door) { state.door.hidden = false; return; }
  state.door = add(state.form, "div", "notice notice--warn autosave-door", "");
  state.form.prepend(state.door);
  const box = add(state.door, "div", "", "");
  add(box, "p", "", state.form.dataset.tSignedOutShort);
  const row = add(box, "p", "row", "");
  const link = add(row, "a", "btn btn--sm", state.form.dataset.tSignInNewTab);
  Object.assign(link, { href: `/sign-in?returnUrl=${encodeURIComponent(location.pathname)}`, target: "_blank", rel: "noopener" });
  const again = add(row, "button", "btn btn--quiet btn--sm", state.form.dataset.tRetry);
  again.type = "button";
  again.addEventListener("click", () => resume(state));
  say(state, state.form.dataset.tSignedOutShort);
}

async function resume(state) {
  if (state.queue.size === 0) return;
  if (state.signedOut) {
    // The session may be back: its page brings the token that fits it.
    if (!await renewToken(state.form)) return;
    state.signedOut = false;
    if (state.door) state.door.hidden = true;
  }
  state.attempt = 0;
  send(state);
}

// The page as it would be served now carries a fresh token; true when it is still this person's page.
async function renewToken(form) {
  const answer = await fetch(location.href, { credentials: "same-origin", redirect: "manual", headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return false;
  const token = /name="__RequestVerificationToken"[^>]*value="([^"]+)"/.exec(await answer.text())?.[1];
  if (!token) return false;
  for (const place of document.querySelectorAll("input[name=__RequestVerificationToken]")) place.value = token;
  return true;
}

/* ---- a colleague was faster ---- */

function conflict(state, name, entry, data) {
  entry.held = true;
  write(state);
  show(state, name, "fail", "");
  say(state, data.title);
  const field = fieldOf(state.form, name);
  field.querySelector(".conflict")?.remove();
  const box = add(field, "div", "conflict", "");
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", data.title);
  add(box, "p", "conflict-title", data.title);
  for (const [label, text] of [[state.form.dataset.tTheirVersion, data.shown ?? data.theirs], [state.form.dataset.tYourVersion, namesOf(state.form, name, entry.values)]]) {
    const side = add(box, "div", "conflict-side", "");
    add(side, "h3", "", label);
    add(side, "p", "pre", text);
  }
  const row = add(box, "p", "row", "");
  const choose = (label, act) => {
    const button = add(row, "button", "btn btn--quiet btn--sm", label);
    button.type = "button";
    button.addEventListener("click", () => { box.remove(); setVersion(state.form, name, data.version); act(); });
  };
  choose(state.form.dataset.tUseTheirs, () => {
    setValues(state.form, name, [].concat(data.theirs));
    state.queue.delete(name);
    write(state);
    show(state, name, "ok", "");
    controls(state.form, name)[0]?.focus();
  });
  choose(state.form.dataset.tKeepMine, () => { enqueue(state, name); send(state); controls(state.form, name)[0]?.focus(); });
}

/* ---- what a field shows ---- */

function show(state, name, kind, text) {
  const field = fieldOf(state.form, name);
  if (!field) return;
  let foot = field.querySelector(".field-foot");
  if (!foot) foot = add(field, "div", "field-foot", "");
  let place = foot.querySelector(".saved");
  if (!place) { place = document.createElement("span"); foot.prepend(place); }
  place.className = kind === "ok" ? "saved" : `saved saved--${kind}`;
  place.replaceChildren(...(text ? [icon(kind), document.createTextNode(text)] : []));
}

function problem(form, name, text) {
  const field = fieldOf(form, name);
  if (!field || !text) return;
  field.classList.add("field--error");
  for (const control of controls(form, name)) control.setAttribute("aria-invalid", "true");
}

// Stored, and yet not right: said where it stands.
function remark(form, name, text) {
  problem(form, name, text);
  const control = controls(form, name)[0];
  const message = document.createElement("p");
  message.className = "error-msg";
  message.textContent = text;
  (control.closest(".choice, .input-group") ?? control).before(message);
}

function clearProblem(form, name) {
  const field = fieldOf(form, name);
  if (!field) return;
  field.classList.remove("field--error");
  for (const control of controls(form, name)) control.removeAttribute("aria-invalid");
  for (const message of field.querySelectorAll(".error-msg")) message.remove();
}

function icon(kind) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "i");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  for (const d of ICONS[kind]) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

/* ---- values, versions, this machine's memory ---- */

const controls = (form, name) => [...form.elements].filter(e => e.name === name && e.type !== "hidden");
const fieldOf = (form, name) => controls(form, name)[0]?.closest("[data-field]");
const versionOf = (form, name) => fieldOf(form, name)?.dataset.version ?? null;
const setVersion = (form, name, version) => { const field = fieldOf(form, name); if (field) field.dataset.version = version; };

function valuesOf(form, name) {
  const all = controls(form, name);
  if (all.length === 1 && all[0].type === "checkbox" && all[0].value === "true") return [all[0].checked ? "true" : "false"];
  if (all[0]?.type === "checkbox" || all[0]?.type === "radio") return all.filter(e => e.checked).map(e => e.value);
  if (all[0]?.multiple) return [...all[0].selectedOptions].map(o => o.value);
  return [all[0]?.value ?? ""];
}

// What a person reads: the words beside boxes, not their codes.
function namesOf(form, name, values) {
  return controls(form, name).some(c => c.type === "checkbox" || c.type === "radio")
    ? controls(form, name).filter(c => values.includes(c.value)).map(c => c.closest("label")?.textContent.trim() ?? c.value).join("; ")
    : values.join(", ");
}

function setValues(form, name, values) {
  for (const control of controls(form, name)) {
    if (control.type === "checkbox" || control.type === "radio") control.checked = values.includes(control.value);
    else if (control.multiple) for (const option of control.options) option.selected = values.includes(option.value);
    else control.value = values[0] ?? "";
  }
}

function restore(state, name, entry) {
  entry.held = false;
  if (controls(state.form, name).length === 0) { state.queue.delete(name); return; }
  setValues(state.form, name, entry.values);
  show(state, name, "busy", state.form.dataset.tSaving);
}

function read(store) {
  try { return JSON.parse(localStorage.getItem(store) ?? "{}"); } catch { return {}; }
}

function write(state) {
  try {
    if (state.queue.size === 0) localStorage.removeItem(state.store);
    else localStorage.setItem(state.store, JSON.stringify(Object.fromEntries(state.queue)));
  } catch (error) { console.warn("autosave cannot keep a copy on this machine", error); }
}

function say(state, text) { state.live.textContent = text; }

function add(parent, tag, css, text) {
  const element = document.createElement(tag);
  if (css) element.className = css;
  if (text) element.textContent = text;
  parent.append(element);
  return element;
}

const fill = (text, value) => text.replace("{0}", value ?? "");

for (const form of document.querySelectorAll("form[data-autosave]")) start(form);
