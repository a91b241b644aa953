/* SPDX-FileCopyrightText: 2026 Dorflinde contributors
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Improves the dialogue, which works without it: marks the open line, steps through the list as it
 * stands, renews the lease while the page is in sight, and has the next comment ready.
 *   [data-ahead="/address/"]   the comment on the desk; the address gives what comes after it, and takes nothing
 *   form[data-decides]         a decision: what was made ready is shown at once, for reading and writing; deciding about
 *                              it has to wait until the server has confirmed that it is this person's next one
 */
(() => {
  "use strict";
  const RENEW_MS = 60_000;
  const desk = document.getElementById("desk");
  if (!desk) return;
  // On a phone the views are one line: the one that is shown lies in it.
  const view = document.querySelector("#dialog-tabs [aria-current]");
  if (view) view.closest("#dialog-tabs").scrollLeft = view.offsetLeft - 48;
  const rows = () => [...document.querySelectorAll("[data-queue] .queue__row")];
  const current = () => document.querySelector("[data-queue] .queue__row[aria-current]");

  // -- list -----------------------------------------------------------------------------------
  /** The next page of the list was asked for by a step past the last line. */
  let isPaging = false;
  const more = () => document.querySelector("#more > a");

  function mark(row) {
    isPaging = false;
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
      const target = row || (step.dataset.step === "next" && more());
      if (target) {
        step.href = target.href;
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
      } else if (step.dataset.step === "next" && more()) {
        event.preventDefault();
        isPaging = true;
        more().click();
      }
      return;
    }
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (isPaging) neighbour(1)?.click();
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) isPaging = false;
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    const row = event.target.closest?.(".queue__row");
    if (row) mark(row);
  });

  // -- answer ---------------------------------------------------------------------------------
  function listen(form) {
    const field = form.querySelector("textarea");
    field.addEventListener("keydown", (event) => {
      if (event.key === "Escape") field.blur();
    });
    if (form.dataset.claim) {
      const claim = () => htmx.ajax("POST", form.dataset.claim, { target: "#lease", swap: "innerHTML" });
      field.addEventListener("keypress", claim, { once: true });
      field.addEventListener("paste", claim, { once: true });
    }
  }

  // -- texts to begin with --------------------------------------------------------------------
  /** Puts the chosen text where the cursor is and marks the first gap in it, so that typing fills it. */
  function putIn(hit, field) {
    const { form, selectionStart: start, selectionEnd: end, value } = field;
    const before = start && !/\s$/.test(value.slice(0, start)) ? "\n" : "";
    const text = before + hit.dataset.insert;
    field.focus();
    field.setRangeText(text, start, end, "end");
    const gap = /\{[^{}\n]+\}/.exec(text);
    if (gap) field.setSelectionRange(start + gap.index, start + gap.index + gap[0].length);
    if (hit.dataset.snippet) {
      const used = document.createElement("input");
      Object.assign(used, { type: "hidden", name: "snippet", value: hit.dataset.snippet });
      form.append(used);
    }
    field.dispatchEvent(new Event("input", { bubbles: true })); // counter and kept draft
    field.dispatchEvent(new Event("paste", { bubbles: true })); // what listens for writing
  }

  desk.addEventListener("click", (event) => {
    const hit = event.target.closest("[data-insert]");
    const field = hit && document.getElementById(hit.closest("[data-picker]").dataset.picker);
    if (!field || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    putIn(hit, field);
    document.getElementById("picker").replaceChildren();
  }, true);
  desk.addEventListener("keydown", (event) => {
    const picker = event.target.closest?.("[data-picker]");
    if (!picker) return;
    const stops = [...picker.querySelectorAll("#picker-words, [data-insert]")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") {
      document.getElementById("picker").replaceChildren();
      document.getElementById(picker.dataset.picker)?.focus();
    } else if (step) {
      event.preventDefault();
      stops[stops.indexOf(event.target) + step]?.focus();
    } else if (event.key === "Enter" && event.target.id === "picker-words") {
      event.preventDefault();
      isTaking = true;
      setTimeout(takeFirst, 0); // letters that were kept for the field come first
    } else if (event.target.id === "picker-words") {
      isTaking = false;
    }
  });
  /** Enter takes the first of the texts that have the words typed; quicker than the answer, it waits for that. */
  let isTaking = false;
  function takeFirst() {
    const [hits, field] = ["picker-hits", "picker-words"].map((id) => document.getElementById(id));
    if (!isTaking || hits?.dataset.words !== field?.value.trim()) return;
    isTaking = false;
    hits?.querySelector("[data-insert]")?.click();
  }
  document.addEventListener("htmx:afterSettle", takeFirst);

  // -- lease ----------------------------------------------------------------------------------
  setInterval(() => {
    const lease = desk.querySelector("[data-renew]");
    if (lease && !document.hidden) htmx.ajax("POST", lease.dataset.renew, { target: "#lease", swap: "innerHTML" });
  }, RENEW_MS);

  // -- the next comment -----------------------------------------------------------------------
  /** Older than this it is fetched anew before it would be shown. */
  const FRESH_MS = 120_000;
  /** As long as htmx may still look at what was on the desk before. */
  const LEFT_MS = 1000;
  const HEADERS = { "HX-Request": "true" };
  /** What was made ready: {url, html, pk, at}; only in this window, never kept. */
  let ready = null;
  /** A decision on its way while the next comment is already shown: {xhr, before, title, row}. */
  let pending = null;
  /** The request of the decision that was sent last. */
  let deciding = null;

  const shownComment = (root = desk) => root.querySelector("[data-comment]");
  const isFresh = () => ready && ready.url === shownComment()?.dataset.ahead && Date.now() - ready.at < FRESH_MS;

  async function makeReady() {
    const url = shownComment()?.dataset.ahead;
    if (!url || pending || document.hidden || isFresh()) return;
    ready = { url, html: "", pk: "", at: Date.now() };
    delete desk.dataset.ready;
    const mine = ready;
    try {
      const answer = await fetch(url, { headers: HEADERS });
      if (!answer.ok || answer.redirected || answer.status === 204 || answer.headers.has("HX-Redirect")) return;
      mine.html = await answer.text();
      mine.pk = parse(mine.html).querySelector("[data-comment]")?.dataset.comment || "";
      if (ready === mine) desk.dataset.ready = mine.pk;
    } catch {
      /* then it comes with the answer to the decision */
    }
  }

  function parse(html) {
    const found = document.createElement("template");
    found.innerHTML = html;
    return found.content;
  }

  /** Only what was written and nothing that decides: until it is confirmed, the keys wait and the buttons rest. */
  function rest(isResting) {
    const around = ".dialog__list, .dialog-tabs, .dialog-head .actions, #decide .action-bar, #holding, .desk-side > :not(#decide)";
    for (const el of document.querySelectorAll(around)) el.inert = isResting;
  }

  function showReady(xhr) {
    const before = document.createElement("div");
    before.hidden = true;
    before.append(...desk.childNodes);
    document.body.append(before);
    for (const el of before.querySelectorAll("[id]")) {
      el.dataset.id = el.id; // no two of a name on the page
      el.removeAttribute("id");
    }
    pending = { xhr, before, title: document.title, row: current() };
    const content = parse(ready.html);
    const title = content.querySelector("title");
    if (title) document.title = title.textContent;
    title?.remove();
    desk.append(content);
    const form = desk.querySelector("#reply-form");
    if (form) delete form.dataset.claim; // the decision on its way claims it
    htmx.process(desk);
    const row = document.querySelector(`#row-${ready.pk} .queue__row`);
    if (row) mark(row);
    rest(true);
    desk.dispatchEvent(new Event("htmx:afterSettle", { bubbles: true })); // focus, counter, kept draft
    for (const el of desk.querySelectorAll("[data-focus]")) delete el.dataset.focus; // once is enough
    document.dispatchEvent(new Event("keys:field"));
  }

  /** Nothing was decided: the page is as it was, with every letter. */
  function takeBack() {
    for (const el of pending.before.querySelectorAll("[data-id]")) {
      el.id = el.dataset.id;
      delete el.dataset.id;
    }
    desk.replaceChildren(...pending.before.childNodes);
    document.title = pending.title;
    current()?.removeAttribute("aria-current");
    if (pending.row) mark(pending.row);
    end();
    desk.querySelector("#comment-title")?.focus();
  }

  function end() {
    const { before } = pending;
    // htmx works from the form that was sent until the answer is in place; its draft is confirmed already.
    for (const form of before.querySelectorAll("[data-unsaved]")) form.removeAttribute("data-unsaved");
    shownComment(before)?.removeAttribute("data-comment");
    setTimeout(() => before.remove(), LEFT_MS);
    pending = ready = null;
    delete desk.dataset.ready;
    rest(false);
  }

  /** What the server knows of the comment that is being read already, without disturbing who reads or writes. */
  function bringUpToDate(answer) {
    for (const selector of ["#lease", "#holding", ".thread"]) {
      const [old, fresh] = [desk.querySelector(selector), answer.querySelector(selector)];
      if (!old || !fresh || old.innerHTML === fresh.innerHTML) continue;
      old.replaceChildren(...fresh.childNodes);
      htmx.process(old);
    }
    shownComment().dataset.ahead = shownComment(answer).dataset.ahead || "";
  }

  document.addEventListener("htmx:configRequest", (event) => {
    const { elt, parameters } = event.detail;
    if (elt.matches("form[data-decides]") && isFresh() && ready.pk) parameters.shown = ready.pk;
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!event.detail.elt.matches("form[data-decides]")) return;
    desk.setAttribute("aria-busy", "true");
    deciding = event.detail.xhr;
    if (!pending && isFresh() && ready.html) showReady(event.detail.xhr);
  });
  // Once the keys act again (they are freed by the same events, before this).
  for (const name of ["htmx:afterSettle", "htmx:afterRequest"]) {
    document.addEventListener(name, ({ detail }) => {
      if (!deciding || detail?.xhr !== deciding || (name === "htmx:afterRequest" && detail.successful)) return;
      setTimeout(() => desk.removeAttribute("aria-busy"), 0);
    });
  }
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { detail } = event;
    if (detail.target !== desk) return;
    const answer = parse(detail.serverResponse || "");
    // What stands on no page of this list needs no replacing.
    for (const piece of answer.querySelectorAll("[id][hx-swap-oob]")) {
      if (!document.getElementById(piece.id)) piece.remove();
    }
    const holder = document.createElement("div");
    holder.append(answer.cloneNode(true));
    detail.serverResponse = holder.innerHTML;
    if (detail.xhr !== pending?.xhr) return;
    if (!detail.shouldSwap) {
      takeBack();
      return;
    }
    const [seen, told] = [shownComment(), shownComment(answer)];
    const isSame = seen && told && seen.dataset.comment === told.dataset.comment && seen.dataset.revision === told.dataset.revision;
    if (isSame) {
      detail.swapOverride = "none";
      bringUpToDate(answer);
    }
    end();
  });
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:sendAbort"]) {
    document.addEventListener(name, (event) => {
      if (event.detail.xhr === pending?.xhr) takeBack();
    });
  }
  document.addEventListener("visibilitychange", makeReady);
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) ready = null; // somebody else may have been here meanwhile
  });

  /** The line of the comment on the desk is marked, wherever it came from; if it stands further down, more are fetched. */
  let searched = "";
  function follow() {
    const number = shownComment()?.dataset.comment;
    const left = document.querySelector("[data-claim-next] [name=after]");
    if (left) left.value = number || "";
    if (!number || !document.querySelector("[data-queue]")) return;
    const row = document.querySelector(`#row-${number} .queue__row`);
    if (row && row !== current()) mark(row);
    if (!row) current()?.removeAttribute("aria-current");
    if (row || !more() || searched === number) return;
    searched = number;
    htmx.ajax("GET", more().href, { target: "#more", swap: "outerHTML" });
  }

  function enhance() {
    for (const form of desk.querySelectorAll("#reply-form:not([data-heard])")) {
      form.dataset.heard = "yes";
      listen(form);
    }
    if (!pending) follow();
    refreshSteps();
    setTimeout(makeReady, 0);
  }
  enhance();
  document.addEventListener("htmx:afterSettle", enhance);
  current()?.scrollIntoView({ block: "nearest" });
})();
