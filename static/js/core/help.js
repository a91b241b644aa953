/* SPDX-FileCopyrightText: 2026 Dorflinde contributors
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Help over the page: its keys, and the chapter of the handbook that explains it, so that what is being typed stays.
 * Without this script the link (a[data-help]) opens the chapter in a tab of its own; so does Ctrl+click with it.
 */
(() => {
  "use strict";
  const help = document.getElementById("help");
  if (!help) return;
  const entry = document.querySelector("a[data-help]");
  const title = help.querySelector("#help-title");
  const keys = help.querySelector(".help__keys");
  const inside = help.querySelector("[data-chapter]");
  const page = help.querySelector("[data-help-page]");
  const isInSight = (el) => el.getClientRects().length > 0 && !el.disabled;
  const SIGNS = { ArrowLeft: "←", ArrowRight: "→" };
  let shown = ""; // the address of the chapter in the dialog

  /** The words of a button without the sign of its key. */
  function words(el) {
    const copy = el.cloneNode(true);
    for (const sign of copy.querySelectorAll("kbd")) sign.remove();
    return copy.textContent.trim();
  }

  function listKeys() {
    const list = help.querySelector("[data-keys]");
    const seen = new Set();
    list.replaceChildren();
    const say = (what, key) => {
      const row = document.createElement("li");
      const label = document.createElement("span");
      label.textContent = what;
      const sign = document.createElement("kbd");
      sign.textContent = key;
      row.append(label, sign);
      list.append(row);
    };
    for (const el of document.querySelectorAll("[data-key]")) {
      const key = window.dorflindeKeys.keyFor(el.dataset.key);
      if (!key || seen.has(key) || !(isInSight(el) || key === "?")) continue;
      seen.add(key);
      say(el.dataset.keyLabel || el.getAttribute("aria-label") || words(el), SIGNS[key] || key);
    }
    if ([...document.querySelectorAll("form textarea, textarea[form]")].some(isInSight)) say(help.dataset.sends, help.dataset.sendsKey);
    else if (!seen.size) list.textContent = help.dataset.nothing;
  }

  /** Show the chapter at `address`; at its section if it names one and `isAtSection`. */
  async function load(address, isAtSection) {
    const url = new URL(address, location.href);
    const name = decodeURIComponent(url.hash.slice(1));
    url.hash = "";
    if (shown !== url.href) {
      const answer = await fetch(url, { headers: { "HX-Request": "true" } });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      inside.innerHTML = await answer.text();
      shown = url.href;
      title.textContent = inside.querySelector("[data-title]").dataset.title;
      page.href = address;
      page.hidden = false;
    }
    const section = isAtSection && name && inside.querySelector(`[id="${CSS.escape(name)}"]`);
    if (section) section.scrollIntoView();
    else help.scrollTop = 0;
  }

  function fail() {
    shown = "";
    const note = document.createElement("p");
    note.className = "note note--danger";
    note.setAttribute("role", "alert");
    note.textContent = help.dataset.failed;
    inside.replaceChildren(note);
  }

  function open(isAtSection) {
    if (help.open) return;
    listKeys();
    keys.hidden = false;
    help.showModal();
    if (entry?.getAttribute("href")) load(entry.href, isAtSection).catch(fail);
  }

  document.addEventListener("keys:help", () => open(false));
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    if (link === entry) {
      event.preventDefault();
      open(true);
    } else if (inside.contains(link)) {
      const [path] = link.href.split("#");
      if (path === location.href.split("#")[0] || path === shown) {
        event.preventDefault(); // within the chapter
        const name = decodeURIComponent(link.hash.slice(1));
        inside.querySelector(`[id="${CSS.escape(name)}"]`)?.scrollIntoView();
      } else if (link.pathname.startsWith(inside.querySelector("[data-base]")?.dataset.base)) {
        event.preventDefault();
        keys.hidden = true; // those of this page, not of that chapter
        load(link.href, true).then(() => title.focus()).catch(fail);
      } else link.target = "_blank";
    }
  });
})();
