/*
 * <textarea data-editor>: a toolbar that writes our Markdown, a preview from the server, pasting with formatting, and
 * dialogs that put in images, figures and records. Without this file people write Markdown and find markers on the page.
 */
"use strict";

(() => {
  const WAIT = 700;
  const KEYS = { b: "bold", i: "italic", k: "link" };

  const enhance = (field) => {
    const editor = field.closest(".editor");
    const bar = editor.querySelector(".editor-bar");
    const status = editor.querySelector("[data-editor-status]");
    const preview = editor.querySelector(".editor-preview");
    const looksAt = editor.dataset.looksAt;
    let timer = 0;
    let asked = 0;

    /* The browser's own way of typing, so that "undo" takes it back. */
    const type = (text) => {
      field.focus();
      if (!document.execCommand("insertText", false, text)) {
        field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
    };

    const chosen = () => field.value.slice(field.selectionStart, field.selectionEnd);

    const starsBefore = (place) => /\**$/u.exec(field.value.slice(0, place))[0].length;

    /* Puts marks around words, or takes them away again. */
    const around = (mark) => {
      const words = chosen();
      const bare = words.trim() || editor.dataset.words;
      const start = field.selectionStart + (words.trim() ? words.indexOf(bare) : words.length);
      const end = start + (words.trim() ? bare.length : 0);
      const stars = starsBefore(start);
      const isMarked = mark.length === 2 ? stars >= 2 : stars % 2 === 1;
      if (isMarked && field.value.startsWith(mark, end)) {
        field.setSelectionRange(start - mark.length, end + mark.length);
        type(field.value.slice(start, end));
        field.setSelectionRange(start - mark.length, end - mark.length);
        return;
      }
      field.setSelectionRange(start, end);
      type(`${mark}${bare}${mark}`);
      field.setSelectionRange(start + mark.length, start + mark.length + bare.length);
    };

    /* Whole lines are changed, whatever part of them is chosen. */
    const lines = (change) => {
      const start = field.value.lastIndexOf("\n", field.selectionStart - 1) + 1;
      const next = field.value.indexOf("\n", field.selectionEnd);
      const end = next < 0 ? field.value.length : next;
      field.setSelectionRange(start, end);
      const written = chosen().split("\n");
      const done = change(written.some((line) => line.trim()) ? written : [editor.dataset.words]);
      type(done.join("\n"));
    };

    const prefixed = (sign, pattern) => {
      lines((written) => {
        const isAll = written.every((line) => !line.trim() || pattern.test(line));
        return written.map((line, n) => {
          const bare = line.replace(pattern, "");
          if (isAll || !bare.trim()) return bare;
          return `${sign.replace("1", String(n + 1))}${bare}`;
        });
      });
    };

    /* A block has an empty line before and after it. */
    const putBlock = (text) => {
      const before = field.value.slice(0, field.selectionStart);
      const after = field.value.slice(field.selectionEnd);
      const lead = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
      const tail = after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
      type(`${lead}${text}${tail}`);
    };

    const link = () => {
      const words = chosen().trim() || editor.dataset.words;
      const start = field.selectionStart;
      type(`[${words}](https://)`);
      const from = start + words.length + 3;
      field.setSelectionRange(from, from + "https://".length);
    };

    const table = (word) => {
      const cells = [1, 2].map((n) => `${word} ${n}`);
      putBlock(`| ${cells.join(" | ")} |\n| --- | --- |\n|  |  |\n|  |  |`);
    };

    const ACTS = {
      bold: () => around("**"),
      italic: () => around("*"),
      heading: () => prefixed("# ", /^#{1,6} /u),
      list: () => prefixed("- ", /^- /u),
      numbers: () => prefixed("1. ", /^\d+\. /u),
      link,
      callout: () =>
        putBlock(`> [!NOTE]\n> ${chosen().trim().replaceAll("\n", "\n> ") || editor.dataset.words}`),
      formula: () => type(`$\`${chosen().trim() || String.raw`\frac{a}{b}`}\`$`),
      table: (button) => table(button.dataset.text),
    };

    const look = async () => {
      const number = ++asked;
      const data = new FormData();
      data.append("body", field.value);
      data.append("csrfmiddlewaretoken", field.form.elements.csrfmiddlewaretoken.value);
      try {
        const answer = await fetch(looksAt, {
          method: "POST",
          body: data,
          headers: { Accept: "application/json" },
          redirect: "error",
        });
        if (!answer.ok) throw new Error(String(answer.status));
        const told = await answer.json();
        /* A later text has been asked for meanwhile. */
        if (number !== asked) return;
        /* Rendered and cleaned by our server, as readers get it. */
        preview.querySelector("[data-shown]").innerHTML = told.html;
        status.textContent = told.not_shown.join(" ");
      } catch {
        status.textContent = editor.dataset.noPreview;
      }
    };

    const turnPreview = (button) => {
      preview.hidden = !preview.hidden;
      button.setAttribute("aria-pressed", String(!preview.hidden));
      if (!preview.hidden) look();
    };

    bar.hidden = false;
    if (!looksAt) bar.querySelector("[data-preview]").remove();
    bar.querySelectorAll("[data-opens]").forEach((button) => {
      if (!document.getElementById(button.dataset.opens)) button.remove();
    });

    /* One stop for the Tab key; the arrows go from button to button. */
    const buttons = [...bar.querySelectorAll("button")];
    const stopAt = (button) => {
      buttons.forEach((each) => {
        each.tabIndex = each === button ? 0 : -1;
      });
    };
    stopAt(buttons[0]);
    bar.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const here = buttons.indexOf(document.activeElement);
      const next = buttons[(here + step + buttons.length) % buttons.length];
      stopAt(next);
      next.focus();
    });
    bar.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      stopAt(button);
      if (button.dataset.mark) ACTS[button.dataset.mark](button);
      else if (button.dataset.opens) open(document.getElementById(button.dataset.opens));
      else turnPreview(button);
    });

    field.addEventListener("keydown", (event) => {
      const act = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && KEYS[event.key];
      if (!act) return;
      event.preventDefault();
      ACTS[act]();
    });
    field.addEventListener("input", () => {
      window.clearTimeout(timer);
      if (!preview.hidden) timer = window.setTimeout(look, WAIT);
    });
    /* What turns formatting into Markdown is loaded once somebody pastes some. */
    const paste = async (html, plain) => {
      try {
        await import(editor.dataset.pasteScript);
      } catch {
        if (plain) type(plain);
        return;
      }
      const { text, hasImages } = globalThis.praxisMarkdownOf(html);
      /* Plain words are pasted as they are. */
      if (!text || text.trim() === plain.trim()) {
        /* A picture alone has no words, which would take the place of the chosen ones. */
        if (plain) type(plain);
        else if (hasImages) status.textContent = editor.dataset.noImages;
        return;
      }
      type(text);
      status.textContent = hasImages ? editor.dataset.noImages : editor.dataset.pasted;
    };
    field.addEventListener("paste", (event) => {
      const html = event.clipboardData?.getData("text/html");
      if (!html) return;
      event.preventDefault();
      paste(html, event.clipboardData.getData("text/plain"));
    });

    const insert = (button) => {
      button.closest("dialog").close();
      if ("block" in button.dataset) putBlock(button.dataset.insert);
      else type(button.dataset.insert);
    };

    const forgetErrors = (within) => {
      within.querySelectorAll("[data-errors]").forEach((each) => each.replaceChildren());
      within.querySelectorAll(".error").forEach((each) => {
        const wrong = each.parentElement.querySelector("[aria-invalid]");
        const said = wrong
          .getAttribute("aria-describedby")
          .split(" ")
          .filter((id) => id !== each.id);
        if (said.length) wrong.setAttribute("aria-describedby", said.join(" "));
        else wrong.removeAttribute("aria-describedby");
        wrong.removeAttribute("aria-invalid");
        wrong.closest(".field").classList.remove("has-error");
        each.remove();
      });
    };

    /* As our pages show them: before the field, which names them; what was typed stays. */
    const showErrors = (form, errors) => {
      const left = [];
      for (const [name, said] of Object.entries(errors)) {
        const wrong = form.elements.namedItem(name);
        const place = wrong?.closest?.(".field");
        if (place) {
          const box = document.createElement("div");
          box.className = "error";
          box.id = `${wrong.id}-error`;
          box.textContent = `${document.documentElement.dataset.errorPrefix} ${said.join(" ")}`;
          wrong.before(box);
          wrong.setAttribute("aria-invalid", "true");
          const described = wrong.getAttribute("aria-describedby");
          wrong.setAttribute("aria-describedby", described ? `${described} ${box.id}` : box.id);
          place.classList.add("has-error");
        } else left.push(...said);
      }
      form.querySelector("[data-errors]").textContent = left.join(" ");
      form.querySelector("[aria-invalid]")?.focus();
    };

    const open = (dialog) => {
      forgetErrors(dialog);
      dialog.showModal();
    };

    const itemOf = (words, data) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-quiet";
      button.textContent = words;
      Object.assign(button.dataset, data);
      item.append(button);
      return item;
    };

    const send = async (address, data) => {
      const answer = await fetch(address, {
        method: "POST",
        body: data,
        headers: { Accept: "application/json" },
        redirect: "error",
      });
      return { isOk: answer.ok, told: await answer.json() };
    };

    const add = async (form) => {
      const errors = form.querySelector("[data-errors]");
      forgetErrors(form);
      try {
        const { isOk, told } = await send(form.action, new FormData(form));
        if (!isOk) {
          showErrors(form, told.errors ?? { "": [told.message] });
          return;
        }
        form.closest("dialog").close();
        form.reset();
        if (told.form_key) form.elements.form_key.value = told.form_key;
        if (told.words) {
          const added = form.closest("dialog").querySelector("[data-added]");
          added.append(itemOf(told.words, { insert: told.marker, block: "" }));
        }
        putBlock(told.marker);
      } catch {
        errors.textContent = editor.dataset.noPreview;
      }
    };

    const findRecords = async (form) => {
      const errors = form.querySelector("[data-errors]");
      const found = form.closest("dialog").querySelector("[data-found]");
      const words = new URLSearchParams({ q: form.elements.q.value });
      try {
        const answer = await fetch(`${form.action}?${words}`, { headers: { Accept: "application/json" } });
        const { records } = await answer.json();
        const items = records.map((each) => itemOf(`${each.title} (${each.about})`, { cites: each.version }));
        found.replaceChildren(...items);
        errors.textContent = items.length ? "" : form.dataset.none;
      } catch {
        errors.textContent = editor.dataset.noPreview;
      }
    };

    const cite = async (button) => {
      const dialog = button.closest("dialog");
      const form = dialog.querySelector("[data-finds]");
      const data = new FormData();
      data.append("version", button.dataset.cites);
      data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      try {
        const { isOk, told } = await send(form.dataset.finds, data);
        if (!isOk) {
          form.querySelector("[data-errors]").textContent = told.message;
          return;
        }
        const words = `${/\d+/u.exec(told.marker)[0]}. ${button.textContent}`;
        const cited = dialog.querySelector("[data-cited]");
        cited.append(itemOf(words, { insert: told.marker }));
        button.closest("li").remove();
        dialog.close();
        type(told.marker);
      } catch {
        form.querySelector("[data-errors]").textContent = editor.dataset.noPreview;
      }
    };

    document.querySelectorAll("dialog.picker").forEach((dialog) => {
      dialog.addEventListener("click", (event) => {
        const button = event.target.closest("button");
        if (!button) return;
        if ("close" in button.dataset) dialog.close();
        else if (button.dataset.insert) insert(button);
        else if (button.dataset.cites) cite(button);
      });
      dialog.addEventListener("submit", (event) => {
        event.preventDefault();
        event.stopPropagation();
        if (event.target.dataset.adds) add(event.target);
        else findRecords(event.target);
      });
    });
  };

  document.querySelectorAll("textarea[data-editor]").forEach(enhance);
})();
