// What happens when a link is followed on a phone.

import { avatar, button, dialog, node } from "./build.js";
import { gesture, groups, state } from "./state.js";
import { word } from "./words.js";

export function openLink(phone, address, { ask }) {
  let link;
  try { link = new URL(address); } catch { return; }
  const toBot = link.hostname === "t.me" && link.pathname.slice(1).toLowerCase() === state.bot.toLowerCase();
  if (toBot && link.searchParams.has("startgroup")) chooseGroup(phone, link.searchParams.get("startgroup"));
  else if (toBot) openChat(phone, link.searchParams.get("start") || "", ask);
  else if (link.hostname === "t.me" && /^\/(\+|joinchat\/)/.test(link.pathname)) join(phone, address);
  else if (["http:", "https:"].includes(link.protocol)) window.open(address, "_blank", "noopener,noreferrer");
}

async function join(phone, address) {
  const before = phone.chat;
  const done = await phone.does("join", { address });
  if (done && phone.chat === before) phone.toast(word("asked_to_join"));
}

function openChat(phone, payload, ask) {
  const start = (person) => gesture(person, "open", { payload });
  if (!ask) { showPrivate(phone.actor); start(phone.actor); return; }
  const others = [...state.people.values()].filter((one) => one.id !== phone.actor);
  const holder = state.people.get(phone.actor);
  const choice = (person, extra) => button("", () => {
    box.close();
    showPrivate(person.id);
    start(person.id);
  }, { class: extra ? "choice first" : "choice" });
  const choices = [choice(holder, true), ...others.map((one) => choice(one, false))];
  [holder, ...others].forEach((one, index) => choices[index].append(
    avatar(one.id, one.name), node("span", {}, one.name, node("small", {}, index ? word(one.role) : word("this_phone")))));
  const box = dialog(word("open_where"), node("div", { class: "choices" }, ...choices));
}

// Ask the page to bring someone's private chat into view.
function showPrivate(person) {
  document.dispatchEvent(new CustomEvent("show-person", { detail: person }));
}

function chooseGroup(phone, payload) {
  const mine = groups().filter((chat) => chat.members.includes(phone.actor) && !chat.bot);
  const administrator = node("input", { type: "checkbox", checked: true });
  const title = node("input", { type: "text", maxlength: 60, value: mine.length ? "" : "PG Noord" });
  const add = (details) => {
    box.close();
    phone.does("add bot", { payload, administrator: administrator.checked, ...details });
  };
  const form = node("form", { class: "new-group", onsubmit: (event) => {
    event.preventDefault();
    if (title.value.trim()) add({ title: title.value.trim() });
  } }, node("label", {}, word("new_group"), title), node("button", { type: "submit", class: "main" }, word("add")));
  const box = dialog(word("which_group"),
    node("div", { class: "choices" }, ...mine.map((chat) => button(`👥 ${chat.title}`, () => add({ chat: chat.id }), { class: "choice" }))),
    form, node("label", { class: "tick" }, administrator, word("as_administrator")));
}
