// Verifies the result bundle of an edition: docs/proof/bundle.md, step by step. Asks no server, uses nothing but WebCrypto, and shares no
// code with ./bangvang verify, so that one of them finds the mistakes of the other.

/** A step of the verification that does not hold; ends it. */
class Difference extends Error {
    constructor(step, where, expected, found) {
        super(`${step}, ${where}: expected ${expected}, found ${found}`);
        this.failure = { step, where, expected: short(expected), found: short(found) };
    }
}

const short = (value) => {
    const text = value === undefined || value === null ? 'null' : String(value);
    return text.length > 200 ? `${text.slice(0, 200)}…` : text;
};
const utf8 = (text) => new TextEncoder().encode(text);
const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
const ordinal = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const joined = (...parts) => {
    const all = new Uint8Array(sum(parts.map((p) => p.length)));
    let at = 0;
    for (const part of parts) {
        all.set(part, at);
        at += part.length;
    }
    return all;
};

function bytesOfHex(text) {
    if (typeof text !== 'string' || !/^([0-9a-f]{2})*$/.test(text)) throw new TypeError('no lower-case hexadecimal digits');
    return Uint8Array.from(text.match(/../g) ?? [], (two) => parseInt(two, 16));
}

function bytesOfBase64(text) {
    const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    if (btoa(String.fromCharCode(...bytes)) !== text) throw new TypeError('no canonical base64');
    return bytes;
}

/** RFC 8785 with integers only: the one way to write a document. */
function canonical(value) {
    if (value === null || typeof value === 'boolean') return String(value);
    if (typeof value === 'number') {
        if (!Number.isSafeInteger(value)) throw new TypeError(`${value} is no integer below 2^53`);
        return String(value);
    }
    if (typeof value === 'string') {
        if (!value.isWellFormed()) throw new TypeError('half a character');
        return JSON.stringify(value);
    }
    if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
    if (typeof value !== 'object') throw new TypeError(`${typeof value} is no JSON`);
    return `{${Object.keys(value).sort().map((name) => `${canonical(name)}:${canonical(value[name])}`).join(',')}}`;
}

/** numerator ÷ denominator to the nearest integer, a half away from zero. Both exact, the denominator positive. */
function rounded(numerator, denominator) {
    const size = Math.abs(numerator);
    const rest = size % denominator;
    const whole = (size - rest) / denominator + (rest >= denominator - rest ? 1 : 0);
    return numerator < 0 ? 0 - whole : whole;
}

// ---- The log: RFC 6962, C2SP signed notes ----

const leafHash = (entry) => sha256(joined([0], utf8(entry)));
const nodeHash = (left, right) => sha256(joined([1], left, right));

/** The root over everything before (its complete subtrees, the largest first) and these leaves. */
async function rootOf(first, left, leaves) {
    const edge = [];
    let size = 1n;
    for (let rest = BigInt(first); rest > 0n; rest >>= 1n, size <<= 1n) if (rest & 1n) edge.unshift({ size, hash: null });
    if (edge.length !== left.length) throw new TypeError(`${left.length} hashes are not the edge of ${first} leaves`);
    left.forEach((hash, i) => {
        if (hash.length !== 32) throw new TypeError('a hash has 32 bytes');
        edge[i].hash = hash;
    });
    for (const hash of leaves) {
        let node = { size: 1n, hash };
        while (edge.length > 0 && edge.at(-1).size === node.size) {
            const before = edge.pop();
            node = { size: before.size * 2n, hash: await nodeHash(before.hash, node.hash) };
        }
        edge.push(node);
    }
    let root = edge.pop().hash;
    while (edge.length > 0) root = await nodeHash(edge.pop().hash, root);
    return root;
}

function parseNote(all) {
    const split = all.lastIndexOf('\n\n');
    if (split < 0 || !all.endsWith('\n')) throw new TypeError('no note');
    const [text, lines] = [all.slice(0, split + 1), all.slice(split + 2, -1).split('\n')];
    // eslint-disable-next-line no-control-regex
    if (text.length < 2 || /[\u0000-\u0009\u000b-\u001f]/.test(text) || lines.length > 100) throw new TypeError('no note');
    const signatures = lines.map((line) => {
        const [dash, name, encoded, ...more] = line.split(' ');
        if (dash !== '—' || !isKeyName(name) || more.length > 0) throw new TypeError('no signature line');
        const bytes = bytesOfBase64(encoded);
        if (bytes.length < 5) throw new TypeError('no signature');
        return { name, id: hex(bytes.slice(0, 4)), signature: bytes.slice(4) };
    });
    const [origin, size, root, ...rest] = text.split('\n');
    if (!origin || !/^(0|[1-9]\d*)$/.test(size) || rest.at(-1) !== '' || rest.slice(0, -1).some((l) => l === '')) throw new TypeError('no checkpoint');
    if (bytesOfBase64(root).length !== 32) throw new TypeError('no root');
    return { text, origin, size: Number(size), root, signatures };
}

const isKeyName = (name) => typeof name === 'string' && name.length > 0 && !/[\s+\u0000-\u001f\u007f-\u009f]/.test(name);

/** name+id+base64(kind ‖ key), where id is what the rest gives. */
async function parseKey(vkey, kind) {
    const [name, id, ...encoded] = vkey.split('+');
    const bytes = bytesOfBase64(encoded.join('+'));
    if (!isKeyName(name) || bytes.length !== 33 || bytes[0] !== kind) throw new TypeError(`${vkey} is no key of kind ${kind}`);
    if (hex((await sha256(joined(utf8(name), [10], bytes))).slice(0, 4)) !== id) throw new TypeError(`${vkey} has another number`);
    return { name, id, kind, key: await crypto.subtle.importKey('raw', bytes.slice(1), { name: 'Ed25519' }, false, ['verify']) };
}

async function isSignedBy(key, note, signature) {
    if (key.kind === 1) return signature.length === 64 && crypto.subtle.verify({ name: 'Ed25519' }, key.key, signature, utf8(note.text));
    if (signature.length !== 72) return false;
    const time = new DataView(signature.buffer, signature.byteOffset).getBigInt64(0);
    return time >= 0n && crypto.subtle.verify({ name: 'Ed25519' }, key.key, signature.slice(8), utf8(`cosignature/v1\ntime ${time}\n${note.text}`));
}

// ---- From marks to places ----

/** A value that the regulation may leave out, or give with its source. */
function settled(value) {
    if (value === undefined || value === 'unpublished') return undefined;
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
        if (Array.isArray(value.variants) && Object.keys(value).length === 1) return undefined;
        if ('value' in value) return value.value;
    }
    return value;
}

const linesOf = (rubric) => rubric.criteria.flatMap((c) => (c.parts?.length ? c.parts.map((p) => p.code) : [c.code]));
const inside = (criterion, marks) => (criterion.parts?.length ? sum(criterion.parts.map((p) => p.weight * marks[p.code])) : 10_000 * marks[criterion.code]);
const sheetScore = (rubric, marks) => rounded(sum(rubric.criteria.map((c) => c.weight * inside(c, marks))), 100_000_000);
const criterionScore = (criterion, marks) => rounded(inside(criterion, marks), 10_000);

/** The edition's way from the jurors' scores to one; `parts` of a hundredth. */
function aggregate(rule, scores, parts = 1) {
    const sorted = [...scores].sort((a, b) => a - b);
    const middle = Math.floor(Math.max(0, sorted.length - 1) / 2);
    const [high, low] = rule.method === 'median' ? [middle, middle] : dropped(rule);
    const kept = sorted.slice(low, sorted.length - high);
    if (kept.length < 1) throw new RangeError('too few scores');
    return rounded(sum(kept), kept.length * parts);
}

const dropped = (rule) => rule.method === 'trimmed_mean' ? [rule.trim ?? 0, rule.trim ?? 0] : rule.method === 'drop_high_low' ? [rule.drop_highest ?? 0, rule.drop_lowest ?? 0] : [0, 0];
const median = (scores, parts) => aggregate({ method: 'median' }, scores, parts);

function compareKeys(a, b) {
    for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i] - b[i];
    return a.length - b.length;
}

/** Entries with equal keys together, from the best to the worst. */
function tieGroups(contenders) {
    const groups = [];
    for (const each of [...contenders].sort((a, b) => compareKeys(b.keys, a.keys) || ordinal(a.entry, b.entry))) {
        if (groups.length > 0 && compareKeys(groups.at(-1)[0].keys, each.keys) === 0) groups.at(-1).push(each);
        else groups.push([each]);
    }
    return groups;
}

// ---- Severities ----

const scaleKey = (scale) => `${scale.min ?? 0}/${scale.max}/${scale.step}`;

/** Which dossiers share jurors, directly or through others. */
function partsOf(rows) {
    const parent = new Map();
    const find = (x) => {
        while (parent.get(x) !== x) x = parent.get(x);
        return x;
    };
    for (const row of rows) {
        for (const node of [`e ${row.entry}`, `j ${row.juror}`]) if (!parent.has(node)) parent.set(node, node);
        parent.set(find(`e ${row.entry}`), find(`j ${row.juror}`));
    }
    return (entry) => find(`e ${entry}`);
}

/**
 * The mixed model at relative standard deviations of entries and jurors: effects of jurors, least penalised squares and restricted deviance,
 * by one elimination after the entries are absorbed.
 */
