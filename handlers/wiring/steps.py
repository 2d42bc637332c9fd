"""The table of steps: the outbox rows, the section and the preview of each.

What the rules know of a step (until when it is useful, whether it may be skipped, takes a note or
repeats) is in `bot.rules.rhythm`.
"""

from dataclasses import dataclass
from typing import Final

from sqlmodel import Session

from bot.rules.rhythm import Step
from handlers.attendance import messages as attendance
from handlers.cases import agenda, calling, follow_meeting
from handlers.cases import messages as cases
from handlers.cases import schedule as cases_schedule
from handlers.closing import evaluation
from handlers.closing import schedule as closing
from handlers.core.bundle import Bundle, part_of
from handlers.core.context import Services
from handlers.core.outgoing import Dropped, OutgoingMessage, Rendered
from handlers.core.steps import Preview, RhythmStep, Steps
from handlers.handover import messages as handover
from handlers.handover import reminder as handover_reminder
from handlers.handover import schedule as handover_schedule
from handlers.members import consent
from handlers.prompts import reminder as prompts
from handlers.prompts import schedule as prompts_schedule
from handlers.reminders import bundle, schedule, sections
from storage.meetings import Meeting
from storage.reminders import recipients


@dataclass(frozen=True, slots=True)
class BundleMessage(Bundle, Rendered):
    """The bundle: the one private message that holds all that is due for a person."""

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """The sections that are still true by now, most urgent first."""
        return bundle.render_bundle(session, self, services, STEPS)


OUTBOX_KINDS: Final = (BundleMessage,)


def preview_bundle(
    session: Session, services: Services, step: Step, meeting: Meeting, person_id: int
) -> OutgoingMessage | Dropped:
    """Render what one step would send to a person now."""
    return BundleMessage(person_id, (part_of(step, meeting),)).render(session, services)


STEPS: Final[Steps] = {
    Step.CASE: RhythmStep(
        sends=cases_schedule.take_call,
        preview=Preview(calling.audience, calling.preview_call),
    ),
    Step.AGENDA: RhythmStep(
        agenda.make_agenda,
        sends=cases_schedule.take_agenda,
        preview=Preview(recipients.of_moderators, preview_bundle),
    ),
    Step.NUDGE: RhythmStep(
        sections.nudge_section,
        sends=schedule.nudge,
        follows=(handover_schedule.take_nudge,),
        preview=Preview(recipients.of_nudge, preview_bundle),
    ),
    Step.EVE: RhythmStep(
        sections.eve_section,
        sends=schedule.eve,
        follows=(handover_schedule.take_eve,),
        preview=Preview(recipients.of_eve, preview_bundle, sections.preview_eve),
    ),
    Step.AFTER: RhythmStep(
        attendance.make_after,
        sends=schedule.after,
        follows=(handover_schedule.take_after, follow_meeting.take_after, closing.take_after),
        preview=Preview(recipients.of_moderators, preview_bundle),
    ),
    Step.PROMPT: RhythmStep(
        prompts.make_proposal,
        sends=prompts_schedule.take_prompt,
        preview=Preview(recipients.of_leads, preview_bundle),
    ),
    Step.HANDOVER: RhythmStep(handover_reminder.make_ask),
    Step.NOTE: RhythmStep(handover_reminder.make_note),
    Step.ITEM: RhythmStep(handover_reminder.make_item),
    Step.ANSWER: RhythmStep(prompts.make_answer),
    Step.OPENED: RhythmStep(cases.make_opened),
    Step.RESTATED: RhythmStep(handover.make_restated),
    Step.AGREEMENT: RhythmStep(consent.make_agreement),
    Step.CLOSING: RhythmStep(evaluation.make_evaluation),
}
