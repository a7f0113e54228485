// The page of the doors. Every decision is made here, from what the device keeps; the network only carries what was decided
// there and what others decided back.

import { badgeOf, canonical, decide, findTicket, historyOf, momentOf, nameOf, searchKey, sha256, stateOf } from "/js/door-rules.js";
import { openStore } from "/js/door-store.js";
import { fill } from "/js/door-badge.js";
import { mayScan, scan } from "/js/scan.js";

const SYNC_EVERY = 10_000, BATCH = 200, SKEWED = 60_000, OLD = 30 * 60_000, LOW = 20, SHOWN = 12;

const root = document.getElementById("door");
const { slug, lang } = root.dataset;
const texts = JSON.parse(root.dataset.texts);
const api = `/api/v1/forums/${slug}/door`;
const t = (key, values = {}) => Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), texts[key] ?? key);
const $ = id => document.getElementById(id);
const named = name => (lang === "en" ? name.en : name.vi);

/** What the device knows, in memory; the database holds the same. */
const known = { device: null, sheet: null, cards: new Map(), byParty: new Map(), entries: new Map(), own: [], standings: new Map(), offset: 0, skew: 0, measured: false, heard: 0, online: null, revoked: null, lastSync: null, status: null };
let store, syncing = false, again = false, stopScan = null, current = null;

const base64 = bytes => btoa(String.fromCharCode(...new Uint8Array(bytes)));

// ---------- what is known ----------

const gate = () => ({ list: known.sheet?.lists.find(l => l.code === known.device.list), gate: known.device.gate });
const listOf = code => known.sheet?.lists.find(l => l.code === code) ?? null;
const now = () => Date.now() + known.offset;

function learn(entry) {
  const name = nameOf(entry);
  if (known.entries.has(name) || entry.kind === "refuse") return;
  known.entries.set(name, entry);
  const key = `${entry.list} ${entry.code}`;
  const own = known.standings.get(key) ?? { entries: [], standing: null };
  own.entries.push(entry);
  const state = stateOf(own.entries, listOf);
  own.standing = state.tickets.get(key) ?? null;
  own.conflict = state.conflicts[0] ?? null;
  known.standings.set(key, own);
}

function takeCards(cards) {
  known.cards = new Map();
  known.byParty = new Map();
  for (const [hash, name, organisation, kind, place, state, party] of cards) {
    const card = { hash, name, organisation, kind, place, state, party, key: searchKey(`${name} ${organisation}`) };
    known.cards.set(hash, card);
    if (party > 0) known.byParty.get(party)?.push(card) ?? known.byParty.set(party, [card]);
  }
}

const standingOf = (list, hash) => known.standings.get(`${list} ${hash}`)?.standing ?? null;

function relearn() {
  const all = [...known.entries.values()];
  known.entries = new Map();
  known.standings = new Map();
  for (const entry of all) learn(entry);
}

// ---------- deciding ----------

const nonce = () => crypto.randomUUID();

/** Writes entries into the own ledger and shows them; signing and sending come after. */
async function write(entries, cards = []) {
  const written = await store.append(known.device.id, entries.map(e => ({ ...e, offset: known.offset, gate: known.device.gate })), cards);
  for (const one of written) {
    known.own.push(one);
    learn(one.entry);
  }
  seal(written).then(soon);
  show();
  return written;
}

async function seal(written) {
  for (const one of written.filter(o => o.signature === null)) one.signature = await store.sign(canonical(one.entry));
  await store.put(written);
}

/** A scan, a typed code, or a name that was chosen: decides and says so. */
async function meet(hash, started) {
  const { list } = gate();
  const card = known.cards.get(hash) ?? null;
  const ticket = card ?? { state: null, kind: "", place: "" };
  const standing = standingOf(list.code, hash);
  const answer = decide(list, ticket, historyOf(standing), "admit", now(), false);
  const entry = { at: Date.now(), kind: answer.isIn ? "admit" : "refuse", list: list.code, code: hash, nonce: nonce() };
  if (answer.reason) entry.reason = answer.reason;
  const [written] = await write([entry]);
  present({ hash, card, answer, standing, written: answer.isIn ? written : null, refused: answer.isIn ? null : entry });
  root.dataset.answerMs = String(Math.round(performance.now() - started));
  if (answer.isIn) badge(card, started);
}

