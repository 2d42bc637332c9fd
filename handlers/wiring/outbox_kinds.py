"""The kinds of outbox rows, each with the renderer that turns it into a message."""

from dataclasses import dataclass
from typing import Final

from sqlmodel import Session

from handlers.announcing import messages as announcing
from handlers.attendance import certificate
from handlers.cases import calling
from handlers.cases import messages as cases
from handlers.closing import messages as closing
from handlers.communities import group_check
from handlers.communities import messages as communities
from handlers.core.context import Services
from handlers.core.menus import MenuChange, render_menu
from handlers.core.outgoing import Dropped, OutgoingMessage, Rendered, ReplyMessage
from handlers.duos import messages as duos
from handlers.handover import messages as handover
from handlers.harvest import send as harvest
from handlers.interest import messages as interest
from handlers.interest import placement_messages as placements
from handlers.links import messages as links
from handlers.meetings import messages as meetings
from handlers.members import consent, join_requests
from handlers.members import messages as members
from handlers.prompts import messages as prompts
from handlers.reminders import sections
from handlers.rsvp import card
from handlers.rsvp import messages as rsvp
from handlers.summaries import messages as summaries
from handlers.summaries import read as summaries_read
from handlers.wiring import steps
from handlers.wiring.commands import COMMANDS


@dataclass(frozen=True, slots=True)
class MenuMessage(MenuChange, Rendered):
    """Set a person's own menu, or take it away, by what they are by now."""

    is_kept = False

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """Nothing is said: the menu is set."""
        return render_menu(session, self.telegram_id, services, COMMANDS)


OUTBOX_KINDS: Final[tuple[type[Rendered], ...]] = (
    ReplyMessage,
    MenuMessage,
    *card.OUTBOX_KINDS,
    *rsvp.OUTBOX_KINDS,
    *steps.OUTBOX_KINDS,
    *sections.OUTBOX_KINDS,
    *meetings.OUTBOX_KINDS,
    *duos.OUTBOX_KINDS,
    *members.OUTBOX_KINDS,
    *join_requests.OUTBOX_KINDS,
    *consent.OUTBOX_KINDS,
    *communities.OUTBOX_KINDS,
    *group_check.OUTBOX_KINDS,
    *calling.OUTBOX_KINDS,
    *cases.OUTBOX_KINDS,
    *prompts.OUTBOX_KINDS,
    *summaries.OUTBOX_KINDS,
    *summaries_read.OUTBOX_KINDS,
    *certificate.OUTBOX_KINDS,
    *handover.OUTBOX_KINDS,
    *closing.OUTBOX_KINDS,
    *announcing.OUTBOX_KINDS,
    *interest.OUTBOX_KINDS,
    *placements.OUTBOX_KINDS,
    *links.OUTBOX_KINDS,
    *harvest.OUTBOX_KINDS,
)
