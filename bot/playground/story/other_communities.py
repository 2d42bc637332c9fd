"""The coordinator's other communities, and who would like to take part.

Zuid has its ten meetings behind it when a visitor comes: it is told before the rest, at its own
time, in two moments. Oost is founded last: all but one of its invitations are open.
"""

import asyncio
from datetime import date, time, timedelta
from functools import partial

from bot.playground.clock import BRUSSELS, MovableClock
from bot.playground.model import Chat, Message
from bot.playground.page_views import Cast
from bot.playground.people import Person
from bot.playground.story.conversation import PATIENCE, finish, has, until
from bot.playground.story.cycle import A_DAY, A_MONTH, move, third_tuesday
from bot.playground.story.other_people import (
    EVA,
    INTERESTED,
    MEMBERS_OF_ZUID,
    MODERATORS_OF_ZUID,
    Interested,
)
from bot.playground.story.people import Character
from bot.playground.story.registration import (
    RIGHTS,
    Links,
    ask_to_join,
    found,
    introduce,
    phone,
    register,
)
from bot.playground.telegram import Telegram

ZUID = "name: Zuid\nzone: Zuid\nmunicipality: Vorst\nlanguage: nl+fr"
OOST = "name: Oost\nzone: Noordoost\nmunicipality: Schaarbeek\nlanguage: nl+fr"
PLACE = "14:00-16:30 Wijkcentrum De Meent, Meentstraat 12, Vorst"
BEFORE_SUMMER = 9
LAST_BEFORE = timedelta(days=5)
MORNING = time(10, 0)
LISTED = {7: 5, 8: 4, 9: 6, 10: 5}
"""How many were at each meeting of which the list is there."""
SUMMARY = (
    "/summary\nbrought: Wie niet meer opendoet, en wie er dan nog langsgaat.\n"
    "learned: Een kaartje zonder vraag houdt de deur op een kier.\n"
    "agreed: We bellen elkaar voor we alleen gaan."
)
RATED = ("5🔧✅✅", "4🌱✅🤔", "5🔧✅✅", "3🌱🤔❌")
"""How members answer when the cycle is over."""
ZUID_PEOPLE = (*MODERATORS_OF_ZUID, *MEMBERS_OF_ZUID)


def meetings_of_zuid(today: date) -> list[date]:
    """Nine third Tuesdays up to the June before a September day, and the Thursday before it."""
    days = [third_tuesday(date(today.year, 6, 1))]
    while len(days) < BEFORE_SUMMER:
        days.insert(0, third_tuesday(days[0].replace(day=1) - A_DAY))
    return [*days, today - LAST_BEFORE]


async def remember_zuid(
    telegram: Telegram, clock: MovableClock, cast: Cast, coordinator: Person
) -> None:
    """A year ago Zuid was founded and planned; now most have looked back on their ten meetings.

    The clock is set back for it, and then to where it was.
    """
    now = clock()
    days = meetings_of_zuid(now.astimezone(BRUSSELS).date())
    move(clock, days[0] - A_MONTH, MORNING)
    try:
        await live_zuid(telegram, clock, coordinator, days)
    finally:
        clock.move_to(now)
        introduce(cast, ZUID_PEOPLE)


async def live_zuid(
    telegram: Telegram, clock: MovableClock, coordinator: Person, days: list[date]
) -> None:
    """Found it and plan these days; after the last, look back, list who was there, sum up."""
    people = {one.user_id: phone(telegram, one) for one in ZUID_PEOPLE}
    await gather_zuid(telegram, people, await found(coordinator, ZUID))
    first = people[MODERATORS_OF_ZUID[0].user_id]
    first.says("\n".join(["/plan", *(f"{day:%Y-%m-%d} {PLACE}" for day in days)]))
    await finish(first, lambda one: one.text.startswith("✅"))
    move(clock, days[-1] + A_DAY, MORNING)
    members = [people[one.user_id] for one in MEMBERS_OF_ZUID]
    await asyncio.gather(*(look_back(one, said) for one, said in zip(members, RATED, strict=True)))
    for number, present in LISTED.items():
        await tick(first, number, present)
    await sum_up(first)


async def gather_zuid(telegram: Telegram, people: dict[int, Person], links: Links) -> None:
    """The moderators register and make the group; the members register and ask to come in."""
    moderators = [people[one.user_id] for one in MODERATORS_OF_ZUID]
    joining = zip(moderators, MODERATORS_OF_ZUID, links.moderators, strict=True)
    await asyncio.gather(*(register(*one) for one in joining))
    group = telegram.world.group("PG Zuid", moderators, supergroup=True)
    moderators[0].adds_bot(group, links.group, rights=RIGHTS)
    await telegram.handled(PATIENCE)
    await asyncio.gather(
        *(come_in(people[one.user_id], one, links, group) for one in MEMBERS_OF_ZUID)
    )


async def come_in(person: Person, character: Character, links: Links, group: Chat) -> None:
    """Register as a member, and ask to come into the group."""
    await register(person, character, links.members)
    await ask_to_join(person, group)


async def tick(moderator: Person, number: int, present: int) -> None:
    """List so many as present at a meeting."""
    moderator.says(f"/attendance {number}")
    listed = await moderator.hears(is_list, within=PATIENCE)
    for label in [one for one in listed.buttons if one.startswith("☐")][:present]:
        await moderator.presses(label, listed)
    await moderator.presses("✅", listed)


def is_list(message: Message) -> bool:
    """The people of a meeting, to be ticked."""
    return has(message, "☐") and has(message, "✅")


async def look_back(member: Person, answers: str) -> None:
    """Press these answers, one after the other: each leads to the next question."""
    asked = await member.hears(lambda one: has(one, answers[0]), within=PATIENCE)
    for answer in answers:
        since = asked.changed
        await member.presses(answer, asked)
        await until(partial(is_changed, asked, since), f"{member.name} is asked no more")


def is_changed(message: Message, since: int) -> bool:
    """Whether a message was edited since."""
    return message.changed > since


async def sum_up(moderator: Person) -> None:
    """Write the summary of the last meeting, and share what was learned with the coordinator."""
    moderator.says(SUMMARY)
    await moderator.presses(
        "📨", await moderator.hears(lambda one: has(one, "📨"), within=PATIENCE)
    )


async def open_oost(telegram: Telegram, cast: Cast, coordinator: Person) -> None:
    """People leave their interest; Oost is founded, and the first moderator is in already."""
    await asyncio.gather(
        *(leave_interest(phone(telegram, one.character), one) for one in INTERESTED)
    )
    links = await found(coordinator, OOST)
    await register(phone(telegram, EVA), EVA, links.moderators[0])
    introduce(cast, (EVA, *(one.character for one in INTERESTED)))
    coordinator.says("/overview")
    await coordinator.hears(lambda one: one.photo is not None, within=PATIENCE)


async def leave_interest(person: Person, interested: Interested) -> None:
    """Come by a poster's link and give the form at once."""
    person.says(interested.form)
    await finish(person, lambda one: one.text.startswith("✅"))
