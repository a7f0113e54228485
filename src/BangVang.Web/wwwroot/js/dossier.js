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
    __RequestVerificationToken: form.elements.__RequestVerificationToken.value, code: box.dataset.fileField, file: event.detail.id,
  });
  const answer = await fetch(`${location.pathname}?handler=Attach`, { method: "POST", body, headers: { Accept: "text/html, application/json" } }).catch(() => null);
  // Not put in yet: its id stays in the form and goes with it.
  if (!answer) return;
  const carrier = [...box.querySelectorAll("input[data-stored]")].find(c => c.value === event.detail.id);
  if (answer.ok) {
    box.querySelector("[data-files-of]").outerHTML = await answer.text();
    carrier?.remove();
    for (const row of box.querySelectorAll(".upload-new .files li")) if (row.dataset.name === event.detail.name) row.remove();
  } else if (answer.status !== 401) {
    carrier?.remove();
    const message = document.createElement("p");
    message.className = "error-msg";
    message.setAttribute("role", "alert");
    message.textContent = (await answer.json().catch(() => ({}))).title ?? "";
    box.querySelector(".upload").before(message);
  }
});
