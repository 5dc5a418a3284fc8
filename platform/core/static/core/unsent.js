/* Keeps what is written in a form until it is sent. Without this file it is kept when a send is refused. */
"use strict";

(() => {
  if (document.documentElement.dataset.unsent) return;
  document.documentElement.dataset.unsent = "on";
  const WAIT = 3000;

  document.querySelectorAll("input[data-keep]").forEach((mark) => {
    const form = mark.form;
    const status = form.querySelector("[data-unsent-status]");
    let timer = 0;
    let isSaving = false;
    let isChanged = false;
    let isStopped = false;
    let isSending = false;
    let waiting = null;

    const words = () => {
      const data = new FormData(form);
      data.append("unsent_address", mark.dataset.address);
      data.append("unsent_title", document.title);
      const files = Array.from(data).filter(([, value]) => value instanceof File);
      files.forEach(([name]) => data.delete(name));
      return data;
    };

    const keep = async (isLast) => {
      if (isStopped || isSending || !isChanged) return;
      if (isSaving) {
        later();
        return;
      }
      isSaving = true;
      isChanged = false;
      try {
        const answer = await fetch(mark.dataset.keep, {
          method: "POST",
          body: words(),
          headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
          redirect: "manual",
          keepalive: Boolean(isLast),
        });
        await read(answer);
      } catch {
        isChanged = true;
        status.textContent = status.dataset.failed;
      } finally {
        isSaving = false;
        if (waiting) form.requestSubmit(waiting.submitter);
      }
    };

    const read = async (answer) => {
      if (answer.type === "opaqueredirect" || answer.status === 401) {
        isStopped = true;
        status.textContent = status.dataset.signedout;
        return;
      }
      const isJson = (answer.headers.get("Content-Type") ?? "").includes("json");
      const told = isJson ? await answer.json() : {};
      if (answer.ok) {
        mark.value = told.mark;
        status.textContent = told.message;
        return;
      }
      /* Continued in another tab, or too long: to try again would not help. */
      isStopped = answer.status === 409 || answer.status === 413;
      isChanged = !isStopped;
      status.textContent = told.message ?? status.dataset.failed;
    };

    const later = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(keep, WAIT);
    };

    form.addEventListener("input", () => {
      isChanged = true;
      later();
    });
    form.addEventListener("submit", (event) => {
      window.clearTimeout(timer);
      if (isSaving) {
        /* Its number comes back first, so that the send is not followed by the same words. */
        event.preventDefault();
        waiting = { submitter: event.submitter };
        return;
      }
      isSending = true;
    });
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) isSending = false;
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") keep(true);
    });
  });
})();
