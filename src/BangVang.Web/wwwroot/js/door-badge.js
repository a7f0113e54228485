// A badge that is ready to print, made on the device: name, body, kind and a QR code, without network.

const ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const SIDE = 25, DATA = 22, CORRECTION = 22, QUIET = 4;
const SIZES = 8;

/**
 * The modules of a QR code of version 2, correction level Q, alphanumeric: up to 29 signs.
 * @param {string} text digits, capital letters and a few signs
 * @returns {boolean[][]} rows of modules, true is dark, without the quiet zone
 */
export function modulesOf(text) {
  const grid = Array.from({ length: SIDE }, () => Array(SIDE).fill(null));
  drawFixed(grid);
  const bits = bitsOf(text);
  let bit = 0, upwards = true;
  for (let right = SIDE - 1; right > 0; right -= 2) {
    if (right === 6) right--;
    for (let i = 0; i < SIDE; i++) {
      const y = upwards ? SIDE - 1 - i : i;
      for (const x of [right, right - 1]) {
        if (grid[y][x] !== null) continue;
        grid[y][x] = Boolean(bits[bit++] ?? 0) !== ((x + y) % 2 === 0);
      }
    }
    upwards = !upwards;
  }
  return grid;
}

function drawFixed(grid) {
  for (const [top, left] of [[0, 0], [0, SIDE - 7], [SIDE - 7, 0]])
    for (let y = -1; y <= 7; y++)
      for (let x = -1; x <= 7; x++) {
        if (grid[top + y]?.[left + x] === undefined) continue;
        const ring = Math.max(Math.abs(y - 3), Math.abs(x - 3));
        grid[top + y][left + x] = ring !== 2 && ring <= 3;
      }
  for (let y = -2; y <= 2; y++) for (let x = -2; x <= 2; x++) grid[18 + y][18 + x] = Math.max(Math.abs(y), Math.abs(x)) !== 1;
  for (let i = 8; i < SIDE - 8; i++) grid[6][i] = grid[i][6] = i % 2 === 0;
  // Level Q, mask 0: five bits, ten that correct them.
  let rest = 0b11000 << 10;
  for (let i = 14; i >= 10; i--) if (rest >> i & 1) rest ^= 0x537 << (i - 10);
  const format = (0b11000 << 10 | rest) ^ 0x5412;
  const at = i => Boolean(format >> i & 1);
  for (let i = 0; i <= 5; i++) grid[i][8] = at(i);
  grid[7][8] = at(6);
  grid[8][8] = at(7);
  grid[8][7] = at(8);
  for (let i = 9; i < 15; i++) grid[8][14 - i] = at(i);
  for (let i = 0; i < 8; i++) grid[8][SIDE - 1 - i] = at(i);
  for (let i = 8; i < 15; i++) grid[SIDE - 15 + i][8] = at(i);
  grid[SIDE - 8][8] = true;
}

function bitsOf(text) {
  if (text.length > 29 || [...text].some(c => !ALPHANUMERIC.includes(c))) throw new RangeError("A badge's code has at most 29 capital letters and digits.");
  const bits = [];
  const put = (value, length) => { for (let i = length - 1; i >= 0; i--) bits.push(value >> i & 1); };
  put(0b0010, 4);
  put(text.length, 9);
  for (let i = 0; i < text.length; i += 2) {
    if (i + 1 < text.length) put(ALPHANUMERIC.indexOf(text[i]) * 45 + ALPHANUMERIC.indexOf(text[i + 1]), 11);
    else put(ALPHANUMERIC.indexOf(text[i]), 6);
  }
  put(0, Math.min(4, DATA * 8 - bits.length));
  while (bits.length % 8 !== 0) bits.push(0);
  for (let pad = 0xEC; bits.length < DATA * 8; pad ^= 0xEC ^ 0x11) put(pad, 8);
  const words = [];
  for (let i = 0; i < bits.length; i += 8) words.push(parseInt(bits.slice(i, i + 8).join(""), 2));
  for (const word of correctionOf(words)) put(word, 8);
  return bits;
}

/** Reed and Solomon over GF(256), polynomial 0x11D. */
function correctionOf(words) {
  const power = [], log = [];
  for (let i = 0, value = 1; i < 255; i++) {
    power[i] = value;
    log[value] = i;
    value <<= 1;
    if (value & 0x100) value ^= 0x11D;
  }
  const times = (a, b) => (a === 0 || b === 0 ? 0 : power[(log[a] + log[b]) % 255]);
  let generator = [1];
  for (let i = 0; i < CORRECTION; i++) {
    const next = Array(generator.length + 1).fill(0);
    generator.forEach((g, j) => { next[j] ^= g; next[j + 1] ^= times(g, power[i]); });
    generator = next;
  }
  const rest = [...words, ...Array(CORRECTION).fill(0)];
  for (let i = 0; i < words.length; i++) {
    const lead = rest[i];
    if (lead !== 0) generator.forEach((g, j) => { rest[i + j] ^= times(g, lead); });
  }
  return rest.slice(words.length);
}

/** Draws the code into an SVG element. */
function draw(svg, text) {
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", modulesOf(text).flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : ""))).join(""));
  svg.setAttribute("viewBox", `0 0 ${SIDE + 2 * QUIET} ${SIDE + 2 * QUIET}`);
  svg.replaceChildren(path);
}

/**
 * Fills the badge of the page; the name takes the largest size at which it fits.
 * @param {HTMLElement} badge
 * @param {{name: string, organisation: string, kind: string, colour: number, forum: string, code: string}} person
 */
export function fill(badge, person) {
  const name = badge.querySelector("[data-name]");
  name.textContent = person.name;
  badge.querySelector("[data-organisation]").textContent = person.organisation;
  badge.querySelector("[data-kind]").textContent = person.kind;
  badge.querySelector("[data-forum]").textContent = person.forum;
  for (const place of badge.querySelectorAll("[data-colour]")) place.dataset.colour = String(person.colour % 7);
  draw(badge.querySelector("svg"), person.code);
  badge.hidden = false;
  for (let size = 1; size <= SIZES; size++) {
    name.dataset.size = String(size);
    if (name.scrollWidth <= name.clientWidth && name.scrollHeight <= name.clientHeight) return;
  }
}
