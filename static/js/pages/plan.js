/* SPDX-FileCopyrightText: 2026 Dorflinde contributors
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Moves a post of the plan: dragged to another day of month or week, or to another column of the board; or by keys with
 * its link in focus: "m" takes it, the arrows choose the place, Enter puts it there, Escape leaves it. The server says
 * whether it may stay there. Without this script the page of the post has forms and buttons for the same.
 */
(() => {
  "use strict";
  const ground = document.querySelector("[data-moves], [data-stages]");
  if (!ground) return;
  const POSTS = "a.event, .plan-list a.list__title";
  const status = document.getElementById("move-status");
  const PLACES = "td:has(time[datetime]), [data-day], [data-stage]";
  const places = [...ground.querySelectorAll(PLACES)];
  const dayOf = (place) => place.dataset.day || place.querySelector("time[datetime]")?.getAttribute("datetime") || "";
  const keyOf = (place) => (place ? place.dataset.stage || dayOf(place) : "");
  const placeOf = (element) => element?.closest(PLACES);
  const isPast = (place) => !place.dataset.stage && dayOf(place) < ground.dataset.moves;
  let held = null; // the post that is carried
  let target = null; // the day or column it would go to

  function aim(place) {
    target?.removeAttribute("data-aim");
    target = place || null;
    target?.setAttribute("data-aim", isPast(target) ? "past" : "");
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

  function send(action, fields) {
    const form = document.createElement("form");
    form.method = "post";
    form.action = action;
    const all = {
      csrfmiddlewaretoken: document.querySelector("[name=csrfmiddlewaretoken]").value,
      ...fields,
      next: location.pathname + location.search,
    };
    for (const [name, value] of Object.entries(all)) {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      field.value = value;
      form.append(field);
    }
    document.body.append(form);
    form.submit();
  }

  function place() {
    const post = held;
    const from = keyOf(placeOf(post));
    const to = keyOf(target);
    letGo();
    if (!to || to === from) return;
    const page = new URL(post.href).pathname;
    if (ground.hasAttribute("data-stages")) {
      send(`${page}spalte/`, { von: from, nach: to });
      return;
    }
    const hour = (post.closest("li") || post).querySelector("time")?.textContent || "";
    send(`${page}verschieben/`, { tag: to, gesehen: from && hour ? `${from}T${hour}` : "" });
  }

  function take(post) {
    letGo();
    held = post;
    post.setAttribute("data-held", "");
  }

  // -- by mouse -------------------------------------------------------------------------------
  document.addEventListener("dragstart", (event) => {
    const post = event.target.closest?.(POSTS);
    if (!post) return;
    take(post);
    event.dataTransfer.effectAllowed = "move";
  });
  ground.addEventListener("dragover", (event) => {
    if (!held) return;
    aim(placeOf(event.target));
    if (target) event.preventDefault();
  });
  ground.addEventListener("drop", (event) => {
    if (!held || !target) return;
    event.preventDefault();
    place();
  });
  document.addEventListener("dragend", letGo);

  // -- by keys ----------------------------------------------------------------------------------
  const row = ground.matches("table") ? 7 : 1;
  const STEPS = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: row, ArrowUp: -row };
  document.addEventListener("keydown", (event) => {
    const post = event.target.closest?.(POSTS);
    if (!post || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "m" && !held) {
      take(post);
      aim(placeOf(post) || places.find((each) => !isPast(each)));
      say(ground.dataset.held);
    } else if (held && event.key in STEPS) {
      const next = places[places.indexOf(target) + STEPS[event.key]];
      if (next && !isPast(next)) aim(next);
      say(target?.querySelector("time[datetime], h2")?.textContent.trim() || "");
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