async function readCode(text, started = performance.now()) {
  if (!gate().list) return;
  const typed = text.trim().toUpperCase();
  const badged = typed.startsWith("BVB") ? [...known.cards.keys()].find(hash => badgeOf(hash) === typed) : null;
  const code = findTicket(text);
  await meet(badged ?? (code ? await sha256(code) : await sha256(text)), started);
}

async function force(note) {
  const { list } = gate();
  const { hash, card, answer } = current;
  const [written] = await write([{ at: Date.now(), kind: "admit", list: list.code, code: hash, nonce: nonce(), reason: answer.reason, note }]);
  present({ hash, card, answer: { reason: null, isIn: true, isForced: true }, standing: current.standing, written });
  badge(card, performance.now());
}

/** The rest of a party comes in with the one who was met. */
async function admitParty() {
  const { list } = gate();
  const [at, group] = [Date.now(), nonce()];
  const rest = partyOf(current.card).filter(c => !standingOf(list.code, c.hash)?.admitted && decide(list, c, historyOf(standingOf(list.code, c.hash)), "admit", now(), false).isIn);
  await write(rest.map(c => ({ at, kind: "admit", list: list.code, code: c.hash, nonce: nonce(), group })));
  present({ ...current, group: rest.length });
}

const partyOf = card => (card?.party ? known.byParty.get(card.party) ?? [] : []);

async function undo(entry) {
  await write([{ at: Date.now(), kind: "undo", list: entry.list, code: entry.code, nonce: nonce(), undoes: nameOf(entry) }]);
  present({ undone: true, card: known.cards.get(entry.code) ?? null });
}

async function leave() {
  const { list } = gate();
  await write([{ at: Date.now(), kind: "exit", list: list.code, code: current.hash, nonce: nonce() }]);
  present({ left: true, card: current.card });
}

async function walkIn(name, organisation, kind) {
  const started = performance.now(), { list } = gate();
  const card = { name, organisation, kind };
  const hash = await sha256(`walk-in ${nonce()}`);
  const [written] = await write([{ at: Date.now(), kind: "walk_in", list: list.code, code: hash, nonce: nonce(), card: await sha256(canonical(card)) }], [card]);
  present({ hash, card: { ...card, hash, party: 0 }, answer: { reason: null, isIn: true, isForced: false }, standing: null, written, walkIn: true });
  badge({ ...card, hash }, started);
}

// ---------- showing ----------

