// htmx under this site's content policy: markup comes from our own server through one named policy, strings never become
// code. Loaded only by pages that use hx- attributes.

import htmx from "/lib/htmx-4.0.1.esm.min.js";

const policy = window.trustedTypes?.createPolicy("bangvang", {
  createHTML: html => html,
  createScript: () => "",
}) ?? { createHTML: html => html, createScript: () => "" };

function refuse() { throw new Error("This page runs no code from attributes."); }

htmx.registerExtension("bangvang", { init: api => api.initSecurity(policy, refuse, refuse) });

// A request that never reached the server says so where its answer would have stood.
document.addEventListener("htmx:error", event => {
  const place = document.getElementById("fragment-fault");
  if (place) place.hidden = false;
  console.warn("fragment", event.detail?.error ?? event.detail);
});
