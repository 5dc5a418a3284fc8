/* Saves a draft while it is written. Without this file the button "Save draft" does the same. */
"use strict";

(() => {
  const WAIT = 1500;

  document.querySelectorAll("form[data-draft]").forEach((form) => {
    const status = form.querySelector("[data-draft-status]");
    const words = status?.dataset ?? {};
    let timer = 0;
    let isSaving = false;
    let isChanged = false;
    let isStopped = false;
    let waiting = null;

    const say = (text, isBad) => {
      if (!status) return;
      status.textContent = text ?? "";
      status.classList.toggle("error", Boolean(isBad));
    };

    const save = async () => {
      if (isStopped || form.dataset.sending) return;
      if (isSaving) {
        later();
        return;
      }
      isSaving = true;
      isChanged = false;
      say(words.saving);
      try {
        const answer = await fetch(form.dataset.draft, {
          method: "POST",
          body: new FormData(form),
          headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
          redirect: "manual",
        });
        await read(answer);
      } catch {
        isChanged = true;
        say(words.failed, true);
      } finally {
        isSaving = false;
        const button = waiting;
        waiting = null;
        if (button) form.requestSubmit(button);
      }
    };

    const read = async (answer) => {
      /* A redirect leads to the sign-in page: the session is over, the words are still here. */
      if (answer.type === "opaqueredirect" || answer.status === 403) {
        isStopped = true;
        say(words.signedout, true);
        return;
      }
      const told = (answer.headers.get("Content-Type") ?? "").includes("json") ? await answer.json() : {};
      if (answer.ok) {
        form.elements.edit_number.value = told.edit_number;
        if (!isChanged) say(told.message);
        return;
      }
      isChanged = true;
      if (answer.status === 409) {
        isStopped = true;
        say(`${told.message} ${words.conflict}`, true);
        return;
      }
      say(told.message ?? words.failed, true);
    };

    const later = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(save, WAIT);
    };

    form.addEventListener("input", () => {
      isChanged = true;
      later();
    });
    form.addEventListener("submit", (event) => {
      window.clearTimeout(timer);
      if (isSaving) {
        /* Its number comes back first, so that this page does not mistake itself for another tab. */
        event.preventDefault();
        waiting = event.submitter;
        return;
      }
      isChanged = false;
    });
    window.addEventListener("beforeunload", (event) => {
      if (isChanged && !form.dataset.sending) event.preventDefault();
    });
  });
})();
