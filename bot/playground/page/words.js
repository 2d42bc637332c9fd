// The page's own words. What the phones show comes from the bot.

export const ZONE = "Europe/Brussels";

const WORDS = {
  nl: {
    what: "Oefen-Telegram op deze computer: druk, typ, verzet de klok.",
    clock: "Klok", hour: "+1 uur", day: "+1 dag", next_long: "Naar de volgende herinnering", goto_long: "Naar een datum", next: "⏭ herinnering",
    goto: "📅 datum…", go: "Verzet de klok", cancel: "Annuleren", ok: "OK",
    phones: "Telefoons", reset: "Opnieuw", language: "Taal van deze balk",
    reset_ask: "Alles weggooien en het verhaal opnieuw beginnen?",
    group: "groep", group_of: "{n} in de groep", as: "Als", write: "Schrijf een bericht",
    send: "Verstuur", menu: "Opdrachten", start: "START", unblock: "Blokkering opheffen",
    block: "Bot blokkeren", leave: "Groep verlaten", more: "Meer", pinned: "Vastgezet bericht",
    edited: "bewerkt", unread: "{n} ongelezen", protected: "Kan niet worden doorgestuurd",
    open_where: "Deze link openen op de telefoon van…", this_phone: "deze telefoon",
    which_group: "Aan welke groep voeg je de bot toe?", new_group: "Nieuwe groep met de naam",
    as_administrator: "als beheerder (vastzetten, uitnodigen, verwijderen)", add: "Voeg toe",
    copied: "Gekopieerd, en genoteerd op 📝", copy: "Kopieer en noteer", notes: "Briefje", notes_what: "Wat je noteerde, buiten Telegram. Druk om te kopiëren.", asked_to_join: "Toegang gevraagd", lost: "Geen verbinding met de speeltuin. Opnieuw proberen…",
    empty: "Nog niets gezegd.", date: "Datum en uur", download: "bewaar",
    reply: "Antwoord op dit bericht", enlarge: "Vergroot de afbeelding", picture: "Afbeelding", close: "Sluiten",
    attach: "Een document bijvoegen", a_file: "verslag.pdf", file_name: "Naam van het document", file_size: "Grootte in MB (er wordt niets gelezen)",
    joined: "{name} kwam in de groep", joined_many: "{name} kwamen in de groep", left: "{name} verliet de groep", pinned_by: "{name} zette een bericht vast", upgraded: "De groep is een supergroep geworden",
    coordinator: "coördinator", moderator: "moderator", member: "lid", duo: "lid, duo",
    lead: "monitoring", user: "gebruiker", interested: "heeft interesse", visitor: "nog niet ingeschreven",
    founding: "De coördinator richt de gemeenschap op…", registering: "Mensen schrijven zich in…",
    planning: "De moderator plant tien bijeenkomsten…", meeting: "De eerste bijeenkomst gaat voorbij…", answering: "De eerste leden antwoorden…", calling: "Ieder krijgt de vraag naar een casus…", remembering: "Een andere gemeenschap heeft al een jaar achter de rug…", interest: "Mensen laten hun interesse achter…",
    resetting: "Even opruimen…", stuck: "Het verhaal bleef steken; je kan wel zelf verder.",
  },
  fr: {
    what: "Telegram d’exercice, sur cet ordinateur : appuyez, écrivez, avancez l’horloge.",
    clock: "Horloge", hour: "+1 heure", day: "+1 jour", next_long: "Au prochain rappel", goto_long: "À une date", next: "⏭ rappel",
    goto: "📅 date…", go: "Régler l’horloge", cancel: "Annuler", ok: "OK",
    phones: "Téléphones", reset: "Recommencer", language: "Langue de cette barre",
    reset_ask: "Tout effacer et recommencer l’histoire ?",
    group: "groupe", group_of: "{n} dans le groupe", as: "En tant que", write: "Écrivez un message",
    send: "Envoyer", menu: "Commandes", start: "DÉMARRER", unblock: "Débloquer",
    block: "Bloquer le bot", leave: "Quitter le groupe", more: "Plus", pinned: "Message épinglé",
    edited: "modifié", unread: "non lus : {n}", protected: "Ne peut pas être transféré",
    open_where: "Ouvrir ce lien sur le téléphone de…", this_phone: "ce téléphone",
    which_group: "À quel groupe ajoutez-vous le bot ?", new_group: "Nouveau groupe nommé",
    as_administrator: "comme administrateur (épingler, inviter, supprimer)", add: "Ajouter",
    copied: "Copié, et noté sur 📝", copy: "Copier et noter", notes: "Papier", notes_what: "Ce que vous avez noté, hors de Telegram. Appuyez pour copier.", asked_to_join: "Demande envoyée au groupe", lost: "Pas de connexion. Nouvel essai…",
    empty: "Rien n’a encore été dit.", date: "Date et heure", download: "enregistrer",
    reply: "Répondre à ce message", enlarge: "Agrandir l’image", picture: "Image", close: "Fermer",
    attach: "Joindre un document", a_file: "compte-rendu.pdf", file_name: "Nom du document", file_size: "Taille en Mo (rien n’est lu)",
    joined: "{name} a rejoint le groupe", joined_many: "{name} ont rejoint le groupe", left: "{name} a quitté le groupe", pinned_by: "{name} a épinglé un message", upgraded: "Le groupe est devenu un supergroupe",
    coordinator: "coordination", moderator: "modération", member: "membre", duo: "membre, duo",
    lead: "monitoring", user: "usager·ère", interested: "intéressé·e", visitor: "pas encore inscrit·e",
    founding: "La coordination fonde la communauté…", registering: "Les personnes s’inscrivent…",
    planning: "La modération planifie dix rencontres…", meeting: "La première rencontre a lieu…", answering: "Les premières réponses arrivent…", calling: "L’appel aux situations part…", remembering: "Une autre communauté a déjà un an derrière elle…", interest: "Des personnes laissent leur intérêt…",
    resetting: "Un peu de rangement…", stuck: "L’histoire s’est arrêtée ; vous pouvez continuer à la main.",
  },
  en: {
    what: "A practice Telegram on this computer: press, type, move the clock.",
    clock: "Clock", hour: "+1 hour", day: "+1 day", next_long: "To the next reminder", goto_long: "To a date", next: "⏭ reminder",
    goto: "📅 date…", go: "Move the clock", cancel: "Cancel", ok: "OK",
    phones: "Phones", reset: "Start again", language: "Language of this bar",
    reset_ask: "Throw everything away and start the story again?",
    group: "group", group_of: "{n} in the group", as: "As", write: "Write a message",
    send: "Send", menu: "Commands", start: "START", unblock: "Unblock",
    block: "Block the bot", leave: "Leave the group", more: "More", pinned: "Pinned message",
    edited: "edited", unread: "{n} unread", protected: "Cannot be forwarded",
    open_where: "Open this link on the phone of…", this_phone: "this phone",
    which_group: "Which group do you add the bot to?", new_group: "New group named",
    as_administrator: "as an administrator (pin, invite, delete)", add: "Add",
    copied: "Copied, and noted on 📝", copy: "Copy and note down", notes: "Paper", notes_what: "What you noted down, outside of Telegram. Press to copy.", asked_to_join: "Asked to join", lost: "No connection to the playground. Trying again…",
    empty: "Nothing said yet.", date: "Date and time", download: "save",
    reply: "Reply to this message", enlarge: "Enlarge the picture", picture: "Picture", close: "Close",
    attach: "Attach a document", a_file: "notes.pdf", file_name: "Name of the document", file_size: "Size in MB (nothing is read)",
    joined: "{name} joined the group", joined_many: "{name} joined the group", left: "{name} left the group", pinned_by: "{name} pinned a message", upgraded: "The group became a supergroup",
    coordinator: "coordinator", moderator: "moderator", member: "member", duo: "member, duo",
    lead: "monitoring lead", user: "person with lived experience", interested: "would like to take part", visitor: "not registered yet",
    founding: "The coordinator founds the community…", registering: "People register…",
    planning: "The moderator plans ten meetings…", meeting: "The first meeting is held…", answering: "The first members answer…", calling: "Everyone is asked for a case…", remembering: "Another community has a year behind it…", interest: "People leave their interest…",
    resetting: "Tidying up…", stuck: "The story got stuck; you can go on by hand.",
  },
};

