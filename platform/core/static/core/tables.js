/* Keys and "choose all" in the tables of working pages. Progressive enhancement only. */
"use strict";

(() => {
  const table = document.querySelector(".work-table");
  if (!table) return;
  const OFF = "praxis-shortcuts-off";
  const rows = [...table.tBodies[0].rows];
  const boxes = rows.map((row) => row.querySelector(".choose-cell input")).filter(Boolean);

  /* Arrows lead from row to row, "x" chooses the row. They work while the focus is in a row. */
  table.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const row = event.target.closest("tbody tr");
    if (!row) return;
    const here = rows.indexOf(row);
    const there = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (there !== undefined) {
      event.preventDefault();
      const onBox = event.target.matches(".choose-cell input");
      place(rows[there], onBox)?.focus();
    } else if (event.key === "x" && areShortcutsOn()) {
      row.querySelector(".choose-cell input")?.click();
    }
  });

  const place = (row, onBox) =>
    row?.querySelector(onBox ? ".choose-cell input" : "th a") ?? row?.querySelector("a, button, input");

  /* "Skip to the list" leads to its first row. */
  table.addEventListener("focus", () => place(rows[0], false)?.focus());

  const all = document.querySelector("[data-choose-all]");
  const words = all && { all: all.dataset.all ?? all.textContent, none: all.dataset.none };
  const areAllChosen = () => boxes.every((box) => box.checked);
  const tell = () => {
    all.textContent = areAllChosen() ? words.none : words.all;
    all.closest("form").classList.toggle("is-idle", !boxes.some((box) => box.checked));
    rows.forEach((row) =>
      row.classList.toggle("is-chosen", row.querySelector(".choose-cell input")?.checked ?? false),
    );
  };
  if (all && boxes.length) {
    all.addEventListener("click", (event) => {
      event.preventDefault();
      const chosen = !areAllChosen();
      boxes.forEach((box) => (box.checked = chosen));
      tell();
    });
    table.addEventListener("change", tell);
    tell();
  }

  const sheet = document.getElementById("shortcuts");
  const button = document.querySelector("[data-shortcuts]");
  const isOn = document.querySelector("[data-shortcuts-on]");
  const areShortcutsOn = () => isOn.checked;
  try {
    isOn.checked = localStorage.getItem(OFF) === null;
  } catch {
    isOn.checked = true; /* Nothing may be kept in this browser. */
  }
  isOn.addEventListener("change", () => {
    try {
      if (isOn.checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "yes");
    } catch {
      sheet.returnValue = ""; /* It holds for this page alone. */
    }
  });
  button.parentElement.hidden = false;
  button.addEventListener("click", () => sheet.showModal());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "?" || sheet.open || !areShortcutsOn()) return;
    if (event.target.closest("input:not([type='checkbox']), textarea, select")) return;
    event.preventDefault();
    sheet.showModal();
  });
})();
