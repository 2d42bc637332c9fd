"""What every button does: its verb, whom it serves, its action, and where it may stand.

What a verb carries is declared in the file `verbs.py` of its room.
"""

from collections.abc import Iterable
from typing import Final

from handlers import (
    cockpit,
    frame,
    interest,
    library,
    links,
    meetings,
    prompts,
    summaries,
    themes,
)
from handlers.announcing import callbacks as announcing_actions
from handlers.announcing import verbs as announcing
from handlers.attendance import certificate, correct, tick
from handlers.attendance import verbs as attendance
from handlers.cases import callbacks as cases_press
from handlers.cases import voting
from handlers.closing import close, evaluation
from handlers.closing import verbs as closing
from handlers.communities import found
from handlers.communities import verbs as communities
from handlers.core import dispatch, forms
from handlers.core.context import Context
from handlers.core.routes import AnyCallback, Buttons, Callback, Where, Who
from handlers.duos import screens
from handlers.duos import verbs as duos
from handlers.handover import callbacks as handover_actions
from handlers.handover import read, write
from handlers.handover import verbs as handover
from handlers.harvest import callbacks as harvest_actions
from handlers.harvest import verbs as harvest
from handlers.interest import founding_callbacks
from handlers.members import consent, freed_seat, registration, roster
from handlers.members import verbs as members
from handlers.overview import callbacks as overview_actions
from handlers.overview import verbs as overview
from handlers.people import language, personal_data, welcome
from handlers.people import verbs as people
from handlers.rsvp import callbacks as rsvp_actions
from handlers.rsvp import verbs as rsvp
from handlers.value import callbacks as value_actions
from handlers.value import verbs as value
from handlers.wiring import forms as form_actions
from handlers.wiring import todo
from handlers.wiring.commands import COMMANDS
from handlers.wiring.default_texts import ORIGINALS
from handlers.wiring.steps import STEPS


async def _cockpit(context: Context) -> None:
    await cockpit.on_press(context, cockpit.Desk(STEPS, todo.redraw))


async def _frame_pressed(context: Context) -> None:
    await frame.on_press(context, ORIGINALS)


async def _picked(context: Context, community_id: int) -> None:
    await dispatch.on_picked(context, COMMANDS, community_id)


ROOMS: Final = (
    Buttons("meetings", meetings.on_press),
    Buttons("cases", cases_press.on_press, where=Where.PRIVATE),
    Buttons("vote", voting.on_press),
    Buttons("prompt", prompts.on_press),
    Buttons("summary", summaries.on_press, where=Where.PRIVATE),
    Buttons("themes", themes.on_press, where=Where.PRIVATE),
    Buttons("library", library.on_press, where=Where.PRIVATE),
    Buttons("links", links.on_press, where=Where.PRIVATE),
    Buttons("cockpit", _cockpit, where=Where.PRIVATE),
    Buttons("frame", _frame_pressed, where=Where.PRIVATE),
    Buttons("interest", interest.on_press, where=Where.PRIVATE),
    Buttons("choose", founding_callbacks.on_press, where=Where.PRIVATE),
)

