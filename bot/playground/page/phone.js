// One phone: a person with their chats, or the group with someone chosen to act.

import { avatar, button, node } from "./build.js";
import { bubble, daySign, serviceSign } from "./message.js";
import { composer } from "./composer.js";
import { openLink } from "./links.js";
import { noteDown } from "./notes.js";
import { gesture, state } from "./state.js";
import { dayName, word } from "./words.js";

const SHOWN = 150;
const NEAR = 80;
const TOAST = 4000;

export class Phone {
  // `person`: the id of who holds it; null with a `group` for the group's own screen.
  constructor({ person = null, group = null }) {
    this.person = person;
    this.group = group;
    this.id = group === null ? `person-${person}` : `group-${group}`;
    this.chat = group ?? person;
    this.read = new Map();
    this.nodes = new Map();
    this.pinNumber = 0;
    this.answered = null;
    this.atEnd = true;
    this.build();
  }

  get actor() { return this.group === null ? this.person : Number(this.as.value); }
  get holder() { return state.people.get(this.person); }
  get place() { return state.chats.get(this.chat); }
  get title() { return this.group === null ? this.holder?.name : state.chats.get(this.group)?.title; }

  build() {
    this.head = node("header", { class: "phone-head" });
    this.tabs = node("div", { class: "tabs", role: "tablist" });
    this.pin = button("", () => this.showPinned(), { class: "pin", hidden: true });
    this.list = node("ol", { class: "messages", tabindex: "0", onscroll: () => this.onScroll() });
    new ResizeObserver(() => this.toEnd()).observe(this.list);
    this.toasts = node("div", { class: "toasts", role: "status" });
    this.composer = composer(this);
    this.as = node("select", { class: "as" });
    this.asRow = node("label", { class: "as-row", hidden: this.group === null }, node("span", { class: "as-word" }), this.as);
    this.element = node("section", { class: "phone", id: this.id },
      this.head, this.tabs, this.pin, this.list, this.toasts, this.asRow, this.composer.element);
  }

  // Showing

  render() {
    if (!this.place && this.holder) this.chat = this.person;
    if (!this.place) return;
    this.element.setAttribute("aria-label", this.title);
    this.list.setAttribute("aria-label", this.place.title || "Bot");
    this.renderHead();
    this.renderTabs();
    this.renderAs();
    this.renderPinned();
    this.renderMessages();
    this.composer.render();
  }

  renderHead() {
    const group = this.group === null ? null : state.chats.get(this.group);
    const name = this.title;
    const line = group ? word("group_of", { n: group.members.length })
      : [word(this.holder.role), this.holder.language].filter(Boolean).join(" · ");
    const more = this.group === null ? this.moreMenu() : null;
    this.head.replaceChildren(
      avatar(group ? group.id : this.person, name, group ? "square" : ""),
      node("div", { class: "phone-name", title: this.holder?.about || null },
        node("h2", {}, name), node("p", {}, line)),
      ...(more ? [more] : []));
  }

  moreMenu() {
    const open = this.head.querySelector("details")?.open;
    const inGroup = this.place.kind !== "private";
    const act = inGroup
      ? button(word("leave"), () => this.does("leave", { chat: this.chat }))
      : button(word(this.place.blocked ? "unblock" : "block"), () => this.does(this.place.blocked ? "unblock" : "block"));
    return node("details", { class: "more", open }, node("summary", { "aria-label": word("more") }, "⋮"), act);
  }

  renderTabs() {
    const chats = this.group === null ? this.holder.chats : [];
    this.tabs.hidden = chats.length < 2;
    const focused = this.tabs.contains(document.activeElement) ? document.activeElement.dataset.chat : null;
    this.tabs.replaceChildren(...chats.map((id) => this.tab(state.chats.get(id))).filter(Boolean));
    if (focused) this.tabs.querySelector(`[data-chat="${focused}"]`)?.focus();
  }

  tab(chat) {
    if (!chat) return null;
    const chosen = chat.id === this.chat;
    const unread = chosen ? 0 : this.unread(chat);
    const sign = chat.kind === "private" ? "🤖 Bot" : `👥 ${chat.title}`;
    return button(sign, () => this.choose(chat.id), {
      role: "tab", class: "tab", "aria-selected": String(chosen), "data-chat": chat.id,
      "data-unread": unread || null, "aria-label": unread ? `${sign}, ${word("unread", { n: unread })}` : null,
    });
  }

  renderAs() {
    if (this.group === null) return;
    const chosen = this.as.value;
    const people = state.chats.get(this.group).members.map((id) => state.people.get(id)).filter(Boolean);
    this.asRow.firstChild.textContent = word("as");
    this.as.replaceChildren(...people.map((one) => node("option", { value: one.id }, `${one.name} · ${word(one.role)}`)));
    if (people.some((one) => String(one.id) === chosen)) this.as.value = chosen;
  }

  // Of several pins the newest is shown first; each press goes to the one shown, and on to an older.
  get pins() { return this.place.pins.map((id) => this.place.messages.get(id)).filter(Boolean); }

  renderPinned() {
    const { pins } = this;
    if (String(pins.map((one) => one.id)) !== this.pinsKnown) this.pinNumber = 0;
    this.pinsKnown = String(pins.map((one) => one.id));
    const shown = pins[this.pinNumber];
    this.pin.hidden = !shown;
    if (!shown) return;
    const count = pins.length > 1 ? ` ${this.pinNumber + 1}/${pins.length}` : "";
    const first = shown.text.split("\n")[0] || (shown.document?.name ?? word("picture"));
    this.pin.replaceChildren(node("strong", {}, `📌 ${word("pinned")}${count}`), node("span", {}, first));
  }

