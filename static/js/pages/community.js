/* SPDX-FileCopyrightText: 2026 Dorflinde contributors
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Improves the dialogue, which works without it: marks the open line, steps through the list as it
 * stands, renews the lease while the page is in sight, counts the seconds in which a decision can be
 * undone.
 */
(() => {
  "use strict";
  const RENEW_MS = 60_000;
  const desk = document.getElementById("desk");
  if (!desk) return;
  const rows = () => [...document.querySelectorAll("[data-queue] .queue__row")];
  const current = () => document.querySelector("[data-queue] .queue__row[aria-current]");

  // -- list -----------------------------------------------------------------------------------
  function mark(row) {
    current()?.removeAttribute("aria-current");
    row.setAttribute("aria-current", "true");
    row.scrollIntoView({ block: "nearest" });
    desk.parentElement.classList.add("dialog--open");
    const number = row.closest("li").id.replace("row-", "");
    const left = document.querySelector("[data-claim-next] [name=after]");
    if (left) left.value = number;
    refreshSteps();
  }

  function neighbour(direction) {
    const list = rows();
    const at = list.indexOf(current());
    if (at < 0) return direction > 0 ? list[0] : null;
    return list[at + direction];
  }

  function refreshSteps() {
    for (const step of document.querySelectorAll("[data-step]")) {
      const row = neighbour(step.dataset.step === "next" ? 1 : -1);
      if (row) {
        step.href = row.href;
        step.removeAttribute("aria-disabled");
      } else {
        step.removeAttribute("href");
        step.setAttribute("aria-disabled", "true");
      }
    }
  }

  document.addEventListener("click", (event) => {
    const step = event.target.closest("[data-step]");
    if (step && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
      const row = neighbour(step.dataset.step === "next" ? 1 : -1);
      if (row) {
        event.preventDefault();
        row.click();
      }
      return;
    }
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    const row = event.target.closest?.(".queue__row");
    if (row) mark(row);
  });

  // -- answer ---------------------------------------------------------------------------------
  function listen(form) {
    const field = form.querySelector("textarea");
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
      if (event.key === "Escape") field.blur();
    });
    if (form.dataset.claim) {
      const claim = () => htmx.ajax("POST", form.dataset.claim, { target: "#lease", swap: "innerHTML" });
      field.addEventListener("keypress", claim, { once: true });
      field.addEventListener("paste", claim, { once: true });
    }
  }

  // -- lease ----------------------------------------------------------------------------------
  setInterval(() => {
    const lease = desk.querySelector("[data-renew]");
    if (lease && !document.hidden) htmx.ajax("POST", lease.dataset.renew, { target: "#lease", swap: "innerHTML" });
  }, RENEW_MS);

  // -- undo -----------------------------------------------------------------------------------
  function countDown(form) {
    const until = Date.parse(form.dataset.until);
    const show = form.querySelector("[data-seconds]");
    const tick = () => {
      if (!form.isConnected) return;
      const left = Math.ceil((until - Date.now()) / 1000);
      if (left <= 0) {
        form.remove();
        return;
      }
      show.textContent = `(${left} s)`;
      setTimeout(tick, 250);
    };
    tick();
  }

  function enhance() {
    for (const form of desk.querySelectorAll("#reply-form:not([data-heard])")) {
      form.dataset.heard = "yes";
      listen(form);
    }
    for (const form of desk.querySelectorAll("[data-until]:not([data-ticking])")) {
      form.dataset.ticking = "yes";
      countDown(form);
    }
    refreshSteps();
  }
  enhance();
  document.addEventListener("htmx:afterSettle", enhance);
  current()?.scrollIntoView({ block: "nearest" });
})();
