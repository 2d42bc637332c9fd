"""Builds the context of an update, and runs actions so that an error is answered and logged."""

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
"""The requester of a press that skips the look-up, until its action reads who it is."""


async def arrive(services: Services, event: Said | Pressed, sender: Sender) -> Context:
    """Build the context of a message or press, with what the database knows of the requester."""
    if event.place is None or event.place.kind == PRIVATE:
        await reached(services, sender)
    requester = await services.database.read(
        lambda session: identify_requester(session, sender, event.place, services.locales)
    )
    words = services.locales.words(requester.language)
    return Context(services, event, sender, event.place, requester, words, services.now())


async def reached(services: Services, sender: Sender) -> None:
    """Mark someone who writes or presses in private as reachable, if they were not."""
    lost = partial(members.is_unreachable, person_telegram_id=sender.telegram_id)
    if await services.database.read(lost):
        back = partial(reachable_again, telegram_id=sender.telegram_id, services=services)
        await services.database.write(back)


def reachable_again(session: Session, telegram_id: int, services: Services) -> None:
    """Mark a person as reachable, and add what waited for them to the outbox."""
    members.mark_reachable(session, telegram_id, yes=True)
    for send_what_waited in services.when_reachable:
        send_what_waited(session, telegram_id, services.settings, services.now())


def without_lookup(services: Services, event: Pressed) -> Context:
    """Build the context of a press whose action reads itself who the requester is."""
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
    """Run an action; on an error log it and tell the person. Raises the database's errors.

    False when the action returned False: it does not handle this, and sent nothing.
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