  renderMessages() {
    const focused = this.list.contains(document.activeElement) ? document.activeElement.dataset.place : null;
    const messages = [...this.place.messages.values()].slice(-SHOWN);
    this.list.replaceChildren(...this.items(messages));
    if (!messages.length) this.list.append(node("li", { class: "sign" }, node("span", {}, word("empty"))));
    if (focused) this.list.querySelector(`[data-place="${focused}"]`)?.focus({ preventScroll: true });
    const last = messages.at(-1)?.id;
    if (last !== this.last) this.atEnd = true;
    this.last = last;
    this.toEnd();
    this.markRead();
  }

  // Reading older messages, one is not pulled away by an edit; a new message is shown.
  onScroll() {
    const { scrollHeight, scrollTop, clientHeight } = this.list;
    if (clientHeight) this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR;
  }

  toEnd() {
    if (this.atEnd) this.list.scrollTop = this.list.scrollHeight;
  }

  items(messages) {
    const items = [];
    const joined = [];
    let day = "";
    for (const message of messages) {
      const date = new Date(message.date);
      if (dayName(date) !== day) {
        day = dayName(date);
        items.push(daySign(date));
        joined.length = 0;
      }
      if (message.service) {
        if (joined.length && joined[0].service.kind === message.service.kind) items.pop();
        else joined.length = 0;
        joined.push(message);
        items.push(serviceSign(joined));
      } else {
        joined.length = 0;
        items.push(this.item(message));
      }
    }
    return items;
  }

  item(message) {
    const known = this.nodes.get(message.id);
    const key = `${this.chat}:${this.actor}`;
    if (known?.message === message && known.key === key) return known.element;
    const own = message.sender === this.actor && !message.bot;
    const inGroup = this.place.kind !== "private";
    const element = bubble(message, { own, inGroup, phone: this });
    if (known?.key === key) element.classList.add("fresh");
    this.nodes.set(message.id, { message, key, element });
    return element;
  }

  forgetNodes() { this.nodes.clear(); }

  // Unread

  markRead() {
    if (this.element.offsetParent === null && this.read.has(this.chat)) return;
    this.read.set(this.chat, Math.max(0, ...this.place.messages.keys()));
  }

  unread(chat) {
    const seen = this.read.get(chat.id) ?? 0;
    return [...chat.messages.values()]
      .filter((one) => one.id > seen && one.sender !== this.person && !one.service).length;
  }

  // What is not read on this phone; its open chat counts only while the phone is not shown.
  allUnread() {
    if (this.group !== null || !this.holder) return 0;
    return this.holder.chats.map((id) => state.chats.get(id)).filter(Boolean)
      .reduce((sum, chat) => sum + this.unread(chat), 0);
  }

  readAll() {
    for (const id of this.holder?.chats || []) {
      const chat = state.chats.get(id);
      if (chat) this.read.set(id, Math.max(0, ...chat.messages.keys()));
    }
  }

  // Acting

  choose(chat) {
    this.chat = chat;
    this.answered = null;
    this.nodes.clear();
    this.atEnd = true;
    this.render();
  }

  showPinned() {
    const { pins } = this;
    const shown = pins[this.pinNumber];
    this.list.querySelector(`[data-id="${shown?.id}"]`)?.scrollIntoView({ block: "center", behavior: "smooth" });
    this.pinNumber = (this.pinNumber + 1) % Math.max(1, pins.length);
    this.renderPinned();
  }

  replyTo(message) {
    this.answered = message;
    this.composer.render();
    if (message) this.composer.focus();
  }

  does = async (name, details = {}) => {
    const { problem, chat } = await gesture(this.actor, name, details);
    if (problem) this.toast(problem);
    if (chat && this.group === null && state.chats.has(chat)) this.choose(chat);
    return !problem;
  };

  press = (message, row, column) => this.does("press", { chat: this.chat, message: message.id, row, column });
  say = (text) => this.writes("say", { text });
  attach = (file) => this.writes("attach", file);

  // What is written goes where the phone is, as an answer to the message that was chosen.
  writes = async (name, details) => {
    const done = await this.does(name, { chat: this.chat, reply_to: this.answered?.id ?? null, ...details });
    if (done) this.replyTo(null);
    return done;
  };

  // A link in a text may be meant for another phone; a button is for this one.
  follow = (address) => (address.startsWith("/") ? this.say(address) : openLink(this, address, { ask: true }));
  open = (address) => openLink(this, address, { ask: false });

  copy = async (text) => {
    await navigator.clipboard?.writeText(text).catch(() => null);
    noteDown(this.title, text);
    this.toast(`${word("copied")}: ${text}`);
  };

  // Pop-ups

  popUp({ text, alert, url }) {
    if (url) this.open(url);
    if (!text) return;
    if (!alert) { this.toast(text); return; }
    const close = () => { box.remove(); this.list.focus(); };
    const box = node("div", { class: "alert", role: "alertdialog", "aria-label": text },
      node("p", {}, text), button(word("ok"), close));
    box.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
    this.element.append(box);
    box.querySelector("button").focus();
  }

  toast(text) {
    const shown = node("p", { class: "toast" }, text);
    this.toasts.append(shown);
    setTimeout(() => shown.remove(), TOAST);
  }
}
