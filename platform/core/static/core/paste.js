/* What is copied from a word processor or a page, written in our Markdown: praxisMarkdownOf(html). */
"use strict";

(() => {
  const MARKS = { bold: "**", italic: "*" };
  const BLOCKS =
    "address,article,blockquote,div,dl,figure,footer,h1,h2,h3,h4,h5,h6,header,hr,li,main,ol,p,pre,section,table,ul";
  const LEFT_OUT = "style,script,meta,link,title,xml,head,noscript";

  const squeezed = (text) => text.replaceAll(/\s+/gu, " ");

  /* Signs that would mean something are written as the signs that they are. */
  const escaped = (text) =>
    text
      .replaceAll(/[\\*`]/gu, String.raw`\$&`)
      .replaceAll(/(^|[^\p{L}\p{N}])_|_(?=[^\p{L}\p{N}]|$)/gu, (found) => found.replace("_", String.raw`\_`))
      .replaceAll("~~", String.raw`\~\~`)
      .replaceAll("{{", String.raw`\{\{`);

  const safeStart = (line) =>
    line
      .replace(/^(#{1,6}|[-+>])(?=\s)/u, String.raw`\$1`)
      .replace(/^(\d{1,9})([.)])(?=\s)/u, String.raw`$1\$2`);

  /* Read from its words: our pages allow no styles in markup, so the browser leaves ``style`` empty. */
  const styled = (element, name) =>
    new RegExp(`(?:^|;)\\s*${name}\\s*:\\s*([\\w-]+)`, "iu").exec(element.getAttribute("style") ?? "")?.[1] ??
    "";

  const isBold = (element) => {
    const weight = styled(element, "font-weight");
    if (weight) return weight === "bold" || Number(weight) >= 600;
    return element.localName === "b" || element.localName === "strong";
  };

  const isSlanted = (element) => {
    const slant = styled(element, "font-style");
    if (slant) return slant === "italic" || slant === "oblique";
    return element.localName === "i" || element.localName === "em";
  };

  const marked = (words, mark, before) => {
    const bare = words.trim();
    if (!bare || bare.includes("\n")) return words;
    const start = words.slice(0, words.length - words.trimStart().length);
    const end = words.slice(words.trimEnd().length);
    if (!start && /[\p{L}\p{N}]$/u.test(before)) return words;
    return `${start}${mark}${bare}${mark}${end}`;
  };

  const linked = (element, words) => {
    const address = element.getAttribute("href") ?? "";
    if (!/^(https?:\/\/|mailto:)/u.test(address) || !words.trim()) return words;
    const safe = address.replaceAll(" ", "%20").replaceAll("(", "%28").replaceAll(")", "%29");
    return `[${words.trim()}](${safe})`;
  };

  const inline = (node) => {
    let text = "";
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) text += escaped(squeezed(child.data));
      else if (child.nodeType === Node.ELEMENT_NODE && !isHidden(child)) text += element(child, text);
    }
    return text;
  };

  /* Raised and lowered signs that have signs of their own: "10²" must not become "102". */
  const PLAIN = "0123456789+-=()";
  const OWN = { sup: "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾", sub: "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎" };

  const moved = (name, words) => {
    const signs = [...words].map((sign) => OWN[name][PLAIN.indexOf(sign)]);
    if (signs.every(Boolean)) return signs.join("");
    return escaped(name === "sup" ? `^${words}` : words);
  };

  const element = (node, before) => {
    if (node.localName === "br") return "\n";
    if (node.localName in OWN && !node.childElementCount)
      return moved(node.localName, node.textContent.trim());
    let words = inline(node);
    if (node.localName === "a") return linked(node, words);
    if (isSlanted(node)) words = marked(words, MARKS.italic, before);
    if (isBold(node)) words = marked(words, MARKS.bold, before);
    return words;
  };

  /* Word keeps bullets and numbers as words of a list that it draws itself. */
  const isHidden = (node) =>
    node.matches(LEFT_OUT) ||
    node.localName.startsWith("o:") ||
    /mso-list:\s*ignore|display:\s*none/iu.test(node.getAttribute("style") ?? "");

  const wordItem = (node) => {
    const style = node.getAttribute("style") ?? "";
    const found = /mso-list:[^;]*level(\d)/iu.exec(style);
    if (!found) return null;
    const sign = node.querySelector("[style*='mso-list']")?.textContent.trim() ?? "";
    return { level: Number(found[1]) - 1, isNumbered: /^[\p{L}\p{N}]{1,4}[.)]/u.test(sign) };
  };

  const paragraph = (text) =>
    text
      .split("\n")
      .map((line) => safeStart(line.trim()))
      .filter(Boolean)
      .join("\n");

  const list = (node, level) => {
    const lines = [];
    const isNumbered = node.localName === "ol";
    let number = 0;
    for (const item of node.children) {
      if (item.matches("ul,ol")) {
        lines.push(list(item, level + 1));
        continue;
      }
      number += 1;
      const indent = "   ".repeat(level);
      const sign = isNumbered ? `${number}. ` : "- ";
      const own = item.cloneNode(true);
      const inner = [...own.querySelectorAll("ul,ol")].filter((each) => !each.parentElement.closest("ul,ol"));
      inner.forEach((each) => each.remove());
      const words = squeezed(inline(own)).trim();
      lines.push(`${indent}${sign}${words}`);
      inner.forEach((each) => lines.push(list(each, level + 1)));
    }
    return lines.join("\n");
  };

  const table = (node) => {
    const rows = [...node.rows].map((row) =>
      [...row.cells].map((cell) =>
        squeezed(inline(cell))
          .trim()
          .replaceAll("|", String.raw`\|`),
      ),
    );
    const width = Math.max(0, ...rows.map((row) => row.length));
    if (!width) return "";
    if (rows.length === 1 && width === 1) return `> ${rows[0][0]}`;
    const lines = rows.map((row) => `| ${[...row, ...Array(width - row.length).fill("")].join(" | ")} |`);
    lines.splice(1, 0, `|${" --- |".repeat(width)}`);
    return lines.join("\n");
  };

  const block = (node, blocks) => {
    const heading = /^h([1-6])$/u.exec(node.localName);
    const item = wordItem(node);
    if (heading) {
      const words = squeezed(node.textContent).trim();
      if (words) blocks.push(`${"#".repeat(Math.min(Number(heading[1]), 4))} ${escaped(words)}`);
    } else if (item) {
      const sign = item.isNumbered ? "1. " : "- ";
      const line = `${"   ".repeat(item.level)}${sign}${squeezed(inline(node)).trim()}`;
      const last = blocks.length - 1;
      if (/^\s*(- |1\. )/u.test(blocks[last] ?? "")) blocks[last] += `\n${line}`;
      else blocks.push(line);
    } else if (node.matches("ul,ol")) {
      blocks.push(list(node, 0));
    } else if (node.localName === "table") {
      blocks.push(table(node));
    } else if (node.localName === "blockquote") {
      const inner = blocksOf(node).join("\n\n");
      blocks.push(inner.replaceAll(/^/gmu, "> "));
    } else if (node.querySelector(BLOCKS)) {
      blocks.push(...blocksOf(node));
    } else {
      blocks.push(paragraph(inline(node)));
    }
  };

  const blocksOf = (parent) => {
    const blocks = [];
    let loose = document.createElement("p");
    const flush = () => {
      const words = paragraph(inline(loose));
      if (words) blocks.push(words);
      loose = document.createElement("p");
    };
    for (const child of parent.childNodes) {
      const isElement = child.nodeType === Node.ELEMENT_NODE;
      if (isElement && isHidden(child)) continue;
      if (isElement && (child.matches(BLOCKS) || child.querySelector(BLOCKS))) {
        flush();
        block(child, blocks);
      } else if (isElement || child.nodeType === Node.TEXT_NODE) {
        loose.append(child.cloneNode(true));
      }
    }
    flush();
    return blocks.filter((each) => each.trim());
  };

  /* The document is never shown: its scripts do not run, and its images are not loaded. */
  globalThis.praxisMarkdownOf = (html) => {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    return {
      text: blocksOf(parsed.body).join("\n\n"),
      hasImages: parsed.body.querySelector("img") !== null,
    };
  };
})();
