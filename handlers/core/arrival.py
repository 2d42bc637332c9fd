"""Who comes in with an update, and how what they asked for is done without falling over."""

import logging
from collections.abc import Awaitable
from functools import partial
from typing import Final

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from bot.logs import event, failure
from handlers.core.context import Context, Requester, Services, identify_requester
from handlers.core.updates import PRIVATE, Pressed, Said, Sender
from storage import members

LOGGER: Final = logging.getLogger(__name__)

NOBODY: Final = Requester(None, (), None)
"""Who presses a button that skips the look-up, until its action has looked."""


async def arrive(services: Services, event: Said | Pressed, sender: Sender) -> Context:
    """The visit of who wrote or pressed, with what the database knows of them."""
    if event.place is None or event.place.kind == PRIVATE:
        await reached(services, sender)
    requester = await services.database.read(
        lambda session: identify_requester(session, sender, event.place, services.locales)
    )
    words = services.locales.words(requester.language)
    return Context(services, event, sender, event.place, requester, words, services.now())


async def reached(services: Services, sender: Sender) -> None:
    """Who writes or presses in private can be written to again, whatever was noted before."""
    lost = partial(members.is_unreachable, person_telegram_id=sender.telegram_id)
    if await services.database.read(lost):
        back = partial(reachable_again, telegram_id=sender.telegram_id, services=services)
        await services.database.write(back)


def reachable_again(session: Session, telegram_id: int, services: Services) -> None:
    """Note that a person can be written to; what waited for them goes out."""
    members.mark_reachable(session, telegram_id, yes=True)
    for send_what_waited in services.when_reachable:
        send_what_waited(session, telegram_id, services.settings, services.now())


def without_lookup(services: Services, event: Pressed) -> Context:
    """The visit of who pressed a button that finds out by itself who they are."""
    return Context(
        services=services,
        event=event,
        sender=event.sender,
        place=event.place,
        requester=NOBODY,
        words=services.locales.words(None),
        now=services.now(),
    )


async def guarded(act: Awaitable[bool | None], context: Context) -> bool:
    """Let a room answer; if it fails, the person hears so, and nothing was half-stored.

    False when the room found that this is not for it, and said nothing.
    """
    try:
        return await act is not False
    except DBAPIError:
        raise
    except Exception as error:
        if context.leaves_no_trace:
            # Where it failed would tell a case from none at that moment.
            event(LOGGER, "action_failed")
        else:
            failure(LOGGER, "action_failed", error)
        await context.refuse(
            context.words("Something went wrong on our side. Nothing was changed; try again.")
        )
        return True
