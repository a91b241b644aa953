/* SPDX-FileCopyrightText: 2026 Dorflinde contributors
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Improves pages that already work without it. Pages speak to it by attributes:
 *   data-counter-for="id"   counts the characters of a field, with data-limit and data-text
 *   data-autosubmit         a form that sends itself when a choice changes
 *   data-focus              takes the focus when the page opens (summary of errors)
 *   data-opens="id"         a button that opens a <dialog>
 *   data-dismiss            a button that removes its message
 *   data-print              a button that prints the page
 *   data-copy="text"        a button that copies a text, or with data-copy-from="id" what a field holds now
 *   form[data-until="…"]    can be sent until then (ISO 8601); [data-seconds] in it shows how long
 *   data-drop               a block around a file field: shows the picture chosen
 */
(() => {
  "use strict";
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

  // -- menus ----------------------------------------------------------------------------------
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      for (const menu of $$("details.menu[open], .nav-more details[open]")) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    }
  });

  // -- clicks ---------------------------------------------------------------------------------
  document.addEventListener("click", (event) => {
    const at = (selector) => event.target.closest(selector);
    for (const menu of $$("details.menu[open], .nav-more details[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
    const dismiss = at("[data-dismiss]");
    if (dismiss) dismiss.closest(".toast").remove();
    const opener = at("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens)?.showModal();
    const closer = at("[data-closes]");
    if (closer) closer.closest("dialog")?.close();
    if (at("[data-print]")) window.print();
    const copy = at("[data-copy]");
    if (copy && navigator.clipboard) {
      const field = document.getElementById(copy.dataset.copyFrom ?? "");
      navigator.clipboard.writeText(field ? field.value : copy.dataset.copy).then(() => {
        if (copy.dataset.copied) announce(copy.dataset.copied);
      });
    }
  });

  /** Say something to everybody, also to a screen reader. */
  function announce(text, level = "success") {
    const toasts = document.getElementById("toasts");
    if (!toasts || !text) return;
    const toast = document.createElement("div");
    toast.className = `toast toast--${level}`;
    const words = document.createElement("p");
    words.textContent = text;
    toast.append(words);
    toasts.append(toast);
  }

  // -- theme ----------------------------------------------------------------------------------
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-theme-form]") || !event.submitter) return;
    event.preventDefault();
    const body = new FormData(form);
    const chosen = event.submitter.value;
    body.set("theme", chosen);
    fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } }).then((answer) => {
      if (!answer.ok) return;
      if (chosen === "auto") delete document.documentElement.dataset.kernTheme;
      else document.documentElement.dataset.kernTheme = chosen;
      for (const button of $$("[name=theme]", form)) button.setAttribute("aria-pressed", String(button.value === chosen));
    });
  });

  // -- choices --------------------------------------------------------------------------------
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-autosubmit]");
    if (form) form.requestSubmit();
  });

  // -- what has to be looked at again when htmx brought a new piece ------------------------------
  const segments = "Segmenter" in Intl ? new Intl.Segmenter() : null;
  const length = (text) => (segments ? [...segments.segment(text)].length : [...text].length);

  const grouped = (number) => number.toLocaleString(document.documentElement.lang);

  function count(counter) {
    const field = document.getElementById(counter.dataset.counterFor);
    if (!field || counter.dataset.ready) return;
    counter.dataset.ready = "yes";
    const limit = Number(counter.dataset.limit);
    const update = () => {
      const n = length(field.value);
      counter.textContent = counter.dataset.text.replace("{n}", grouped(n)).replace("{limit}", grouped(limit));
      counter.dataset.state = n > limit ? "over" : n > limit * 0.9 ? "near" : "";
    };
    field.addEventListener("input", update);
    update();
  }

  function dropZone(zone) {
    const field = zone.querySelector("input[type=file]");
    if (!field || zone.dataset.ready) return;
    zone.dataset.ready = "yes";
    let picture = zone.querySelector("img.drop__preview");
    const show = () => {
      const file = field.files[0];
      if (!file || !file.type.startsWith("image/")) return;
      if (!picture) {
        picture = document.createElement("img");
        picture.className = "drop__preview";
        picture.alt = "";
      }
      if (!picture.isConnected) zone.prepend(picture);
      URL.revokeObjectURL(picture.src);
      picture.src = URL.createObjectURL(file);
    };
    field.addEventListener("change", show);
    for (const name of ["dragover", "dragleave", "drop"]) {
      zone.addEventListener(name, (event) => {
        event.preventDefault();
        zone.toggleAttribute("data-over", name === "dragover");
      });
    }
    zone.addEventListener("drop", (event) => {
      if (!event.dataTransfer.files.length) return;
      field.files = event.dataTransfer.files;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  /** The seconds in which something can be undone; then the button goes and `data-over` says what happens now. */
  function countDown(form) {
    if (form.dataset.ticking) return;
    form.dataset.ticking = "yes";
    const until = Date.parse(form.dataset.until);
    const show = form.querySelector("[data-seconds]");
    const tick = () => {
      if (!form.isConnected) return;
      const left = Math.ceil((until - Date.now()) / 1000);
      if (left > 0) {
        show.textContent = `(${left} s)`;
        setTimeout(tick, 250);
        return;
      }
      const words = form.dataset.over && document.createElement("p");
      if (words) words.textContent = form.dataset.over;
      form.replaceWith(words || "");
    };
    tick();
  }

  function enhance(root) {
    for (const el of $$("[data-until]")) countDown(el); // also what came beside the piece that settled
    for (const el of $$("[data-counter-for]", root)) count(el);
    for (const el of $$("[data-drop]", root)) dropZone(el);
    for (const el of $$("[data-dismiss][hidden], [data-needs-script][hidden]", root)) el.hidden = false;
    const first = root.querySelector("[data-focus]");
    if (first) first.focus();
  }

  enhance(document);
  document.addEventListener("htmx:afterSettle", (event) => enhance(event.target));
  // Nothing typed is lost: the page stays as it is and says what happened.
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, () => announce(document.getElementById("toasts")?.dataset.failed, "danger"));
  }
})();
