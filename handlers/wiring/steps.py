"""What each step of the rhythm brings: who is told, with what section of the bundled reminder."""

from typing import Final

from sqlmodel import Session

from bot.rules.rhythm import Step
from handlers import (
    cockpit,
)
from handlers.attendance import messages as of_attendance
from handlers.cases import agenda as urn_agenda
from handlers.cases import calling
from handlers.cases import messages as of_cases
from handlers.closing import evaluation
from handlers.core.context import Services
from handlers.core.outgoing import OutgoingMessage
from handlers.handover import messages as of_handovers
from handlers.handover import reminder
from handlers.members import consent
from handlers.prompts import reminder as prompt_asking
from handlers.reminders import bundle
from storage.core.outbox import Outgoing
from storage.reminders import recipients


def render_bundle(session: Session, row: Outgoing, services: Services) -> OutgoingMessage | None:
    """Renders the one private message that holds all that is due for a person."""
    return bundle.render_bundle(session, row, services, MAKES)


# How rooms beside `rhythm` make their pieces of a bundle.
MAKES: Final[bundle.Makes] = {
    Step.AGENDA: urn_agenda.make_agenda,
    Step.AFTER: of_attendance.make_after,
    Step.HANDOVER: reminder.make_ask,
    Step.NOTE: reminder.make_note,
    Step.ITEM: reminder.make_item,
    Step.OPENED: of_cases.make_opened,
    Step.RESTATED: of_handovers.make_restated,
    Step.ANSWER: prompt_asking.make_answer,
    Step.PROMPT: prompt_asking.make_proposal,
    Step.AGREEMENT: consent.make_agreement,
    Step.CLOSING: evaluation.make_evaluation,
}


# How the steps that moderators may see beforehand are told.
WAYS: Final[cockpit.Ways] = {
    Step.CASE: cockpit.Way(calling.audience, calling.render_sample),
    Step.AGENDA: cockpit.Way(recipients.of_moderators, render_bundle),
    Step.NUDGE: cockpit.Way(recipients.of_nudge, render_bundle),
    Step.EVE: cockpit.Way(recipients.of_eve, render_bundle, bundle.render_eve),
    Step.AFTER: cockpit.Way(recipients.of_moderators, render_bundle),
    Step.PROMPT: cockpit.Way(recipients.of_leads, render_bundle),
}
