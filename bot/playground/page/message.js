// One message as a bubble, with its buttons below.

import { avatar, button, dialog, node } from "./build.js";
import { rich } from "./rich.js";
import { dayName, shortTime, word } from "./words.js";

export const size = (bytes) => (bytes < 1024 ? `${bytes} B` : bytes < 1048576
  ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`);

export const daySign = (date) => node("li", { class: "sign day" }, node("span", {}, dayName(date)));

// `own`: written by who holds this phone. `inGroup`: show who wrote it.
export function bubble(message, { own, inGroup, phone }) {
  const side = own ? "own" : "other";
  const item = node("li", { class: `message ${side}`, "data-id": message.id });
  if (inGroup && !own) item.append(avatar(message.sender || 0, message.bot ? "🤖" : message.name));
  const body = node("div", { class: "column" }, content(message, { own, inGroup, phone }));
  if (message.rows.length) item.classList.add("keyed");
  if (message.rows.length) body.append(keyboard(message, phone));
  item.append(body);
  return item;
}

// One sign for service messages of one kind that follow each other.
export function serviceSign(messages) {
  const { kind } = messages[0].service;
  const name = messages.map((one) => one.service.name).join(", ");
  const many = kind === "joined" && messages.length > 1 ? "joined_many" : kind;
  const key = kind === "pinned" ? "pinned_by" : many;
  return node("li", { class: "sign", "data-id": messages.at(-1).id }, node("span", {}, word(key, { name })));
}

function content(message, { own, inGroup, phone }) {
  const parts = [];
  if (inGroup && !own) {
    parts.push(node("p", { class: `who ink-${Math.abs(message.sender || 0) % 8}` }, message.name));
  }
  if (message.reply) {
    parts.push(node("p", { class: "quoted" }, node("strong", {}, message.reply.name), ` ${message.reply.text}`));
  }
  if (message.photo) parts.push(picture(message.photo));
  if (message.document) parts.push(paper(message.document));
  if (message.text) {
    parts.push(node("div", { class: "text" }, ...rich(message.text, message.entities, phone)));
  }
  parts.push(footer(message, phone));
  return node("div", { class: "bubble" }, ...parts);
}

function footer(message, phone) {
  const date = new Date(message.date);
  return node("p", { class: "foot" },
    message.protected ? node("span", { title: word("protected") }, "🔒 ") : null,
    message.reaction ? node("span", { class: "reaction" }, message.reaction) : null,
    message.edited ? node("span", {}, `${word("edited")} `) : null,
    node("time", { datetime: message.date }, shortTime(date)),
    button("↩", () => phone.replyTo(message), { class: "reply", "aria-label": word("reply") }));
}

const image = ({ address, width, height }, alt) => node("img", { src: address, alt, width, height });

function picture(photo) {
  const made = button("", () => enlarge(photo), { class: "picture", "aria-label": word("enlarge") });
  made.append(image(photo, ""));
  return made;
}

// The picture as large as the window lets it be; it is left by a press or with Escape.
function enlarge(photo) {
  const close = () => box.close();
  const box = dialog(word("picture"), button("", close, { class: "large", "aria-label": word("close") }));
  box.classList.add("full");
  box.querySelector(".large").append(image(photo, word("picture")));
}

function paper(file) {
  return node("a", { class: "paper", href: file.address, download: file.name },
    node("span", { class: "paper-sign", "aria-hidden": "true" }, "📄"),
    node("span", {}, node("strong", {}, file.name), node("small", {}, `${size(file.bytes)} · ${word("download")}`)));
}

function keyboard(message, phone) {
  return node("div", { class: "keyboard" }, ...message.rows.map((row, rowNumber) =>
    node("div", { class: "row" }, ...row.map((one, column) => key(message, one, rowNumber, column, phone)))));
}

function key(message, one, row, column, phone) {
  const act = () => {
    if (one.url) phone.open(one.url);
    else if (one.copies) phone.copy(one.copies);
    else phone.press(message, row, column);
  };
  const sign = one.url ? "↗" : one.copies ? "⧉" : null;
  return button(one.text, act, {
    class: `key ${one.style || ""}`, "data-place": `${message.id}:${row}:${column}`, "data-sign": sign,
  });
}
