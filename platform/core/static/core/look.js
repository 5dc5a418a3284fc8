/* Shows what is chosen in a form while it is chosen. Without this file the button "Preview without saving" does the same. */
"use strict";

(() => {
  const WAIT = 300;
  const around = document.querySelector("[data-looks-at]");
  const form = around?.querySelector("form");
  const place = document.querySelector("[data-looked]");
  const status = document.querySelector("[data-look-status]");
  if (!form || !place) return;
  let timer = 0;
  let latest = 0;

  const look = async () => {
    latest += 1;
    const mine = latest;
    try {
      const answer = await fetch(around.dataset.looksAt, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
      });
      const told = (answer.headers.get("Content-Type") ?? "").includes("json") ? await answer.json() : {};
      /* An answer that comes late must not stand over a newer one. */
      if (mine !== latest) return;
      status.textContent = answer.ok ? "" : (told.message ?? status.dataset.failed);
      if (told.html) place.innerHTML = told.html;
    } catch {
      if (mine === latest) status.textContent = status.dataset.failed;
    }
  };

  form.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(look, WAIT);
  });
})();
