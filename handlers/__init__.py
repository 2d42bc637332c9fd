"""Handles messages and presses, and renders what is sent; the tables are in `handlers.wiring`."""

from typing import Final

from handlers.cases.typed import take_moment
from handlers.core import dispatch
from handlers.core.context import Services
from handlers.core.updates import Raw
from handlers.wiring.callbacks import CALLBACKS, by_verb
from handlers.wiring.chat_events import CHAT_EVENT_HANDLERS
from handlers.wiring.commands import COMMANDS as COMMANDS
from handlers.wiring.due import fall_due as fall_due
from handlers.wiring.due import next_due as next_due
from handlers.wiring.forms import FLOWS as FLOWS
from handlers.wiring.forms import take_file
from handlers.wiring.outbox_kinds import OUTBOX_KINDS as OUTBOX_KINDS
from handlers.wiring.reachable import WHEN_REACHABLE as WHEN_REACHABLE

TABLE: Final = dispatch.Table(
    COMMANDS,
    by_verb(CALLBACKS),
    FLOWS,
    CHAT_EVENT_HANDLERS,
    take_moment,
    take_file,
)


async def handle(services: Services, raw: Raw) -> None:
    """Handle one raw update by the table."""
    await dispatch.handle(TABLE, services, raw)