const time = at => new Intl.DateTimeFormat(lang === "en" ? "en-GB" : "vi-VN", { hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(at);
const gateName = entry => { const list = listOf(entry.list); const found = list?.gates.find(g => g.code === entry.gate); return found ? named(found.name) : entry.gate; };
const kindOf = code => known.sheet?.kinds.find(k => k.code === code);
const placeName = code => { const place = known.sheet?.places.find(p => p.code === code); return place ? named(place.name) : code; };
const line = (text, className) => Object.assign(document.createElement("p"), { textContent: text, className: className ?? "" });

function present(found) {
  current = found;
  const { answer, card, standing } = found;
  const tone = found.undone || found.left ? "ask" : answer.isIn ? (answer.isForced ? "ask" : "go") : ["already_redeemed", "unapproved", "product"].includes(answer.reason) ? "ask" : "stop";
  const box = $("answer");
  box.className = `verdict verdict--${tone}`;
  box.dataset.answer = found.undone ? "undone" : found.left ? "left" : answer.isForced ? "forced" : answer.reason ?? "ok";
  box.querySelector("[data-icon]").replaceChildren($(`icon-${tone}`).content.cloneNode(true));
  box.querySelector("h2").textContent = found.undone ? t("undone") : found.left ? t("left") : answer.isForced ? t("head_forced") : answer.reason ? t(`head_${answer.reason}`) : found.walkIn ? t("head_walk_in") : t("head_ok");
  const body = box.querySelector("[data-body]");
  body.replaceChildren();
  if (card?.name) body.append(line(card.name, "who"));
  if (card?.organisation) body.append(line(card.organisation));
  if (card?.kind) body.append(line([kindOf(card.kind) ? named(kindOf(card.kind).name) : card.kind, card.place ? placeName(card.place) : ""].filter(Boolean).join(", ")));
  if (!found.undone && !found.left) {
    const first = standing?.first;
    if (answer.reason === "already_redeemed" || (answer.isForced && first)) body.append(line(t("already", { gate: gateName(first), time: time(momentOf(first)), minutes: Math.max(0, Math.round((now() - momentOf(first)) / 60_000)) })));
    if (answer.reason && answer.reason !== "already_redeemed") body.append(line(t(`help_${answer.reason}`, { place: card ? placeName(card.place) : "" }), "small"));
    if (answer.reason === "already_redeemed") body.append(line(t("help_already_redeemed"), "small"));
    if (found.written) body.append(line(t("written", { time: time(momentOf(found.written.entry)) }), "small"));
    if (found.group) body.append(line(t("group_in", { count: found.group })));
  }
  box.hidden = false;
  box.scrollIntoView({ block: "nearest" });
  const rest = answer?.isIn && card ? partyOf(card).filter(c => c.hash !== found.hash && !standingOf(known.device.list, c.hash)?.admitted && c.state === "confirmed") : [];
  $("act-group").hidden = rest.length === 0;
  $("act-group").textContent = t("group", { count: rest.length });
  $("act-undo").hidden = !found.written;
  $("act-exit").hidden = !(answer?.isIn || answer?.reason === "already_redeemed") || !gate().list?.allowEntryAfterExit;
  $("force").hidden = !found.refused || answer.reason === "invalid";
  $("force").open = false;
  $("force-note").value = "";
  $("actions").hidden = false;
  if (!answer?.isIn) $("badge").hidden = $("act-print").hidden = true;
  if (navigator.vibrate) navigator.vibrate(tone === "go" ? 80 : tone === "ask" ? [80, 80, 80] : [300, 100, 300]);
  $("find").value = "";
  $("found").replaceChildren();
}

function badge(card, started) {
  if (!card?.name) { $("badge").hidden = true; return; }
  fill($("badge"), {
    name: card.name, organisation: card.organisation, kind: kindOf(card.kind) ? named(kindOf(card.kind).name) : card.kind,
    colour: Math.max(0, known.sheet.kinds.findIndex(k => k.code === card.kind)), forum: named(known.sheet.forum.name), code: badgeOf(card.hash),
  });
  $("act-print").hidden = false;
  root.dataset.badgeMs = String(Math.round(performance.now() - started));
  if ($("auto-print").checked) print();
}

function show() {
  const isIn = Boolean(known.device) && !known.revoked;
  $("enrol").hidden = isIn;
  $("work").hidden = !isIn;
  $("revoked").hidden = !known.revoked;
  if (known.revoked) $("revoked-why").textContent = known.revoked;
  const waiting = known.own.filter(o => !o.sent && !o.refused).length;
  for (const state of ["online", "offline"]) $(`net-${state}`).hidden = known.online === null ? true : (state === "online") !== known.online;
  $("waiting").textContent = t("waiting", { count: waiting });
  root.dataset.waiting = String(waiting);
  root.dataset.online = String(known.online);
  if (!isIn) return;
  const { list } = gate();
  $("here").textContent = list ? `${named(list.name)}, ${gateName({ list: list.code, gate: known.device.gate })}` : known.device.name;
  showGates();
  showCounts();
  showLog();
  showReady(waiting);
  $("walk-in").hidden = !list?.walkIns;
}

function showGates() {
  const select = $("gate"), wanted = `${known.device.list}/${known.device.gate}`;
  const options = (known.sheet?.lists ?? []).flatMap(l => l.gates.map(g => ({ value: `${l.code}/${g.code}`, text: `${named(l.name)}, ${named(g.name)}` })));
  if (select.dataset.shown !== JSON.stringify(options)) {
    select.replaceChildren(...options.map(o => new Option(o.text, o.value)));
    select.dataset.shown = JSON.stringify(options);
    const kinds = $("walk-in-kind");
    kinds.replaceChildren(...(known.sheet?.kinds ?? []).map(k => new Option(named(k.name), k.code)));
  }
  select.value = wanted;
}

/** Counted from what this device knows, itself and of others; the server's number stands beside it while it can be asked. */
function showCounts() {
  const counts = new Map();
  let conflicts = 0;
  for (const { standing, conflict } of known.standings.values()) {
    if (conflict && conflict.list === known.device.list) conflicts++;
    if (!standing?.admitted) continue;
    const list = counts.get(standing.list) ?? { came: 0, inside: 0, gates: new Map() };
    list.came++;
    if (standing.isInside) list.inside++;
    list.gates.set(standing.first.gate, (list.gates.get(standing.first.gate) ?? 0) + 1);
    counts.set(standing.list, list);
  }
  const mine = counts.get(known.device.list);
  $("came").textContent = String(mine?.came ?? 0);
  const may = known.status?.find(l => l.list === known.device.list)?.position_count;
  $("of").textContent = may === undefined ? "" : t("of", { count: may });
  $("conflicts").hidden = conflicts === 0;
  $("conflicts").textContent = t("conflicts", { count: conflicts });
  $("counts").replaceChildren(...(known.sheet?.lists ?? []).flatMap(l => l.gates.map(g => {
    const row = document.createElement("li");
    row.textContent = `${named(l.name)}, ${named(g.name)}: ${counts.get(l.code)?.gates.get(g.code) ?? 0}`;
    return row;
  })));
}

function showLog() {
  const undone = new Set(known.own.filter(o => o.entry.kind === "undo").map(o => o.entry.undoes));
  $("log").replaceChildren(...known.own.slice(-SHOWN).reverse().map(one => {
    const { entry } = one;
    const row = document.createElement("li"), card = known.cards.get(entry.code) ?? one.card;
    const what = entry.kind === "refuse" ? t(`head_${entry.reason}`) : t(`kind_${entry.kind}`);
    const text = document.createElement("span");
    text.textContent = `${time(momentOf(entry))} ${what}${card?.name ? `: ${card.name}` : ""}${one.refused ? ` (${one.refused})` : one.sent ? "" : ` (${t("not_sent")})`}`;
    if (undone.has(nameOf(entry))) text.className = "is-undone";
    row.append(text);
    if (["admit", "walk_in", "exit"].includes(entry.kind) && !undone.has(nameOf(entry))) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn--quiet btn--sm", textContent: t("undo") });
      button.setAttribute("aria-label", t("undo_of", { name: card?.name ?? entry.code.slice(0, 6), time: time(momentOf(entry)) }));
      button.addEventListener("click", () => undo(entry));
      row.append(button);
    }
    return row;
  }));
}

/** Whether the door may open: said before, not found out at the first guest. */
function showReady(waiting) {
  const battery = known.battery;
  const points = [
    [Boolean(known.sheet), known.sheet ? t("ready_list", { count: known.cards.size, time: time(known.sheet.at + known.offset) }) : t("ready_no_list")],
    [known.measured && Math.abs(known.skew) < SKEWED, known.measured ? t(Math.abs(known.skew) < SKEWED ? "ready_clock" : "ready_clock_off", { seconds: Math.round(known.skew / 1000) }) : t("ready_clock_unknown")],
    [!(known.sheet && Date.now() - known.sheet.at > OLD), known.lastSync ? t("ready_sync", { time: time(known.lastSync + known.offset), count: waiting }) : t("ready_no_sync", { count: waiting })],
    [navigator.serviceWorker?.controller != null || !("serviceWorker" in navigator), navigator.serviceWorker?.controller ? t("ready_offline") : t("ready_not_offline")],
    ...(battery ? [[battery.charging || battery.level * 100 >= LOW, t("ready_battery", { percent: Math.round(battery.level * 100) })]] : []),
  ];
  $("ready").replaceChildren(...points.map(([good, text]) => {
    const row = document.createElement("li");
    row.className = good ? "v-ok" : "v-no";
    row.append($(good ? "icon-yes" : "icon-no").content.cloneNode(true), Object.assign(document.createElement("span"), { textContent: text }));
    return row;
  }));
  const good = points.every(([fine]) => fine);
  $("ready-sum").textContent = t(good ? "ready" : "not_ready");
  $("ready-sum").className = `badge ${good ? "badge--ok" : "badge--warn"}`;
}

// ---------- finding by name ----------

function search() {
  const key = searchKey($("find").value);
  const { list } = gate();
  const hits = key.length < 2 ? [] : [...known.cards.values()].filter(c => c.name && key.split(" ").every(word => c.key.includes(word))).slice(0, 20);
  $("found").replaceChildren(...hits.map(card => {
    const row = document.createElement("li");
    const button = Object.assign(document.createElement("button"), { type: "button", className: "door-hit" });
    const name = Object.assign(document.createElement("b"), { textContent: card.name });
    const rest = Object.assign(document.createElement("span"), { textContent: [card.organisation, kindOf(card.kind) ? named(kindOf(card.kind).name) : card.kind, standingOf(list.code, card.hash)?.admitted ? t("is_in") : ""].filter(Boolean).join(", ") });
    button.append(name, rest);
    button.addEventListener("click", () => meet(card.hash, performance.now()));
    row.append(button);
    return row;
  }));
  $("found-none").hidden = key.length < 2 || hits.length > 0 || findTicket($("find").value) !== null;
}

// ---------- the server ----------

class Refused extends Error {
  constructor(status, problem) { super(problem?.code ?? String(status)); Object.assign(this, { status, problem }); }
}

async function call(method, path, body, headers = {}) {
  const text = body === undefined ? "" : JSON.stringify(body);
  for (let attempt = 0; ; attempt++) {
    const at = Date.now() - known.skew;
    const signature = await store.sign(`${method}\n${path}\n${at}\n${await sha256(text)}`);
    const sent = Date.now();
    const answer = await fetch(path, {
      method, credentials: "same-origin", cache: "no-store", body: body === undefined ? undefined : text,
      headers: { ...headers, ...(body === undefined ? {} : { "Content-Type": "application/json" }), "Door-Device": known.device.id, "Door-Time": String(at), "Door-Skew": String(known.skew), "Door-Signature": signature },
    });
    await measure(answer, sent);
    if (answer.ok || answer.status === 304) return answer;
    const problem = await answer.json().catch(() => null);
    if (problem?.code === "door.time_off" && attempt === 0) continue;
    throw new Refused(answer.status, problem);
  }
}

/** The server's clocks, half a round trip ago: by how much ours is ahead of the world's, and what to add for the forum's. */
async function measure(answer, sent) {
  const [world, forum] = ["Door-World", "Door-Now"].map(name => Number(answer.headers.get(name)));
  if (!world || !forum) return;
  const middle = (sent + Date.now()) / 2;
  [known.skew, known.offset, known.measured] = [Math.round(middle - world), Math.round(forum - middle), true];
  await store.set({ skew: known.skew, offset: known.offset });
}

let timer = null;
function soon() {
  clearTimeout(timer);
  timer = setTimeout(sync, 300);
}

async function sync() {
  clearTimeout(timer);
  if (!known.device || known.revoked) return;
  if (syncing) { again = true; return; }
  syncing = true;
  try {
    await push();
    await pull();
    await hear();
    known.status = (await (await call("GET", `${api}/status`)).json()).lists;
    [known.online, known.lastSync] = [true, Date.now()];
  }
  catch (fault) {
    known.online = false;
    if (fault instanceof Refused && ["door.device_revoked", "door.role_gone", "door.device_unknown"].includes(fault.problem?.code)) await expelled(fault.problem.title);
    else if (!(fault instanceof TypeError) && !(fault instanceof Refused)) console.error("door", fault);
  }
  finally {
    syncing = false;
    show();
    timer = setTimeout(sync, again ? 300 : SYNC_EVERY);
    again = false;
  }
}

async function push() {
  const unsigned = known.own.filter(o => o.signature === null);
  if (unsigned.length > 0) await seal(unsigned);
  for (;;) {
    const waiting = known.own.filter(o => !o.sent && !o.refused);
    const batch = waiting.slice(0, BATCH);
    const battery = known.battery ? Math.round(known.battery.level * 100) : null;
    if (batch.length === 0) return;
    const answer = await call("POST", `${api}/entries`, { battery, pending: waiting.length - batch.length, entries: batch.map(o => ({ entry: o.entry, signature: o.signature, card: o.card })) });
    const { answers } = await answer.json();
    answers.forEach((a, i) => {
      if (a.status === "refused") batch[i].refused = a.reason ?? a.code;
      else batch[i].sent = true;
    });
    await store.put(batch);
  }
}

async function pull() {
  const have = known.sheet ? `?have=${known.sheet.digests}` : "";
  const answer = await call("GET", `${api}/list${have}`, undefined, known.sheet?.tag ? { "If-None-Match": known.sheet.tag } : {});
  const at = Date.now();
  if (answer.status === 304) known.sheet.at = at;
  else {
    const sheet = await answer.json();
    await store.takeList({ ...sheet, tag: answer.headers.get("ETag") }, at);
    const rules = JSON.stringify(known.sheet?.lists);
    known.sheet = await store.get("sheet");
    takeCards(await store.cards());
    if (rules !== JSON.stringify(sheet.lists)) relearn();
  }
}

async function hear() {
  for (;;) {
    const { last, entries } = await (await call("GET", `${api}/entries?after=${known.heard}`)).json();
    if (last === known.heard) return;
    await store.hear(entries.filter(e => e.device !== known.device.id), last);
    known.heard = last;
    for (const entry of entries) learn(entry);
  }
}

async function expelled(why) {
  known.revoked = why;
  await store.set({ revoked: why });
  await store.forgetPeople();
  takeCards([]);
  known.sheet = null;
}

async function enrol(code) {
  const { key, publicKey } = await store.makeKey();
  const sent = Date.now();
  const answer = await fetch(`${api}/devices`, { method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ code, publicKey }) });
  if (!answer.ok) throw new Refused(answer.status, await answer.json().catch(() => null));
  const device = await answer.json();
  await store.clear();
  Object.assign(known, { device, sheet: null, own: [], entries: new Map(), standings: new Map(), heard: 0, revoked: null });
  takeCards([]);
  await store.set({ key, device, revoked: null, counter: 0, heard: 0 });
  await measure(answer, sent);
  await navigator.storage?.persist?.();
}

