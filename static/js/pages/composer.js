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

/*
 * The checks beside the text: "show the place" selects the words in their field, "take over" puts the proposal there.
 * Without this script the link leads to the field and the button brings the page anew. Places are counted in
 * characters; this script counts a picture of two code units as one as well.
 */
(() => {
  "use strict";
  const form = document.getElementById("composer");
  if (!form) return;

  function unitsOf(text, characters) {
    return Array.from(text).slice(0, characters).join("").length;
  }

  function select(field, { start, end }) {
    field.closest("details")?.setAttribute("open", "");
    field.focus();
    if (end) field.setSelectionRange(unitsOf(field.value, Number(start)), unitsOf(field.value, Number(end)));
  }

  form.addEventListener("click", (event) => {
    const way = event.target.closest(".checks__ways > *");
    if (!way) return;
    const name = way.dataset.take;
    const place = way.getAttribute("href");
    if (place && !place.startsWith("#")) return;
    const field = name ? form.elements[name] : document.getElementById(place.slice(1));
    if (!field) return;
    event.preventDefault();
    if (typeof field.setSelectionRange !== "function") {
      (field.querySelector("input") || field).focus();
      return;
    }
    select(field, way.dataset);
    if (!name) return;
    field.setRangeText(way.dataset.instead, field.selectionStart, field.selectionEnd, "select");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
