/* SPDX-FileCopyrightText: 2026 Dorflinde contributors
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Moves a post of the calendar: dragged to another day, or by keys with its link in focus: "m" takes it, the arrows
 * choose the day, Enter puts it there, Escape leaves it. Without this script the page of the post has a form for it.
 */
(() => {
  "use strict";
  const table = document.querySelector("[data-moves]");
  if (!table) return;
  const status = document.getElementById("move-status");
  const dayOf = (cell) => cell?.querySelector("time[datetime]")?.getAttribute("datetime") || "";
  const cells = [...table.querySelectorAll("tbody td")];
  const takes = (cell) => cell && dayOf(cell) >= table.dataset.moves;
  let held = null; // the post that is carried
  let target = null; // the day it would go to

  function aim(cell) {
    target?.removeAttribute("data-aim");
    target = takes(cell) ? cell : null;
    target?.setAttribute("data-aim", "");
  }

  function say(text) {
    status.textContent = text;
  }

  function letGo() {
    held?.removeAttribute("data-held");
    held = null;
    aim(null);
    say("");
  }

  function place() {
    const post = held;
    const cell = target;
    const from = dayOf(post.closest("td"));
    const day = dayOf(cell);
    letGo();
    if (!cell || day === from) return;
    const hour = post.querySelector("time")?.textContent || "";
    const form = document.createElement("form");
    form.method = "post";
    form.action = `${new URL(post.href).pathname}verschieben/`;
    const fields = {
      csrfmiddlewaretoken: document.querySelector("[name=csrfmiddlewaretoken]").value,
      tag: day, gesehen: from && hour ? `${from}T${hour}` : "", next: location.pathname + location.search,
    };
    for (const [name, value] of Object.entries(fields)) {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      field.value = value;
      form.append(field);
    }
    document.body.append(form);
    form.submit();
  }

  function take(post) {
    letGo();
    held = post;
    post.setAttribute("data-held", "");
  }

  // -- by mouse -------------------------------------------------------------------------------
  document.addEventListener("dragstart", (event) => {
    const post = event.target.closest?.("a.event");
    if (!post) return;
    take(post);
    event.dataTransfer.effectAllowed = "move";
  });
  table.addEventListener("dragover", (event) => {
    if (!held) return;
    const cell = event.target.closest("td");
    aim(cell);
    if (target) event.preventDefault();
  });
  table.addEventListener("drop", (event) => {
    if (!held || !target) return;
    event.preventDefault();
    place();
  });
  document.addEventListener("dragend", letGo);

  // -- by keys ----------------------------------------------------------------------------------
  const STEPS = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 7, ArrowUp: -7 };
  document.addEventListener("keydown", (event) => {
    const post = event.target.closest?.("a.event");
    if (!post || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "m" && !held) {
      take(post);
      aim(post.closest("td"));
      if (!target) aim(cells.find(takes));
      say(table.dataset.held);
    } else if (held && event.key in STEPS) {
      const next = cells[cells.indexOf(target) + STEPS[event.key]];
      if (takes(next)) aim(next);
      say(target?.querySelector("time").textContent.trim() || "");
    } else if (held && event.key === "Enter") {
      place();
    } else if (held && event.key === "Escape") {
      letGo();
    } else {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
})();
