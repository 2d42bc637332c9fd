// A Telegram text with entities as DOM nodes. Offsets count UTF-16 units, as JavaScript does.

import { node } from "./build.js";
import { word } from "./words.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

// `hands`: what the phone does when a link or command is pressed (`follow`), or a code (`copy`).
export function rich(text, entities, hands) {
  const ordered = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return piece(text, 0, text.length, ordered, hands);
}

function piece(text, start, end, entities, hands) {
  const nodes = [];
  let position = start;
  let rest = entities;
  while (rest.length) {
    const [entity, ...others] = rest;
    const from = Math.max(entity.offset, position);
    const to = Math.min(entity.offset + entity.length, end);
    if (from >= end || to <= from) { rest = others; continue; }
    if (from > position) nodes.push(text.slice(position, from));
    const inner = others.filter((one) => one.offset < to);
    nodes.push(wrap(entity, text.slice(from, to), piece(text, from, to, inner, hands), hands));
    // A block ends its line by itself: the line break behind it would show as an empty line.
    position = BLOCKS.has(entity.type) && text[to] === "\n" ? to + 1 : to;
    rest = others.filter((one) => one.offset + one.length > to);
  }
  if (position < end) nodes.push(text.slice(position, end));
  return nodes;
}

function wrap(entity, text, children, { follow, copy }) {
  if (entity.type === "code") {
    return node("button", { type: "button", class: "code", title: word("copy"), onclick: () => copy(text) }, node("code", {}, ...children));
  }
  if (TAGS[entity.type]) return node(TAGS[entity.type], {}, ...children);
  if (entity.type === "text_link") return link(entity.url, children, follow);
  if (entity.type === "url") return link(text.includes("://") ? text : `https://${text}`, children, follow);
  if (entity.type === "bot_command") {
    return node("button", { type: "button", class: "command", onclick: () => follow(text) }, ...children);
  }
  if (entity.type === "spoiler") {
    const hidden = node("button", { type: "button", class: "spoiler", "aria-expanded": "false", onclick: () => {
      hidden.classList.add("open");
      hidden.setAttribute("aria-expanded", "true");
    } }, ...children);
    return hidden;
  }
  if (entity.type === "date_time") {
    return node("time", { class: "moment", title: new Date(entity.unix_time * 1000).toLocaleString() }, ...children);
  }
  if (["mention", "text_mention", "hashtag", "email"].includes(entity.type)) {
    return node("span", { class: "mention" }, ...children);
  }
  return node("span", {}, ...children);
}

function link(address, children, follow) {
  if (!/^(https?|tg|mailto):/i.test(address)) return node("span", {}, ...children);
  return node("a", {
    href: address, rel: "noopener noreferrer", target: "_blank",
    onclick: (event) => { event.preventDefault(); follow(address); },
  }, ...children);
}