const LANGUAGES = Object.keys(WORDS);
const KEPT = "playground-language";

let spoken = LANGUAGES.find((one) => one === localStorage.getItem(KEPT))
  || LANGUAGES.find((one) => (navigator.language || "").startsWith(one)) || "nl";

export const language = () => spoken;

export function speak(chosen) {
  spoken = LANGUAGES.includes(chosen) ? chosen : "nl";
  localStorage.setItem(KEPT, spoken);
}

// A word in the page's language; {names} in it are replaced.
export function word(key, values = {}) {
  const text = WORDS[spoken][key] ?? WORDS.en[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

const format = (options) => (date) =>
  new Intl.DateTimeFormat(`${spoken}-BE`, { timeZone: ZONE, ...options }).format(date);

export const longMoment = format({
  weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit",
});
export const shortMoment = format({
  weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit",
});
export const shortTime = format({ hour: "2-digit", minute: "2-digit" });
export const dayName = format({ weekday: "long", day: "numeric", month: "long" });

// The instant of a wall-clock time such as 2027-01-19T14:00 in Brussels.
export function instant(local) {
  const wall = Date.parse(`${local}Z`);
  const offset = (at) => Date.parse(`${wallClock(new Date(at))}Z`) - at;
  return new Date(wall - offset(wall - offset(wall)));
}

// The wall-clock time in Brussels, as a date-time field wants it.
export function wallClock(date) {
  const shown = new Intl.DateTimeFormat("sv-SE", {
    timeZone: ZONE, dateStyle: "short", timeStyle: "short",
  }).format(date);
  return shown.replace(" ", "T");
}
