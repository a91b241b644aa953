/* SPDX-FileCopyrightText: 2026 Dorflinde contributors
 * SPDX-License-Identifier: EUPL-1.2
 *
 * A photo or a film with its sentence waits in this browser until the server has it: no connection, no loss. On every
 * page what waits is sent as soon as there is a connection; the page that takes them
 * (templates/channels_mgmt/capture.html) shows it. Each person has a database of their own; those of others are dropped,
 * after signing out all.
 *   form#capture                 data-send: where it goes; data-most (MB), data-too-large: of a film
 *                                data-as-jpeg: the server does not read HEIC, so the browser makes a JPEG if it can
 *   #photos-waiting, -on-the-way, -refused, -sent   templates of one entry
 * An entry: {key, writer, page, send, sentence, people, kind, bytes, pieces, name, type, at, refused}. A photo lies in
 * `bytes`, a film in `pieces` of a store of their own, so that no phone has to have it in memory as a whole; while they
 * are written `pieces` is null.
 */
(() => {
  "use strict";
  const RETRY_MS = 15_000;
  const KEPT_MS = 7 * 24 * 3600 * 1000;
  const BEGUN_MS = 3600 * 1000;
  const PIECE = 8_000_000;
  const LONGEST_EDGE = 4096; // more than the server keeps, and within what phones draw
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
  async function store(mode, act, name = "photos") {
    const opening = indexedDB.open(NAME, 2);
    opening.onupgradeneeded = () => {
      const known = opening.result.objectStoreNames;
      if (!known.contains("photos")) opening.result.createObjectStore("photos", { keyPath: "key" });
      if (!known.contains("pieces")) opening.result.createObjectStore("pieces"); // under [key, number]
    };
    const database = await asked(opening);
    try {
      const transaction = database.transaction(name, mode);
      const done = new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onabort = () => reject(transaction.error);
      });
      const result = await asked(act(transaction.objectStore(name)));
      await done;
      return result;
    } finally {
      database.close();
    }
  }

  const keep = (entry) => store("readwrite", (photos) => photos.put(entry));
  const isFilm = (entry) => entry.kind === "film";

  async function drop(key) {
    await store("readwrite", (photos) => photos.delete(key));
    await store("readwrite", (pieces) => pieces.delete(IDBKeyRange.bound([key], [key, []])), "pieces");
  }

  async function keepFilm(entry, file) {
    await keep({ ...entry, pieces: null });
    let pieces = 0;
    for (let at = 0; at < file.size; at += PIECE) {
      const bytes = await file.slice(at, at + PIECE).arrayBuffer();
      await store("readwrite", (films) => films.put(bytes, [entry.key, pieces]), "pieces");
      pieces += 1;
    }
    await keep({ ...entry, pieces });
  }

  /** What was taken, as a file; of a film the browser holds the pieces on its disk. */
  async function fileOf(entry) {
    const parts = isFilm(entry) ? [] : [entry.bytes];
    for (let number = 0; number < (entry.pieces ?? 0); number += 1) {
      parts.push(new Blob([await store("readonly", (films) => films.get([entry.key, number]), "pieces")]));
    }
    return new File(parts, entry.name, { type: entry.type });
  }

  /** What this person has waiting, in this town and others; what is too old goes. */
  async function waiting() {
    const entries = await store("readonly", (photos) => photos.getAll());
    const old = entries.filter((entry) => Date.now() - entry.at > (entry.pieces === null ? BEGUN_MS : KEPT_MS));
    for (const entry of old) await drop(entry.key);
    const whole = entries.filter((entry) => entry.pieces !== null && !old.includes(entry));
    return whole.sort((one, other) => one.at - other.at);
  }

  async function isAnythingKept() {
    if (form || !indexedDB.databases) return true;
    return (await indexedDB.databases()).some((database) => database.name === NAME);
  }

  // -- sending ----------------------------------------------------------------------------------

  let isSending = false, timer = 0, onTheWay = "";

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
    fields.set(entry.kind ?? "photo", await fileOf(entry));
    if (isFilm(entry)) {
      onTheWay = entry.key;
      await show();
    }
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
      onTheWay = "";
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
    row.querySelector(isFilm(entry) ? "img" : "[data-film]")?.remove();
    if (picture?.parentNode) {
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
      const template = entry.key === onTheWay ? "on-the-way" : entry.refused ? "refused" : "waiting";
      const row = drawn(`photos-${template}`, entry);
      const reason = row.querySelector("[data-reason]");
      if (reason) reason.textContent = entry.refused;
      row.querySelector("[data-drop]")?.addEventListener("click", async () => {
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

  /** One of the two, in the field it belongs to; a film larger than the server takes is not even kept. */
  function choose(event) {
    const { photo, film } = form.elements, field = event.target, file = field.files?.[0];
    if (!file || (field !== photo && field !== film)) return;
    const right = file.type.startsWith("video/") ? film : file.type.startsWith("image/") ? photo : field;
    if (right !== field) right.files = field.files;
    (right === film ? photo : film).value = "";
    if (right === film) form.querySelector(".drop__preview")?.remove();
    const problem = form.querySelector("[data-problem]");
    problem.hidden = right !== film || file.size <= form.dataset.most * 1_000_000;
    problem.textContent = problem.hidden ? "" : form.dataset.tooLarge;
    if (!problem.hidden) film.value = "";
  }

  /** A HEIC photo as a JPEG, upright, where the server needs that and this browser can; else the photo as it came. */
  async function readable(photo) {
    if (!("asJpeg" in form.dataset) || !/^image\/hei[cf]|\.hei[cf]$/i.test(`${photo.type} ${photo.name}`)) return photo;
    try {
      const picture = await createImageBitmap(photo);
      const share = Math.min(1, LONGEST_EDGE / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [picture.width, picture.height].map((edge) => Math.round(edge * share));
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.92));
      return new File([made], photo.name.replace(/\.hei[cf]$/i, "") + ".jpg", { type: made.type });
    } catch {
      return photo; // the server says what to do
    }
  }

  async function take(event) {
    const [photo] = form.elements.photo.files, [film] = form.elements.film.files;
    if (!(photo || film) || !form.reportValidity()) return;
    event.preventDefault();
    const key = form.elements.key.value;
    try {
      const file = photo ? await readable(photo) : film;
      const entry = {
        key,
        writer,
        page: location.pathname,
        send: form.dataset.send,
        sentence: form.elements.sentence.value,
        people: form.elements.people.value,
        kind: photo ? "photo" : "film",
        name: file.name,
        type: file.type,
        at: Date.now(),
      };
      // A file itself may be gone from the phone when it is read later.
      if (photo) await keep({ ...entry, bytes: await file.arrayBuffer() });
      else await keepFilm(entry, file);
    } catch {
      await drop(key).catch(() => {});
      form.submit(); // the browser keeps nothing, or has no room: as without a script
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

  form?.addEventListener("change", choose);
  form?.addEventListener("submit", take);
  window.addEventListener("online", sendAll);
  document.addEventListener("visibilitychange", () => document.hidden || sendAll());
  sendAll();
})();
