// Who comes in: the same rules, word for word, as src/BangVang.Domain/Forum/Door, so that a device that is cut off decides as
// the server does. Both are held to tests/App.Tests/Forum/Door/door-vectors.json. Nothing here knows of screens, storage or network.

const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", RANDOM = 16, VERSION = "BV1";
const encoder = new TextEncoder();

/** What a badge says: names the ticket to devices that hold its hash, and is no ticket. */
export const badgeOf = hash => `BVB${hash.slice(0, 24).toUpperCase()}`;

/**
 * @param {object} list a check-in list, with opens and closes in milliseconds or null
 * @param {{state: string|null, kind: string, place: string}} ticket state null: no list holds the code
 * @param {{admitted: number, isInside: boolean, hasLeft: boolean}} history
 * @param {number} at milliseconds by the forum's clock
 * @returns {{reason: string|null, isForced: boolean, isIn: boolean}}
 */
export function decide(list, ticket, history, kind, at, force) {
  const reason = kind === "exit" ? (ticket.state === null ? "invalid" : null) : against(list, ticket, history, at);
  const isForced = force && reason !== null && reason !== "invalid";
  return { reason, isForced, isIn: reason === null || isForced };
}

function against(list, ticket, history, at) {
  if (ticket.state === null) return "invalid";
  if (ticket.state === "cancelled" || ticket.state === "declined") return "canceled";
  if (ticket.state !== "confirmed") return "unapproved";
  if (!list.places.includes(ticket.place) || (list.kinds.length > 0 && !list.kinds.includes(ticket.kind))) return "product";
  if ((list.opens !== null && at < list.opens) || (list.closes !== null && at >= list.closes)) return "invalid_time";
  if (history.admitted === 0 || list.allowMultipleEntries) return null;
  return list.allowEntryAfterExit && history.hasLeft && !history.isInside ? null : "already_redeemed";
}

/** When an entry happened by the forum's clock. */
export const momentOf = entry => entry.at + entry.offset;

/** An entry by its place in the ledger of its device. */
export const nameOf = entry => `${entry.device}/${entry.counter}`;

/** RFC 8785 of an object of strings and integers: what is signed. */
export const canonical = value => JSON.stringify(Object.fromEntries(Object.entries(value).filter(([, v]) => v !== null && v !== undefined).sort(([a], [b]) => (a < b ? -1 : 1))));

/**
 * What the doors have seen: a function of the set of entries alone, in whatever order they come, however often.
 * @param {Iterable<object>} entries
 * @param {(code: string) => object|null} lists one that is not known lets in once
 */
export function stateOf(entries, lists) {
  const { ledger, faults } = ledgerOf(entries);
  const undone = undoneOf(ledger, faults);
  const byTicket = new Map();
  for (const entry of ledger.values()) {
    if (!["admit", "walk_in", "exit"].includes(entry.kind) || undone.has(nameOf(entry))) continue;
    const key = `${entry.list} ${entry.code}`;
    byTicket.get(key)?.push(entry) ?? byTicket.set(key, [entry]);
  }
  const tickets = new Map(), conflicts = [];
  for (const key of [...byTicket.keys()].sort(ordinal)) {
    const [list, code] = key.split(" ");
    const { standing, others } = follow(distinct(byTicket.get(key).sort(inOrder)), lists(list));
    tickets.set(key, { list, code, ...standing });
    if (others.length > 0) conflicts.push({ list, code, counted: standing.first, others });
  }
  faults.sort((a, b) => byName(a.entry, b.entry) || ordinal(a.reason, b.reason));
  return { tickets, conflicts, faults: faults.map(f => ({ name: nameOf(f.entry), reason: f.reason })) };
}

/** How a ticket stands, for the rules. */
export const historyOf = standing => standing
  ? { admitted: standing.admitted, isInside: standing.isInside, hasLeft: standing.admitted > 0 && !standing.isInside }
  : { admitted: 0, isInside: false, hasLeft: false };

