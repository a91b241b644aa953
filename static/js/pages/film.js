/* SPDX-FileCopyrightText: 2026 Dorflinde contributors
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The page of a post's video (templates/channels_mgmt/film.html): a large file shows how far it is sent, one that is too
 * large is not sent at all, and the still picture is chosen by stopping the video. Everything works without this as well.
 *   form[data-upload]      data-most (MB), data-too-large, data-broken; [data-progress], [data-problem]
 *   [data-take-poster]     puts the moment the video shows into [data-poster]
 */
(() => {
  "use strict";

  /** Say what is wrong below the field, and nothing else. */
  function complain(form, words) {
    const place = form.querySelector("[data-problem]");
    place.textContent = words;
    place.hidden = !words;
  }

  function send(form) {
    const request = new XMLHttpRequest();
    const progress = form.querySelector("[data-progress]"), button = form.querySelector("button");
    request.open("POST", form.action || location.href);
    request.responseType = "document";
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      const percent = Math.floor((event.loaded * 100) / event.total);
      progress.querySelector("progress").value = percent;
      progress.querySelector("[data-percent]").textContent = `${percent} %`;
    });
    request.addEventListener("load", () => {
      const main = request.response?.getElementById("main");
      if (!main) return broken();
      document.getElementById("main").replaceWith(document.adoptNode(main));
      window.htmx?.process(main);
      window.scrollTo(0, 0);
      (main.querySelector("[aria-invalid]") ?? main).focus();
    });
    const broken = () => {
      progress.hidden = true;
      button.disabled = false;
      complain(form, form.dataset.broken);
    };
    request.addEventListener("error", broken);
    request.addEventListener("abort", broken);
    progress.hidden = false;
    button.disabled = true;
    complain(form, "");
    request.send(new FormData(form));
  }

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-upload]");
    const file = form?.elements.video.files[0];
    if (!file) return; // the server says what is missing
    event.preventDefault();
    if (file.size > form.dataset.most * 1_000_000) complain(form, form.dataset.tooLarge);
    else send(form);
  });

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-take-poster]")) return;
    const player = document.querySelector("video"), field = document.querySelector("[data-poster]");
    if (!player || !field) return;
    field.value = player.currentTime.toFixed(1);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
