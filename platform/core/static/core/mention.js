/*
 * <textarea data-mention="/address/" data-mention-label="Members" data-mention-count="members">: names of members
 * below the field while one is typed after @. Arrows move, Enter or Tab takes the chosen one, Escape closes. Without
 * this file people type the name.
 */
"use strict";

(() => {
  const WAIT = 150;
  const NAME = /(?:^|[^\p{L}\p{N}.@])@([\p{L}\p{N}][\p{L}\p{N}’'\- ]{0,40})$/u;

  const enhance = (field, number) => {
    const list = document.createElement("ul");
    list.className = "suggestions";
    list.id = `mentions-${number}`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", field.dataset.mentionLabel);
    list.hidden = true;
    const status = document.createElement("p");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    field.after(list, status);
    field.parentElement.classList.add("has-suggestions");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", list.id);

    let chosen = 0;
    let timer = 0;
    let running = null;

    const typed = () => NAME.exec(field.value.slice(0, field.selectionStart))?.[1];

    const close = () => {
      running?.abort();
      window.clearTimeout(timer);
      list.hidden = true;
      field.removeAttribute("aria-activedescendant");
    };

    const choose = (place) => {
      const lines = [...list.children];
      chosen = (place + lines.length) % lines.length;
      lines.forEach((line, n) => line.setAttribute("aria-selected", String(n === chosen)));
      field.setAttribute("aria-activedescendant", lines[chosen].id);
      lines[chosen].scrollIntoView({ block: "nearest" });
    };

    const take = (name) => {
      const end = field.selectionStart;
      field.setRangeText(`${name} `, end - (typed()?.length ?? 0), end, "end");
      close();
    };

    const show = (names) => {
      const lines = names.map((name, n) => {
        const line = document.createElement("li");
        line.id = `${list.id}-${n}`;
        line.setAttribute("role", "option");
        line.textContent = name;
        return line;
      });
      list.replaceChildren(...lines);
      list.hidden = lines.length === 0;
      status.textContent = lines.length ? `${lines.length} ${field.dataset.mentionCount}` : "";
      if (lines.length) choose(0);
      else field.removeAttribute("aria-activedescendant");
    };

    const ask = async () => {
      running?.abort();
      const name = typed();
      if (!name) {
        close();
        return;
      }
      running = new AbortController();
      try {
        const address = `${field.dataset.mention}?${new URLSearchParams({ q: name })}`;
        const answer = await fetch(address, { signal: running.signal });
        if (answer.ok) show((await answer.json()).names);
      } catch (error) {
        if (error.name !== "AbortError") close();
      }
    };

    field.addEventListener("input", () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, WAIT);
    });
    field.addEventListener("keydown", (event) => {
      if (list.hidden || event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
      } else if (event.key === "Enter" || event.key === "Tab") {
        event.preventDefault();
        take(list.children[chosen].textContent);
      } else if (event.key === "Escape") {
        event.preventDefault();
        close();
      }
    });
    field.addEventListener("blur", close);
    /* The field keeps the focus while a line is pressed. */
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const line = event.target.closest("[role='option']");
      if (line) take(line.textContent);
    });
  };

  document.querySelectorAll("textarea[data-mention]").forEach(enhance);
})();
