/* SPDX-FileCopyrightText: 2026 Dorflinde contributors
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Keeps what somebody types into a part of the strategy (docs/adr/0010): in this browser at once, on the
 * server after a pause. Without it the page works by its Save button. Nothing here changes the document.
 */
(() => {
  "use strict";
  const PAUSE_MS = 1500;
  const RETRY_MS = 8000;
  const KEPT_MS = 30 * 24 * 3600 * 1000;
  const PREFIX = "dorflinde-strategy-";

  /** localStorage may be full or forbidden; then the server alone keeps the text. */
  const store = {
    read(key) {
      try {
        return JSON.parse(localStorage.getItem(key));
      } catch {
        return null;
      }
    },
    write(key, value) {
      try {
        localStorage.setItem(key, JSON.stringify(value));
      } catch {
        /* the server keeps it */
      }
    },
    drop(key) {
      try {
        localStorage.removeItem(key);
      } catch {
        /* nothing was kept */
      }
    },
    keys() {
      try {
        return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
      } catch {
        return [];
      }
    },
  };

  for (const key of store.keys()) {
    const entry = store.read(key);
    if (!entry || Date.now() - entry.at > KEPT_MS) store.drop(key);
  }

  // The document shows which revision of a part is saved: what was sent before that is no longer needed here.
  for (const part of document.querySelectorAll("[data-section]")) {
    for (const key of store.keys().filter((name) => name.startsWith(`${PREFIX}${part.dataset.section}-`))) {
      const entry = store.read(key);
      if (entry?.isSubmitted && Number(entry.base) < Number(part.dataset.revision)) store.drop(key);
    }
  }

  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const field = form.querySelector("textarea");
  const revision = form.querySelector("[name=revision]");
  const seen = form.querySelector("[name=draft_revision]");
  const line = form.querySelector("[data-draft-state]");
  const other = document.querySelector("[data-other]");

  // One name per tab, surviving its reloads: another tab of the same person is somebody else here.
  let tab = "0";
  try {
    tab = sessionStorage.getItem("dorflinde-tab") || Math.random().toString(36).slice(2);
    sessionStorage.setItem("dorflinde-tab", tab);
  } catch {
    /* one tab then */
  }
  const family = `${PREFIX}${form.dataset.draftKey}-`;
  const key = family + tab;

  let timer = 0;
  let isSending = false;
  let kept = field.value; // what the server is known to have
  let otherDraft = null;

  const say = (name, more = "") => {
    line.textContent = [form.dataset[name], more].filter(Boolean).join(" ");
    line.dataset.state = name;
  };

  function keepHere(isSubmitted = false) {
    store.write(key, { text: field.value, base: revision.value, seen: seen.value, at: Date.now(), isSubmitted });
  }

  function later(pause = PAUSE_MS) {
    clearTimeout(timer);
    timer = setTimeout(send, pause);
  }

  function showOther(text, number, name = "") {
    otherDraft = { text, number, name };
    other.querySelector("[data-other-text]").textContent = text;
    other.hidden = false;
    say("saysOther");
  }

  /** After a new login the page holds the token of the old one; the page itself knows the new one. */
  async function freshToken() {
    const answer = await fetch(location.href, { redirect: "manual", credentials: "same-origin" });
    if (!answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("form[data-autosave] [name=csrfmiddlewaretoken]");
    if (!token) return false;
    const old = form.querySelector("[name=csrfmiddlewaretoken]");
    const changed = old.value !== token.value;
    for (const own of document.querySelectorAll("[name=csrfmiddlewaretoken]")) own.value = token.value;
    return changed;
  }

  async function send(options = {}) {
    clearTimeout(timer);
    if (isSending || otherDraft || field.value === kept) return;
    isSending = true;
    const text = field.value;
    try {
      const body = new FormData(form);
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body,
        redirect: "manual",
        credentials: "same-origin",
        keepalive: Boolean(options.leaving) && text.length < 30_000,
      });
      await understand(answer, text, options);
    } catch {
      say("saysOffline");
      later(RETRY_MS);
    } finally {
      isSending = false;
      if (field.value !== kept && !otherDraft && line.dataset.state === "saysKept") later();
    }
  }

  async function understand(answer, text, options) {
    if (answer.type === "opaqueredirect" || answer.status === 401) {
      say("saysExpired");
      later(RETRY_MS);
    } else if (answer.status === 403) {
      const again = !options.again && (await freshToken());
      say("saysExpired");
      if (again) setTimeout(() => send({ again: true }), 0);
      else later(RETRY_MS);
    } else if (answer.status === 409) {
      const said = await answer.json();
      showOther(said.text, said.revision);
    } else if (answer.ok) {
      const said = await answer.json();
      seen.value = said.revision;
      for (const own of document.querySelectorAll("[data-draft-discard] [name=draft_revision]")) own.value = said.revision;
      kept = text;
      if (field.value === text) store.drop(key);
      else keepHere();
      if (said.saved_at) say("saysKept", `(${said.saved_at})`);
      else line.textContent = "";
    } else {
      const said = await answer.json().catch(() => ({ message: "" }));
      say("saysRefused", said.message);
    }
  }

  let saving = false;
  field.addEventListener("input", () => {
    keepHere();
    if (otherDraft) return;
    if (!["saysOffline", "saysExpired"].includes(line.dataset.state)) say("saysTyping");
    later();
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    saving = true; // what is being saved is not kept as unsaved behind its back
    keepHere(true); // until a page shows it as saved: the session may have ended meanwhile
  });
  window.addEventListener("online", () => send());
  document.addEventListener("visibilitychange", () => saving || send({ leaving: document.hidden }));
  window.addEventListener("pagehide", () => saving || send({ leaving: true }));
  window.addEventListener("pageshow", () => (saving = false));

  other.querySelector("[data-keep-mine]").addEventListener("click", () => {
    seen.value = otherDraft.number;
    store.drop(otherDraft.name);
    otherDraft = null;
    other.hidden = true;
    kept = null;
    send();
    field.focus();
  });
  other.querySelector("[data-take-other]").addEventListener("click", () => {
    field.value = otherDraft.text;
    seen.value = otherDraft.number;
    kept = otherDraft.name ? kept : otherDraft.text; // from a closed window: the server has not seen it yet
    store.drop(key);
    store.drop(otherDraft.name);
    otherDraft = null;
    other.hidden = true;
    if (field.value === kept) say("saysKept");
    else later(0);
    field.focus();
  });
  document.querySelector("[data-draft-discard]")?.addEventListener("submit", () => {
    clearTimeout(timer);
    kept = field.value;
    store.drop(key);
  });

  // -- what this browser still holds from before -----------------------------------------------
  function restore() {
    const mine = store.read(key);
    const saved = field.value.trim();
    if (mine && mine.text.trim() === saved) store.drop(key);
    else if (mine && !("fresh" in form.dataset)) {
      // After an error the page itself shows what was typed last.
      if (mine.seen === seen.value) {
        field.value = mine.text;
        revision.value = mine.base;
        say("saysRestored");
        later();
      } else {
        // The server holds a newer text of this person than the one this tab began from.
        const stored = field.value;
        field.value = mine.text;
        revision.value = mine.base;
        showOther(stored, seen.value);
      }
      return;
    }
    for (const name of store.keys()) {
      if (!name.startsWith(family) || name === key) continue;
      const left = store.read(name);
      if (!left || left.text.trim() === saved) store.drop(name);
      else if (!otherDraft && !("fresh" in form.dataset)) showOther(left.text, seen.value, name);
    }
  }
  restore();
})();
