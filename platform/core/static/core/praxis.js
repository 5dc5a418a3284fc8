/* Progressive enhancement only: every page works without this file. */
"use strict";

(() => {
  const summary = document.querySelector(".error-summary");
  if (summary) {
    summary.focus();
    const prefix = document.documentElement.dataset.errorPrefix;
    if (prefix && !document.title.startsWith(prefix)) {
      document.title = `${prefix} ${document.title}`;
    }
  }

  /* A link of the summary takes the reader to the input itself. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".error-summary a[href^='#']");
    const input = link && document.getElementById(link.hash.slice(1));
    if (!input) return;
    event.preventDefault();
    const label = input.labels?.[0]?.closest(".field") ?? input.closest(".field") ?? input;
    label.scrollIntoView();
    input.focus({ preventScroll: true });
  });

  /* A field that has the focus does not hide behind a bar that stays in sight. */
  document.addEventListener("focusin", (event) => {
    const own = event.target.getBoundingClientRect();
    document.querySelectorAll(".save-bar").forEach((bar) => {
      const over = bar.getBoundingClientRect();
      if (bar.contains(event.target) || own.bottom <= over.top || own.top >= over.bottom) return;
      window.scrollBy(0, Math.min(own.bottom - over.top + 8, own.top - 8));
    });
  });

  /* The second of two quick submits is dropped. The button stays enabled, so that its value is sent. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    if (event.submitter?.dataset.confirm && !window.confirm(event.submitter.dataset.confirm)) {
      event.preventDefault();
      return;
    }
    if (form.getAttribute("method")?.toLowerCase() !== "post") return;
    if (form.dataset.sending) {
      event.preventDefault();
      return;
    }
    form.dataset.sending = "yes";
    event.submitter?.setAttribute("aria-disabled", "true");
    /* A download leaves the page where it is: let the form be used again. */
    window.setTimeout(() => release(form), 8000);
  });

  const release = (form) => {
    delete form.dataset.sending;
    form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  };
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sending]").forEach(release);
  });

  /* What is to be taken along gets a button that copies it. */
  document.querySelectorAll("[data-copy]").forEach((element) => {
    if (!navigator.clipboard) return;
    const text = element.textContent;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-quiet button-small";
    const about = document.createElement("span");
    about.className = "visually-hidden";
    about.textContent = `: ${element.dataset.about}`;
    button.replaceChildren(element.dataset.copy, about);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text);
      button.replaceChildren(element.dataset.copied, about);
    });
    element.append(" ", button);
  });

  /* "/" leads to the search of everything, unless somebody is writing, or has turned such keys off (tables.js). */
  const areShortcutsOff = () => {
    try {
      return localStorage.getItem("praxis-shortcuts-off") !== null;
    } catch {
      return false; /* Nothing may be kept in this browser, so nobody can have turned them off. */
    }
  };
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.defaultPrevented || event.isComposing) return;
    if (event.ctrlKey || event.metaKey || event.altKey || areShortcutsOff()) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const fields = [...document.querySelectorAll("#site-search, #search-q")];
    const field = fields.find((each) => each.checkVisibility());
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });

  /* Arrows lead from row to row of a list, as they do in the tables of tables.js. */
  document.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const list = step && event.target.closest(".rows-dense .row-title a") && event.target.closest("main");
    if (!list || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const links = [...list.querySelectorAll(".rows-dense .row-title a")];
    const next = links[links.indexOf(event.target) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });

  /* Search fields with suggestions are comboboxes; what fills them is loaded when one is used. */
  document.querySelectorAll("[data-suggest-script]").forEach((field) => {
    field.role = "combobox";
    field.ariaAutoComplete = "list";
    field.ariaExpanded = "false";
    field.addEventListener("focus", () => import(field.dataset.suggestScript), { once: true });
  });

  /* Menus close by Escape and by a click elsewhere. */
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
})();
