"""The coordinator's other communities, Zuid and Oost, and people who left their interest.

Zuid has held its ten meetings: it is played before the rest, with the clock set back. Oost is
founded last, and only its first moderator has registered.
"""

import asyncio
from datetime import date, time, timedelta
from functools import partial

from bot.playground.clock import BRUSSELS, MovableClock
from bot.playground.model import Chat, Message
from bot.playground.page_views import Cast
from bot.playground.people import Person
from bot.playground.story.conversation import TIMEOUT, finish, has, until
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
    FoundingLinks,
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
PRESENT_AT = {7: 5, 8: 4, 9: 6, 10: 5}
"""How many people are ticked, by the number of the meeting."""
SUMMARY = (
    "/summary\nbrought: Wie niet meer opendoet, en wie er dan nog langsgaat.\n"
    "learned: Een kaartje zonder vraag houdt de deur op een kier.\n"
    "agreed: We bellen elkaar voor we alleen gaan."
)
EVALUATIONS = ("5🔧✅✅", "4🌱✅🤔", "5🔧✅✅", "3🌱🤔❌")
"""The members' answers to the evaluation, in signs."""
ZUID_PEOPLE = (*MODERATORS_OF_ZUID, *MEMBERS_OF_ZUID)


def meetings_of_zuid(today: date) -> list[date]:
    """Nine third Tuesdays up to the June before a September day, and the Thursday before it."""
    days = [third_tuesday(date(today.year, 6, 1))]
    while len(days) < BEFORE_SUMMER:
        days.insert(0, third_tuesday(days[0].replace(day=1) - A_DAY))
    return [*days, today - LAST_BEFORE]


async def play_zuid(
    telegram: Telegram, clock: MovableClock, cast: Cast, coordinator: Person
) -> None:
    """Set the clock back a year, found Zuid and hold its ten meetings; then reset the clock."""
    now = clock()
    days = meetings_of_zuid(now.astimezone(BRUSSELS).date())
    move(clock, days[0] - A_MONTH, MORNING)
    try:
        await hold_meetings_of_zuid(telegram, clock, coordinator, days)
    finally:
        clock.move_to(now)
        introduce(cast, ZUID_PEOPLE)


async def hold_meetings_of_zuid(
    telegram: Telegram, clock: MovableClock, coordinator: Person, days: list[date]
) -> None:
    """Found Zuid and plan these days; after the last, evaluate, tick attendance, summarise."""
    people = {one.user_id: phone(telegram, one) for one in ZUID_PEOPLE}
    await fill_zuid(telegram, people, await found(coordinator, ZUID))
    first = people[MODERATORS_OF_ZUID[0].user_id]
    first.says("\n".join(["/plan", *(f"{day:%Y-%m-%d} {PLACE}" for day in days)]))
    await finish(first, lambda one: one.text.startswith("✅"))
    move(clock, days[-1] + A_DAY, MORNING)
    members = [people[one.user_id] for one in MEMBERS_OF_ZUID]
    await asyncio.gather(
        *(evaluate(one, said) for one, said in zip(members, EVALUATIONS, strict=True))
    )
    for number, present in PRESENT_AT.items():
        await tick(first, number, present)
    await summarise(first)


async def fill_zuid(telegram: Telegram, people: dict[int, Person], links: FoundingLinks) -> None:
    """The moderators register and make the group; the members register and ask to join."""
    moderators = [people[one.user_id] for one in MODERATORS_OF_ZUID]
    joining = zip(moderators, MODERATORS_OF_ZUID, links.moderators, strict=True)
    await asyncio.gather(*(register(*one) for one in joining))
    group = telegram.world.group("PG Zuid", moderators, supergroup=True)
    moderators[0].adds_bot(group, links.group, rights=RIGHTS)
    await telegram.handled(TIMEOUT)
    await asyncio.gather(
        *(join_zuid(people[one.user_id], one, links, group) for one in MEMBERS_OF_ZUID)
    )


async def join_zuid(
    person: Person, character: Character, links: FoundingLinks, group: Chat
) -> None:
    """Register as a member, and ask to join the group."""
    await register(person, character, links.members)
    await ask_to_join(person, group)


async def tick(moderator: Person, number: int, present: int) -> None:
    """Tick so many people as present at a meeting."""
    moderator.says(f"/attendance {number}")
    listed = await moderator.hears(is_list, within=TIMEOUT)
    for label in [one for one in listed.buttons if one.startswith("☐")][:present]:
        await moderator.presses(label, listed)
    await moderator.presses("✅", listed)


def is_list(message: Message) -> bool:
    """Whether this is the attendance list of a meeting."""
    return has(message, "☐") and has(message, "✅")


async def evaluate(member: Person, answers: str) -> None:
    """Press these answers in order; each leads to the next question."""
    asked = await member.hears(lambda one: has(one, answers[0]), within=TIMEOUT)
    for answer in answers:
        since = asked.changed
        await member.presses(answer, asked)
        await until(
            partial(is_changed, asked, since), f"{member.name} is not asked the next question"
        )


def is_changed(message: Message, since: int) -> bool:
    """Whether a message was edited after a tick."""
    return message.changed > since


async def summarise(moderator: Person) -> None:
    """Write the summary of the last meeting, and share what was learned with Brusano."""
    moderator.says(SUMMARY)
    await moderator.presses("📨", await moderator.hears(lambda one: has(one, "📨"), within=TIMEOUT))


async def found_oost(telegram: Telegram, cast: Cast, coordinator: Person) -> None:
    """People leave their interest; Oost is founded and its first moderator registers."""
    await asyncio.gather(
        *(leave_interest(phone(telegram, one.character), one) for one in INTERESTED)
    )
    links = await found(coordinator, OOST)
    await register(phone(telegram, EVA), EVA, links.moderators[0])
    introduce(cast, (EVA, *(one.character for one in INTERESTED)))
    coordinator.says("/overview")
    await coordinator.hears(lambda one: one.photo is not None, within=TIMEOUT)


async def leave_interest(person: Person, interested: Interested) -> None:
    """Leave one's interest by a poster's link, the whole form in one message."""
    person.says(interested.form)
    await finish(person, lambda one: one.text.startswith("✅"))
