/* SPDX-FileCopyrightText: 2026 Dorflinde contributors
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Keeps what somebody types in this browser until the server has confirmed it (docs/adr/0010). Pages work without it
 * and speak to it by attributes:
 *   [data-writer="7-2"]           who is signed in, and in which town; what others left here is dropped
 *   form[data-unsaved]            its fields are kept under person, town, address and tab, and put back
 *     data-autosave="/address/"   and are sent there after a pause, so that other browsers have the text too
 * A form that is sent says under which number it is kept here; the answer names the number again, in a cookie, once
 * the server has what was typed (accounts/frame/unsaved.py). Templates: templates/_frame/unsaved.html.
 */
(() => {
  "use strict";
  const PAUSE_MS = 1500;
  const RETRY_MS = 8000;
  const KEPT_MS = 7 * 24 * 3600 * 1000;
  const PREFIX = "dorflinde-unsaved:";
  const COOKIE = "arrived";
  const NEVER = /password|passwort|kennwort|secret|token|^code$/i;

  /** localStorage may be full or forbidden; then the page alone holds the text, and warns before it is left. */
  const attempt = (act, otherwise = null) => {
    try {
      return act();
    } catch {
      return otherwise;
    }
  };
  const store = {
    read: (name) => attempt(() => JSON.parse(localStorage.getItem(name))),
    write: (name, entry) => attempt(() => localStorage.setItem(name, JSON.stringify(entry)) ?? true, false),
    drop: (name) => attempt(() => localStorage.removeItem(name)),
    names: (start = PREFIX) => attempt(() => Object.keys(localStorage), []).filter((name) => name.startsWith(start)),
  };
  const random = () => Math.random().toString(36).slice(2, 12);

  // One name per tab, surviving its reloads: another tab of the same person is somebody else here.
  const tab = attempt(() => sessionStorage.getItem("dorflinde-tab")) || random();
  attempt(() => sessionStorage.setItem("dorflinde-tab", tab));
  const lockOf = (name) => `dorflinde-tab-${name}`;
  navigator.locks?.request(lockOf(tab), { ifAvailable: true }, () => new Promise(() => {}));

  /** The tabs that are open now; ``null`` where the browser does not say. */
  async function openTabs() {
    try {
      return new Set((await navigator.locks.query()).held.map((lock) => lock.name));
    } catch {
      return null;
    }
  }

  // -- what need not be kept any longer ---------------------------------------------------------

  /** Drop what the server has confirmed; after signing out, everything. */
  function hearServer() {
    const said = document.cookie.split("; ").find((one) => one.startsWith(`${COOKIE}=`));
    if (!said) return;
    const numbers = new Set(said.slice(COOKIE.length + 1).split("."));
    document.cookie = `${COOKIE}=; Path=/; Max-Age=0; SameSite=Lax`;
    for (const name of store.names()) {
      if (numbers.has("all") || numbers.has(store.read(name)?.number)) store.drop(name);
    }
  }

  function dropForeignAndOld(person) {
    for (const name of store.names()) {
      const entry = store.read(name);
      const isForeign = person && !name.startsWith(`${PREFIX}${person}-`);
      if (!entry || isForeign || Date.now() - entry.at > KEPT_MS) store.drop(name);
    }
  }

  hearServer();
  const writer = document.querySelector("[data-writer]")?.dataset.writer;
  dropForeignAndOld(writer?.split("-")[0]);
  if (!writer) return; // nobody is signed in: nothing is kept, nothing is shown

  // -- fields -----------------------------------------------------------------------------------

  const isChoice = (field) => field.type === "checkbox" || field.type === "radio";
  const isKept = (field) => field.name && field.matches("textarea, select, input") && !NEVER.test(field.name) &&
    !/^(hidden|password|file|submit|button|reset|image)$/.test(field.type);

  /** The form's fields by a name of their own each. */
  function fieldsOf(form) {
    const found = new Map();
    for (const field of [...form.elements].filter(isKept)) {
      const name = isChoice(field) ? `${field.name}=${field.value}` : field.name;
      found.set(found.has(name) ? `${name}#${found.size}` : name, field);
    }
    return found;
  }

  function valueOf(field) {
    if (isChoice(field)) return field.checked ? "1" : "";
    return field.multiple ? [...field.selectedOptions].map((option) => option.value).join("\n") : field.value;
  }

  /** What the server wrote into the field, whatever the browser or a person made of it since. */
  function writtenBy(field) {
    if (isChoice(field)) return field.defaultChecked ? "1" : "";
    if (field.tagName !== "SELECT") return field.defaultValue;
    const chosen = [...field.options].filter((option) => option.defaultSelected).map((option) => option.value);
    return chosen.length || field.multiple ? chosen.join("\n") : (field.options[0]?.value ?? "");
  }

  function fill(field, value) {
    if (isChoice(field)) field.checked = value === "1";
    else if (field.multiple) for (const option of field.options) option.selected = value.split("\n").includes(option.value);
    else field.value = value;
    field.closest("details")?.setAttribute("open", "");
    field.dispatchEvent(new Event(isChoice(field) ? "change" : "input", { bubbles: true }));
  }

  const isSame = (one, other) => one.trim() === other.trim();

  function labelOf(field) {
    const label = field.labels?.[0]?.textContent || field.getAttribute("aria-label") || "";
    return label.trim().replace(/\s+/g, " ");
  }

  function wordsOf(field, value) {
    if (!isChoice(field)) {
      const option = field.tagName === "SELECT" && [...field.options].find((one) => one.value === value);
      return option ? option.label : value;
    }
    return value === "1" ? "☑" : "☐";
  }

  const momentOf = (at) => new Date(at).toLocaleString(document.documentElement.lang, {
    weekday: "short", day: "2-digit", month: "2-digit", year: "numeric", hour: "2-digit", minute: "2-digit",
  });

  // -- one form ---------------------------------------------------------------------------------

  let isLost = false; // a file was chosen, or the browser refuses to keep what was typed
  window.addEventListener("beforeunload", (event) => {
    if (isLost) event.preventDefault();
  });

  class Kept {
    constructor(form) {
      this.form = form;
      const { pathname } = new URL(form.getAttribute("action") || "", location.href);
      const alike = [...document.querySelectorAll("form[data-unsaved]")].filter((one) => one.action === form.action);
      this.family = `${PREFIX}${writer}:${pathname}${alike.indexOf(form) || ""}:`;
      this.own = this.family + tab;
      this.hasOther = false; // another text is shown beside this one, and one of them is to be chosen
      form.addEventListener("input", () => this.keep());
      form.addEventListener("change", () => this.keep());
      this.restore();
    }

    /** Keep what differs from what the server wrote. ``number``: it is being sent under this one. */
    keep(number) {
      const typed = {}, base = {};
      const before = store.read(this.own);
      for (const [name, field] of fieldsOf(this.form)) {
        const written = before?.base[name] ?? writtenBy(field);
        if (isSame(valueOf(field), written)) continue;
        typed[name] = valueOf(field);
        base[name] = written;
      }
      const isKept = Object.keys(typed).length
        ? store.write(this.own, { at: Date.now(), typed, base, number })
        : store.drop(this.own) === undefined;
      isLost = !number && (!isKept || Boolean(this.form.querySelector("[type=file]")?.value));
    }

    async restore() {
      // Everything by the page as it came; what somebody types while we ask is newer than all of it.
      const names = store.names(this.family);
      if (!names.length) return;
      const open = await openTabs();
      for (const name of [this.own, ...names.filter((one) => one !== this.own)]) {
        const entry = store.read(name);
        if (!entry) continue;
        const fields = fieldsOf(this.form);
        const differing = Object.keys(entry.typed).filter(
          (key) => fields.has(key) && !isSame(entry.typed[key], writtenBy(fields.get(key))),
        );
        if (!differing.length) {
          // Sent, and here again as it was sent: a form shown anew with its errors, and not arrived.
          if (!entry.number) store.drop(name);
          continue;
        }
        const isNewer = differing.some((key) => !isSame(entry.base[key], writtenBy(fields.get(key))));
        const isTouched = differing.some((key) => !isSame(valueOf(fields.get(key)), writtenBy(fields.get(key))) &&
          !isSame(valueOf(fields.get(key)), entry.typed[key]));
        const isOurs = name === this.own || (open && !open.has(lockOf(name.slice(this.family.length))));
        if (isOurs && !isNewer && !isTouched && !this.hasOther) this.putBack(name, entry, differing);
        else this.offer(isOurs ? "newer" : "window", entry, differing, name);
        if (this.hasOther) return;
      }
    }

    putBack(name, entry, differing) {
      store.drop(name);
      store.write(this.own, { ...entry, number: undefined });
      const fields = fieldsOf(this.form);
      for (const key of differing) fill(fields.get(key), entry.typed[key]);
      this.note?.remove();
      this.note = this.draw("unsaved-back", entry.at);
      this.note.querySelector("[data-discard]").addEventListener("click", () => {
        for (const key of differing) fill(fields.get(key), writtenBy(fields.get(key)));
        store.drop(this.own);
        this.note.remove();
        fields.get(differing[0]).focus();
      });
    }

    /** Show another text beside the one in the fields, until one of them was chosen. ``name``: it is kept here under it. */
    offer(why, entry, differing, name) {
      if (name === this.own) {
        // What is typed from now on must not take its place before it was read.
        name = `${this.family}left-${random()}`;
        store.write(name, entry);
        store.drop(this.own);
      }
      this.hasOther = true;
      const panel = this.draw("unsaved-other", entry.at);
      panel.querySelector(`[data-why="${why}"]`).hidden = false;
      const rows = panel.querySelector("tbody"), row = rows.querySelector("tr");
      const fields = fieldsOf(this.form);
      for (const key of differing) {
        const field = fields.get(key), drawn = row.cloneNode(true);
        const [label, other, own] = drawn.children;
        label.textContent = labelOf(field);
        other.textContent = wordsOf(field, entry.typed[key]);
        own.textContent = wordsOf(field, valueOf(field));
        rows.append(drawn);
      }
      row.remove();
      const choose = (isTaken) => {
        store.drop(name);
        this.hasOther = false;
        panel.remove();
        if (isTaken) for (const key of differing) fill(fields.get(key), entry.typed[key]);
        fields.get(differing[0]).focus();
        this.chosen?.(isTaken, entry);
      };
      panel.querySelector("[data-keep-mine]").addEventListener("click", () => choose(false));
      panel.querySelector("[data-take-other]").addEventListener("click", () => choose(true));
    }

    draw(template, at) {
      const drawn = document.getElementById(template).content.firstElementChild.cloneNode(true);
      drawn.setAttribute("role", "status"); // read aloud
      for (const place of drawn.querySelectorAll("time")) {
        place.dateTime = new Date(at).toISOString();
        place.textContent = momentOf(at);
      }
      this.form.before(drawn);
      return drawn;
    }
  }

  // -- a form whose text is kept on the server too ------------------------------------------------

  class KeptEverywhere extends Kept {
    constructor(form) {
      super(form);
      this.field = form.querySelector("textarea");
      this.seen = form.querySelector("[name=draft_revision]");
      this.line = form.querySelector("[data-draft-state]");
      this.stored = this.field.defaultValue; // what the server is known to have
      this.timer = 0;
      this.isSending = this.isSaving = false;
      this.field.addEventListener("input", () => {
        if (!["saysOffline", "saysExpired"].includes(this.line.dataset.state)) this.say("saysTyping");
        this.later();
      });
      form.addEventListener("submit", () => {
        clearTimeout(this.timer);
        this.isSaving = true; // what is being saved is not kept as a draft behind its back
      });
      window.addEventListener("online", () => this.send());
      document.addEventListener("visibilitychange", () => this.isSaving || this.send({ leaving: document.hidden }));
      window.addEventListener("pagehide", () => this.isSaving || this.send({ leaving: true }));
      window.addEventListener("pageshow", () => (this.isSaving = false));
      document.querySelector("[data-draft-discard]")?.addEventListener("submit", () => {
        clearTimeout(this.timer);
        this.arrived(this.field.value);
      });
    }

    say(name, more = "") {
      this.line.textContent = [this.form.dataset[name], more].filter(Boolean).join(" ");
      this.line.dataset.state = name;
    }

    later(pause = PAUSE_MS) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.send(), pause);
    }

    chosen(isTaken, entry) {
      if (entry.draft) this.seen.value = entry.draft;
      if (entry.draft && isTaken) this.arrived(this.field.value);
      else this.stored = null;
      this.later(0);
    }

    /** The server has this text now; only what was typed since is kept here. */
    arrived(text) {
      this.stored = this.field.defaultValue = text;
      store.drop(this.own);
      this.keep();
    }

    /** After a new login the page holds the token of the old one; the page itself knows the new one. */
    async freshToken() {
      const answer = await fetch(location.href, { redirect: "manual", credentials: "same-origin" });
      if (!answer.ok) return false;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const token = page.querySelector("form[data-autosave] [name=csrfmiddlewaretoken]");
      if (!token) return false;
      const changed = this.form.querySelector("[name=csrfmiddlewaretoken]").value !== token.value;
      for (const one of document.querySelectorAll("[name=csrfmiddlewaretoken]")) one.value = token.value;
      return changed;
    }

    async send(options = {}) {
      clearTimeout(this.timer);
      if (this.isSending || this.hasOther || this.field.value === this.stored) return;
      this.isSending = true;
      const text = this.field.value;
      try {
        const answer = await fetch(this.form.dataset.autosave, {
          method: "POST",
          body: new FormData(this.form),
          redirect: "manual",
          credentials: "same-origin",
          keepalive: Boolean(options.leaving) && text.length < 30_000,
        });
        await this.understand(answer, text, options);
      } catch {
        this.say("saysOffline");
        this.later(RETRY_MS);
      } finally {
        this.isSending = false;
        if (this.field.value !== this.stored && !this.hasOther && this.line.dataset.state === "saysKept") this.later();
      }
    }

    async understand(answer, text, options) {
      if (answer.type === "opaqueredirect" || answer.status === 401) {
        this.say("saysExpired");
        this.later(RETRY_MS);
      } else if (answer.status === 403) {
        const again = !options.again && (await this.freshToken());
        this.say("saysExpired");
        if (again) setTimeout(() => this.send({ again: true }), 0);
        else this.later(RETRY_MS);
      } else if (answer.status === 409) {
        const { text: other, revision } = await answer.json();
        const entry = { at: Date.now(), typed: { [this.field.name]: other }, draft: revision };
        this.offer("window", entry, [this.field.name], "");
        this.say("saysOther");
      } else if (answer.ok) {
        const said = await answer.json();
        this.seen.value = said.revision;
        for (const one of document.querySelectorAll("[data-draft-discard] [name=draft_revision]")) one.value = said.revision;
        this.arrived(text);
        if (said.saved_at) this.say("saysKept", `(${said.saved_at})`);
        else this.line.textContent = "";
      } else {
        const said = await answer.json().catch(() => ({ message: "" }));
        this.say("saysRefused", said.message);
      }
    }
  }

  // -- the page -----------------------------------------------------------------------------------

  const kept = new WeakMap();

  // Before anybody else reads the form: the number goes with it.
  document.addEventListener("submit", (event) => {
    const form = kept.get(event.target);
    if (!form) return;
    let field = event.target.querySelector("input[name=unsaved]");
    if (!field) {
      field = Object.assign(document.createElement("input"), { type: "hidden", name: "unsaved" });
      event.target.append(field);
    }
    field.value = random();
    isLost = false;
    form.keep(field.value);
  }, true);

  function enhance() {
    hearServer();
    for (const form of document.querySelectorAll("form[data-unsaved]")) {
      if (!kept.has(form)) kept.set(form, form.dataset.autosave ? new KeptEverywhere(form) : new Kept(form));
    }
  }
  enhance();
  document.addEventListener("htmx:afterSettle", enhance);
})();