function mixedAt(rows, entries, jurors, partNumber, parts, ofEntry, ofJuror) {
    const [j, size] = [jurors.length, jurors.length + parts + 1];
    const matrix = Array.from({ length: size }, () => new Float64Array(size));
    const centre = sum(rows.map((r) => r.score)) / rows.length;
    const cells = rows.map((r) => [[jurors.indexOf(r.juror), ofJuror], [j + partNumber(r.entry), 1], [size - 1, r.score - centre]]);
    const byEntry = new Map(entries.map((e) => [e, { count: 0, total: new Float64Array(size) }]));
    rows.forEach((row, i) => {
        const own = byEntry.get(row.entry);
        own.count++;
        for (const [a, x] of cells[i]) {
            own.total[a] += x;
            for (const [b, y] of cells[i]) matrix[a][b] += x * y;
        }
    });
    let logDeterminant = 0;
    for (const { count, total } of byEntry.values()) {
        const held = 1 + ofEntry * ofEntry * count;
        logDeterminant += Math.log(held);
        const used = [...total.keys()].filter((a) => total[a] !== 0);
        for (const a of used) for (const b of used) matrix[a][b] -= (ofEntry * ofEntry * total[a] * total[b]) / held;
    }
    for (let a = 0; a < j; a++) matrix[a][a] += 1;
    for (let p = 0; p < size - 1; p++) {
        if (!(matrix[p][p] > 0)) throw new RangeError('the equations of the severities have no solution');
        logDeterminant += Math.log(matrix[p][p]);
        for (let a = p + 1; a < size; a++) {
            const factor = matrix[a][p] / matrix[p][p];
            if (factor !== 0) for (let b = p; b < size; b++) matrix[a][b] -= factor * matrix[p][b];
        }
    }
    const effects = new Float64Array(size - 1);
    for (let p = size - 2; p >= 0; p--) {
        let rest = matrix[p][size - 1];
        for (let b = p + 1; b < size - 1; b++) rest -= matrix[p][b] * effects[b];
        effects[p] = rest / matrix[p][p];
    }
    const [freedom, penalty] = [Math.max(1, rows.length - parts), matrix[size - 1][size - 1]];
    return { deviance: logDeterminant + freedom * (1 + Math.log((2 * Math.PI * penalty) / freedom)), scatter: penalty / freedom, effects: Array.from(effects.slice(0, j), (v) => v * ofJuror) };
}

/** Whether published severities solve the equations of their model; the reason when they do not. */
function severityProblem(rows, calibration) {
    const [entries, jurors] = [[...new Set(rows.map((r) => r.entry))].sort(), [...new Set(rows.map((r) => r.juror))].sort()];
    if (Object.keys(calibration.severities).sort().join() !== jurors.join()) return 'the jurors with sheets';
    const part = partsOf(rows);
    const numbers = [...new Set(entries.map(part))];
    if (calibration.model === 'additive') return additiveProblem(rows, entries, jurors, part, calibration.severities);
    const [entry, juror, residual] = calibration.variances.map(Number);
    if (![entry, juror, residual].every((v) => Number.isFinite(v) && v >= 0) || residual === 0) return 'three variances';
    const at = (e, j) => mixedAt(rows, entries, jurors, (name) => numbers.indexOf(part(name)), numbers.length, e, j);
    const [ofEntry, ofJuror] = [Math.sqrt(entry / residual), Math.sqrt(juror / residual)];
    const best = at(ofEntry, ofJuror);
    for (const [i, name] of jurors.entries()) if (Math.abs(-best.effects[i] * 100 - calibration.severities[name]) > 0.51) return `${-best.effects[i] * 100} for ${name}`;
    if (Math.abs(best.scatter - residual) > 1e-6 * residual) return `a residual variance of ${best.scatter}`;
    const near = (deviation) => (deviation === 0 ? [0.05] : [deviation * 0.99, deviation * 1.01]);
    const others = [...near(ofEntry).map((e) => at(e, ofJuror)), ...near(ofJuror).map((j) => at(ofEntry, j))];
    return others.some((o) => o.deviance < best.deviance - 1e-6) ? 'the variances of the greatest restricted likelihood' : null;
}

/** Least squares: what is left over sums to nothing for each juror, severities to nothing in each part, up to how they are rounded. */
function additiveProblem(rows, entries, jurors, part, severities) {
    const corrected = rows.map((r) => ({ ...r, value: r.score + severities[r.juror] / 100 }));
    const mean = new Map(entries.map((e) => {
        const own = corrected.filter((r) => r.entry === e);
        return [e, sum(own.map((r) => r.value)) / own.length];
    }));
    const sums = new Map();
    for (const juror of jurors) {
        const own = corrected.filter((r) => r.juror === juror);
        if (Math.abs(sum(own.map((r) => r.value - mean.get(r.entry)))) > 0.0101 * own.length) return `the normal equation of ${juror}`;
        const group = part(own[0].entry);
        sums.set(group, (sums.get(group) ?? 0) + severities[juror]);
    }
    return [...sums.values()].some((s) => Math.abs(s) > 0.51 * jurors.length) ? 'severities that sum to zero' : null;
}

// ---- Strengths ----

/** Of Bradley and Terry's model, or Plackett and Luce's, held together by a normal prior with this standard deviation. */
const prior = 1.5;

/** log-likelihood with the prior, its slope and its negative second derivatives, at these strengths; orders are lists of indices with a count. */
function likelihood(orders, strength) {
    const size = strength.length;
    const [slope, curve] = [new Float64Array(size), Array.from({ length: size }, () => new Float64Array(size))];
    let value = 0;
    for (let i = 0; i < size; i++) {
        value -= strength[i] ** 2 / (2 * prior ** 2);
        slope[i] -= strength[i] / prior ** 2;
        curve[i][i] += 1 / prior ** 2;
    }
    for (const { order, count } of orders) {
        for (let place = 0; place < order.length - 1; place++) {
            // The one at this place was chosen among those who were left.
            const left = order.slice(place);
            const top = Math.max(...left.map((i) => strength[i]));
            const odds = left.map((i) => Math.exp(strength[i] - top));
            const all = sum(odds);
            value += count * (strength[left[0]] - top - Math.log(all));
            slope[left[0]] += count;
            left.forEach((i, a) => {
                slope[i] -= count * odds[a] / all;
                curve[i][i] += count * odds[a] / all;
                left.forEach((k, b) => { curve[i][k] -= count * (odds[a] / all) * (odds[b] / all); });
            });
        }
    }
    return { value, slope, curve };
}

/** Solves a positive definite system by elimination. */
function solved(matrix, right) {
    const [rows, x] = [matrix.map((r) => Float64Array.from(r)), Float64Array.from(right)];
    const size = x.length;
    for (let p = 0; p < size; p++) {
        for (let i = p + 1; i < size; i++) {
            const factor = rows[i][p] / rows[p][p];
            if (factor === 0) continue;
            for (let k = p; k < size; k++) rows[i][k] -= factor * rows[p][k];
            x[i] -= factor * x[p];
        }
    }
    for (let p = size - 1; p >= 0; p--) {
        for (let k = p + 1; k < size; k++) x[p] -= rows[p][k] * x[k];
        x[p] /= rows[p][p];
    }
    return x;
}

/** Thousandths of a logit above the mean, not rounded, by entry: the greatest likelihood of these orders (lists of entries), by Newton's steps. */
function strengthsOf(orders) {
    const names = [...new Set(orders.flat())].sort();
    const index = new Map(names.map((n, i) => [n, i]));
    const counted = new Map();
    for (const order of orders) {
        const key = order.join(' ');
        if (!counted.has(key)) counted.set(key, { order: order.map((n) => index.get(n)), count: 0 });
        counted.get(key).count++;
    }
    const all = [...counted.values()];
    let strength = new Float64Array(names.length);
    let at = likelihood(all, strength);
    for (let step = 0; step < 200; step++) {
        const move = solved(at.curve, at.slope);
        const largest = Math.max(...move.map(Math.abs));
        let length = Math.min(1, 2 / largest);
        for (;; length /= 2) {
            const next = strength.map((s, i) => s + length * move[i]);
            const then = likelihood(all, next);
            // Less than this cannot be told from rounding, and so near the step is right.
            if (then.value < at.value - 1e-9 * (1 + Math.abs(at.value)) && length > 1e-9) continue;
            [strength, at] = [next, then];
            break;
        }
        if (largest < 1e-9) break;
    }
    const mean = sum(Array.from(strength)) / names.length;
    return new Map(names.map((n, i) => [n, (strength[i] - mean) * 1000]));
}

/** Who beats whom, directly or through others: in an order each beats all that follow. */
function beatenBy(orders) {
    const next = new Map();
    for (const order of orders) {
        order.forEach((n) => next.has(n) || next.set(n, new Set()));
        for (let i = 0; i + 1 < order.length; i++) next.get(order[i]).add(order[i + 1]);
    }
    const reached = new Map();
    for (const from of next.keys()) {
        const [found, open] = [new Set([from]), [from]];
        while (open.length > 0) for (const to of next.get(open.pop())) if (!found.has(to)) { found.add(to); open.push(to); }
        reached.set(from, found);
    }
    return reached;
}

/** Why an entry's strength is no measure: it, or those it cannot be parted from, never lost to the others it was compared with, or never won. */
function boundOf(entry, beats, group) {
    const others = [...beats.keys()].filter((o) => group(o) === group(entry) && !(beats.get(o).has(entry) && beats.get(entry).has(o)));
    if (others.length === 0) return null;
    if (!others.some((o) => beats.get(o).has(entry))) return 'never_lost';
    return others.some((o) => beats.get(entry).has(o)) ? null : 'never_won';
}

// ---- The draw ----

/** Numbers of a seed: block i is SHA-256(seed ‖ i), i as eight bytes; each gives four of 64 bits, big-endian. Drawn beforehand, as many as can be needed. */
async function numbersOf(seed, count) {
    const blocks = await Promise.all(Array.from({ length: Math.ceil(count / 4) }, (_, i) => {
        const at = new Uint8Array(8);
        new DataView(at.buffer).setBigUint64(0, BigInt(i));
        return sha256(joined(seed, at));
    }));
    const all = blocks.flatMap((b) => [0, 8, 16, 24].map((o) => new DataView(b.buffer).getBigUint64(o)));
    let used = 0;
    return (below) => {
        const size = BigInt(below);
        const incomplete = (1n << 64n) % size;
        for (;;) {
            if (used === all.length) throw new RangeError('the numbers of the seed are used up');
            const drawn = all[used++];
            if (drawn < (1n << 64n) - incomplete) return Number(drawn % size);
        }
    };
}

function shuffle(items, next) {
    for (let last = items.length - 1; last > 0; last--) {
        const other = next(last + 1);
        [items[last], items[other]] = [items[other], items[last]];
    }
}

