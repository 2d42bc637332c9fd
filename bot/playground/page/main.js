// Puts the phones on the page and keeps them up to date.

import { avatar, button, node } from "./build.js";
import { openBar, renderChooser } from "./bar.js";
import { Phone } from "./phone.js";
import { follow, groups, listen, load, state } from "./state.js";
import { word } from "./words.js";

const phones = new Map();
const shown = new Set();
const dirty = new Set();
let active = null;
let chosenByHand = false;

const container = document.getElementById("phones");
const switcher = document.getElementById("switcher");

const known = () => [
  ...groups().filter((chat) => chat.bot).map((chat) => ({
    id: `group-${chat.id}`, number: chat.id, name: chat.title, line: word("group"), group: chat.id,
    first: chat.members.some((id) => state.people.get(id)?.shown),
  })),
  ...[...state.people.values()].map((one) => ({
    id: `person-${one.id}`, number: one.id, name: one.name, line: [word(one.role), one.about].filter(Boolean).join(" · "), person: one.id, first: one.shown,
  })),
];

function arrange() {
  const all = known();
  for (const id of [...phones.keys()]) {
    if (!all.some((one) => one.id === id)) remove(id);
  }
  if (!chosenByHand) all.filter((one) => one.first).forEach((one) => shown.add(one.id));
  for (const one of inOrder(all)) {
    if (!phones.has(one.id)) add(one);
    const { element } = phones.get(one.id);
    element.hidden = !shown.has(one.id);
    if (!element.parentNode) container.append(element);
  }
  placeInOrder(all);
  if (!shown.has(active)) active = inOrder(all).find((one) => shown.has(one.id))?.id ?? null;
  renderChooser(inOrder(all), shown, onChoice);
  renderSwitcher();
}

// The first person of the story, then their group, then the others.
function inOrder(all) {
  const first = all.filter((one) => one.first && !one.group);
  const groups = all.filter((one) => one.first && one.group);
  const rest = all.filter((one) => !one.first);
  return [...first.slice(0, 1), ...groups, ...first.slice(1), ...rest];
}

function placeInOrder(all) {
  const wanted = inOrder(all).map((one) => phones.get(one.id).element);
  if (wanted.some((element, index) => container.children[index] !== element)) container.append(...wanted);
}

function add(one) {
  phones.set(one.id, new Phone({ person: one.person ?? null, group: one.group ?? null }));
}

function remove(id) {
  phones.get(id).element.remove();
  phones.delete(id);
  shown.delete(id);
}

function onChoice(id, chosen) {
  chosenByHand = true;
  if (chosen) shown.add(id); else shown.delete(id);
  arrange();
  render(phones.values());
  if (chosen) bringIntoView(id);
}

function bringIntoView(id) {
  active = id;
  renderSwitcher();
  phones.get(id)?.element.scrollIntoView({ inline: "center", block: "nearest", behavior: "smooth" });
}

function renderSwitcher() {
  for (const [id, phone] of phones) phone.element.classList.toggle("active", id === active);
  const visible = inOrder(known()).filter((one) => shown.has(one.id));
  switcher.replaceChildren(...visible.map((one) => {
    const unread = one.id === active ? 0 : phones.get(one.id).allUnread();
    const made = button("", () => { active = one.id; renderSwitcher(); render([phones.get(one.id)]); }, {
      class: "switch", "aria-pressed": String(one.id === active), "data-unread": unread || null,
    });
    made.append(avatar(one.number, one.name, one.group ? "square" : ""), node("span", {}, one.group ? one.name : one.name.split(" ")[0]));
    return made;
  }));
}

function render(some) {
  for (const phone of some) if (shown.has(phone.id)) phone.render();
}

function schedule(some) {
  if (!dirty.size) {
    requestAnimationFrame(() => {
      const now = [...dirty];
      dirty.clear();
      render(now);
      renderSwitcher();
    });
  }
  for (const phone of some) dirty.add(phone);
}

const concerned = (chat) => [...phones.values()].filter((phone) =>
  phone.group === chat || phone.holder?.chats.includes(chat));

function onNews(news) {
  if (news.kind === "all") {
    arrange();
    phones.forEach((phone) => phone.forgetNodes());
    render(phones.values());
    phones.forEach((phone) => phone.readAll());
    render(phones.values());
  } else if (news.kind === "people") {
    arrange();
    schedule(phones.values());
  } else if (news.kind === "message") {
    schedule(concerned(news.chat.id));
  } else if (news.kind === "pop-up") {
    showPopUp(news.pop_up);
  }
}

function showPopUp(popUp) {
  for (const phone of phones.values()) {
    const here = phone.actor === popUp.person && (phone.chat === popUp.chat || phone.group === null);
    if (here && shown.has(phone.id)) phone.popUp(popUp);
  }
}

document.addEventListener("show-person", (event) => {
  const id = `person-${event.detail}`;
  if (!phones.has(id)) return;
  if (!shown.has(id)) onChoice(id, true);
  const phone = phones.get(id);
  phone.choose(phone.person);
  bringIntoView(id);
});

listen(onNews);
openBar({ onLanguage: () => {
  arrange();
  phones.forEach((phone) => phone.forgetNodes());
  render(phones.values());
} });
await load();
follow();
