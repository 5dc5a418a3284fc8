/*
 * Drags lessons and modules of a draft to another place, and opens a question where it is listed. Without this file both
 * are done by buttons and links.
 */
"use strict";

(() => {
  const outline = document.querySelector("[data-outline]");

  const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

  const send = async (kind, item) => {
    const status = outline.querySelector("[data-outline-status]");
    const data = new FormData();
    const next = item.nextElementSibling;
    data.append("csrfmiddlewaretoken", token());
    data.append("before", next?.dataset[kind] ?? "");
    if (kind === "lesson") data.append("module", item.closest("[data-module]").dataset.module);
    try {
      const answer = await fetch(`${outline.dataset.outline}${kind}s/${item.dataset[kind]}/place/`, {
        method: "POST",
        body: data,
        headers: { Accept: "application/json" },
        redirect: "error",
      });
      if (!answer.ok) throw new Error(String(answer.status));
      status.textContent = (await answer.json()).message;
    } catch {
      status.textContent = outline.dataset.failed;
    }
  };

  const sortable = (kind, lists) => {
    let dragged = null;
    const items = () => [...outline.querySelectorAll(`[data-${kind}]`)];
    items().forEach((item) => {
      item.draggable = true;
    });
    outline.addEventListener("dragstart", (event) => {
      const item = event.target.closest?.(`[data-${kind}]`);
      /* A lesson is dragged by itself, not with its module. */
      if (!item || event.target.closest("[data-lesson], [data-module]") !== item) return;
      dragged = item;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", item.id);
    });
    outline.addEventListener("dragover", (event) => {
      const list = dragged && event.target.closest?.(lists);
      if (!list) return;
      event.preventDefault();
      const others = [...list.children].filter((each) => each !== dragged && kind in each.dataset);
      const after = others.find((each) => {
        const place = each.getBoundingClientRect();
        return event.clientY < place.top + place.height / 2;
      });
      const last = others.at(-1);
      if (after) after.before(dragged);
      else if (last) last.after(dragged);
      else list.prepend(dragged);
    });
    outline.addEventListener("drop", (event) => {
      if (!dragged) return;
      event.preventDefault();
      send(kind, dragged);
      dragged = null;
    });
    outline.addEventListener("dragend", () => {
      dragged = null;
    });
  };

  if (outline) {
    sortable("lesson", "ol.rows");
    sortable("module", "[data-outline]");
  }

  /* The form of a question is taken from its own page. Sent with a mistake, it is shown there. */
  document.querySelectorAll("[data-unfolds]").forEach((link) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-quiet button-small";
    button.setAttribute("aria-expanded", "false");
    const about = document.createElement("span");
    about.className = "visually-hidden";
    about.textContent = `: ${link.textContent}`;
    button.append(link.dataset.unfolds, about);
    const place = document.createElement("div");
    place.hidden = true;
    const row = link.closest(".row-main");
    row.append(button, place);
    const load = async () => {
      try {
        const answer = await fetch(`${link.href}?part=form`, { redirect: "error" });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const form = page.querySelector("form[method=post]");
        form.action = link.href;
        /* Several forms on one page: each name is there once. */
        form.querySelectorAll("[id]").forEach((each) => {
          each.id = `${link.pathname}${each.id}`;
        });
        form
          .querySelectorAll("[for]")
          .forEach((each) => each.setAttribute("for", `${link.pathname}${each.getAttribute("for")}`));
        form.querySelectorAll("[aria-describedby]").forEach((each) => {
          const named = each.getAttribute("aria-describedby").split(" ");
          each.setAttribute("aria-describedby", named.map((id) => `${link.pathname}${id}`).join(" "));
        });
        form.querySelectorAll("script").forEach((each) => each.remove());
        place.replaceChildren(form);
      } catch {
        location.assign(link.href);
      }
    };
    button.addEventListener("click", () => {
      place.hidden = !place.hidden;
      button.setAttribute("aria-expanded", String(!place.hidden));
      if (!place.hidden && !place.childElementCount) load();
    });
  });
})();
