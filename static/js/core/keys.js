/* SPDX-FileCopyrightText: 2026 Dorflinde contributors
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Keys that act. They are dead from the moment a page or a piece of it begins to load until the new one is there and
 * has the focus; what is typed meanwhile is kept for the field that was asked for, or dropped, and never a command.
 * Loaded before the page is, so that the first letter on a new page already meets it. Pages speak to it by attributes:
 *   data-key="r"            a key that clicks (or, for a field, focuses) the element
 *   data-key-label="…"      how the help names it; else the element's own words
 *   data-after-key="id"     the field that has the focus after the key was pressed
 *   data-key-field="id"     the field that comes with what the key loads: what is typed meanwhile is for it, after the
 *                           key of a choice if choices lead to it (data-after-key)
 *   .side[data-keys]        what this person changed: "off", or "r=x h=" for r on x and h on nothing (accounts/frame/keys.py)
 * Other scripts hold the keys by the events keys:hold and keys:free on the document, and say by keys:field that a field
 * can be written in already while all else waits.
 */
(() => {
  "use strict";
  const KEPT = "dorflinde-typed";
  /** Who types on while a page appears goes on typing: as long as letters follow each other so quickly they act nothing. */
  const PAUSE_MS = 700;
  /** A load that never ended (a file that was downloaded, "stay on this page") gives the keys back. */
  const LONGEST_MS = 30_000;
  const FIELDS = new Set(["r", "/"]);

  let loading = new Set(["page"]);
  let typed = ""; // what was typed after a field was asked for
  let asked = ""; // the key of that field
  let isFirst = true; // nothing was typed yet in this load
  let isFieldReady = false; // the field that a key asks for is there, though a load still goes on
  let sending = null; // the field whose form is sent once all is loaded
  let sent = null; // the form that was sent last in this load: once is enough
  let began = ""; // the key that began the load: pressed twice, it is no typing
  let last = -Infinity; // when something was last typed into nothing
  let own = {}; // key → the key it stands for on the pages
  let isOff = false;

  const isTyping = (el) =>
    el.isContentEditable || /^(TEXTAREA|SELECT)$/.test(el.tagName) ||
    (el.tagName === "INPUT" && !/^(checkbox|radio|button|submit|reset)$/.test(el.type));
  const isInSight = (el) => el.getClientRects().length > 0 && !el.disabled;
  const find = (key) => [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(isInSight);
  const now = () => performance.timeOrigin + performance.now();

  function remember() {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify({ asked, typed, last, isFirst, at: now() }));
    } catch {
      /* the letters are dropped */
    }
  }

  try {
    const left = JSON.parse(sessionStorage.getItem(KEPT));
    sessionStorage.removeItem(KEPT);
    if (left && now() - left.at < LONGEST_MS) ({ asked, typed, last, isFirst } = left);
  } catch {
    /* nothing was kept */
  }

  function hold(reason) {
    loading.add(reason);
    setTimeout(() => free(reason), LONGEST_MS);
  }

  function free(reason) {
    if (!loading.delete(reason) || loading.size) return;
    began = "";
    isFieldReady = false;
    deliver();
    sent = null;
    sendLate();
  }

  /** Give the field that was asked for what was typed for it; without such a field it is dropped. */
  function deliver() {
    const field = asked && (asked.startsWith("#") ? document.getElementById(asked.slice(1)) : find(asked));
    if (field && isTyping(field) && !document.querySelector("dialog[open]") && choose(field)) {
      field.focus();
      const isNew = asked.startsWith("#"); // letters may have reached it already: they came after those kept
      const entered = isNew && field.tagName === "INPUT" && typed.endsWith("\n");
      if (typed) {
        field.value = isNew ? typed.trim() + field.value : field.value + typed;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.dispatchEvent(new KeyboardEvent("keypress", { bubbles: true })); // what listens for typing
        if (entered) field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
      }
      last = -Infinity;
    }
    asked = typed = "";
    isFirst = true;
  }

  /** Before a field that follows a choice the first letter is the choice; whether there is anything for the field. */
  function choose(field) {
    if (!document.querySelector(`[data-after-key="${CSS.escape(field.id)}"]`)) return true;
    const choice = typed && find(stands(typed[0]));
    if (choice?.dataset?.afterKey !== field.id) return false;
    choice.click();
    typed = typed.slice(1);
    return true;
  }

  const isHeld = () => loading.size > 0 || now() - last < PAUSE_MS;

  /** A key pressed while nothing may act. */
  function swallow(event, meant) {
    // A field of the old page takes it, as it always did; the one that was asked for has not got what came before yet.
    if (isTyping(event.target) && asked !== `#${event.target.id}`) return;
    event.preventDefault();
    if ((event.repeat && !typed) || (isFirst && meant && meant === began)) return;
    const isDeliberate = isFirst || now() - last > PAUSE_MS;
    if (event.key.length === 1 || event.key === "Enter" || event.key === "Backspace") last = now();
    if (!loading.size) return;
    if (isFieldReady && isDeliberate && FIELDS.has(meant) && find(meant)) {
      asked = meant;
      deliver();
      return;
    }
    if (!asked) {
      if (FIELDS.has(meant) && isFirst) asked = meant;
      isFirst = false;
    } else if (event.key === "Backspace") typed = [...typed].slice(0, -1).join("");
    else if (event.key === "Enter") typed += "\n";
    else if (event.key.length === 1) typed += event.key;
    if (loading.has("leaving")) remember();
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey) {
      if (event.key === "Enter") submit(event);
      return;
    }
    if (event.altKey || event.isComposing || event.key === "Escape" || event.key === "Tab" || event.key === "Shift") return;
    const isLetter = event.key.length === 1;
    if (isLetter && isOff) return;
    const meant = isLetter ? stands(event.key) : event.key;
    const acts = isLetter || find(event.key);
    if (isHeld() && (acts || event.key === "Enter" || event.key === "Backspace")) {
      // Enter and the space bar on a button are the person's own choice once the page is ready.
      if (loading.size || isLetter) swallow(event, meant);
      return;
    }
    if (!acts || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (meant === "?") {
      event.preventDefault();
      document.dispatchEvent(new Event("keys:help"));
      return;
    }
    const target = meant && find(meant);
    if (!target) return;
    event.preventDefault();
    began = meant;
    if (isTyping(target)) {
      target.focus();
      if (target.tagName === "INPUT") target.select(); // a draft in a text area is continued, not replaced
    } else {
      target.click();
      if (target.dataset.afterKey) document.getElementById(target.dataset.afterKey)?.focus();
      if (target.dataset.keyField && loading.size) [asked, isFirst] = [`#${target.dataset.keyField}`, false];
    }
  });

  /** Ctrl+Enter sends the form one is in, by its own button, everywhere; a choice beside a text counts as being in it. */
  function submit(event) {
    const field = event.target;
    const form = field.form;
    if (!form || event.repeat || event.isComposing || field.readOnly) return;
    if (!isTyping(field) && !(field.matches("input, select") && form.querySelector("textarea"))) return;
    event.preventDefault();
    if (!loading.size) send(field);
    else if (form !== sent && !loading.has("leaving")) sending = field;
  }

  /** What was to be sent while something was loading, if it still is what the person writes. */
  function sendLate() {
    const field = sending;
    sending = null;
    if (field?.isConnected && document.activeElement === field) send(field);
  }

  function send({ form }) {
    const buttons = [...form.elements].filter((el) => el.matches("button:not([type=button]):not([type=reset])"));
    const button = buttons.find((el) => el.matches("[data-submits]")) || buttons.find(isInSight);
    if (button) button.click();
    else form.requestSubmit();
  }

  // -- what this person changed -----------------------------------------------------------------
  const stands = (key) => (key in own ? own[key] : key);

  function read() {
    const chosen = (document.querySelector(".side[data-keys]")?.dataset.keys || "").split(" ").filter(Boolean);
    isOff = chosen.includes("off");
    const pairs = chosen.filter((one) => one[1] === "=").map((one) => [one[0], one.slice(2)]);
    own = Object.fromEntries(pairs.map(([from]) => [from, ""]));
    for (const [from, to] of pairs) if (to) own[to] = from;
  }

  /** The key of this person for the one a page names; empty when there is none. */
  function keyFor(key) {
    if (isOff && key.length === 1) return "";
    const changed = Object.keys(own).find((one) => own[one] === key);
    return changed ?? (own[key] === "" ? "" : key);
  }

  /** The signs beside the words name the keys of this person. */
  function sign(root) {
    if (!isOff && !Object.keys(own).length) return;
    for (const el of root.querySelectorAll("[data-key] kbd, [data-key] ~ kbd, kbd[data-names]")) {
      if (el.dataset.shown) continue;
      const named = el.dataset.names || el.textContent.trim();
      el.dataset.shown = named;
      const mine = keyFor(named);
      el.textContent = mine;
      el.hidden = !mine;
    }
  }
  window.dorflindeKeys = { keyFor, isHeld };

  // -- loads ------------------------------------------------------------------------------------
  document.addEventListener("DOMContentLoaded", () => {
    read();
    sign(document);
    free("page"); // deferred scripts have put the focus where it belongs before this
  });
  window.addEventListener("beforeunload", () => {
    hold("leaving");
    remember();
  });
  window.addEventListener("submit", (event) => {
    sent = event.target;
    if (!event.defaultPrevented && !event.target.target) hold("leaving");
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) loading = new Set();
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && free("leaving")); // stops a load in browsers

  const chosen = /^(click|submit|keydown|change)$/; // not what a page asks for by itself
  document.addEventListener("htmx:beforeRequest", (event) => {
    const { requestConfig, xhr } = event.detail;
    if (chosen.test(requestConfig?.triggeringEvent?.type || "")) hold(xhr);
  });
  for (const name of ["htmx:afterSettle", "htmx:afterRequest"]) {
    document.addEventListener(name, (event) => {
      const { xhr, successful } = event.detail || {}; // other scripts send afterSettle without one
      if (name === "htmx:afterRequest" && successful) return; // the content comes yet
      if (name === "htmx:afterSettle") sign(document);
      if (xhr) setTimeout(() => free(xhr), 0);
    });
  }
  // An answer without content, or one that is not swapped, settles nothing.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, shouldSwap } = event.detail;
    if (!shouldSwap) setTimeout(() => free(xhr), 0);
  });
  document.addEventListener("keys:field", () => {
    if (!loading.size) return;
    isFieldReady = true;
    if (asked) deliver();
  });
  document.addEventListener("keys:hold", (event) => hold(event.detail));
  document.addEventListener("keys:free", (event) => setTimeout(() => free(event.detail), 0));
})();