/** An even draw (docs/proof/bundle.md, "The draw"): pairs as "entry:juror". */
class Draw {
    constructor(panel, next) {
        this.next = next;
        this.entries = panel.entries.map(([entry, demand]) => ({ entry, demand })).sort((a, b) => ordinal(a.entry, b.entry));
        this.jurors = panel.jurors.map(([juror, min, max, group]) => ({ juror, min, max, group: group ?? -1 }));
        const [entryAt, jurorAt] = [new Map(this.entries.map((e, i) => [e.entry, i])), new Map(this.jurors.map((j, i) => [j.juror, i]))];
        const at = ([entry, juror]) => {
            if (!entryAt.has(entry) || !jurorAt.has(juror)) throw new RangeError(`${entry}, ${juror} are not in the lists`);
            return entryAt.get(entry) * this.jurors.length + jurorAt.get(juror);
        };
        this.conflicts = new Set(panel.conflicts.map(at));
        this.pinned = new Set(panel.pinned.map(at));
        this.cap = panel.group_cap ?? Infinity;
        this.groups = 1 + Math.max(-1, ...this.jurors.map((j) => j.group));
        this.ungrouped = this.groups === 0 || this.cap === Infinity;
        this.order = this.jurors.map((_, i) => i);
        shuffle(this.order, next);
        this.has = new Uint8Array(this.entries.length * this.jurors.length);
        this.load = new Int32Array(this.jurors.length);
        this.ofGroup = new Int32Array(this.ungrouped ? 0 : this.entries.length * this.groups);
    }

    static mostNumbers(panel) {
        const places = sum(panel.entries.map(([, demand]) => demand));
        return panel.jurors.length + places + 60 * places + 64;
    }

    pairs() {
        if (!this.place()) return [];
        this.mix();
        return this.assigned().map(([e, j]) => `${this.entries[e].entry}:${this.jurors[j].juror}`);
    }

    assigned() {
        const found = [];
        for (let e = 0; e < this.entries.length; e++) for (let j = 0; j < this.jurors.length; j++) if (this.has[this.at(e, j)]) found.push([e, j]);
        return found;
    }

    at(e, j) { return e * this.jurors.length + j; }

    place() {
        const places = [];
        for (let e = 0; e < this.entries.length; e++) {
            let open = this.entries[e].demand;
            for (let j = 0; j < this.jurors.length; j++) {
                if (!this.pinned.has(this.at(e, j))) continue;
                this.set(e, j, 1);
                open--;
            }
            if (open < 0) return false;
            for (; open > 0; open--) places.push(e);
        }
        if (this.load.some((l, j) => l > this.jurors[j].max) || this.ofGroup.some((c) => c > this.cap)) return false;
        shuffle(places, this.next);
        return places.every((e) => this.placeOne(e)) && !this.load.some((l, j) => l < this.jurors[j].min);
    }

    placeOne(entry) {
        const target = this.search(entry);
        if (target < 0) return false;
        for (let juror = target; ;) {
            const node = this.jurorFrom[juror];
            const owner = node < this.entries.length ? node : Math.floor((node - this.entries.length) / this.groups);
            this.set(owner, juror, 1);
            const freed = this.entryFrom[node];
            if (freed < 0) return true;
            this.set(owner, freed, 0);
            juror = freed;
        }
    }

    search(entry) {
        const nodes = this.entries.length + this.ofGroup.length;
        [this.entryFrom, this.jurorFrom, this.entrySeen, this.jurorSeen, this.queue] = [new Int32Array(nodes), new Int32Array(this.jurors.length), new Uint8Array(nodes), new Uint8Array(this.jurors.length), []];
        this.reach(entry, -1);
        const free = this.jurors.map((_, j) => j).filter((j) => this.hasRoom(j));
        const least = free.length ? Math.min(...free.map((j) => this.urgency(j))) : 0;
        let best = -1;
        for (let head = 0; head < this.queue.length; head++) {
            const node = this.queue[head];
            for (const juror of this.order) {
                if (this.jurorSeen[juror] || !this.leads(node, juror)) continue;
                [this.jurorSeen[juror], this.jurorFrom[juror]] = [1, node];
                if (this.hasRoom(juror) && (best < 0 || this.urgency(juror) < this.urgency(best))) best = juror;
                if (best >= 0 && this.urgency(best) === least) return best;
                this.reachEntriesOf(juror);
            }
        }
        return best;
    }

    hasRoom(j) { return this.load[j] < this.jurors[j].max; }

    urgency(j) { return this.load[j] - (this.load[j] < this.jurors[j].min ? 2 ** 40 : 0); }

    free(e, j) { return !this.has[this.at(e, j)] && !this.conflicts.has(this.at(e, j)); }

    leads(node, juror) {
        const [n, group] = [this.entries.length, this.jurors[juror].group];
        if (node >= n) return (node - n) % this.groups === group && this.free(Math.floor((node - n) / this.groups), juror);
        return this.free(node, juror) && (this.ungrouped || group < 0 || this.ofGroup[node * this.groups + group] < this.cap);
    }

    reachEntriesOf(juror) {
        for (let e = 0; e < this.entries.length; e++) {
            if (!this.has[this.at(e, juror)] || this.pinned.has(this.at(e, juror))) continue;
            this.reach(e, juror);
            if (!this.ungrouped && this.jurors[juror].group >= 0) this.reach(this.entries.length + e * this.groups + this.jurors[juror].group, juror);
        }
    }

    reach(node, from) {
        if (this.entrySeen[node]) return;
        [this.entrySeen[node], this.entryFrom[node]] = [1, from];
        this.queue.push(node);
    }

    mix() {
        const pairs = this.assigned().filter(([e, j]) => !this.pinned.has(this.at(e, j)));
        for (let step = 0; step < 20 * pairs.length; step++) {
            const first = pairs[this.next(pairs.length)];
            if (this.next(2) === 0) this.exchange(first, pairs[this.next(pairs.length)]);
            else this.move(first, this.next(this.jurors.length));
        }
    }

    exchange(a, b) {
        if (a[0] === b[0] || a[1] === b[1] || !this.free(a[0], b[1]) || !this.free(b[0], a[1])) return;
        if (!this.groupsAllow(a[0], a[1], b[1]) || !this.groupsAllow(b[0], b[1], a[1])) return;
        this.set(a[0], a[1], 0);
        this.set(b[0], b[1], 0);
        this.set(a[0], b[1], 1);
        this.set(b[0], a[1], 1);
        [a[1], b[1]] = [b[1], a[1]];
    }

    move(pair, juror) {
        if (this.load[juror] + 1 !== this.load[pair[1]] || !this.hasRoom(juror) || this.load[pair[1]] <= this.jurors[pair[1]].min) return;
        if (!this.free(pair[0], juror) || !this.groupsAllow(pair[0], pair[1], juror)) return;
        this.set(pair[0], pair[1], 0);
        this.set(pair[0], juror, 1);
        pair[1] = juror;
    }

    groupsAllow(e, leaving, coming) {
        const group = this.jurors[coming].group;
        return this.ungrouped || group < 0 || group === this.jurors[leaving].group || this.ofGroup[e * this.groups + group] < this.cap;
    }

    set(e, j, assigned) {
        this.has[this.at(e, j)] = assigned;
        this.load[j] += assigned ? 1 : -1;
        if (!this.ungrouped && this.jurors[j].group >= 0) this.ofGroup[e * this.groups + this.jurors[j].group] += assigned ? 1 : -1;
    }
}

// ---- Who goes on, who is honoured ----

function shortlist(rule, scores) {
    const lines = scores.map((s) => ({ ...s, reason: s.rank === null ? 'no_score' : rule.min_score !== undefined && !(s.score !== null && s.score >= rule.min_score) ? 'below_score' : 'in' }));
    const isIn = (l) => l.reason === 'in' || l.reason === 'in_by_tie';
    const limit = (all, most, place) => {
        const qualified = all.filter(isIn).map(place).sort((a, b) => a - b);
        if (qualified.length <= most) return;
        const border = most === 0 ? -Infinity : qualified[most - 1];
        const contested = most > 0 && qualified[most] === border;
        for (const line of all.filter(isIn)) {
            const at = place(line);
            if (at < border || (at === border && !contested)) continue;
            line.reason = at > border ? 'beyond_limit' : rule.keep_ties ? 'in_by_tie' : 'tie_at_limit';
        }
    };
    for (const category of new Set(lines.map((l) => l.category))) {
        const most = rule.by_category?.[category] ?? rule.per_category;
        if (most !== undefined) limit(lines.filter((l) => l.category === category), most, (l) => l.rank);
    }
    if (rule.in_all !== undefined) limit(lines, rule.in_all, (l) => (l.score === null ? l.rank : -l.score));
    return lines.map((l) => ({ ...l, isIn: isIn(l) }));
}

/** What a line states: a score, or in a round of pairs a strength. */
const figure = (line) => (Number.isInteger(line.strength) ? { strength: line.strength } : { score: line.score });

const isFor = (part, category) => !part.categories?.length || part.categories.includes(category);

function permutations(items) {
    return items.length <= 1 ? [items] : items.flatMap((first) => permutations(items.filter((i) => i !== first)).map((rest) => [first, ...rest]));
}

/** What the tiers give to entries in one strict order: the tier from 1, its place in the category, and whether it is shared. */
function allocate(tiers, quotas, order) {
    const given = new Map(order.map((c) => [c.entry, { tier: 0, place: 0, shares: false }]));
    const placed = new Map();
    tiers.forEach((tier, t) => {
        const higher = (category) => (tier.quota.counts_higher_tiers ? placed.get(category) ?? 0 : 0);
        const rooms = new Map(quotas.filter((q) => q.tier === tier.code).map((q) => [q.category, { ...q, left: Math.max(0, (q.quota ?? Infinity) - higher(q.category)), last: null, taken: 0 }]));
        let [left, last] = [tier.quota.in_all ?? Infinity, null];
        const equal = (a, b) => a !== null && compareKeys(a, b) === 0;
        for (const each of order) {
            const [own, room] = [given.get(each.entry), rooms.get(each.category)];
            if (own.tier > 0 || !room) continue;
            if (room.minimum !== undefined && each.keys[0] < room.minimum) continue;
            if (room.left === 0 && !(tier.may_be_shared && equal(room.last, each.keys))) continue;
            if (left === 0 && !(tier.may_be_shared && equal(last, each.keys))) continue;
            Object.assign(own, { tier: t + 1, place: ++room.taken + higher(each.category), shares: room.left === 0 || left === 0 });
            if (room.left > 0 && --room.left === 0) room.last = each.keys;
            if (left > 0 && --left === 0) last = each.keys;
        }
        for (const room of rooms.values()) placed.set(room.category, (placed.get(room.category) ?? 0) + room.taken);
    });
    return given;
}

