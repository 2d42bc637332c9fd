// Builds DOM nodes; text always goes in as text, never as HTML.

export function node(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else made.setAttribute(key, String(value));
  }
  made.append(...children.flat().filter((one) => one !== null && one !== undefined && one !== ""));
  return made;
}

export const button = (text, onclick, attributes = {}) =>
  node("button", { type: "button", onclick, ...attributes }, text);

const COLOURS = 8;

// A round sign with a person's initials; the colour follows from who it is.
export function avatar(id, name, extra = "") {
  const initials = name.split(/\s+/).map((one) => [...one][0] || "").slice(0, 2).join("");
  return node("span", {
    class: `avatar tint-${Math.abs(id) % COLOURS} ${extra}`, "aria-hidden": "true",
  }, initials.toUpperCase());
}

// A modal dialog; it goes away when it closes.
export function dialog(title, ...content) {
  const heading = node("h2", {}, title);
  const made = node("dialog", { "aria-label": title, onclose: () => made.remove() }, heading, ...content);
  made.addEventListener("click", (event) => { if (event.target === made) made.close(); });
  document.body.append(made);
  made.showModal();
  return made;
}
