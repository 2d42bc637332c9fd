"""The cycle of the story: planned, its first meeting over, and now it is the morning after."""

from datetime import date, datetime, time, timedelta

from bot.playground.clock import BRUSSELS, TUESDAY, MovableClock
from bot.playground.model import Chat, Message
from bot.playground.people import Person
from bot.playground.refusals import ImpossibleError
from bot.playground.story.background import is_call
from bot.playground.story.conversation import PATIENCE, finish, has, is_card
from bot.playground.story.people import DUO, MEMBERS, MODERATORS

VENUE = "Buurthuis De Kade, Kadestraat 80, Laken"
A_DAY = timedelta(days=1)
DAY_OF_THIRD = 15
"""The third of any weekday falls on this day of the month or in the six days after it."""
MONTHS = 10
A_MONTH = timedelta(days=31)
FRIDAY_MORNING, TUESDAY_AFTERNOON = "09:30-12:00", "14:00-16:30"
AFTERNOON = time(14, 30)
MORNING = time(9, 15)
CALLED = time(9, 40)
CAME = (*MODERATORS, *MEMBERS[:4], MEMBERS[5], DUO[0])
STAYED_AWAY = MEMBERS[4]
ANSWERS = (
    (MEMBERS[2], "✅"),
    (MEMBERS[3], "✅"),
    (MEMBERS[4], "🤔"),
    (MODERATORS[1], "✅"),
    (MEMBERS[5], "❌"),
)
"""What has been answered for the second meeting when a visitor comes."""
SHARED = (
    "/bib\ntitel: Het kaartje zonder vraag\nsoort: praktijk\n"
    "waarom: Het zegt dat iemand niet vergeten is, en vraagt niets.\n"
    "tekst: Een kaartje in de bus, elke maand, met enkel een groet en een nummer."
)
"""What has been put into the library."""


def first_meeting(today: date) -> date:
    """The third Tuesday of this month; of the next one where it is over."""
    third = third_tuesday(today)
    return third if third > today else third_tuesday(today.replace(day=1) + A_MONTH)


def third_tuesday(month: date) -> date:
    """The third Tuesday of a day's month."""
    third = month.replace(day=DAY_OF_THIRD)
    return third + timedelta(days=(TUESDAY - third.weekday()) % 7)


def cycle(first: date) -> list[str]:
    """Ten meetings, one a line: a Tuesday afternoon and, 31 days later, a Friday morning, in turn.

    So the call for cases of the second, 30 days before it, comes on the morning after the first,
    together with the question to hand over.
    """
    lines: list[str] = []
    while len(lines) < MONTHS:
        lines.append(f"{first:%Y-%m-%d} {TUESDAY_AFTERNOON} {VENUE}")
        lines.append(f"{first + A_MONTH:%Y-%m-%d} {FRIDAY_MORNING} {VENUE}")
        first = third_tuesday((first + A_MONTH).replace(day=1) + A_MONTH)
    return lines


async def plan(clock: MovableClock, moderator: Person) -> None:
    """Plan ten meetings from the next third Tuesday on, and confirm the preview."""
    moderator.says("\n".join(["/plan", *cycle(first_meeting(clock().date()))]))
    await finish(moderator, lambda one: one.text.startswith("✅"))


async def hold_first_meeting(clock: MovableClock, people: dict[int, Person], group: Chat) -> None:
    """All answer; the meeting passes; the next morning asks the duo and the moderators about it.

    The first of the duo said yes: they are asked to hand over to the second.
    """
    start = first_meeting(clock().date())
    anyone = people[STAYED_AWAY.user_id]
    card = await anyone.sees(is_card, chat=group, within=PATIENCE)
    for character in CAME:
        await people[character.user_id].presses("✅", card)
    await anyone.presses("❌", card)
    move(clock, start - A_DAY, AFTERNOON)
    await anyone.hears(lambda one: VENUE in one.text and not one.rows, chat=group, within=PATIENCE)
    move(clock, start + A_DAY, MORNING)
    await people[DUO[0].user_id].hears(lambda one: has(one, "✏️"), within=PATIENCE)
    moderator = people[MODERATORS[0].user_id]
    await moderator.hears(lambda one: has(one, "✅"), within=PATIENCE)
    await anyone.hears(lambda one: is_next_card(one, card), chat=group, within=PATIENCE)


def move(clock: MovableClock, day: date, at: time) -> None:
    """Set the clock to a time on the walls of Brussels."""
    clock.move_to(datetime.combine(day, at, BRUSSELS))


def is_next_card(message: Message, card: Message) -> bool:
    """A card that came after this one."""
    return is_card(message) and message.id > card.id


async def answer(people: dict[int, Person], group: Chat) -> None:
    """A few answer on the group's card; two open their own and leave the answer to you."""
    card = await people[MEMBERS[2].user_id].sees(is_card, chat=group, within=PATIENCE)
    for character, sign in ANSWERS:
        await people[character.user_id].presses(sign, card)
    for character in MEMBERS[:2]:
        await own_card(people[character.user_id])


async def share(people: dict[int, Person]) -> None:
    """One who has something to share puts it into the library."""
    sharer = people[MEMBERS[2].user_id]
    sharer.says(SHARED)
    preview = await sharer.hears(lambda one: has(one, "✅"), within=PATIENCE)
    await sharer.presses("✅", preview)


async def own_card(person: Person) -> None:
    """Ask for one's own card; a bot that gives none spoils nothing."""
    person.says("/rsvp")
    try:
        await person.hears(lambda one: has(one, "✅"), within=PATIENCE)
    except (AssertionError, ImpossibleError):
        return


async def call(clock: MovableClock, people: dict[int, Person]) -> None:
    """Half an hour later everyone is asked for a case; the phones on the page leave it to you."""
    move(clock, clock().astimezone(BRUSSELS).date(), CALLED)
    for character in (*DUO, *MODERATORS[:1], *MEMBERS[:2]):
        await people[character.user_id].sees(is_call, within=PATIENCE)
