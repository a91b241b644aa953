/* SPDX-FileCopyrightText: 2026 Dorflinde contributors
 * SPDX-License-Identifier: EUPL-1.2
 *
 * A photo with its sentence waits in this browser until the server has it: no connection, no loss. On every page what
 * waits is sent as soon as there is a connection; the page that takes photos (templates/channels_mgmt/capture.html)
 * shows it. Each person has a database of their own; those of others are dropped, after signing out all.
 *   form#capture                 data-send: where it goes
 *   #photos-waiting, -refused, -sent   templates of one entry
 * An entry: {key, writer, page, send, sentence, people, bytes, name, type, at, refused}.
 */
(() => {
  "use strict";
  const RETRY_MS = 15_000;
  const KEPT_MS = 7 * 24 * 3600 * 1000;
  const PREFIX = "dorflinde-photos:";
  const writer = document.querySelector("[data-writer]")?.dataset.writer;
  const NAME = writer && PREFIX + writer.split("-")[0];
  const hasSignedOut = /(^|; )arrived=all(;|$)/.test(document.cookie); // unsaved.js takes the cookie away after us
  if (!window.indexedDB) return;

  /** What other people left here; all of it after signing out. */
  async function dropForeign() {
    const known = (await indexedDB.databases?.()) ?? [];
    for (const { name } of known.filter((one) => one.name.startsWith(PREFIX))) {
      if (hasSignedOut || name !== NAME) indexedDB.deleteDatabase(name);
    }
  }

  if (hasSignedOut || writer) dropForeign();
  if (!writer) return; // nobody is signed in: nothing is shown, nothing is sent
  const form = document.getElementById("capture");

  // -- what waits -------------------------------------------------------------------------------

  const asked = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = () => reject(request.error);
  });

  /** Do one thing with the store. Opened each time, so that nothing stands in the way of whoever drops it. */
  async function store(mode, act) {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("photos", { keyPath: "key" });
    const database = await asked(opening);
    try {
      const transaction = database.transaction("photos", mode);
      const done = new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onabort = () => reject(transaction.error);
      });
      const result = await asked(act(transaction.objectStore("photos")));
      await done;
      return result;
    } finally {
      database.close();
    }
  }

  const keep = (entry) => store("readwrite", (photos) => photos.put(entry));
  const drop = (key) => store("readwrite", (photos) => photos.delete(key));

  /** What this person has waiting, in this town and others; what is too old goes. */
  async function waiting() {
    const entries = await store("readonly", (photos) => photos.getAll());
    const old = entries.filter((entry) => Date.now() - entry.at > KEPT_MS);
    for (const entry of old) await drop(entry.key);
    return entries.filter((entry) => !old.includes(entry)).sort((one, other) => one.at - other.at);
  }

  async function isAnythingKept() {
    if (form || !indexedDB.databases) return true;
    return (await indexedDB.databases()).some((database) => database.name === NAME);
  }

  // -- sending ----------------------------------------------------------------------------------

  let isSending = false, timer = 0;

  /** Fields of the page as the server draws it now: for whom, and with which token. ``null``: not for this person. */
  async function freshPage(entry) {
    const answer = await fetch(entry.page, { redirect: "manual", credentials: "same-origin", cache: "no-store" });
    if (!answer.ok) return null;
    const drawn = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("capture");
    return drawn?.elements.writer.value === entry.writer ? drawn : null;
  }

  async function send(entry) {
    const drawn = await freshPage(entry);
    if (!drawn) return false;
    const fields = new FormData();
    for (const name of ["key", "writer", "sentence", "people"]) fields.set(name, entry[name]);
    fields.set("csrfmiddlewaretoken", drawn.elements.csrfmiddlewaretoken.value);
    fields.set("photo", new File([entry.bytes], entry.name, { type: entry.type }));
    const answer = await fetch(entry.send, { method: "POST", body: fields, redirect: "manual", credentials: "same-origin" });
    if (answer.ok) {
      await drop(entry.key);
      showSent(entry, await answer.json());
      return true;
    }
    if (answer.status !== 413 && answer.status !== 422) return false; // signed out meanwhile, or the server is in trouble
    const said = await answer.json().catch(() => ({ message: "" }));
    await keep({ ...entry, refused: said.message || form?.dataset.refused || "–" });
    return true;
  }

  async function sendAll() {
    clearTimeout(timer);
    if (isSending || !(await isAnythingKept())) return;
    isSending = true;
    let isLeft = false;
    try {
      for (const entry of (await waiting()).filter((one) => !one.refused)) {
        isLeft = !(await send(entry)) || isLeft;
      }
    } catch {
      isLeft = true; // no connection
    } finally {
      isSending = false;
      await show();
      if (isLeft) timer = setTimeout(sendAll, RETRY_MS);
    }
  }

  // -- the page that takes photos -----------------------------------------------------------------

  const list = document.getElementById("photos");
  let shown = [];

  function drawn(template, entry) {
    const row = document.getElementById(template).content.firstElementChild.cloneNode(true);
    row.querySelector("[data-sentence]").textContent = entry.sentence;
    const picture = row.querySelector("img");
    if (picture) {
      picture.src = URL.createObjectURL(new Blob([entry.bytes], { type: entry.type }));
      shown.push(picture.src);
    }
    return row;
  }

  async function show() {
    if (!list) return;
    const entries = (await waiting()).filter((entry) => entry.writer === writer);
    shown.forEach((address) => URL.revokeObjectURL(address));
    shown = [];
    const rows = entries.map((entry) => {
      const row = drawn(entry.refused ? "photos-refused" : "photos-waiting", entry);
      const reason = row.querySelector("[data-reason]");
      if (reason) reason.textContent = entry.refused;
      row.querySelector("[data-drop]").addEventListener("click", async () => {
        await drop(entry.key);
        await show();
        form.elements.sentence.focus();
      });
      return row;
    });
    list.querySelector("[data-rows]").replaceChildren(...rows);
    list.hidden = !rows.length;
  }

  function showSent(entry, said) {
    const place = document.getElementById("photos-arrived");
    if (!place || entry.writer !== writer) return;
    const row = drawn("photos-sent", entry);
    const link = row.querySelector("a");
    if (said.url) link.href = said.url;
    else link.remove();
    place.replaceChildren(row);
  }

  async function take(event) {
    const file = form.elements.photo.files[0];
    if (!file || !form.reportValidity()) return;
    event.preventDefault();
    try {
      await keep({
        key: form.elements.key.value,
        writer,
        page: location.pathname,
        send: form.dataset.send,
        sentence: form.elements.sentence.value,
        people: form.elements.people.value,
        bytes: await file.arrayBuffer(), // a file itself may be gone from the phone when it is read later
        name: file.name,
        type: file.type,
        at: Date.now(),
      });
    } catch {
      form.submit(); // the browser keeps nothing: as without a script
      return;
    }
    const numbers = crypto.getRandomValues(new Uint32Array(4));
    form.elements.key.value = [...numbers].map((number) => number.toString(16).padStart(8, "0")).join("");
    form.reset();
    form.dispatchEvent(new Event("input", { bubbles: true })); // unsaved.js need not keep the sentence as well
    form.querySelector(".drop__preview")?.remove();
    await show();
    await sendAll();
    form.parentElement.scrollIntoView(); // what became of it stands above the form
  }

  form?.addEventListener("submit", take);
  window.addEventListener("online", sendAll);
  document.addEventListener("visibilitychange", () => document.hidden || sendAll());
  sendAll();
})();
