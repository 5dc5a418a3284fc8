/* What a page must be for everyone, judged where it stands. Each judgement returns what is wrong, in words. */
"use strict";

(() => {
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const seen = (element) => element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
  const box = (element) => element.getBoundingClientRect();
  const name = (element) => {
    const words = (element.innerText || element.getAttribute("aria-label") || element.id || "").trim();
    return `${element.localName}${element.className ? `.${element.className}` : ""} “${words.slice(0, 40)}”`;
  };
  const FOCUSABLE =
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']:not(table *)";
  const hidden = (element) => element.closest(".visually-hidden, [hidden]");

  /* Headings, tables, names of buttons, languages. */
  const structure = (words) => {
    const wrong = [];
    let level = 0;
    for (const heading of all("h1, h2, h3, h4, h5, h6").filter(seen)) {
      /* A table of contents may stand before the title of the page. */
      if (!level && heading.localName !== "h1") continue;
      const own = Number(heading.localName[1]);
      if (own > level + 1) wrong.push(`${name(heading)} follows a heading ${level}`);
      level = own;
    }
    if (all("h1").filter(seen).length !== 1) wrong.push("there is not one h1");
    for (const table of all("main table").filter(seen)) {
      if (!table.caption?.textContent.trim()) wrong.push(`table without caption: ${name(table)}`);
      if (!table.querySelector("th[scope]")) wrong.push(`table without heads: ${name(table)}`);
    }
    const buttons = new Map();
    for (const button of all("main button").filter(seen)) {
      const label = (button.getAttribute("aria-label") || button.textContent).replace(/\s+/g, " ").trim();
      if (!label) wrong.push(`button without name: ${button.outerHTML}`);
      if (buttons.has(label) && buttons.get(label) !== button.form?.action) {
        wrong.push(`two buttons are called “${label}”`);
      }
      buttons.set(label, button.form?.action);
    }
    for (const [text, language] of Object.entries(words)) {
      for (const element of all("main *").filter((e) => !e.children.length && e.textContent.trim() === text)) {
        const said = element.closest("[lang]").lang;
        if (said !== language) wrong.push(`${name(element)} is said to be in “${said}”`);
      }
    }
    return wrong;
  };

  /* Nothing reaches out of the window, but what scrolls by itself and can be reached with the keyboard. */
  const sideways = () => {
    const most = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= most) return [];
    const out = all("body *").filter((e) => box(e).right > most + 1 && !e.closest(".table-scroll, pre, .prose table"));
    return [`scrolls to ${document.documentElement.scrollWidth} px`, ...out.slice(-3).map(name)];
  };

  /* No words are cut off that were whole before. */
  const cut = () =>
    all("body *").filter((element) => {
      const style = getComputedStyle(element);
      if (hidden(element) || !element.innerText?.trim() || style.overflowY === "auto") return false;
      if (!/hidden|clip/.test(style.overflow) || !seen(element)) return false;
      return element.scrollHeight > element.clientHeight + 1 && element.clientHeight > 1;
    });
  const spaced = () => {
    const before = new Set(cut());
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
       p { margin-block-end: 2em !important }`,
    );
    document.adoptedStyleSheets = [sheet];
    const wrong = [...sideways(), ...cut().filter((element) => !before.has(element)).map((e) => `cut off: ${name(e)}`)];
    document.adoptedStyleSheets = [];
    return wrong;
  };

  /* 24 by 24 px, or as much room around it; links in a sentence are left out (WCAG 2.5.8). */
  const targets = () => {
    const places = all(FOCUSABLE).filter((e) => seen(e) && !hidden(e) && !e.closest(".skip-link"));
    const small = places.filter((element) => {
      const { width, height } = box(element);
      if (width >= 23.5 && height >= 23.5) return false;
      if (!width || element.labels?.length) return false;
      return !(element.localName === "a" && getComputedStyle(element).display === "inline");
    });
    return small.map((element) => `${name(element)} is ${Math.round(box(element).width)} × ${Math.round(box(element).height)}`);
  };

  /* What has the focus is whole in sight: no bar or head that stays in place lies over it. */
  const covered = () => {
    const stays = all("body *").filter((e) => /sticky|fixed/.test(getComputedStyle(e).position));
    if (!stays.length) return [];
    const wrong = [];
    const places = all(FOCUSABLE).filter((e) => seen(e) && !e.disabled);
    for (const element of [...places, ...places.toReversed()]) {
      element.focus();
      if (document.activeElement !== element) continue;
      const own = box(element);
      for (const bar of stays) {
        const over = box(bar);
        if (bar.contains(element) || !over.height || !own.height) continue;
        if (over.left >= own.right || over.right <= own.left) continue;
        const part = Math.min(own.bottom, over.bottom) - Math.max(own.top, over.top);
        if (part > 1) wrong.push(`${name(element)} hides ${Math.round(part)} of ${Math.round(own.height)} px`);
      }
    }
    window.scrollTo(0, 0);
    return [...new Set(wrong)];
  };

  /* With the colours of the reader's system, the place one is at still looks different. */
  const look = (element) => {
    const s = getComputedStyle(element);
    return [s.color, s.backgroundColor, s.textDecorationLine, s.fontWeight, s.outlineStyle]
      .concat(["Top", "Right", "Bottom", "Left"].map((side) => s[`border${side}Color`] + s[`border${side}Style`] + s[`border${side}Width`]))
      .join(" ");
  };
  const forced = () => {
    const wrong = [];
    for (const present of all("nav:not(.breadcrumbs) [aria-current], .sizes [aria-current], .steps [aria-current]").filter(seen)) {
      const list = present.closest("ul, ol");
      const others = all("a, li:not(:has(a))", list).filter((e) => e !== present && !e.hasAttribute("aria-current") && !e.contains(present) && e.localName === present.localName);
      if (others.some((other) => look(other) === look(present))) wrong.push(`${name(present)} looks like the others`);
    }
    return wrong;
  };

  const moving = () =>
    all("body *")
      .filter((e) => {
        const s = getComputedStyle(e);
        return /[1-9]/.test(s.transitionDuration) || (s.animationName !== "none" && /[1-9]/.test(s.animationDuration)) || s.scrollBehavior === "smooth";
      })
      .slice(0, 3)
      .map((e) => `${name(e)} moves`);

  window.judge = { structure, sideways, spaced, targets, covered, forced, moving };
})();