// ---------- the page ----------

$("enrol-form").addEventListener("submit", async event => {
  event.preventDefault();
  const fault = $("enrol-fault");
  fault.hidden = true;
  try {
    await enrol($("code").value);
    show();
    await sync();
  }
  catch (refused) {
    fault.textContent = refused instanceof Refused ? refused.problem?.title ?? t("sign_in_again") : t("enrol_no_network");
    fault.hidden = false;
    fault.focus();
  }
});

$("find-form").addEventListener("submit", event => {
  event.preventDefault();
  const typed = $("find").value;
  if (findTicket(typed) || typed.trim().toUpperCase().startsWith("BV")) readCode(typed);
  else if ($("found").children.length === 1) $("found").querySelector("button").click();
});
$("find").addEventListener("input", search);
$("act-undo").addEventListener("click", () => current?.written && undo(current.written.entry));
$("act-group").addEventListener("click", admitParty);
$("act-exit").addEventListener("click", leave);
$("act-print").addEventListener("click", () => print());
$("act-next").addEventListener("click", () => {
  $("answer").hidden = $("actions").hidden = $("badge").hidden = $("act-print").hidden = true;
  current = null;
  $("find").focus();
});
$("force-form").addEventListener("submit", event => {
  event.preventDefault();
  const note = $("force-note").value.trim();
  if (note.length >= 3 && current?.refused) force(note);
});
$("walk-in-form").addEventListener("submit", event => {
  event.preventDefault();
  const name = $("walk-in-name").value.trim();
  if (!name) return;
  walkIn(name, $("walk-in-organisation").value.trim(), $("walk-in-kind").value);
  event.target.reset();
  $("walk-in").open = false;
});
$("gate").addEventListener("change", async () => {
  const [list, code] = $("gate").value.split("/");
  known.device = { ...known.device, list, gate: code };
  await store.set({ device: known.device });
  show();
});
$("camera").addEventListener("click", async () => {
  const view = $("view");
  if (stopScan) {
    stopScan();
    stopScan = null;
  }
  else {
    try { stopScan = await scan(view, text => readCode(text)); }
    catch { $("camera-fault").hidden = false; }
  }
  view.hidden = $("frame").hidden = !stopScan;
  $("camera").textContent = t(stopScan ? "camera_off" : "camera_on");
});
$("sync-now").addEventListener("click", sync);
addEventListener("online", sync);
addEventListener("offline", () => { known.online = false; show(); });