CALLBACKS: Final = (
    # Forms, whatever they are about, and the question which community a command is about
    Callback(forms.CHOOSE, Who.ANYONE, form_actions.on_choose),
    Callback(forms.SKIP, Who.ANYONE, form_actions.on_skip),
    Callback(forms.EDIT, Who.ANYONE, form_actions.on_edit),
    Callback(forms.CHANGE, Who.ANYONE, form_actions.on_change),
    Callback(forms.CONTINUE, Who.ANYONE, form_actions.on_continue),
    Callback(forms.CANCEL, Who.ANYONE, form_actions.on_cancel),
    Callback(forms.TYPED, Who.ANYONE, form_actions.on_typed),
    Callback(dispatch.PICK_IN, Who.ANYONE, _picked),
    # Registering: the invitation, the agreement, the waiting list
    Callback(members.CONTINUE, Who.ANYONE, registration.on_continue),
    Callback(members.SPEAK, Who.ANYONE, registration.on_speak),
    Callback(members.REGISTER, Who.ANYONE, registration.on_agree),
    Callback(members.TAKE_SEAT, Who.ANYONE, freed_seat.on_take),
    Callback(members.WAIT_NO_LONGER, Who.ANYONE, freed_seat.on_give_up),
    # The agreement asked again, when it changed or a new cycle begins
    Callback(members.READ, Who.MEMBER, consent.on_read),
    Callback(members.AGREE, Who.MEMBER, consent.on_agree),
    Callback(members.DISAGREE, Who.MEMBER, consent.on_disagree),
    Callback(members.STOP, Who.MEMBER, consent.on_stop),
    # Two people on one seat; who has left and presses again hears the same
    Callback(duos.SWAP, Who.MEMBER, screens.on_swap),
    Callback(duos.LEAVE, Who.MEMBER, screens.on_leave),
    Callback(duos.LEFT, Who.ANYONE, screens.on_left),
    Callback(duos.STAY, Who.MEMBER, screens.on_stay),
    # Answering for a meeting, and for somebody else
    Callback(members.CHOOSE, Who.MODERATOR, roster.on_choose),
    Callback(members.FOR, Who.MODERATOR, roster.on_for),
    Callback(rsvp.YES, Who.MEMBER, rsvp_actions.on_yes, Where.ANYWHERE, skips_lookup=True),
    Callback(rsvp.NO, Who.MEMBER, rsvp_actions.on_no, Where.ANYWHERE, skips_lookup=True),
    Callback(rsvp.UNSURE, Who.MEMBER, rsvp_actions.on_unsure, Where.ANYWHERE, skips_lookup=True),
    Callback(rsvp.PARTNER, Who.MEMBER, rsvp_actions.on_partner, Where.ANYWHERE, skips_lookup=True),
    Callback(rsvp.FOR, Who.MODERATOR, rsvp_actions.on_for, Where.ANYWHERE, skips_lookup=True),
    # Who was there
    Callback(attendance.OPEN, Who.MODERATOR, tick.on_open),
    Callback(attendance.CHANGE, Who.MODERATOR, tick.on_change),
    Callback(attendance.TICK, Who.MODERATOR, tick.on_tick),
    Callback(attendance.SAVE, Who.MODERATOR, tick.on_save),
    Callback(attendance.SURE, Who.MODERATOR, correct.on_sure),
    Callback(attendance.PROOF, Who.MEMBER, certificate.on_proof),
    # Hand-overs between the two on a seat; whose it is, is asked of the hand-over itself
    Callback(handover.BEGIN, Who.MEMBER, write.on_begin),
    Callback(handover.LATER, Who.MEMBER, handover_actions.on_later),
    Callback(handover.TOMORROW, Who.MEMBER, handover_actions.on_tomorrow),
    Callback(handover.SEND, Who.MEMBER, write.on_send),
    Callback(handover.CHANGE, Who.MEMBER, write.on_change),
    Callback(handover.ANSWER, Who.MEMBER, read.on_answer),
    Callback(handover.READ, Who.MEMBER, read.on_read),
    Callback(handover.SEEN, Who.MEMBER, read.on_seen),
    Callback(handover.RESTATE, Who.MEMBER, read.on_restate),
    Callback(handover.ASK, Who.MEMBER, read.on_ask),
    Callback(handover.OPEN, Who.MEMBER, read.on_open),
    Callback(handover.SURE, Who.MEMBER, read.on_sure),
    Callback(handover.TICK, Who.MEMBER, handover_actions.on_tick),
    Callback(handover.DONE, Who.MEMBER, handover_actions.on_done),
    # What a meeting brought
    Callback(value.TAP, Who.MEMBER, value_actions.on_tap, Where.ANYWHERE),
    # The end of a cycle
    Callback(closing.BEGIN, Who.MEMBER, evaluation.on_begin),
    Callback(closing.RATE, Who.MEMBER, evaluation.on_rate),
    Callback(closing.GO, Who.MEMBER, evaluation.on_go),
    Callback(closing.HOW, Who.OVERSEEING, close.on_how),
    Callback(closing.CLOSE, Who.FOLLOWING, close.on_close),
    Callback(closing.CLOSED, Who.FOLLOWING, close.on_closed),
    Callback(closing.KEEP, Who.FOLLOWING, close.on_keep),
    # Founding communities, and how all of them stand
    Callback(communities.NEW, Who.COORDINATOR, found.on_new),
    Callback(communities.LINKS, Who.COORDINATOR, found.on_links),
    Callback(overview.FRONT, Who.COORDINATOR, overview_actions.on_front),
    Callback(overview.ZONE, Who.COORDINATOR, overview_actions.on_zone),
    Callback(overview.NEEDS, Who.COORDINATOR, overview_actions.on_needs),
    Callback(overview.OLD, Who.COORDINATOR, overview_actions.on_old),
    Callback(overview.ONE, Who.COORDINATOR, overview_actions.on_one),
    Callback(overview.FILE, Who.COORDINATOR, overview_actions.on_file),
    # The harvest as files
    Callback(harvest.LIST, Who.FOLLOWING, harvest_actions.on_list),
    Callback(harvest.OF, Who.FOLLOWING, harvest_actions.on_of),
    Callback(harvest.SET, Who.FOLLOWING, harvest_actions.on_set),
    Callback(harvest.MAKE, Who.FOLLOWING, harvest_actions.on_make),
    # Saying something to all moderators or communities
    Callback(announcing.SEND, Who.COORDINATOR, announcing_actions.on_send),
    Callback(announcing.STOP, Who.COORDINATOR, announcing_actions.on_stop),
    # The first words, the language, one's own data
    Callback(people.SPEAK_AT_START, Who.ANYONE, welcome.on_speak),
    Callback(people.SPEAK, Who.ANYONE, language.on_speak),
    Callback(people.FORGET, Who.ANYONE, personal_data.on_erase),
    Callback(people.FORGET_NOTHING, Who.ANYONE, personal_data.on_keep),
)


def by_verb(rows: Iterable[AnyCallback]) -> dict[tuple[str, str], AnyCallback]:
    """The rows by room and verb, as a press names them."""
    return {(row.verb.room.name, row.verb.name): row for row in rows}
