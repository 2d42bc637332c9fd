"""The story's cycle: ten meetings are planned, the first is held, the morning after begins."""

from datetime import date, datetime, time, timedelta

from bot.playground.clock import BRUSSELS, TUESDAY, MovableClock
from bot.playground.model import Chat, Message
from bot.playground.people import Person
from bot.playground.refusals import ImpossibleError
from bot.playground.story.background import is_call
from bot.playground.story.conversation import TIMEOUT, finish, has, is_card
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
"""The answers for the second meeting."""
SHARED = (
    "/bib\ntitel: Het kaartje zonder vraag\nsoort: praktijk\n"
    "waarom: Het zegt dat iemand niet vergeten is, en vraagt niets.\n"
    "tekst: Een kaartje in de bus, elke maand, met enkel een groet en een nummer."
)
"""What a member puts into the library."""


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

    The call for cases of the second meeting is 30 days before it, and so on the morning after the
    first, together with the question for a hand-over note.
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
    """Everyone answers, the meeting is held, and the clock moves to the next morning.

    Then the first of the duo, who said yes, is asked for a hand-over note, and the moderators for
    the attendance.
    """
    start = first_meeting(clock().date())
    anyone = people[STAYED_AWAY.user_id]
    card = await anyone.sees(is_card, chat=group, within=TIMEOUT)
    for character in CAME:
        await people[character.user_id].presses("✅", card)
    await anyone.presses("❌", card)
    move(clock, start - A_DAY, AFTERNOON)
    await anyone.hears(lambda one: VENUE in one.text and not one.rows, chat=group, within=TIMEOUT)
    move(clock, start + A_DAY, MORNING)
    await people[DUO[0].user_id].hears(lambda one: has(one, "✏️"), within=TIMEOUT)
    moderator = people[MODERATORS[0].user_id]
    await moderator.hears(lambda one: has(one, "✅"), within=TIMEOUT)
    await anyone.hears(lambda one: is_next_card(one, card), chat=group, within=TIMEOUT)


def move(clock: MovableClock, day: date, at: time) -> None:
    """Set the clock to a local time in Brussels."""
    clock.move_to(datetime.combine(day, at, BRUSSELS))


def is_next_card(message: Message, card: Message) -> bool:
    """Whether this is a card that came after the other."""
    return is_card(message) and message.id > card.id


async def answer(people: dict[int, Person], group: Chat) -> None:
    """A few people answer on the group's card; two open their own card and do not answer."""
    card = await people[MEMBERS[2].user_id].sees(is_card, chat=group, within=TIMEOUT)
    for character, sign in ANSWERS:
        await people[character.user_id].presses(sign, card)
    for character in MEMBERS[:2]:
        await own_card(people[character.user_id])


async def share(people: dict[int, Person]) -> None:
    """A member puts a practice into the library."""
    sharer = people[MEMBERS[2].user_id]
    sharer.says(SHARED)
    preview = await sharer.hears(lambda one: has(one, "✅"), within=TIMEOUT)
    await sharer.presses("✅", preview)


async def own_card(person: Person) -> None:
    """Ask for one's own card; it is no failure if none comes."""
    person.says("/rsvp")
    try:
        await person.hears(lambda one: has(one, "✅"), within=TIMEOUT)
    except (AssertionError, ImpossibleError):
        return


async def call(clock: MovableClock, people: dict[int, Person]) -> None:
    """Move on half an hour, when everyone is asked for a case; those on the page do not answer."""
    move(clock, clock().astimezone(BRUSSELS).date(), CALLED)
    for character in (*DUO, *MODERATORS[:1], *MEMBERS[:2]):
        await people[character.user_id].sees(is_call, within=TIMEOUT)