/** The tiers that the rules give, category by category; entries that only the council can part have none. */
function propose(edition, contenders) {
    const tiers = settled(edition.tiers).map((t) => ({ ...t, quota: settled(t.quota), minimum: settled(t.min_score) }));
    const quotas = tiers.flatMap((t) => edition.categories.filter((c) => isFor(t, c.code)).map((c) => ({
        category: c.code, tier: t.code, quota: t.quota.by_category?.[c.code] ?? t.quota.per_category, minimum: t.minimum,
    })));
    const names = [...new Set([...contenders.map((c) => c.category), ...quotas.map((q) => q.category)])].sort();
    const inAll = tiers.some((t) => t.quota.in_all !== undefined);
    const lines = [];
    for (const category of names) {
        const others = names.filter((n) => n !== category);
        const orders = !inAll ? [[category, ...others]]
            : (others.length <= 5 ? permutations(others) : [others, [...others].reverse()]).flatMap((o) => [[category, ...o], [...o, category]]);
        const runs = orders.map((o) => allocate(tiers, quotas,
            [...contenders].sort((a, b) => compareKeys(b.keys, a.keys) || o.indexOf(a.category) - o.indexOf(b.category) || ordinal(a.entry, b.entry))));
        let rank = 1;
        for (const tie of tieGroups(contenders.filter((c) => c.category === category))) {
            const height = (g) => (g.tier === 0 ? Infinity : g.tier);
            const best = runs.map((r) => r.get(tie[0].entry)).reduce((a, b) => (height(b) < height(a) ? b : a));
            const worst = runs.map((r) => r.get(tie.at(-1).entry)).reduce((a, b) => (height(b) > height(a) ? b : a));
            const shares = runs.some((r) => tie.some((c) => r.get(c.entry).shares));
            const equals = inAll ? contenders.filter((c) => compareKeys(c.keys, tie[0].keys) === 0).length : tie.length;
            for (const each of tie) lines.push({ ...each, rank, ...proposalOf(tiers, quotas, category, best, worst, shares, equals) });
            rank += tie.length;
        }
    }
    return lines;
}

function proposalOf(tiers, quotas, category, best, worst, shares, equals) {
    const [highest, lowest] = [best, worst].map((g) => (g.tier === 0 ? null : tiers[g.tier - 1].code));
    const reason = highest === null ? 'no_tier'
        : highest !== lowest ? (equals === 1 ? 'waits_for_council' : 'council_decides')
            : shares ? 'shared'
                : quotas.find((q) => q.category === category && q.tier === highest).quota === undefined ? 'placed_unlimited' : 'placed';
    return { proposed: highest === lowest ? highest : null, reason: `allocate.${reason}` };
}

// ---- The replay ----

const openKinds = new Set(['edition.published', 'edition.amended', 'dossier.submitted', 'dossier.withdrawn', 'screening.verdict', 'assignment.sealed', 'assignment.ended',
    'shortlist.fixed', 'council.motion', 'decision.approved', 'decision.published', 'decision.amended', 'sealing.opened']);
const sheetKinds = new Set(['scoresheet.signed', 'scoresheet.reopened', 'scoresheet.set_aside', 'scoresheet.counted_again',
    'ballot.opened', 'ballot.signed', 'ballot.reopened', 'ballot.set_aside', 'ballot.counted_again']);

const motionKinds = ['AcceptProposal', 'ChangeTier', 'Withhold', 'SettleTie', 'Other'];

class Replay {
    /**
     * @param {Map|null} stated lines by round and category, where sheets are closed
     * @param {Map} printed the same lines, whose strengths are compared with the computed ones
     */
    constructor(rulebooks, stated, printed) {
        Object.assign(this, { rulebooks, stated, printed, ballots: new Map(), step: 'rulebook', snapshots: [], dossiers: new Map(), sheets: new Map(), panels: new Map(), assigned: new Set(), shortlists: new Map(), carried: [],
            rounds: new Map(), lists: new Map(), laureates: new Map(), decision: null, published: null, closed: 0, verdicts: 0, drawn: 0, searched: 0, byHand: 0, motions: 0, calibrated: new Set() });
    }

    same(where, expected, found) {
        if (expected !== found) throw new Difference(this.step, where, expected, found);
    }

    demand(holds, where, expected, found) {
        if (!holds) throw new Difference(this.step, where, expected, found);
    }

    async run(events) {
        for (const event of events) await this.take(event);
        this.step = 'publication';
        this.demand(this.published, 'decision.published', 'an entry of the publication', 'none');
        this.demand(this.closed === 0 || this.isSmall(), 'sheets', `open sheets: every panel has ${this.fewest} jurors or more`, `${this.closed} closed`);
        return this.results();
    }

    async take({ index, kind, at, payload }) {
        const where = `log entry ${index} (${kind})`;
        if (payload === null) {
            this.closed++;
            return;
        }
        switch (kind) {
            case 'edition.published': case 'edition.amended': return this.rulebook(where, payload);
            case 'dossier.submitted': return this.submitted(where, at, payload);
            case 'dossier.withdrawn': this.dossier(where, payload.reference).state = 'withdrawn'; return undefined;
            case 'screening.verdict': return this.verdict(where, payload);
            case 'assignment.sealed': return this.seal(where, payload);
            case 'scoresheet.signed': return this.signed(where, payload);
            case 'scoresheet.reopened': case 'scoresheet.set_aside': return this.count(where, payload, false);
            case 'scoresheet.counted_again': return this.count(where, payload, true);
            case 'ballot.opened': return this.openBallot(where, payload);
            case 'ballot.signed': return this.signBallot(where, payload);
            case 'ballot.reopened': this.ballot(where, payload, true).acts = null; return undefined;
            case 'ballot.set_aside': return this.setAside(where, payload, true);
            case 'ballot.counted_again': return this.setAside(where, payload, false);
            case 'shortlist.fixed': return this.shortlisted(where, payload);
            case 'council.motion': return this.moved(where, payload);
            case 'decision.approved': return this.approved(where, payload);
            case 'decision.published': return this.publish(where, payload);
            case 'decision.amended': return this.amended(where, payload);
            case 'sealing.opened': return this.opened(where, payload);
            default: return undefined;
        }
    }

    opened(where, payload) {
        this.step = 'rulebook';
        const sealing = this.edition.sealing;
        this.demand(sealing, where, 'a rulebook with sealing', 'none');
        this.same(`${where}.recipient`, sealing.recipient, payload.recipient);
        const shares = payload.shares;
        this.demand(new Set(shares).size === shares.length && shares.length >= sealing.needed && shares.every((s) => s >= 1 && s <= sealing.trustees.length),
            `${where}.shares`, `${sealing.needed} of ${sealing.trustees.length}`, shares.join(', '));
    }

    get fewest() { return this.edition.bundle?.fewest_jurors ?? 5; }

    isSmall() {
        return this.judged().some((r) => this.edition.categories.some((c) => isFor(r, c.code) && this.panels.has(`${r.code} ${c.code}`) && this.panels.get(`${r.code} ${c.code}`).size < this.fewest));
    }

    judged() { return (settled(this.edition.rounds) ?? []).filter((r) => r.kind === 'scoring' || r.kind === 'pairwise'); }

    round(code) { return this.judged().find((r) => r.code === code); }

    rubric(round, category) {
        if (round.kind !== 'scoring') return undefined;
        const code = round.rubric_by_category?.[category] ?? settled(round.rubric);
        return (this.edition.rubrics ?? []).find((r) => r.code === code);
    }

    deciding(category) { return this.judged().filter((r) => isFor(r, category)).at(-1); }

    dossier(where, reference) {
        this.demand(this.dossiers.has(reference), `${where}.dossier`, 'a dossier that was submitted', reference);
        return this.dossiers.get(reference);
    }

    rulebook(where, payload) {
        this.step = 'rulebook';
        this.same(`${where}.number`, this.snapshots.length + 1, payload.number);
        this.demand(this.rulebooks.has(payload.sha256), `${where}.sha256`, payload.sha256, 'no rulebook of this hash');
        this.snapshots.push(payload.sha256);
        this.edition = JSON.parse(this.rulebooks.get(payload.sha256));
    }

    submitted(where, at, payload) {
        this.step = 'dossiers';
        this.demand(this.snapshots.includes(payload.snapshot), `${where}.snapshot`, this.snapshots.join(', '), payload.snapshot);
        const dossier = this.dossiers.get(payload.reference) ?? { reference: payload.reference, version: 0, category: null };
        this.same(`${where}.version`, dossier.version + 1, payload.version);
        Object.assign(dossier, { version: payload.version, sha256: payload.sha256, at: Date.parse(at), state: 'submitted' });
        this.dossiers.set(payload.reference, dossier);
    }

    verdict(where, payload) {
        this.step = 'eligibility';
        const dossier = this.dossier(where, payload.dossier);
        const category = this.edition.categories.find((c) => c.code === payload.category);
        this.demand(category, `${where}.category`, 'a category of the edition', payload.category);
        const rules = [...(this.edition.eligibility ?? []), ...(category.eligibility ?? [])];
        this.same(`${where}.rules`, rules.map((r) => r.code ?? r.rule).join(', '), payload.rules.map((r) => r.rule).join(', '));
        const found = (r) => r.officer ?? r.machine;
        const holds = payload.verdict === 'accepted' ? payload.rules.every((r) => found(r) === 'Pass') : payload.verdict === 'refused' && payload.rules.some((r) => found(r) === 'Fail');
        this.demand(holds, `${where}.verdict`, 'what the findings give', payload.verdict);
        Object.assign(dossier, { state: payload.verdict, category: payload.category });
        this.verdicts++;
    }

