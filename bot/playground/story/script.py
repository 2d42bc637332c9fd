"""Plays the story: communities are founded, people register, plan, meet and answer.

Everything happens through commands, forms, links and buttons, as on a phone. The story relies on
the signs of buttons and the labels of forms, not on the wording of messages.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from bot.playground.clock import MovableClock
from bot.playground.model import Chat
from bot.playground.page_views import Cast
from bot.playground.people import Person
from bot.playground.refusals import ImpossibleError
from bot.playground.story.conversation import TIMEOUT, all_text, finish
from bot.playground.story.cycle import answer, call, hold_first_meeting, plan, share
from bot.playground.story.other_communities import found_oost, play_zuid
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
    FoundingLinks,
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


async def play_story(
    telegram: Telegram, clock: MovableClock, cast: Cast, tell: Tell, *, neighbours: bool = True
) -> Chat:
    """Play the story; gives the group at its end.

    Without `neighbours` there is one community, and nobody waits to take part.

    `clock` is the world's, and stands on the morning after the first meeting at the end. `cast` is
    filled with everybody's part; `tell` is called with what is going on, with None at the end. A
    step in which the bot does not answer as expected is left out, and the story raises an
    AssertionError with the transcripts at its end.
    """
    people = gather(telegram, cast)
    troubles: list[str] = []
    if neighbours:
        tell("remembering")
        await try_step(play_zuid(telegram, clock, cast, people[LIESBET.user_id]), troubles)
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
        await try_step(step, troubles)
    if neighbours:
        tell("interest")
        await try_step(found_oost(telegram, cast, people[LIESBET.user_id]), troubles)
    await telegram.handled(TIMEOUT)
    if troubles:
        raise AssertionError("\n\n".join(troubles))
    tell(None)
    return group


async def try_step(step: Coroutine[Any, Any, None], troubles: list[str]) -> None:
    """Play one step of the story, and add to `troubles` why it failed."""
    try:
        await step
    except (AssertionError, ImpossibleError) as trouble:
        troubles.append(str(trouble))


async def open_group(telegram: Telegram, people: dict[int, Person], links: FoundingLinks) -> Chat:
    """The moderators register, make a group, and add the bot to it by the founding link."""
    for character, link in zip(MODERATORS, links.moderators, strict=True):
        await register(people[character.user_id], character, link)
    moderators = [people[one.user_id] for one in MODERATORS]
    group = telegram.world.group("PG Noord", moderators, supergroup=True)
    moderators[0].adds_bot(group, links.group, rights=RIGHTS)
    await telegram.handled(TIMEOUT)
    return group


def gather(telegram: Telegram, cast: Cast) -> dict[int, Person]:
    """Give everyone an account."""
    introduce(cast, ON_THE_PAGE)
    return {one.user_id: phone(telegram, one) for one in ON_THE_PAGE}


async def fill(people: dict[int, Person], links: FoundingLinks) -> None:
    """The members and the monitoring lead register, all at once."""
    joining = [register(people[one.user_id], one, links.members) for one in MEMBERS]
    joining.append(register(people[DUO[0].user_id], DUO[0], links.members))
    joining.append(register(people[LEAD.user_id], LEAD, links.lead))
    await asyncio.gather(*joining)


async def form_duo(people: dict[int, Person]) -> None:
    """One member makes a link for a partner, who registers with it."""
    first, second = (people[one.user_id] for one in DUO)
    first.says("/duo")
    offer = await finish(first, lambda one: bool(START_LINK.search(all_text(one))))
    link = START_LINK.search(all_text(offer))
    if link is None:
        raise AssertionError(f"no link for a partner\n{transcript(first.chat)}")
    await register(second, DUO[1], link[0])


async def enter_group(people: dict[int, Person], group: Chat) -> None:
    """Everyone who is not in the group's chat yet asks to join it."""
    inside = {user.id for user in group.present}
    outside = [people[one.user_id] for one in (*MEMBERS, *DUO, LEAD) if one.user_id not in inside]
    await asyncio.gather(*(ask_to_join(one, group) for one in outside))
