/* Sends the form that marks a page of a discussion as read, once its reader has had it before them for a moment. */
"use strict";

(() => {
  const form = document.querySelector("form[data-mark-read]");
  if (!form) return;

  const send = async () => {
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
        keepalive: true,
      });
      if (answer.ok && !answer.redirected) form.hidden = true;
    } catch {
      /* The button stays: the reader can still use it. */
    }
  };

  let timer = 0;
  const wait = () => {
    window.clearTimeout(timer);
    if (document.visibilityState === "visible" && !form.hidden) timer = window.setTimeout(send, 3000);
  };
  document.addEventListener("visibilitychange", wait);
  wait();
})();