    async seal(where, payload) {
        this.step = 'assignment';
        const key = `${payload.round} ${payload.category}`;
        if (!this.panels.has(key)) this.panels.set(key, new Set());
        for (const [dossier, juror] of payload.pairs) {
            this.demand(this.dossiers.has(dossier), `${where}.pairs`, 'dossiers that were submitted', dossier);
            this.assigned.add(`${payload.round} ${dossier} ${juror}`);
            this.panels.get(key).add(juror);
        }
        const panel = payload.panel;
        if (!panel) this.byHand++;
        else if (payload.method === 'balanced_random') await this.redraw(where, payload, panel);
        else this.bounds(where, payload, panel);
    }

    async redraw(where, payload, panel) {
        const drawn = new Set(new Draw(panel, await numbersOf(bytesOfHex(payload.seed), Draw.mostNumbers(panel))).pairs());
        for (const [[dossier, juror], [other, second]] of payload.exchanged ?? []) {
            drawn.delete(`${dossier}:${juror}`);
            if (dossier === other) drawn.add(`${other}:${second}`);
            else {
                drawn.delete(`${other}:${second}`);
                drawn.add(`${dossier}:${second}`).add(`${other}:${juror}`);
            }
        }
        this.same(`${where}.pairs`, [...drawn].sort().join(' '), payload.pairs.map((p) => p.join(':')).sort().join(' '));
        this.drawn++;
    }

    bounds(where, payload, panel) {
        const all = new Set(payload.pairs.map((p) => p.join(':')));
        for (const [entry, demand] of panel.entries) this.same(`${where}.pairs.${entry}`, demand, payload.pairs.filter(([e]) => e === entry).length);
        for (const [juror, min, max] of panel.jurors) {
            const load = payload.pairs.filter(([, j]) => j === juror).length;
            this.demand(load >= min && load <= max, `${where}.pairs.${juror}`, `${min} to ${max}`, load);
        }
        for (const pair of panel.conflicts) this.demand(!all.has(pair.join(':')), `${where}.pairs`, 'no pair in conflict', pair);
        for (const pair of panel.pinned) this.demand(all.has(pair.join(':')), `${where}.pairs`, pair, 'not there');
        this.searched++;
    }

    signed(where, payload) {
        this.step = 'sheets';
        const key = `${payload.round} ${payload.dossier} ${payload.juror}`;
        this.demand(this.assigned.has(key), where, 'a juror who was assigned the dossier', key);
        const round = this.round(payload.round);
        const rubric = round && this.rubric(round, payload.category);
        this.demand(rubric, `${where}.round`, 'a round with a rubric', payload.round);
        const { min = 0, max, step } = rubric.scale;
        const onScale = Object.values(payload.marks).every((m) => m >= min && m <= max && (m - min) % step === 0);
        this.demand(onScale && linesOf(rubric).sort().join() === Object.keys(payload.marks).sort().join(), `${where}.marks`, 'one mark of the scale on each line', canonical(payload.marks));
        this.same(`${where}.score`, sheetScore(rubric, payload.marks), payload.score);
        this.sheets.set(key, { round: payload.round, dossier: payload.dossier, juror: payload.juror, marks: payload.marks, score: payload.score, counts: true });
    }

    count(where, payload, counts) {
        this.step = 'sheets';
        const sheet = this.sheets.get(`${payload.round} ${payload.dossier} ${payload.juror}`);
        this.demand(sheet && sheet.counts !== counts, where, counts ? 'a sheet that was set aside' : 'a signed sheet', 'another');
        sheet.counts = counts;
    }

    ballot(where, { round, category, juror }, isSigned = false) {
        this.step = 'ballots';
        const ballot = this.ballots.get(`${round} ${category} ${juror}`);
        this.demand(ballot && (!isSigned || ballot.acts), where, isSigned ? 'a signed ballot' : 'a ballot that was opened', `${round} ${category} ${juror}`);
        return ballot;
    }

    openBallot(where, { round: code, category, juror, seed }) {
        this.step = 'ballots';
        const [round, key] = [this.round(code), `${code} ${category} ${juror}`];
        this.demand(round?.kind === 'pairwise' && isFor(round, category), `${where}.round`, 'a round of pairs of the category', key);
        this.demand(this.panels.get(`${code} ${category}`)?.has(juror), `${where}.juror`, 'a juror of the panel', juror);
        this.demand(!this.ballots.has(key), where, 'one ballot of each juror', key);
        this.demand(typeof seed === 'string', `${where}.seed`, 'a seed', seed);
        this.ballots.set(key, { round: code, category, juror, seed, acts: null, aside: new Set() });
    }

    signBallot(where, payload) {
        const ballot = this.ballot(where, payload);
        this.same(`${where}.seed`, ballot.seed, payload.seed);
        this.demand(ballot.acts === null, where, 'a ballot that is open', 'a signed one');
        const round = this.round(ballot.round);
        this.demand(round?.kind === 'pairwise', `${where}.round`, 'a round of pairs', ballot.round);
        const most = Math.max(2, round.products_at_once ?? 2);
        const standing = [];
        payload.acts.forEach((act, i) => {
            this.same(`${where}.acts[${i}].number`, i + 1, act.number);
            const { kind, shown, order = null, undoes = null } = act;
            const isWhole = shown.length >= 2 && shown.length <= most && new Set(shown).size === shown.length && shown.every((d) => this.assigned.has(`${ballot.round} ${d} ${ballot.juror}`));
            const holds = kind === 'Undone' ? shown.length === 0 && order === null && undoes !== null && standing.at(-1)?.number === undoes
                : isWhole && undoes === null && (kind === 'Skipped' ? order === null : kind === 'Chosen' && order !== null && canonical([...order].sort()) === canonical([...shown].sort()));
            this.demand(holds, `${where}.acts[${i}]`, 'a choice, a skip or an undoing of products that the juror was assigned', canonical(act));
            if (kind === 'Undone') standing.pop();
            else standing.push(act);
        });
        ballot.acts = { standing, shown: new Set(payload.acts.flatMap((a) => a.shown)) };
    }

    setAside(where, payload, isAside) {
        const ballot = this.ballot(where, payload);
        this.demand(ballot.aside.has(payload.dossier) !== isAside, `${where}.dossier`, isAside ? 'one that counts in the ballot' : 'one that was set aside', payload.dossier);
        if (isAside) ballot.aside.add(payload.dossier);
        else ballot.aside.delete(payload.dossier);
    }

    isIn(dossier, round) {
        if (dossier.state !== 'accepted' || !isFor(round, dossier.category)) return false;
        const all = this.judged();
        if (all.find((r) => isFor(r, dossier.category)).code === round.code) return true;
        const before = all[all.findIndex((r) => r.code === round.code) - 1];
        return this.shortlists.get(`${before?.code} ${dossier.category}`)?.has(dossier.reference) ?? false;
    }

    sheetsOf(round) {
        const byDossier = new Map();
        for (const sheet of this.sheets.values()) {
            if (sheet.round !== round.code || !sheet.counts) continue;
            if (!byDossier.has(sheet.dossier)) byDossier.set(sheet.dossier, []);
            byDossier.get(sheet.dossier).push(sheet);
        }
        return byDossier;
    }

    /** Every dossier of a round with score and place; severities as the log states them, by category. */
    scores(round, calibrations) {
        if (this.stated) return this.statedScores(round);
        const sheets = this.sheetsOf(round);
        const categories = this.edition.categories.map((c) => c.code).sort();
        const earlier = new Map(settled(round.ties).filter((t) => t.by === 'earlier_round' && this.round(t.round)?.kind === 'scoring').map((t) => [t.round, new Map(this.scores(this.round(t.round), this.stated ?? this.known.get(t.round)).map((s) => [s.dossier, s.score]))]));
        if (round.kind === 'pairwise') return categories.flatMap((category) => this.placedByPairs(round, category, earlier));
        return categories.flatMap((category) => this.ranked(round, category, calibrations?.[category] ?? null, sheets, earlier));
    }

    known = new Map();

    ranked(round, category, calibration, sheets, earlier) {
        const [rule, rubric] = [settled(round.aggregate), this.rubric(round, category)];
        const needed = Math.max(settled(round.quorum), sum(dropped(rule)) + 1);
        const own = [...this.dossiers.values()].filter((d) => d.category === category && this.isIn(d, round)).sort((a, b) => ordinal(a.reference, b.reference));
        const lines = own.map((d) => {
            const given = sheets.get(d.reference) ?? [];
            const line = { dossier: d.reference, category, sheets: given.length, score: null, raw: null, calibrated: null, rank: null, tied: false, criteria: {}, keys: [], entry: d.reference };
            if (given.length < needed) return line;
            line.raw = aggregate(rule, given.map((s) => s.score));
            const corrected = (s) => s.score * 100 + calibration.severities[s.juror];
            if (calibration && calibration.gap === null) line.calibrated = Math.min(Math.max(aggregate(rule, given.map(corrected), 100), rubric.scale.min ?? 0), rubric.scale.max);
            const counts = round.calibrate !== undefined && line.calibrated !== null;
            line.score = counts ? line.calibrated : line.raw;
            line.criteria = Object.fromEntries(rubric.criteria.map((c) => [c.code, aggregate(rule, given.map((s) => criterionScore(c, s.marks)))]));
            line.keys = this.keys(round, line, given.map(counts ? corrected : (s) => s.score * 100), d, earlier);
            return line;
        });
        return this.placed(lines);
    }

