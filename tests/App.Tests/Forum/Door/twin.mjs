// node twin.mjs DOOR-RULES.mjs VECTORS.json: runs the browser's rules over the vectors and prints what differs, one line each.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [rules, file] = process.argv.slice(2);
const twin = await import(pathToFileURL(rules));
const vectors = JSON.parse(readFileSync(file, "utf8"));
let ran = 0;
const same = (what, found, wanted) => {
  ran++;
  const [one, other] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (one !== other) console.log(`${what}: ${one} is not ${other}`);
};

for (const [i, c] of vectors.decide.entries()) {
  const { reason, isForced, isIn } = twin.decide(c.list, c.ticket, c.history, c.kind, c.at, c.force);
  same(`decide ${i}`, [reason, isForced, isIn], [c.reason, c.isForced, c.isIn]);
}
for (const [i, c] of vectors.states.entries()) {
  const lists = code => c.lists.find(l => l.code === code) ?? null;
  const name = entry => (entry ? twin.nameOf(entry) : null);
  const say = state => ({
    tickets: [...state.tickets.values()].map(t => [t.list, t.code, t.admitted, t.isInside, name(t.first), name(t.last)]),
    conflicts: state.conflicts.map(f => [f.list, f.code, name(f.counted), ...f.others.map(name)]),
    faults: state.faults.map(f => [f.name, f.reason]),
  });
  same(`state ${i}`, say(twin.stateOf(c.entries, lists)), c.state);
  same(`state ${i} backwards and twice`, say(twin.stateOf([...c.entries, ...c.entries].reverse(), lists)), c.state);
}
for (const c of vectors.signed) same("signed", twin.canonical(c.entry), c.text);
for (const c of vectors.codes) same(`code ${c.typed}`, twin.findTicket(c.typed), c.code);
for (const c of vectors.hashes) same("hash", [await twin.sha256(c.code), twin.badgeOf(c.hash)], [c.hash, c.badge]);
for (const c of vectors.search) same(`search ${c.text}`, twin.searchKey(c.text), c.key);
console.log(`ran ${ran}`);
