/* SPDX-FileCopyrightText: 2026 Dorflinde contributors
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Opens a form of the frame over the page, so that what is being typed there stays. Without this script
 * the link leads to the form as a page of its own.
 *   a[data-dialog="/address/"]   fetches its inside; on that very address it stays a link
 *   form[data-dialog-form]       is sent from inside the dialog; what comes back replaces it
 * What was typed survives closing the dialog, a refused entry and a lost connection.
 */
(() => {
  "use strict";
  const dialog = document.getElementById("action-dialog");
  if (!dialog) return;
  const body = dialog.querySelector("[data-dialog-body]");
  const heading = dialog.querySelector("h2");
  const HEADERS = { "HX-Request": "true" };

  function show(html) {
    body.innerHTML = html;
    body.dispatchEvent(new Event("htmx:afterSettle", { bubbles: true })); // counters and the like wake up
  }

  function fail() {
    let note = body.querySelector("[data-failed-note]");
    if (!note) {
      note = document.createElement("p");
      note.dataset.failedNote = "";
      note.className = "note note--danger";
      note.setAttribute("role", "alert");
      body.prepend(note);
    }
    note.textContent = document.getElementById("toasts")?.dataset.failed || "";
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-dialog]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || location.pathname === link.dataset.dialog) return;
    event.preventDefault();
    heading.textContent = link.dataset.keyLabel;
    if (body.querySelector("form")) {
      dialog.showModal(); // a question begun before is continued
      return;
    }
    fetch(link.href, { headers: HEADERS }).then(async (answer) => {
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      show(await answer.text());
      dialog.showModal();
      body.querySelector("textarea, input:not([type=hidden])")?.focus();
    }).catch(() => { location.href = link.href; });
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-dialog-form]")) return;
    event.preventDefault();
    const button = form.querySelector("button:not([type=button])");
    if (button.disabled) return;
    button.disabled = true;
    fetch(form.action, { method: "POST", body: new FormData(form), headers: HEADERS }).then(async (answer) => {
      if ((!answer.ok && answer.status !== 422) || answer.redirected) throw new Error(answer.status);
      show(await answer.text());
      if (answer.ok) body.querySelector("[data-closes]")?.focus();
    }).catch(() => {
      button.disabled = false;
      fail();
    });
  });

  dialog.addEventListener("close", () => {
    if (body.querySelector("[data-sent]")) body.replaceChildren();
  });
})();
