"""Which renderer turns each kind of outbox row into a message."""

from typing import Final

from sqlmodel import Session

from handlers import (
    links,
)
from handlers.announcing import messages as of_announcements
from handlers.attendance import certificate
from handlers.cases import calling
from handlers.cases import messages as of_cases
from handlers.closing import messages as closing
from handlers.communities import group_check
from handlers.communities import messages as of_groups
from handlers.core.context import Services
from handlers.core.menus import MENU, render_menu
from handlers.core.outgoing import OutgoingMessage, Rendered, Renderer, ReplyMessage
from handlers.duos import messages as duos
from handlers.handover import messages as of_handovers
from handlers.harvest import send as harvest_sending
from handlers.interest import messages as of_interest
from handlers.interest import placement_messages as of_places
from handlers.meetings import messages as meetings
from handlers.members import consent, join_requests
from handlers.members import messages as of_members
from handlers.prompts import messages as of_prompts
from handlers.reminders import sections
from handlers.rsvp import card
from handlers.rsvp import messages as rsvp
from handlers.summaries import messages
from handlers.summaries import read as summary_reading
from handlers.wiring import steps
from handlers.wiring.commands import COMMANDS
from storage.core.outbox import Outgoing


def _menu(session: Session, row: Outgoing, services: Services) -> OutgoingMessage:
    return render_menu(session, row, services, COMMANDS)


OUTBOX_KINDS: Final[tuple[type[Rendered], ...]] = (
    ReplyMessage,
    *card.OUTBOX_KINDS,
    *steps.OUTBOX_KINDS,
    *sections.OUTBOX_KINDS,
    *rsvp.OUTBOX_KINDS,
    *meetings.OUTBOX_KINDS,
    *duos.OUTBOX_KINDS,
    *of_members.OUTBOX_KINDS,
    *join_requests.OUTBOX_KINDS,
    *consent.OUTBOX_KINDS,
    *calling.OUTBOX_KINDS,
    *of_cases.OUTBOX_KINDS,
    *of_prompts.OUTBOX_KINDS,
    *messages.OUTBOX_KINDS,
    *summary_reading.OUTBOX_KINDS,
    *certificate.OUTBOX_KINDS,
    *of_handovers.OUTBOX_KINDS,
    *closing.OUTBOX_KINDS,
    *of_groups.OUTBOX_KINDS,
    *group_check.OUTBOX_KINDS,
)

RENDERERS: Final[dict[str, Renderer]] = {
    "announcement": of_announcements.render_announcement,
    of_announcements.PROGRESS: of_announcements.render_progress,
    "interest_news": of_interest.render_news,
    "interest_invited": of_places.render_invited,
    "interest_full": of_places.render_full,
    **links.RENDERERS,
    MENU: _menu,
    harvest_sending.KIND: harvest_sending.render_harvest,
}
