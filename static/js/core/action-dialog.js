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

  /** Send the form; after a new login in another window once more, with the token of that login. */
  async function send(form) {
    const post = () => fetch(form.action, { method: "POST", body: new FormData(form), headers: HEADERS });
    const answer = await post();
    if (!answer.headers.has("HX-Redirect")) return answer;
    const page = await fetch(form.action, { headers: HEADERS });
    const inside = new DOMParser().parseFromString(page.ok && !page.redirected ? await page.text() : "", "text/html");
    const token = inside.querySelector("[name=csrfmiddlewaretoken]");
    if (!token) throw new Error("the login has ended");
    form.querySelector("[name=csrfmiddlewaretoken]").value = token.value;
    const second = await post();
    if (second.headers.has("HX-Redirect")) throw new Error(second.status);
    return second;
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
    document.dispatchEvent(new CustomEvent("keys:hold", { detail: dialog }));
    fetch(link.href, { headers: HEADERS }).then(async (answer) => {
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      show(await answer.text());
      dialog.showModal();
      body.querySelector("textarea, input:not([type=hidden])")?.focus();
    }).catch(() => { location.href = link.href; })
      .finally(() => document.dispatchEvent(new CustomEvent("keys:free", { detail: dialog })));
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-dialog-form]")) return;
    event.preventDefault();
    const button = form.querySelector("button:not([type=button])");
    if (button.disabled) return;
    button.disabled = true;
    send(form).then(async (answer) => {
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