const ordinal = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const byName = (a, b) => ordinal(a.device, b.device) || a.counter - b.counter;
const inOrder = (a, b) => momentOf(a) - momentOf(b) || byName(a, b);

function distinct(entries) {
  const seen = new Set();
  return entries.filter(e => !seen.has(`${e.kind} ${e.nonce}`) && seen.add(`${e.kind} ${e.nonce}`));
}

function ledgerOf(entries) {
  const ledger = new Map(), forked = new Map();
  for (const entry of entries) {
    const name = nameOf(entry), known = ledger.get(name);
    if (known === undefined) { ledger.set(name, entry); continue; }
    const [one, other] = [canonical(entry), canonical(known)];
    if (one === other) continue;
    forked.set(name, entry);
    if (smallerBytes(one, other)) ledger.set(name, entry);
  }
  return { ledger, faults: [...forked.values()].map(entry => ({ entry, reason: "forked" })) };
}

/** Compared as UTF-8, as the other twin does: letters beyond the basic plane sort otherwise than in UTF-16. */
function smallerBytes(one, other) {
  const [a, b] = [encoder.encode(one), encoder.encode(other)];
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i] < b[i];
  return a.length < b.length;
}

function undoneOf(ledger, faults) {
  const undone = new Set();
  for (const undo of ledger.values()) {
    if (undo.kind !== "undo") continue;
    // What is not here yet may still come: the undo waits for it, and is no fault.
    const taken = undo.undoes && ledger.get(undo.undoes);
    if (!undo.undoes) faults.push({ entry: undo, reason: "undoes_nothing" });
    else if (!taken) undone.add(undo.undoes);
    else if (taken.kind === "undo" || taken.kind === "refuse" || taken.code !== undo.code || taken.list !== undo.list) faults.push({ entry: undo, reason: "undoes_another" });
    else undone.add(undo.undoes);
  }
  return undone;
}

function follow(entries, rules) {
  let admitted = 0, isInside = false, first = null;
  const others = [];
  for (const entry of entries) {
    if (entry.kind === "exit") { isInside = false; continue; }
    if (admitted > 0 && !rules?.allowMultipleEntries && (isInside || !rules?.allowEntryAfterExit)) { others.push(entry); continue; }
    admitted++;
    isInside = true;
    first ??= entry;
  }
  return { standing: { admitted, isInside, first, last: entries.at(-1) ?? null }, others };
}

/** The ticket's code in what was scanned or typed; null when it is none, or was misread. */
export function findTicket(typed) {
  if (!typed || typed.length > 100) return null;
  const code = [...typed].filter(c => c !== " " && c !== "-").map(c => c.toUpperCase()).map(c => (c === "O" ? "0" : c === "I" || c === "L" ? "1" : c)).join("");
  const body = code.slice(0, -2);
  return code.length === VERSION.length + RANDOM + 2 && code.startsWith(VERSION) && [...code.slice(VERSION.length)].every(c => LETTERS.includes(c)) && checkOf(body) === code.slice(-2) ? code : null;
}

function checkOf(body) {
  let sum = 0;
  for (const c of body) sum = (sum * 37 + c.charCodeAt(0)) % 1021;
  return LETTERS[Math.floor(sum / 32)] + LETTERS[sum % 32];
}

/** Lower case without any mark (đ is d), words parted by one blank. */
export const searchKey = text => text.normalize("NFD").toLowerCase().replace(/\p{Mn}/gu, "").replaceAll("đ", "d").replace(/[^\p{L}\p{Nd}]+/gu, " ").trim();

/** SHA-256 of a text or bytes, 64 hexadecimal digits. */
export async function sha256(data) {
  const digest = await crypto.subtle.digest("SHA-256", typeof data === "string" ? encoder.encode(data) : data);
  return [...new Uint8Array(digest)].map(b => b.toString(16).padStart(2, "0")).join("");
}
