// What the page knows of the world, kept up to date by server-sent events.

const listeners = new Set();

export const state = {
  bot: "", people: new Map(), chats: new Map(), now: Date.now(), since: performance.now(),
  busy: null, knowsNext: false, connected: true,
};

export const now = () => new Date(state.now + (performance.now() - state.since));

export const listen = (listener) => listeners.add(listener);
const tell = (what) => listeners.forEach((listener) => listener(what));

export const groups = () => [...state.chats.values()].filter((chat) => chat.kind !== "private");

export async function load() {
  const answer = await fetch("/state");
  const body = await answer.json();
  state.bot = body.bot;
  state.busy = body.busy;
  state.knowsNext = body.knows_next;
  setClock(body.now);
  state.people = new Map(body.people.map((one) => [one.id, one]));
  state.chats = new Map(body.chats.map((one) => [
    one.id, { ...one, messages: new Map(one.messages.map((message) => [message.id, message])) },
  ]));
  tell({ kind: "all" });
}

function setClock(moment) {
  state.now = Date.parse(moment);
  state.since = performance.now();
}

export function follow() {
  const source = new EventSource("/events");
  let lost = false;
  source.onopen = () => {
    state.connected = true;
    if (lost) load();
    lost = false;
    tell({ kind: "busy" });
  };
  source.onerror = () => {
    state.connected = false;
    lost = true;
    tell({ kind: "busy" });
  };
  source.onmessage = (event) => take(JSON.parse(event.data));
}

function take(news) {
  if (news.kind === "message") takeMessage(news);
  if (news.kind === "people") takePeople(news);
  if (news.kind === "clock") setClock(news.now);
  if (news.kind === "busy") state.busy = news.busy;
  if (news.kind === "renewed") load();
  else tell(news);
}

function takeMessage({ message, chat }) {
  const known = state.chats.get(chat.id) || { messages: new Map() };
  state.chats.set(chat.id, { ...known, ...chat });
  if (message.deleted) known.messages.delete(message.id);
  else known.messages.set(message.id, message);
}

function takePeople({ people, chats }) {
  state.people = new Map(people.map((one) => [one.id, one]));
  const kept = new Map();
  for (const chat of chats) {
    const messages = state.chats.get(chat.id)?.messages || new Map();
    kept.set(chat.id, { ...chat, messages });
  }
  state.chats = kept;
}

// Send something to the playground; what comes back has a `problem` where it failed.
export async function post(address, body) {
  const answer = await fetch(address, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  const told = await answer.json().catch(() => ({}));
  return answer.ok ? told : { problem: told.problem || `${answer.status}` };
}

export const gesture = (person, name, details = {}) =>
  post("/gesture", { person, gesture: name, ...details });
