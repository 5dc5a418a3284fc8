/*
 * <input data-suggest="/address/" data-suggest-label="Suggestions" data-suggest-count="suggestions">: a combobox
 * with a list below it (ARIA Authoring Practices, "Editable Combobox With List Autocomplete"). Arrows move,
 * Enter follows the chosen line, Escape closes. Without this file the field is a plain search field. praxis.js loads
 * it, from the address in data-suggest-script, when such a field is used first.
 */
"use strict";

(() => {
  const WAIT = 150;
  const LEAST = 2;

  const enhance = (input, number) => {
    const list = document.createElement("ul");
    list.className = "suggestions";
    list.id = `suggestions-${number}`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.dataset.suggestLabel);
    list.hidden = true;
    const status = document.createElement("p");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    input.after(list, status);
    input.parentElement.classList.add("has-suggestions");
    input.setAttribute("aria-controls", list.id);

    let chosen = -1;
    let timer = 0;
    let running = null;

    const close = () => {
      running?.abort();
      window.clearTimeout(timer);
      list.hidden = true;
      chosen = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };

    const choose = (place) => {
      const lines = [...list.children];
      chosen = place < -1 ? lines.length - 1 : place >= lines.length ? -1 : place;
      lines.forEach((line, n) => line.setAttribute("aria-selected", String(n === chosen)));
      if (chosen === -1) {
        input.removeAttribute("aria-activedescendant");
      } else {
        input.setAttribute("aria-activedescendant", lines[chosen].id);
        lines[chosen].scrollIntoView({ block: "nearest" });
      }
    };

    const show = (rows) => {
      const lines = rows.map((row, n) => {
        const line = document.createElement("li");
        line.id = `${list.id}-${n}`;
        line.setAttribute("role", "option");
        line.setAttribute("aria-selected", "false");
        line.dataset.address = row.address;
        const kind = document.createElement("span");
        kind.className = "meta";
        kind.textContent = row.kind;
        line.append(`${row.label} `, kind);
        return line;
      });
      list.replaceChildren(...lines);
      chosen = -1;
      input.removeAttribute("aria-activedescendant");
      list.hidden = lines.length === 0;
      input.setAttribute("aria-expanded", String(lines.length > 0));
      status.textContent = lines.length ? `${lines.length} ${input.dataset.suggestCount}` : "";
    };

    const ask = async () => {
      running?.abort();
      const text = input.value.trim();
      if (text.length < LEAST) {
        close();
        return;
      }
      running = new AbortController();
      try {
        const address = `${input.dataset.suggest}?${new URLSearchParams({ q: text })}`;
        const answer = await fetch(address, { signal: running.signal });
        if (answer.ok) show((await answer.json()).suggestions);
      } catch (error) {
        if (error.name !== "AbortError") close();
      }
    };

    input.addEventListener("input", () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, WAIT);
    });
    input.addEventListener("keydown", (event) => {
      if (list.hidden || event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
      } else if (event.key === "Enter" && chosen >= 0) {
        event.preventDefault();
        window.location.assign(list.children[chosen].dataset.address);
      } else if (event.key === "Escape") {
        event.preventDefault();
        close();
      }
    });
    /* What was typed before this file was here. */
    if (input === document.activeElement && input.value !== input.defaultValue) ask();
    input.addEventListener("blur", close);
    input.form?.addEventListener("submit", close);
    /* The field keeps the focus while a line is pressed. */
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const line = event.target.closest("[role='option']");
      if (line) window.location.assign(line.dataset.address);
    });
  };

  document.querySelectorAll("input[data-suggest]").forEach(enhance);
})();
