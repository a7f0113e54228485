// Tables that are complete without scripts can be sorted and narrowed with them.
//   <table id="t" data-sortable> with <th data-sort="text|number|date">; a cell's data-v stands in for its text
//   <input data-filter-for="t"> narrows its rows without regard to accents; [data-filter-count] says how many are left

const collator = new Intl.Collator("vi", { numeric: true, sensitivity: "base" });
const plain = text => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d").replace(/Đ/g, "D").toLowerCase();

for (const table of document.querySelectorAll("table[data-sortable]")) {
  table.querySelectorAll("thead th[data-sort]").forEach(head => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(table, head));
  });
}

function sort(table, head) {
  const down = head.getAttribute("aria-sort") === "ascending";
  const column = [...head.parentElement.children].indexOf(head);
  const number = head.dataset.sort === "number";
  const key = row => { const cell = row.children[column]; return cell?.dataset.v ?? cell?.textContent.trim() ?? ""; };
  const compare = (a, b) => {
    const [x, y] = [key(a), key(b)];
    // What is not stated stays last, whichever way.
    if (x === "" || y === "") return x === y ? 0 : x === "" ? 1 : -1;
    return (down ? -1 : 1) * (number ? Number(x) - Number(y) : head.dataset.sort === "date" ? (x < y ? -1 : x > y ? 1 : 0) : collator.compare(x, y));
  };
  for (const other of head.parentElement.children) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  for (const body of table.tBodies) body.append(...[...body.rows].sort(compare));
}

for (const input of document.querySelectorAll("[data-filter-for]")) {
  const table = document.getElementById(input.dataset.filterFor);
  const count = document.querySelector(`[data-filter-count="${input.dataset.filterFor}"]`);
  const narrow = () => {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    let left = 0, all = 0;
    for (const body of table.tBodies) for (const row of body.rows) {
      const text = plain(row.textContent);
      row.hidden = !words.every(word => text.includes(word));
      all++;
      if (!row.hidden) left++;
    }
    if (count) count.textContent = count.dataset.text.replace("{0}", left).replace("{1}", all);
  };
  input.addEventListener("input", narrow);
  if (input.value) narrow();
}
