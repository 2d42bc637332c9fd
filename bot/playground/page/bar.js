// The bar on top: the clock, the choice of phones, the language, starting again.

import { avatar, button, dialog, node } from "./build.js";
import { forgetNotes, renderNotes } from "./notes.js";
import { listen, now, post, state } from "./state.js";
import { instant, language, longMoment, shortMoment, speak, wallClock, word } from "./words.js";

const narrow = matchMedia("(max-width: 700px)");
const find = (id) => document.getElementById(id);

export function openBar({ onLanguage }) {
  find("hour").addEventListener("click", () => post("/clock", { hours: 1 }));
  find("day").addEventListener("click", () => post("/clock", { hours: 24 }));
  find("next").addEventListener("click", () => post("/clock", { next: true }));
  find("goto").addEventListener("click", askMoment);
  find("reset").addEventListener("click", askReset);
  find("language").value = language();
  find("language").addEventListener("change", (event) => {
    speak(event.target.value);
    translate();
    onLanguage();
  });
  listen(() => renderBar());
  setInterval(renderClock, 1000);
  document.addEventListener("click", (event) => {
    const open = document.querySelector("details[open]");
    if (open && !open.contains(event.target)) open.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const open = document.querySelector("details[open]");
    if (event.key === "Escape" && open) { open.open = false; open.firstElementChild.focus(); }
  });
  translate();
}

export function translate() {
  document.documentElement.lang = language();
  document.querySelectorAll("[data-word]").forEach((one) => { one.textContent = word(one.dataset.word); });
  document.querySelectorAll("[data-label]").forEach((one) => one.setAttribute("aria-label", word(one.dataset.label)));
  renderBar();
}

function renderBar() {
  renderClock();
  renderNotes();
  find("next").title = word("next_long");
  find("goto").title = word("goto_long");
  find("next").hidden = !state.knowsNext;
  const busy = find("busy");
  const key = state.connected ? state.busy : "lost";
  busy.hidden = !key;
  busy.textContent = key ? word(key) : "";
  busy.classList.toggle("warning", key === "lost" || key === "stuck");
}

function renderClock() {
  const moment = (narrow.matches ? shortMoment : longMoment)(now());
  if (find("now").textContent !== moment) find("now").textContent = moment;
}

function askMoment() {
  const field = node("input", { type: "datetime-local", value: wallClock(now()), required: true });
  const form = node("form", { class: "ask", onsubmit: (event) => {
    event.preventDefault();
    post("/clock", { to: instant(field.value).toISOString() });
    box.close();
  } }, node("label", {}, word("date"), field),
  node("div", { class: "answers" }, button(word("cancel"), () => box.close()),
    node("button", { type: "submit", class: "main" }, word("go"))));
  const box = dialog(word("goto_long"), form);
}

function askReset() {
  const box = dialog(word("reset"), node("p", {}, word("reset_ask")),
    node("div", { class: "answers" }, button(word("cancel"), () => box.close()),
      button(word("reset"), () => { box.close(); forgetNotes(); post("/reset", {}); }, { class: "main" })));
}

// The list of phones to show; `phones` are all there could be, `shown` the chosen ids.
export function renderChooser(phones, shown, onChange) {
  find("chooser-list").replaceChildren(...phones.map((one) => {
    const tick = node("input", { type: "checkbox", checked: shown.has(one.id), onchange: () => onChange(one.id, tick.checked) });
    return node("label", { class: "choice" }, tick, avatar(one.number, one.name, one.group ? "square" : ""),
      node("span", {}, one.name, node("small", {}, one.line)));
  }));
}
