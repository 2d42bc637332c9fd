// The row below the messages: write, send, and the menu of commands.

import { button, dialog, node } from "./build.js";
import { state } from "./state.js";
import { word } from "./words.js";

const TALLEST = 120;
const MEGABYTE = 1048576;

export function composer(phone) {
  const field = node("textarea", { rows: 1, class: "field" });
  const send = button("➤", () => submit(), { class: "send" });
  const menu = button("/", () => toggle(), { class: "slash", "aria-expanded": "false" });
  const clip = button("📎", () => attach(), { class: "clip", "aria-haspopup": "dialog" });
  const row = node("form", { class: "write" }, menu, clip, field, send);
  const quoted = node("p", { class: "quoted", hidden: true });
  const start = button("", () => phone.does(phone.place.blocked ? "unblock" : "open"), { class: "start" });
  const list = node("ul", { class: "commands", hidden: true });
  const element = node("footer", { class: "composer" }, list, quoted, row, start);

  const commands = () => state.people.get(phone.actor)?.menus[String(phone.chat)] || [];

  async function submit() {
    const text = field.value.trim();
    if (!text) return;
    if (await phone.say(text)) field.value = "";
    fit();
    suggest();
    field.focus();
  }

  // Only the name and the size of a file are told: nothing is read from this computer.
  function attach() {
    const name = node("input", { type: "text", maxlength: 128, value: word("a_file"), required: true });
    const megabytes = node("input", { type: "number", min: 0.01, max: 2000, step: "any", value: 0.2, required: true });
    const form = node("form", { class: "ask", onsubmit: async (event) => {
      event.preventDefault();
      box.close();
      const size = Math.round(Number(megabytes.value) * MEGABYTE);
      if (await phone.attach({ name: name.value, size, text: field.value.trim() })) field.value = "";
      fit();
    } }, node("label", {}, word("file_name"), name), node("label", {}, word("file_size"), megabytes),
    node("div", { class: "answers" }, button(word("cancel"), () => box.close()),
      node("button", { type: "submit", class: "main" }, word("send"))));
    const box = dialog(word("attach"), form);
  }

  function fit() {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, TALLEST)}px`;
  }

  function toggle(open = list.hidden) {
    show(open ? commands() : []);
    if (open) list.querySelector("button")?.focus();
  }

  function suggest() {
    const typed = field.value;
    show(/^\/\w*$/.test(typed) ? commands().filter((one) => `/${one.command}`.startsWith(typed)) : []);
  }

  function show(found) {
    list.hidden = !found.length;
    menu.setAttribute("aria-expanded", String(!list.hidden));
    list.replaceChildren(...found.map((one) => node("li", {}, button("", () => choose(one), {}))));
    [...list.querySelectorAll("button")].forEach((made, index) => made.append(
      node("strong", {}, `/${found[index].command}`), node("span", {}, found[index].description)));
  }

  async function choose(one) {
    show([]);
    field.value = "";
    await phone.say(`/${one.command}`);
    field.focus();
  }

  row.addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  field.addEventListener("input", () => { fit(); suggest(); });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); submit(); }
  });
  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) { show([]); field.focus(); }
  });

  function render() {
    const { kind, started, blocked } = phone.place;
    const closed = kind === "private" && (!started || blocked);
    row.hidden = closed;
    start.hidden = !closed;
    start.textContent = word(blocked ? "unblock" : "start");
    field.placeholder = word("write");
    field.setAttribute("aria-label", word("write"));
    send.setAttribute("aria-label", word("send"));
    menu.setAttribute("aria-label", word("menu"));
    menu.hidden = !commands().length;
    clip.setAttribute("aria-label", word("attach"));
    renderQuoted();
  }

  function renderQuoted() {
    const { answered } = phone;
    quoted.hidden = !answered || row.hidden;
    if (quoted.hidden) return;
    const told = answered.text.split("\n")[0] || answered.document?.name || word("picture");
    quoted.replaceChildren(
      node("span", {}, node("strong", {}, `↩ ${answered.name} `), told),
      button("✕", () => phone.replyTo(null), { "aria-label": word("cancel") }));
  }

  return { element, render, focus: () => field.focus() };
}