    /** Every dossier of one category in a round of pairs, with strength and place. */
    placedByPairs(round, category, earlier) {
        const own = [...this.dossiers.values()].filter((d) => d.category === category && this.isIn(d, round)).sort((a, b) => ordinal(a.reference, b.reference));
        const inRound = new Set(own.map((d) => d.reference));
        const ballots = [...this.ballots.values()].filter((b) => b.round === round.code && b.category === category && b.acts);
        const orders = ballots.flatMap((b) => b.acts.standing.filter((a) => a.order !== null).map((a) => a.order.filter((d) => !b.aside.has(d) && inRound.has(d)))).filter((o) => o.length > 1);
        const [strengths, beats] = [strengthsOf(orders), beatenBy(orders)];
        const group = partsOf(orders.flatMap((o, i) => o.map((entry) => ({ entry, juror: i }))));
        const quorum = settled(round.quorum);
        const lines = own.map((d) => {
            const choices = orders.filter((o) => o.includes(d.reference)).length;
            return {
                dossier: d.reference, category, score: null, raw: null, calibrated: null, rank: null, tied: false, keys: [], entry: d.reference, choices,
                ballots: ballots.filter((b) => b.acts.shown.has(d.reference) && !b.aside.has(d.reference)).length,
                strength: choices === 0 ? null : this.strength(round, category, d.reference, strengths.get(d.reference)),
                doubt: choices < Math.max(1, quorum) ? 'too_few' : boundOf(d.reference, beats, group) ?? 'none',
            };
        });
        const enough = lines.filter((l) => l.doubt !== 'too_few');
        if (new Set(enough.map((l) => group(l.dossier))).size > 1) for (const line of enough) line.doubt = 'not_connected';
        else for (const line of enough) line.keys = this.keys(round, line, [], this.dossiers.get(line.dossier), earlier);
        return this.placed(lines);
    }

    /** The printed strength where the computed one rounds to it, as far as two ways of computing agree on the last place; otherwise the computed one. */
    strength(round, category, dossier, computed) {
        const said = this.printed.get(`${round.code} ${category}`)?.find((l) => l.dossier === dossier)?.strength;
        return Number.isSafeInteger(said) && Math.abs(computed - said) <= 0.5001 ? said : rounded(computed, 1) + 0;
    }

    keys(round, line, scores, dossier, earlier) {
        const keys = [line.strength ?? line.score];
        for (const tie of settled(round.ties)) {
            if (tie.by === 'council') break;
            switch (tie.by) {
                case 'criterion': keys.push(line.criteria[tie.criterion]); break;
                case 'median': keys.push(median(scores, 100)); break;
                case 'lowest_score': keys.push(rounded(Math.min(...scores), 100)); break;
                case 'highest_score': keys.push(rounded(Math.max(...scores), 100)); break;
                case 'earlier_round': keys.push(earlier.get(tie.round)?.get(dossier.reference) ?? 0); break;
                case 'submitted_earlier': keys.push(-dossier.at); break;
                default: throw new RangeError(`tie chain link ${tie.by}`);
            }
        }
        return keys;
    }

    placed(lines) {
        const result = [];
        for (const tie of tieGroups(lines.filter((l) => l.keys.length > 0))) {
            const rank = result.length + 1;
            result.push(...tie.map((l) => ({ ...l, rank, tied: tie.length > 1 })));
        }
        return [...result, ...lines.filter((l) => l.keys.length === 0).sort((a, b) => ordinal(a.entry, b.entry))];
    }

    statedScores(round) {
        return this.edition.categories.map((c) => c.code).sort().flatMap((category) => this.placed(
            (this.stated.get(`${round.code} ${category}`) ?? []).filter((l) => this.dossiers.has(l.dossier) && this.isIn(this.dossiers.get(l.dossier), round))
                .map((l) => (round.kind === 'pairwise' ? { score: null, raw: null, calibrated: null, ...l, category, entry: l.dossier, rank: null, tied: false } : { ...l, category, entry: l.dossier, rank: null, tied: false }))));
    }

    /** Checks the severities of a round, and the reason why a category has none. */
    severities(where, round, calibrations) {
        this.step = 'calibration';
        if (this.stated) return;
        const sheets = this.sheetsOf(round);
        for (const [category, said] of Object.entries(calibrations)) {
            if (round.kind === 'pairwise') {
                this.same(where, null, said);
                continue;
            }
            const rubric = this.rubric(round, category);
            const sameScale = (c) => isFor(round, c) && this.rubric(round, c) && scaleKey(this.rubric(round, c).scale) === scaleKey(rubric.scale);
            const entrants = [...this.dossiers.values()].filter((d) => d.category !== null && sameScale(d.category) && (this.isIn(d, round) || sheets.has(d.reference)));
            if (!entrants.some((d) => d.category === category)) {
                this.same(where, null, said);
                continue;
            }
            this.demand(said !== null, where, 'a calibration', 'none');
            const rows = entrants.flatMap((d) => (sheets.get(d.reference) ?? []).map((s) => ({ entry: d.reference, juror: s.juror, score: s.score })));
            const scored = new Set(rows.map((r) => r.entry));
            const part = partsOf(rows);
            const own = entrants.filter((d) => d.category === category && scored.has(d.reference)).map((d) => d.reference);
            const gap = scored.size < 3 ? 'too_few_dossiers' : new Set(own.map(part)).size > 1 ? 'not_connected' : null;
            this.same(`${where}.gap`, gap, said.gap);
            this.same(`${where}.model`, round.calibrate?.model ?? 'mixed', said.model);
            const problem = scored.size < 3 ? null : severityProblem(rows, said);
            this.demand(problem === null, `${where}.severities`, problem, canonical(said.severities));
            this.calibrated.add(`${round.code} ${category}`);
        }
    }

    shortlisted(where, payload) {
        this.step = 'shortlists';
        const round = this.round(payload.round);
        this.demand(round, `${where}.round`, 'a round that is judged', payload.round);
        if (!this.lists.has(round.code)) this.lists.set(round.code, {});
        const calibrations = this.lists.get(round.code);
        calibrations[payload.category] = payload.calibration;
        this.known.set(round.code, calibrations);
        // A limit in all categories needs the scores of all: they are asked for when the last of the round's entries is read.
        const pending = this.pending ??= [];
        pending.push({ where, round, payload });
        const categories = new Set([...this.dossiers.values()].filter((d) => d.category !== null && this.isIn(d, round)).map((d) => d.category));
        if (pending.length < categories.size) return;
        this.pending = undefined;
        this.severities(`${where}.calibration`, round, calibrations);
        this.step = 'shortlists';
        const scores = this.scores(round, calibrations);
        this.rounds.set(round.code, scores);
        const lines = shortlist(settled(round.shortlist), scores);
        for (const each of pending) this.sameShortlist(each.where, each.round, each.payload, lines.filter((l) => l.category === each.payload.category));
    }

    sameShortlist(where, round, payload, lines) {
        this.same(`${where}.lines`, lines.length, payload.lines.length);
        const through = new Set();
        lines.forEach((line, i) => {
            const said = payload.lines[i];
            const isIn = line.isIn || (line.reason === 'tie_at_limit' && said.in);
            const expected = { dossier: line.dossier, ...figure(line), raw: line.raw, calibrated: line.calibrated, rank: line.rank, in: isIn, reason: `decisions.shortlist_${line.reason}` };
            this.same(`${where}.lines.${line.dossier}`, canonical(expected), canonical(said));
            if (isIn) through.add(line.dossier);
        });
        this.shortlists.set(`${round.code} ${payload.category}`, through);
    }

    moved(where, payload) {
        this.step = 'motions';
        const council = this.edition.council;
        this.demand(council, where, 'rules of a council', 'none');
        const share = (text) => (text.endsWith('%') ? [Number(text.slice(0, -1)), 100] : text.split('/').map(Number));
        const [[part, whole], majority] = [share(settled(council.quorum)), settled(council.majority)];
        this.demand(payload.present * whole >= payload.members * part, `${where}.present`, 'a quorum', `${payload.present} of ${payload.members}`);
        this.same(`${where}.outcome`, this.carries(majority, share(majority.share), payload) ? 'Carried' : 'Rejected', payload.outcome);
        this.motions++;
        this.demand(motionKinds.includes(payload.kind), `${where}.kind`, motionKinds.join(', '), payload.kind);
        this.demand(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(payload.motion), `${where}.motion`, 'an id', payload.motion);
        if (payload.outcome === 'Carried') this.carried.push(payload);
    }

    carries(majority, [part, whole], vote) {
        const all = majority.of === 'members' ? vote.members : vote.for + vote.against + (majority.of === 'present' ? vote.abstained : 0);
        if (vote.for === 0) return false;
        if (majority.chair_decides_ties && vote.for === vote.against) return vote.chair_for === true;
        return majority.more_than ? vote.for * whole > all * part : vote.for * whole >= all * part;
    }

    approved(where, payload) {
        this.step = 'tiers';
        const said = Object.fromEntries(payload.calibrations.map((c) => [c.category, c.calibration]));
        const decidingRounds = this.judged().filter((r) => this.edition.categories.some((c) => this.deciding(c.code)?.code === r.code));
        const scores = [];
        for (const round of decidingRounds) {
            const own = Object.fromEntries(this.edition.categories.filter((c) => this.deciding(c.code)?.code === round.code).map((c) => [c.code, said[c.code] ?? null]));
            this.severities(`${where}.calibrations`, round, own);
            this.step = 'tiers';
            const computed = this.scores(round, own);
            this.rounds.set(round.code, computed);
            scores.push(...computed.filter((s) => this.deciding(s.category).code === round.code));
        }
        this.decision = this.apply(this.proposal(scores));
        this.sameLines(where, payload);
        this.approvable(where);
    }

    proposal(scores) {
        const longest = Math.max(0, ...scores.map((s) => s.keys.length));
        const bySource = new Map(scores.map((s) => [s.dossier, s]));
        const aligned = scores.filter((s) => s.rank !== null).map((s) => ({ entry: s.dossier, category: s.category, keys: [...s.keys, ...Array(longest - s.keys.length).fill(0)] }));
        const line = (s, more) => ({ dossier: s.dossier, category: s.category, rank: null, ...figure(s), raw: s.raw, calibrated: s.calibrated, proposed: null, tier: null, motion: null, ...more });
        return [
            ...propose(this.edition, aligned).map((l) => line(bySource.get(l.entry), { rank: l.rank, proposed: l.proposed, tier: l.proposed, reason: l.reason })),
            ...scores.filter((s) => s.rank === null).map((s) => line({ ...s, strength: null }, { reason: s.ballots === undefined ? 'decisions.no_score' : 'decisions.no_place' })),
        ];
    }

