// A Telegram text with entities as DOM nodes. Offsets count UTF-16 units, as JavaScript does.

import { node } from "./build.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

export function rich(text, entities, follow) {
  const ordered = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return piece(text, 0, text.length, ordered, follow);
}

function piece(text, start, end, entities, follow) {
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
    nodes.push(wrap(entity, text.slice(from, to), piece(text, from, to, inner, follow), follow));
    position = to;
    rest = others.filter((one) => one.offset + one.length > to);
  }
  if (position < end) nodes.push(text.slice(position, end));
  return nodes;
}

function wrap(entity, text, children, follow) {
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
