/* SPDX-FileCopyrightText: 2026 Dorflinde contributors
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Keeps what somebody types in this browser until the server has confirmed it (docs/adr/0010). Pages work without it
 * and speak to it by attributes:
 *   form[data-unsaved]              warns before typed text is lost
 *   form[data-unsaved="key"]        keeps the text of its <textarea> under this key, of one person, and shows it again
 *     data-autosave="/address/"     and sends it there after a pause, so that other browsers have it too
 *   [data-confirmed="key"]          the server has the text: what was kept is dropped
 *     data-revision="7"             only what was sent on the way to this revision
 */
(() => {
  "use strict";
  const PAUSE_MS = 1500;
  const RETRY_MS = 8000;
  const KEPT_MS = 30 * 24 * 3600 * 1000;
  const PREFIX = "dorflinde-unsaved-";

  /** localStorage may be full or forbidden; then the page alone holds the text, or the server's draft. */
  const store = {
    read(name) {
      try {
        return JSON.parse(localStorage.getItem(name));
      } catch {
        return null;
      }
    },
    write(name, value) {
      try {
        localStorage.setItem(name, JSON.stringify({ ...value, at: Date.now() }));
      } catch {
        /* not kept here */
      }
    },
    drop(name) {
      try {
        localStorage.removeItem(name);
      } catch {
        /* nothing was kept */
      }
    },
    names(start = PREFIX) {
      try {
        return Object.keys(localStorage).filter((name) => name.startsWith(start));
      } catch {
        return [];
      }
    },
  };
  const familyOf = (key) => `${PREFIX}${key}:`;

  // One name per tab, surviving its reloads: another tab of the same person is somebody else here.
  let tab = "0";
  try {
    tab = sessionStorage.getItem("dorflinde-tab") || Math.random().toString(36).slice(2);
    sessionStorage.setItem("dorflinde-tab", tab);
  } catch {
    /* one tab then */
  }

  for (const name of store.names()) {
    const entry = store.read(name);
    if (!entry || Date.now() - entry.at > KEPT_MS) store.drop(name);
  }

  function dropConfirmed() {
    for (const sign of document.querySelectorAll("[data-confirmed]")) {
      const { confirmed, revision } = sign.dataset;
      // Beside its own form a confirmation speaks of an earlier text: a comment that was opened again.
      if (revision === undefined && document.querySelector(`form[data-unsaved="${CSS.escape(confirmed)}"]`)) continue;
      for (const name of store.names(familyOf(confirmed))) {
        const entry = store.read(name);
        const isOlder = entry?.isSubmitted && Number(entry.base) < Number(revision);
        if (revision === undefined || isOlder) store.drop(name);
      }
    }
  }

  // -- forms without a key: a warning ---------------------------------------------------------
  let isUnsaved = false;
  document.addEventListener("input", (event) => {
    if (event.target.closest('form[data-unsaved=""]')) isUnsaved = true;
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches('form[data-unsaved=""]')) isUnsaved = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (isUnsaved) event.preventDefault();
  });

  // -- forms with a key: kept here ------------------------------------------------------------
  function keepHere(form) {
    const field = form.querySelector("textarea");
    const family = familyOf(form.dataset.unsaved);
    const own = family + tab;
    // What a closed window left is continued in this one.
    const left = [own, ...store.names(family)].find((name) => store.read(name)?.text);
    if (!field.value && left) {
      const { text } = store.read(left);
      store.drop(left);
      store.write(own, { text });
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    field.addEventListener("input", () => {
      if (field.value) store.write(own, { text: field.value });
      else store.drop(own);
    });
  }

  // -- forms with a key and an address: kept here and on the server ---------------------------
  function keepEverywhere(form) {
    const field = form.querySelector("textarea");
    const revision = form.querySelector("[name=revision]");
    const seen = form.querySelector("[name=draft_revision]");
    const line = form.querySelector("[data-draft-state]");
    const other = document.querySelector("[data-other]");
    const family = familyOf(form.dataset.unsaved);
    const own = family + tab;

    let timer = 0;
    let isSending = false;
    let isSaving = false;
    let kept = field.value; // what the server is known to have
    let otherDraft = null;

    const say = (name, more = "") => {
      line.textContent = [form.dataset[name], more].filter(Boolean).join(" ");
      line.dataset.state = name;
    };

    function keep(isSubmitted = false) {
      store.write(own, { text: field.value, base: revision.value, seen: seen.value, isSubmitted });
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

    function closeOther() {
      const chosen = otherDraft;
      seen.value = chosen.number;
      store.drop(chosen.name);
      otherDraft = null;
      other.hidden = true;
      return chosen;
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
      for (const one of document.querySelectorAll("[name=csrfmiddlewaretoken]")) one.value = token.value;
      return changed;
    }

    async function send(options = {}) {
      clearTimeout(timer);
      if (isSending || otherDraft || field.value === kept) return;
      isSending = true;
      const text = field.value;
      try {
        const answer = await fetch(form.dataset.autosave, {
          method: "POST",
          body: new FormData(form),
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
        for (const one of document.querySelectorAll("[data-draft-discard] [name=draft_revision]")) one.value = said.revision;
        kept = text;
        if (field.value === text) store.drop(own);
        else keep();
        if (said.saved_at) say("saysKept", `(${said.saved_at})`);
        else line.textContent = "";
      } else {
        const said = await answer.json().catch(() => ({ message: "" }));
        say("saysRefused", said.message);
      }
    }

    field.addEventListener("input", () => {
      keep();
      if (otherDraft) return;
      if (!["saysOffline", "saysExpired"].includes(line.dataset.state)) say("saysTyping");
      later();
    });
    form.addEventListener("submit", () => {
      clearTimeout(timer);
      isSaving = true; // what is being saved is not kept as unsaved behind its back
      keep(true); // until a page confirms it: the session may have ended meanwhile
    });
    window.addEventListener("online", () => send());
    document.addEventListener("visibilitychange", () => isSaving || send({ leaving: document.hidden }));
    window.addEventListener("pagehide", () => isSaving || send({ leaving: true }));
    window.addEventListener("pageshow", () => (isSaving = false));

    other.querySelector("[data-keep-mine]").addEventListener("click", () => {
      closeOther();
      kept = null;
      send();
      field.focus();
    });
    other.querySelector("[data-take-other]").addEventListener("click", () => {
      const taken = closeOther();
      field.value = taken.text;
      kept = taken.name ? kept : taken.text; // from a closed window: the server has not seen it yet
      store.drop(own);
      if (field.value === kept) say("saysKept");
      else later(0);
      field.focus();
    });
    document.querySelector("[data-draft-discard]")?.addEventListener("submit", () => {
      clearTimeout(timer);
      kept = field.value;
      store.drop(own);
    });

    /** Show what this browser still holds from before. */
    function restore() {
      const mine = store.read(own);
      const saved = field.value.trim();
      const isFresh = "fresh" in form.dataset; // after an error the page itself shows what was typed last
      if (mine && mine.text.trim() === saved) store.drop(own);
      else if (mine && !isFresh) {
        const stored = field.value;
        field.value = mine.text;
        revision.value = mine.base;
        if (mine.seen === seen.value) {
          say("saysRestored");
          later();
        } else {
          showOther(stored, seen.value); // the server holds a newer text of this person than this tab began from
        }
        return;
      }
      for (const name of store.names(family).filter((one) => one !== own)) {
        const left = store.read(name);
        if (!left || left.text.trim() === saved) store.drop(name);
        else if (!otherDraft && !isFresh) showOther(left.text, seen.value, name);
      }
    }
    restore();
  }

  function enhance() {
    dropConfirmed();
    for (const form of document.querySelectorAll("form[data-unsaved]:not([data-unsaved='']):not([data-kept])")) {
      form.dataset.kept = "yes";
      if (form.dataset.autosave) keepEverywhere(form);
      else keepHere(form);
    }
  }
  enhance();
  document.addEventListener("htmx:afterSettle", enhance);
})();