    apply(lines) {
        for (const motion of this.carried) {
            for (const line of lines) {
                const concerned = motion.kind === 'ChangeTier' || motion.kind === 'SettleTie' ? line.dossier === motion.dossier
                    : motion.kind === 'Withhold' && line.category === motion.category && line.tier === motion.tier;
                if (concerned) Object.assign(line, { tier: motion.kind === 'Withhold' ? null : motion.tier, motion: motion.motion });
            }
        }
        return lines;
    }

    approvable(where) {
        const accepted = (category) => this.carried.some((m) => m.kind === 'AcceptProposal' && (m.category === null || m.category === category));
        for (const line of this.decision) {
            this.demand(line.motion !== null || !['allocate.council_decides', 'allocate.waits_for_council'].includes(line.reason), where, 'a tie that the council settled', line.dossier);
            this.demand(accepted(line.category), where, 'a category that the council accepted', line.category);
        }
        for (const tier of settled(this.edition.tiers).filter((t) => !t.may_be_shared)) {
            const given = (category) => this.decision.filter((l) => l.tier === tier.code && (category === undefined || l.category === category)).length;
            const quota = settled(tier.quota);
            for (const { code } of this.edition.categories.filter((c) => isFor(tier, c.code))) {
                this.demand(given(code) <= (quota.by_category?.[code] ?? quota.per_category ?? Infinity), where, `no more of ${tier.code} than its quota`, given(code));
            }
            this.demand(given() <= (quota.in_all ?? Infinity), where, `no more of ${tier.code} than its quota`, given());
        }
    }

    sameLines(where, payload) {
        this.same(`${where}.lines`, this.decision.length, payload.lines.length);
        this.decision.forEach((line, i) => this.same(`${where}.lines.${line.dossier}`, canonical(line), canonical(payload.lines[i])));
    }

    publish(where, payload) {
        this.step = 'publication';
        this.demand(this.decision, where, 'an approved decision before it', 'none');
        this.sameLines(where, payload);
        this.published = payload;
        for (const l of payload.laureates) this.laureates.set(l.dossier, l);
        this.same(`${where}.laureates`, this.decision.filter((l) => l.tier !== null).map((l) => l.dossier).sort().join(', '), [...this.laureates.keys()].sort().join(', '));
    }

    amended(where, payload) {
        this.step = 'publication';
        const line = this.published && this.decision.find((l) => l.dossier === payload.dossier);
        this.demand(line, `${where}.dossier`, 'a line of the published decision', payload.dossier);
        this.same(`${where}.from`, line.tier, payload.from);
        const motion = this.carried.find((m) => m.motion === payload.motion && m.kind === 'ChangeTier' && m.dossier === payload.dossier && m.tier === payload.to);
        this.demand(motion, `${where}.motion`, 'a carried motion for this change', payload.motion);
        Object.assign(line, { tier: payload.to, motion: payload.motion });
        this.laureates.delete(payload.dossier);
        for (const l of payload.laureates) this.laureates.set(l.dossier, l);
    }

    results() {
        const dossiers = [...this.dossiers.values()].sort((a, b) => ordinal(a.reference, b.reference));
        const of = (state) => dossiers.filter((d) => d.state === state).length;
        const line = ({ dossier, sheets, ballots, choices, strength, doubt, score, raw, calibrated, rank, tied, criteria, keys }) => (ballots === undefined
            ? { dossier, sheets, score, raw, calibrated, rank, tied, criteria, keys } : { dossier, ballots, choices, strength, doubt, rank, tied, keys });
        const rounds = this.judged().filter((r) => this.rounds.has(r.code)).flatMap((r) => [...new Set(this.rounds.get(r.code).map((s) => s.category))].sort().map((category) => ({
            round: r.code, category, jurors: this.panels.get(`${r.code} ${category}`)?.size ?? 0, lines: this.rounds.get(r.code).filter((s) => s.category === category).map(line),
        })));
        return {
            counts: { received: dossiers.length, undecided: of('submitted'), withdrawn: of('withdrawn'), accepted: of('accepted'), refused: of('refused') },
            dossiers: dossiers.map((d) => ({ dossier: d.reference, category: d.category, version: d.version, sha256: d.sha256, state: d.state })),
            rounds, document: this.published.document, dated: this.published.dated,
            prizes: this.decision.filter((l) => l.tier !== null).map((l) => ({
                dossier: l.dossier, category: l.category, rank: l.rank, ...figure(l), tier: l.tier, motion: l.motion, product: this.laureates.get(l.dossier).product, organisation: this.laureates.get(l.dossier).organisation,
            })),
        };
    }

    steps() {
        const [isStated, found] = [Boolean(this.stated), []];
        const note = (name, status, detail = '') => found.push({ name, status, detail });
        note('rulebook', 'recomputed', [`${this.snapshots.length} bản`, `${this.snapshots.length} of them`]);
        note('dossiers', 'recomputed', [`${this.dossiers.size} hồ sơ`, `${this.dossiers.size} of them`]);
        note('eligibility', 'recomputed', [`${this.verdicts} kết luận, tính từ kết quả từng điều kiện`, `${this.verdicts} verdicts from the findings`]);
        note('facts', 'not-checked', ['nội dung hồ sơ được giữ kín: kết quả từng điều kiện dựa vào máy và cán bộ xét tuyển', 'what dossiers answer is confidential: findings rest on machine and officers']);
        if (this.drawn > 0) note('assignment', 'recomputed', [`${this.drawn} lần bốc ngẫu nhiên`, `${this.drawn} draws`]);
        if (this.searched > 0) note('assignment', 'checked', [`${this.searched} phương án tối ưu: đúng giới hạn, xung đột và cặp ghim; không chứng minh rằng không có phương án tốt hơn`, `${this.searched} searched: bounds, conflicts and pins, not that no other is better`]);
        if (this.byHand > 0) note('assignment', 'not-checked', [`${this.byHand} lần phân công bằng tay, thay thế hoặc cho cả tiểu ban`, `${this.byHand} by hand, by replacement or of whole panels`]);
        note('sheets', isStated ? 'not-checked' : 'recomputed', isStated ? [`${this.closed} mục để kín: dựa vào người giám sát`, `${this.closed} entries closed: they rest on the auditor`] : [`${this.sheets.size} phiếu`, `${this.sheets.size} of them`]);
        note('aggregation', isStated ? 'not-checked' : 'recomputed', isStated ? ['tổng điểm dựa vào người giám sát', 'totals rest on the auditor'] : '');
        if (isStated) note('calibration', 'not-checked', ['dựa vào người giám sát', 'rests on the auditor']);
        else if (this.calibrated.size > 0) note('calibration', 'checked', [`${this.calibrated.size} lần, bằng phương trình của mô hình`, `${this.calibrated.size} by the equations of their model`]);
        if (this.judged().some((r) => r.kind === 'pairwise')) this.noteBallots(note, isStated);
        for (const name of ['ranks', 'ties', 'shortlists']) note(name, 'recomputed');
        note('motions', 'recomputed', [`${this.motions} kết quả, tính từ số phiếu`, `${this.motions} outcomes from the votes`]);
        note('tiers', 'recomputed');
        note('publication', 'recomputed');
        return found;
    }

    noteBallots(note, isStated) {
        if (isStated) {
            for (const name of ['ballots', 'strengths']) note(name, 'not-checked', ['dựa vào người giám sát', 'rests on the auditor']);
            return;
        }
        const signed = [...this.ballots.values()].filter((b) => b.acts).length;
        note('ballots', 'checked', [`${signed} phiếu đã ký: mỗi lượt đủ sản phẩm được phân công; không bốc lại sản phẩm nào đã được đưa ra so sánh`, `${signed} signed: each act whole and of assigned products; what a juror was shown is not drawn again`]);
        const estimates = [...this.rounds].filter(([code]) => this.round(code)?.kind === 'pairwise').length;
        note('strengths', 'checked', [`${estimates} vòng, ước lượng lại theo phương trình của mô hình Bradley–Terry hoặc Plackett–Luce, khớp đến một phần nghìn`, `${estimates} rounds, by the equations of Bradley and Terry's model or Plackett and Luce's, to the thousandth`]);
    }
}

// ---- The whole ----

async function unpacked(bytes) {
    if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
    return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer());
}

async function read(bytes) {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await unpacked(bytes));
    const bundle = JSON.parse(text);
    if (canonical(bundle) !== text) throw new Difference('format', 'the file', 'canonical JSON', 'another way to write it');
    for (const [member, value] of [['kind', 'bangvang.bundle'], ['v', 1]]) if (bundle[member] !== value) throw new Difference('format', member, value, bundle[member]);
    demandMembers('format', bundle, 'the file', 'edition', 'kind', 'log', 'results', 'rulebooks', 'v');
    return bundle;
}

/** What has no meaning here might have one for another reader: no member but these, and all of them. */
function demandMembers(step, object, where, ...members) {
    const found = Object.keys(object).sort().join(', ');
    if (found !== members.join(', ')) throw new Difference(step, where, members.join(', '), found);
}

async function checkTree(log) {
    demandMembers('log', log, 'log', 'checkpoint', 'entries', 'first', 'left');
    const note = parseNote(log.checkpoint);
    const root = await rootOf(log.first, log.left.map(bytesOfBase64), await Promise.all(log.entries.map((e) => leafHash(e.entry))));
    if (log.first + log.entries.length !== note.size) throw new Difference('log', 'log.entries', note.size, log.first + log.entries.length);
    if (btoa(String.fromCharCode(...root)) !== note.root) throw new Difference('log', 'log.root', note.root, btoa(String.fromCharCode(...root)));
    return note;
}

