"""Peoples the playground: communities are founded, people register, plan, meet and answer.

Everything is done as people do it on their phones: by commands, forms, links and buttons. The
story knows the signs on buttons and the labels of forms, not the bot's words.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from bot.playground.clock import MovableClock
from bot.playground.model import Chat
from bot.playground.page_views import Cast
from bot.playground.people import Person
from bot.playground.refusals import ImpossibleError
from bot.playground.story.conversation import PATIENCE, everything, finish
from bot.playground.story.cycle import answer, call, hold_first_meeting, plan, share
from bot.playground.story.other_communities import open_oost, remember_zuid
from bot.playground.story.people import (
    DUO,
    LEAD,
    LIESBET,
    MEMBERS,
    MODERATORS,
    ON_THE_PAGE,
)
from bot.playground.story.registration import (
    RIGHTS,
    START_LINK,
    Links,
    ask_to_join,
    found,
    introduce,
    phone,
    register,
)
from bot.playground.telegram import Telegram
from bot.playground.waiting import transcript

Tell = Callable[[str | None], None]
NOORD = "name: Noord\nzone: Noord\nmunicipality: Laken\nlanguage: nl+fr"


async def tell_story(
    telegram: Telegram, clock: MovableClock, cast: Cast, tell: Tell, *, neighbours: bool = True
) -> Chat:
    """Play the story in the world as it stands; the group at the end of it.

    Without `neighbours` there is one community, and nobody waits to take part.

    `clock` is the world's, and is left on the morning after the first meeting. `cast` is filled
    with who is who; `tell` hears what is going on, None at the end. Where the bot does not answer
    as a person would expect, the story goes on with the rest as far as it can, and raises an
    AssertionError with the transcripts at its end.
    """
    people = gather(telegram, cast)
    troubles: list[str] = []
    if neighbours:
        tell("remembering")
        await attempt(remember_zuid(telegram, clock, cast, people[LIESBET.user_id]), troubles)
    tell("founding")
    links = await found(people[LIESBET.user_id], NOORD)
    group = await open_group(telegram, people, links)
    for key, step in (
        ("registering", fill(people, links)),
        ("registering", form_duo(people)),
        ("registering", enter_group(people, group)),
        ("planning", plan(clock, people[MODERATORS[1].user_id])),
        ("meeting", hold_first_meeting(clock, people, group)),
        ("answering", answer(people, group)),
        ("answering", share(people)),
        ("calling", call(clock, people)),
    ):
        tell(key)
        await attempt(step, troubles)
    if neighbours:
        tell("interest")
        await attempt(open_oost(telegram, cast, people[LIESBET.user_id]), troubles)
    await telegram.handled(PATIENCE)
    if troubles:
        raise AssertionError("\n\n".join(troubles))
    tell(None)
    return group


async def attempt(step: Coroutine[Any, Any, None], troubles: list[str]) -> None:
    """Take one step of the story, and note what went wrong in it."""
    try:
        await step
    except (AssertionError, ImpossibleError) as trouble:
        troubles.append(str(trouble))


async def open_group(telegram: Telegram, people: dict[int, Person], links: Links) -> Chat:
    """The moderators register, make a group, and add the bot to it by the founding link."""
    for character, link in zip(MODERATORS, links.moderators, strict=True):
        await register(people[character.user_id], character, link)
    moderators = [people[one.user_id] for one in MODERATORS]
    group = telegram.world.group("PG Noord", moderators, supergroup=True)
    moderators[0].adds_bot(group, links.group, rights=RIGHTS)
    await telegram.handled(PATIENCE)
    return group


def gather(telegram: Telegram, cast: Cast) -> dict[int, Person]:
    """Give everyone a phone."""
    introduce(cast, ON_THE_PAGE)
    return {one.user_id: phone(telegram, one) for one in ON_THE_PAGE}


async def fill(people: dict[int, Person], links: Links) -> None:
    """The members and the monitoring lead register, side by side as in real life."""
    joining = [register(people[one.user_id], one, links.members) for one in MEMBERS]
    joining.append(register(people[DUO[0].user_id], DUO[0], links.members))
    joining.append(register(people[LEAD.user_id], LEAD, links.lead))
    await asyncio.gather(*joining)


async def form_duo(people: dict[int, Person]) -> None:
    """One member makes a link for a partner, who registers with it."""
    first, second = (people[one.user_id] for one in DUO)
    first.says("/duo")
    offer = await finish(first, lambda one: bool(START_LINK.search(everything(one))))
    link = START_LINK.search(everything(offer))
    if link is None:
        raise AssertionError(f"no link for a partner\n{transcript(first.chat)}")
    await register(second, DUO[1], link[0])


async def enter_group(people: dict[int, Person], group: Chat) -> None:
    """Everyone with a link to the group's chat asks to come in."""
    inside = {user.id for user in group.present}
    outside = [people[one.user_id] for one in (*MEMBERS, *DUO, LEAD) if one.user_id not in inside]
    await asyncio.gather(*(ask_to_join(one, group) for one in outside))
