/* SPDX-FileCopyrightText: 2026 Dorflinde contributors
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The photo chosen in the composer stands in every preview at once, with what is typed about it, before anything is
 * sent. The previews are written anew while somebody types, so the photo is put back each time.
 */
(() => {
  "use strict";
  const form = document.getElementById("composer");
  const field = form?.querySelector("input[type=file][name=photo]");
  const beside = document.getElementById("beside");
  if (!field || !beside) return;
  let address = "";

  function words() {
    return form.querySelector("[name=photo_alt]").value.trim();
  }

  function show() {
    for (const figure of beside.querySelectorAll("[data-chosen-photo]")) {
      figure.hidden = !address;
      if (!address) continue;
      const picture = figure.querySelector("img") || figure.insertBefore(document.createElement("img"), figure.firstChild);
      if (picture.src !== address) picture.src = address;
      picture.alt = words();
      figure.querySelector("[data-chosen-alt]").textContent = words();
      figure.querySelector("figcaption").hidden = !words();
    }
  }

  field.addEventListener("change", () => {
    if (address) URL.revokeObjectURL(address);
    const file = field.files[0];
    address = file && file.type.startsWith("image/") ? URL.createObjectURL(file) : "";
    show();
  });
  form.addEventListener("input", show);
  document.addEventListener("htmx:afterSwap", show);
  show();
})();