async function checkSignatures(note, trust) {
    if (!trust) return { status: 'not-checked', detail: ['không có tệp khóa tin cậy', 'no trust file was given'], witnesses: [] };
    if (trust.log.origin !== note.origin) throw new Difference('signatures', 'log.checkpoint.origin', trust.log.origin, note.origin);
    // A key that the log had before holds up to its own last checkpoint.
    const retired = (trust.retired ?? []).filter((r) => note.size <= r.size).map((r) => r.key);
    const logKeys = await Promise.all([trust.log.key, ...retired].map((k) => parseKey(k, 1)));
    const witnessKeys = await Promise.all((trust.witnesses ?? []).map((w) => parseKey(w, 4)));
    const keys = [...logKeys, ...witnessKeys];
    const by = new Set();
    for (const signature of note.signatures) {
        const key = keys.find((k) => k.name === signature.name && k.id === signature.id);
        if (!key || by.has(key)) continue;
        if (!await isSignedBy(key, note, signature.signature)) throw new Difference('signatures', 'log.checkpoint.signatures', key.name, 'no valid signature of this key');
        by.add(key);
    }
    if (!logKeys.some((k) => by.has(k))) throw new Difference('signatures', 'log.checkpoint.signatures', logKeys[0].name, 'no valid signature of this key');
    const witnesses = witnessKeys.filter((k) => by.has(k)).map((k) => k.name);
    if (witnesses.length < (trust.quorum ?? 0)) throw new Difference('signatures', 'log.checkpoint.witnesses', trust.quorum, witnesses.length);
    return { status: 'recomputed', detail: [`${note.origin}, số bên chứng kiến: ${witnesses.length}`, `${note.origin}, witnesses: ${witnesses.length}`], witnesses };
}

async function openEvents(bundle) {
    const { log, edition } = bundle;
    const events = await Promise.all(log.entries.map(async (item, i) => {
        const [index, entry] = [log.first + i, JSON.parse(item.entry)];
        demandMembers('commitments', item, `log entry ${index}`, ...(Object.keys(item).length === 1 ? ['entry'] : ['entry', 'payload', 'salt']));
        const isOwn = entry.edition === edition;
        if (item.payload !== undefined) {
            if (!isOwn || item.salt?.length !== 64) throw new Difference('commitments', `log entry ${index}`, 'a payload of this edition with its salt', item.salt);
            const commitment = hex(await sha256(joined(bytesOfHex(item.salt), utf8(item.payload))));
            if (commitment !== entry.commitment) throw new Difference('commitments', `log entry ${index} (${entry.kind}).commitment`, entry.commitment, commitment);
        }
        if (!isOwn || !(openKinds.has(entry.kind) || sheetKinds.has(entry.kind))) return null;
        if (item.payload === undefined && openKinds.has(entry.kind)) throw new Difference('commitments', `log entry ${index}`, `${entry.kind} with its payload`, 'no payload');
        return { index, kind: entry.kind, at: entry.at, payload: item.payload === undefined ? null : JSON.parse(item.payload) };
    }));
    const own = events.filter((e) => e !== null);
    if (own[0]?.kind !== 'edition.published' || own[0].index !== log.first) throw new Difference('commitments', 'log.first', 'the publication of the edition', own[0]?.kind ?? 'nothing');
    return own;
}

async function rulebooksOf(bundle) {
    const found = new Map();
    for (const rulebook of bundle.rulebooks) {
        demandMembers('rulebook', rulebook, 'rulebooks', 'content', 'sha256');
        const { sha256: said, content } = rulebook;
        const computed = hex(await sha256(utf8(content)));
        if (computed !== said) throw new Difference('rulebook', 'rulebooks.sha256', computed, said);
        if (found.has(said)) throw new Difference('rulebook', 'rulebooks.sha256', 'each once', said);
        found.set(said, content);
    }
    return found;
}

function compare(where, expected, found) {
    if (expected !== null && found !== null && typeof expected === 'object' && typeof found === 'object' && Array.isArray(expected) === Array.isArray(found)) {
        for (const name of Object.keys(expected).sort()) {
            if (!(name in found)) throw new Difference('results', `${where}.${name}`, canonical(expected[name]), 'nothing');
            compare(Array.isArray(expected) ? `${where}[${name}]` : `${where}.${name}`, expected[name], found[name]);
        }
        const more = Object.keys(found).find((name) => !(name in expected));
        if (more !== undefined) throw new Difference('results', `${where}.${more}`, 'nothing', canonical(found[more]));
    } else if (canonical(expected) !== canonical(found)) throw new Difference('results', where, canonical(expected), canonical(found));
}

/** What the steps are called, in Vietnamese and in English. */
const stepNames = {
    format: ['định dạng tệp', 'file format'],
    log: ['cây của sổ ghi', 'the tree of the log'],
    signatures: ['chữ ký', 'signatures'],
    commitments: ['cam kết', 'commitments'],
    rulebook: ['quy chế', 'rulebook'],
    dossiers: ['hồ sơ', 'dossiers'],
    eligibility: ['xét tuyển', 'eligibility'],
    facts: ['nội dung hồ sơ', 'facts of the dossiers'],
    assignment: ['phân công giám khảo', 'assignment of jurors'],
    sheets: ['phiếu chấm', 'score sheets'],
    ballots: ['phiếu so sánh', 'ballots'],
    strengths: ['độ mạnh', 'strengths'],
    aggregation: ['tổng hợp điểm', 'aggregation'],
    calibration: ['hiệu chỉnh điểm', 'calibration'],
    ranks: ['thứ hạng', 'ranks'],
    ties: ['đồng hạng', 'ties'],
    shortlists: ['danh sách vào vòng sau', 'shortlists'],
    motions: ['biểu quyết', 'motions'],
    tiers: ['bậc giải', 'tiers'],
    publication: ['công bố', 'publication'],
    results: ['số liệu đã công bố', 'published figures'],
};

const statusNames = { recomputed: ['đã tính lại', 'computed again'], checked: ['đã kiểm bằng điều kiện', 'checked by conditions'], 'not-checked': ['chưa kiểm', 'not checked'], failed: ['sai', 'failed'] };

const inBoth = ([vi, en]) => ({ vi, en });

/** A step as people read it. */
const worded = (step) => ({ ...step, words: { name: inBoth(stepNames[step.name]), status: inBoth(statusNames[step.status]), detail: inBoth(Array.isArray(step.detail) ? step.detail : [step.detail, step.detail]) } });

function sentenceOf(edition, size, witnesses, steps, failure) {
    if (failure) {
        return {
            vi: `Gói kết quả KHÔNG đúng. Sai khác đầu tiên, ở bước ${stepNames[failure.step][0]}: ${failure.where}; cần ${failure.expected}, thấy ${failure.found}.`,
            en: `The result bundle does NOT hold. The first difference, in step ${stepNames[failure.step][1]}: ${failure.where}; expected ${failure.expected}, found ${failure.found}.`,
        };
    }
    const names = (status, language) => [...new Set(steps.filter((s) => s.status === status).map((s) => stepNames[s.name][language]))].join(', ') || '–';
    return {
        vi: `Kết quả kỳ giải ${edition} khớp với ${size} mục của sổ ghi công khai (số bên chứng kiến: ${witnesses}). Đã tính lại: ${names('recomputed', 0)}. Đã kiểm bằng điều kiện: ${names('checked', 0)}. Chưa kiểm: ${names('not-checked', 0)}.`,
        en: `The result of edition ${edition} agrees with the ${size} entries of the public log (witnesses: ${witnesses}). Computed again: ${names('recomputed', 1)}. Checked by conditions: ${names('checked', 1)}. Not checked: ${names('not-checked', 1)}.`,
    };
}

/**
 * Verifies a bundle. Never rejects: what is no bundle at all does not hold.
 * @param {Uint8Array} bytes the file, packed by gzip or not
 * @param {object|null} trust parsed trust.json; null leaves the signatures unchecked, and the answer says so
 * @returns {Promise<{holds: boolean, sentence: {vi: string, en: string}, steps: {name: string, status: string, words: {name: object, status: object, detail: object}}[], failure: object|null}>}
 */
export async function verifyBundle(bytes, trust) {
    const steps = [];
    let [step, edition, size, witnesses, replay, failure] = ['format', null, 0, [], null, null];
    try {
        const bundle = await read(bytes);
        edition = bundle.edition;
        steps.push({ name: 'format', status: 'recomputed', detail: '' });
        step = 'log';
        const note = await checkTree(bundle.log);
        size = note.size;
        steps.push({ name: 'log', status: 'recomputed', detail: [`${bundle.log.entries.length} mục, từ ${bundle.log.first} đến ${note.size - 1}`, `${bundle.log.entries.length} entries, ${bundle.log.first} to ${note.size - 1}`] });
        step = 'signatures';
        const signed = await checkSignatures(note, trust);
        witnesses = signed.witnesses;
        steps.push({ name: 'signatures', status: signed.status, detail: signed.detail });
        step = 'commitments';
        const events = await openEvents(bundle);
        const closed = events.filter((e) => e.payload === null).length;
        steps.push({ name: 'commitments', status: 'recomputed', detail: [`${events.length - closed} mục được mở, ${closed} mục để kín`, `${events.length - closed} opened, ${closed} closed`] });
        step = 'rulebook';
        const rulebooks = await rulebooksOf(bundle);
        const printed = new Map(bundle.results.rounds.map((r) => [`${r.round} ${r.category}`, r.lines]));
        replay = new Replay(rulebooks, closed > 0 ? printed : null, printed);
        const results = await replay.run(events);
        step = 'results';
        steps.push(...replay.steps());
        replay = null;
        compare('results', results, bundle.results);
        steps.push({ name: 'results', status: 'recomputed', detail: '' });
    } catch (e) {
        failure = e instanceof Difference ? e.failure : { step: replay?.step ?? step, where: 'the bundle', expected: 'what docs/proof/bundle.md describes', found: e.message };
        steps.push({ name: failure.step, status: 'failed', detail: failure.where });
    }
    return { holds: failure === null, sentence: sentenceOf(edition, size, witnesses.length, steps, failure), steps: steps.map(worded), failure };
}
