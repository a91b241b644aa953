/* SPDX-FileCopyrightText: 2026 Dorflinde contributors
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The focus of a photo: click or drag in the picture, or move it by the arrow keys. The fields below say the same and
 * work without this; what remains in each shape follows at once. Nothing is kept before the button is pressed.
 */
(() => {
  "use strict";
  const form = document.getElementById("focus");
  const picture = form?.querySelector("[data-picture]");
  const fields = form && [form.elements.x, form.elements.y];
  if (!picture || !fields[0] || !fields[1]) return;
  const frame = picture.querySelector("svg");
  const mark = frame.querySelector("[data-mark]");
  const [, , width, height] = frame.getAttribute("viewBox").split(" ").map(Number);

  function percent(value) {
    return Math.min(100, Math.max(0, Math.round(Number(value) || 0)));
  }

  function cut(shape, x, y) {
    const [across, down] = shape.split(":").map(Number);
    const isWide = width * down > height * across;
    const w = isWide ? Math.max(1, Math.round((height * across) / down)) : width;
    const h = isWide ? height : Math.max(1, Math.round((width * down) / across));
    const left = Math.min(Math.max(Math.round((width * x) / 100 - w / 2), 0), width - w);
    const top = Math.min(Math.max(Math.round((height * y) / 100 - h / 2), 0), height - h);
    return [left, top, w, h].join(" ");
  }

  function draw() {
    const [x, y] = fields.map((field) => percent(field.value));
    mark.setAttribute("x", `${x}%`);
    mark.setAttribute("y", `${y}%`);
    picture.setAttribute("aria-label", form.dataset.words.replace("{x}", x).replace("{y}", y));
    for (const part of form.querySelectorAll("[data-shape]")) {
      part.querySelector("svg").setAttribute("viewBox", cut(part.dataset.shape, x, y));
    }
  }

  function move(x, y) {
    fields[0].value = percent(x);
    fields[1].value = percent(y);
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function follow(event) {
    const box = frame.getBoundingClientRect();
    move(((event.clientX - box.left) / box.width) * 100, ((event.clientY - box.top) / box.height) * 100);
  }

  picture.tabIndex = 0;
  picture.setAttribute("role", "group");
  picture.classList.add("is-movable");
  picture.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    picture.setPointerCapture(event.pointerId);
    picture.focus({ preventScroll: true });
    follow(event);
  });
  picture.addEventListener("pointermove", (event) => {
    if (picture.hasPointerCapture(event.pointerId)) follow(event);
  });
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  picture.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const far = event.shiftKey ? 10 : 1;
    move(Number(fields[0].value) + step[0] * far, Number(fields[1].value) + step[1] * far);
  });
  form.addEventListener("input", draw);
  draw();
})();