/** Scripts of the worker come from this site through the one named policy. */
function keepPage() {
  if (!("serviceWorker" in navigator)) return;
  const policy = window.trustedTypes?.createPolicy("bangvang", { createScriptURL: url => { if (url !== `/door/${slug}/worker.js`) throw new TypeError(url); return url; } });
  const url = `/door/${slug}/worker.js`;
  navigator.serviceWorker.register(policy ? policy.createScriptURL(url) : url, { scope: `/door/${slug}`, updateViaCache: "none" }).catch(fault => console.warn("door", fault));
  navigator.serviceWorker.addEventListener("controllerchange", show);
}

async function begin() {
  store = await openStore(slug);
  const [device, sheet, offset, skew, heard, revoked] = await Promise.all(["device", "sheet", "offset", "skew", "heard", "revoked"].map(name => store.get(name)));
  Object.assign(known, { device: device ?? null, sheet: sheet ?? null, offset: offset ?? 0, skew: skew ?? 0, measured: offset !== undefined, heard: heard ?? 0, revoked: revoked ?? null });
  takeCards(await store.cards());
  known.own = await store.own();
  for (const entry of await store.others()) learn(entry);
  for (const { entry } of known.own) learn(entry);
  known.battery = await navigator.getBattery?.().catch(() => null) ?? null;
  known.battery?.addEventListener("levelchange", show);
  $("camera").hidden = !mayScan();
  show();
  keepPage();
  // The organisers' QR code carries the code behind the #, which no server is sent.
  if (!known.device && location.hash.length > 1) $("code").value = decodeURIComponent(location.hash.slice(1));
  root.dataset.begun = "yes";
  await sync();
}

// One page for one ledger: a second one would not hear what the first writes.
if (navigator.locks) navigator.locks.request(`bangvang-door-${slug}`, { ifAvailable: true }, lock => {
  if (!lock) { $("second").hidden = false; return undefined; }
  begin();
  return new Promise(() => {});
});
else begin();
