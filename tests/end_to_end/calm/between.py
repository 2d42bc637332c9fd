"""From one meeting to the next: attendance, summary, prompt, value question, library, guests."""

from functools import partial

from bot.playground.model import Button, Message
from bot.playground.people import Person
from tests.end_to_end.calm.habits import CAST
from tests.end_to_end.calm.life import Life, having_verb, pressable, reader, references, verb_of
from tests.end_to_end.handing import having

SUMMARY = (
    "brought: iemand die de deur niet meer opendoet\n"
    "learned: eerst bellen, dan gaan; samen gaan helpt\n"
    "agreements: Ann: de huisvestingsdienst bellen tegen 12/3\nMia: zaal vastleggen"
)
QUESTION = "Wat heb je sinds de vorige bijeenkomst geprobeerd?"
ITEM = (
    "title: Kaartje in de bus\nkind: practice\n"
    "why: het zegt dat je niet vergeten bent\nwhat: een kaartje zonder vraag, elke maand"
)


def ticker(meeting: str) -> str:
    """Which moderator ticks after this meeting; the other one writes the summary."""
    return "Mo" if int(meeting) % 2 else "Mia"


def take_attendance(life: Life, message: Message, button: Button) -> None:
    """Who was there: one of the two moderators ticks it the same day, the other leaves it."""
    person = reader(message)
    meeting = references(button)[0]
    if life.is_done("attendance list", person.first_name, meeting):
        return
    life.do("attendance list", person.first_name, meeting)
    most = 8 if person.first_name == ticker(meeting) else 90
    life.soon(person, most, partial(tick, life, person, meeting))


async def tick(life: Life, person: Person, meeting: str) -> None:
    """Untick who was not there, save, and let the other write the summary."""
    if life.is_done("attendance", meeting):
        return
    life.do("attendance", meeting)
    person.says(f"/attendance {meeting}")
    sheet = await person.hears(having_verb("save"))
    for one in CAST:
        ticked = sheet.button(f"☑ {one.name}")
        if ticked is not None and life.dice.likely(0.08):
            await person.forges(ticked.data or "", sheet)
            await life.town.settles()
    await life.presses(person, "save", sheet)
    writer = life.person("Mia" if ticker(meeting) == "Mo" else "Mo")
    life.soon(writer, 150, partial(summarise, life, writer, meeting))


async def summarise(life: Life, person: Person, meeting: str) -> None:
    """The summary in one message, as it was previewed."""
    person.says(f"/summary {meeting}\n{SUMMARY}")
    await person.presses("📨", await person.hears(having("📨")))
    life.do("summary", meeting)


def take_value(life: Life, message: Message, button: Button) -> None:
    """What did the meeting bring: seven of ten who came tap once."""
    if button is not pressable(message)[0] or message.chat.private:
        return
    for person in life.people():
        if life.came(person, references(button)[0]) and life.dice.likely(0.7):
            life.soon(person, 60, partial(tap, life, person, message))


async def tap(life: Life, person: Person, message: Message) -> None:
    """One tap."""
    taps = [one for one in pressable(message) if verb_of(one) == "tap"]
    if taps:
        await person.forges(life.dice.random.choice(taps).data or "", message)


def take_proposal(life: Life, message: Message, button: Button) -> None:
    """The lead asks the group something after three meetings of four."""
    person, meeting = reader(message), references(button)[0]
    if int(meeting) % 4:
        life.soon(person, 20, partial(ask, person))
    else:
        life.soon(person, 20, partial(life.presses, person, "pass", message))


async def ask(person: Person) -> None:
    """A question to the group, at once."""
    person.says(f"/prompt\nquestion: {QUESTION}\nwhen: now")
    await person.presses("📨", await person.hears(having("📨")))


def take_prompt(life: Life, message: Message, button: Button) -> None:
    """Asked in the group, or reminded privately: half answer then."""
    prompt = references(button)[0]
    for person in (reader(message),) if message.chat.private else life.people():
        if life.dice.likely(0.5):
            life.soon(person, 70, partial(give, life, person, prompt, message))


async def give(life: Life, person: Person, prompt: str, message: Message) -> None:
    """Answer a prompt privately, with one's name or without."""
    if life.is_done("prompt", person.first_name, prompt) or person.chat.blocked:
        return
    if not having_verb("answer")(message):
        return
    await life.presses(person, "answer", message)
    await person.hears(lambda said: "✏️" in str(said.buttons) or having("❌")(said))
    person.says("Ik belde eerst, en ging dan samen met een collega.")
    await person.presses("📨", await person.hears(having("📨")))
    life.do("prompt", person.first_name, prompt)


async def share(person: Person) -> None:
    """Share a practice with the community."""
    person.says(f"/library\n{ITEM}")
    await person.presses("✅", await person.hears(having("✅")))


async def invite(person: Person, meeting: str) -> None:
    """Have an external speaker come to a meeting."""
    person.says(f"/session {meeting}\nspeaker: Nadia Benali\ntheme: wonen")
    shown = await person.hears(lambda said: having("✅")(said) or said.text.startswith("✅"))
    if shown.button("✅"):
        await person.presses("✅", shown)
