// What every page carries: small comforts on top of markup that works without them.

const summary = document.getElementById("problems");
if (summary && document.activeElement !== summary) summary.focus();

// A link of the error summary leads to the control itself, even inside a closed fold.
document.addEventListener("click", event => {
  const link = event.target.closest(".error-summary a[href^='#']");
  const control = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!control) return;
  event.preventDefault();
  control.closest("details")?.setAttribute("open", "");
  control.scrollIntoView({ block: "center" });
  control.focus({ preventScroll: true });
});

// Menus close with Escape and when one goes elsewhere.
for (const menu of document.querySelectorAll("details[data-menu]")) {
  menu.addEventListener("keydown", event => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("click", event => { if (!menu.contains(event.target)) menu.open = false; });
  menu.addEventListener("focusout", event => { if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false; });
}

// A second press on a button that is being answered does nothing; coming back to the page, or a download, frees it.
document.addEventListener("submit", event => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.target === "_blank") return;
  if (form.dataset.sending) { event.preventDefault(); return; }
  form.dataset.sending = "yes";
  setTimeout(() => delete form.dataset.sending, 5000);
});
addEventListener("pageshow", () => { for (const form of document.forms) delete form.dataset.sending; });

// The number of words stands beside the text while one writes.
document.addEventListener("input", event => {
  const place = event.target.closest?.("[data-field]")?.querySelector("[data-words]");
  if (!place || event.target.tagName !== "TEXTAREA" && event.target.type !== "text") return;
  const count = event.target.value.trim().split(/\s+/u).filter(Boolean).length;
  place.textContent = place.dataset.text.replace("{0}", count);
  place.classList.toggle("over", count > Number(place.dataset.words));
});

// Who signs out on purpose leaves nothing unsent behind on a shared machine.
document.addEventListener("submit", event => {
  if (new URL(event.target.action).pathname !== "/sign-out") return;
  for (const key of Object.keys(localStorage)) if (key.startsWith(`bv-unsaved:${document.body.dataset.person}:`)) localStorage.removeItem(key);
  indexedDB.deleteDatabase("bangvang");
});

if (document.querySelector("[data-countdown]")) import("/js/countdown.js");
if (document.querySelector("form[data-autosave]")) import("/js/autosave.js");
if (document.querySelector("table[data-sortable], [data-filter-for]")) import("/js/sort-filter.js");
if (document.querySelector("[data-keys]")) import("/js/keys.js");
if (document.querySelector("[hx-get], [hx-post]")) import("/js/fragments.js");
if (document.querySelector("[data-tus]")) import("/js/upload.js");
