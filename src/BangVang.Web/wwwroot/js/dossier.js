// What the pages of a dossier add to autosave.js and upload.js.

// The whole form may be sent later: it carries the versions that the fields have by then.
document.addEventListener("autosave:saved", event => {
  const { name, version } = event.detail;
  const code = /^a\.([^[]+)/.exec(name)?.[1];
  const place = code && document.querySelector(`input[name="${CSS.escape(`v.${code}`)}"]`);
  if (place && version !== null && version !== undefined) place.value = version;
});

// A file that has gone up is put into its field at once, and the list shows it.
document.addEventListener("stored", async event => {
  const box = event.target.closest("[data-file-field]");
  const form = box?.closest("form");
  if (!form) return;
  const body = new URLSearchParams({
    __RequestVerificationToken: form.elements.__RequestVerificationToken.value, field: box.dataset.fileField, file: event.detail.id,
  });
  const answer = await fetch(`${location.pathname}?handler=Attach`, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
  // Not put in yet: its id stays in the form and goes with it.
  if (!answer || answer.status === 401 || answer.status >= 500) return;
  const data = await answer.json().catch(() => ({}));
  [...box.querySelectorAll("input[data-stored]")].find(carrier => carrier.value === event.detail.id)?.remove();
  for (const row of box.querySelectorAll(".upload-new .files li")) if (row.dataset.name === event.detail.name) row.remove();
  if (answer.ok) show(box, data);
  else complain(box, data.title ?? "");
});

function show(box, { name, href, act, received }) {
  const row = box.querySelector("[data-file-row]").content.cloneNode(true);
  // What is sealed is read by nobody: its line has no link.
  row.querySelector("a")?.setAttribute("href", href);
  row.querySelector("strong").textContent = name;
  row.querySelector("button").value = act;
  row.querySelector("button .vh").textContent = ` ${name}`;
  row.querySelector("[data-received]").textContent = received;
  const list = box.querySelector("[data-files-of]");
  list.append(row);
  list.hidden = false;
}

function complain(box, text) {
  const message = document.createElement("p");
  message.className = "error-msg";
  message.setAttribute("role", "alert");
  message.textContent = text;
  box.querySelector(".upload").before(message);
}
