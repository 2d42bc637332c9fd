// A paper beside the phones: what is pressed to be copied is noted on it, outside of Telegram.

import { button, node } from "./build.js";
import { word } from "./words.js";

const KEPT = "playground-notes";
const MOST = 20;
const find = (id) => document.getElementById(id);

const notes = () => JSON.parse(sessionStorage.getItem(KEPT) || "[]");

export function noteDown(who, text) {
  const others = notes().filter((one) => one.text !== text);
  sessionStorage.setItem(KEPT, JSON.stringify([...others, { who, text }].slice(-MOST)));
  renderNotes();
}

export function forgetNotes() {
  sessionStorage.removeItem(KEPT);
  renderNotes();
}

export function renderNotes() {
  const written = notes();
  find("notes").hidden = !written.length;
  find("notes-list").replaceChildren(node("p", {}, word("notes_what")), ...written.map(line));
}

function line({ who, text }) {
  const copy = () => {
    navigator.clipboard?.writeText(text).catch(() => null);
    find("notes").open = false;
  };
  const made = button("", copy, { class: "choice" });
  made.append(node("span", {}, text, node("small", {}, who)));
  return made;
}
