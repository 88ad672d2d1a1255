// Security keys (WebAuthn): a form with `data-key-options` has a button that asks the browser and sends what was answered.
"use strict";
(() => {
function bytes(text) { return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0)); }
function told(buffer) { return btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", ""); }

function asked(options) {
  const listed = (each) => ({ ...each, id: bytes(each.id) }), made = { ...options, challenge: bytes(options.challenge) };
  if (options.user) made.user = { ...options.user, id: bytes(options.user.id) };
  if (options.excludeCredentials) made.excludeCredentials = options.excludeCredentials.map(listed);
  if (options.allowCredentials) made.allowCredentials = options.allowCredentials.map(listed);
  return made;
}

function answered(found) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (found.response[name]) response[name] = told(found.response[name]);
  }
  return { id: found.id, rawId: told(found.rawId), type: found.type, response };
}

for (const button of document.querySelectorAll("[data-key-options]")) {
  if (!window.PublicKeyCredential) continue;
  const form = button.form, said = form.querySelector("[data-key-said]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    said.hidden = true;
    try {
      const publicKey = asked(JSON.parse(button.dataset.keyOptions));
      const found = await (publicKey.user ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey }));
      form.elements[button.dataset.keyField].value = JSON.stringify(answered(found));
      // Not `requestSubmit`: the field for a code is empty then.
      form.submit();
    } catch {
      said.hidden = false;
      button.disabled = false;
    }
  });
}
})();
