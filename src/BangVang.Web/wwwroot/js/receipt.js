// The receipt while files are still on their way: upload.js sends them on, this shows what has come.

document.addEventListener("stored", event => {
  const form = event.target.closest("[data-awaited]");
  if (!form || event.detail.id !== form.dataset.awaited) return;
  const row = form.closest("[data-file]"), standing = row.querySelector("[data-standing]");
  const badge = document.createElement("span");
  badge.className = "badge badge--ok";
  badge.textContent = row.dataset.here;
  standing.replaceChildren(badge);
  form.remove();
  if (!document.querySelector("[data-awaited]")) document.getElementById("awaiting")?.remove();
});
