/* SPDX-FileCopyrightText: 2026 Dorflinde contributors
 * SPDX-License-Identifier: EUPL-1.2
 *
 * From hit to hit by key: j and k (by the buttons that name them), and the arrows from the field on. Enter follows the link.
 */
(() => {
  "use strict";
  const field = document.getElementById("search");
  const hits = [...document.querySelectorAll("[data-hit]")];
  const steps = document.querySelector("[data-steps]");

  let last = -1; // the hit that had the focus last

  /** Puts the focus on the hit ``by`` further; before the first one lies the field. */
  function step(by) {
    const next = last + by;
    const target = next < 0 ? field : hits[Math.min(next, hits.length - 1)];
    target?.focus();
  }

  document.addEventListener("focusin", (event) => {
    if (event.target === field || hits.includes(event.target)) last = hits.indexOf(event.target);
  });

  if (steps) {
    steps.hidden = false;
    steps.addEventListener("click", (event) => {
      const button = event.target.closest("[data-step]");
      if (button) step(Number(button.dataset.step));
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !hits.length) return;
    const isHere = event.target === field || hits.includes(event.target);
    if (!isHere || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    step(event.key === "ArrowDown" ? 1 : -1);
  });
})();
