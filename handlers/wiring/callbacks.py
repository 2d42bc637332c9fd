"""What every button does: its verb, whom it serves, its action, and where it may stand.

What a verb carries is declared in the file `verbs.py` of its room.
"""

from collections.abc import Iterable
from typing import Final

from handlers import (
    announcing,
    closing,
    cockpit,
    frame,
    handover,
    harvest,
    interest,
    library,
    links,
    meetings,
    overview,
    people,
    prompts,
    summaries,
    themes,
)
from handlers.attendance import certificate, correct, tick
from handlers.attendance import verbs as attendance
from handlers.cases import callbacks as cases_press
from handlers.cases import voting
from handlers.communities import found
from handlers.core import dispatch, forms
from handlers.core.context import Context
from handlers.core.routes import AnyCallback, Buttons, Callback, Where, Who
from handlers.duos import screens
from handlers.interest import founding_callbacks
from handlers.members import consent, freed_seat, registration
from handlers.members import roster as members_list
from handlers.people import language, personal_data
from handlers.rsvp import callbacks as answering
from handlers.rsvp import verbs as rsvp
from handlers.value import callbacks
from handlers.wiring import forms as form_presses
from handlers.wiring import todo
from handlers.wiring.commands import COMMANDS
from handlers.wiring.default_texts import ORIGINALS
from handlers.wiring.steps import WAYS


async def _cockpit(context: Context) -> None:
    await cockpit.on_press(context, cockpit.Desk(WAYS, todo.redraw))


async def _frame_pressed(context: Context) -> None:
    await frame.on_press(context, ORIGINALS)


async def _picked(context: Context, community_id: int) -> None:
    await dispatch.on_picked(context, COMMANDS, community_id)


ROOMS: Final = (
    Buttons("agree", consent.on_press, where=Where.PRIVATE),
    Buttons("join", registration.on_press, where=Where.PRIVATE),
    Buttons("seat", freed_seat.on_press, where=Where.PRIVATE),
    Buttons("meetings", meetings.on_press),
    Buttons("members", members_list.on_press, where=Where.PRIVATE),
    Buttons("duo", screens.on_press, where=Where.PRIVATE),
    Buttons("handover", handover.on_press, where=Where.PRIVATE),
    Buttons("cases", cases_press.on_press, where=Where.PRIVATE),
    Buttons("vote", voting.on_press),
    Buttons("prompt", prompts.on_press),
    Buttons("summary", summaries.on_press, where=Where.PRIVATE),
    Buttons("themes", themes.on_press, where=Where.PRIVATE),
    Buttons("library", library.on_press, where=Where.PRIVATE),
    Buttons("links", links.on_press, where=Where.PRIVATE),
    Buttons("cockpit", _cockpit, where=Where.PRIVATE),
    Buttons("frame", _frame_pressed, where=Where.PRIVATE),
    Buttons("community", found.on_press, where=Where.PRIVATE),
    Buttons("overview", overview.on_press, where=Where.PRIVATE),
    Buttons("announce", announcing.on_press, where=Where.PRIVATE),
    Buttons("interest", interest.on_press, where=Where.PRIVATE),
    Buttons("choose", founding_callbacks.on_press, where=Where.PRIVATE),
    Buttons("start", people.on_language_at_start, where=Where.PRIVATE),
    Buttons("value", callbacks.on_press),
    Buttons("closing", closing.on_press, where=Where.PRIVATE),
    Buttons("harvest", harvest.on_press, where=Where.PRIVATE),
    Buttons("language", language.on_press, where=Where.PRIVATE),
    Buttons("forget", personal_data.on_press, where=Where.PRIVATE),
)

CALLBACKS: Final = (
    # Forms, whatever they are about, and the question which community a command is about
    Callback(forms.CHOOSE, Who.ANYONE, form_presses.on_choose),
    Callback(forms.SKIP, Who.ANYONE, form_presses.on_skip),
    Callback(forms.EDIT, Who.ANYONE, form_presses.on_edit),
    Callback(forms.CHANGE, Who.ANYONE, form_presses.on_change),
    Callback(forms.CONTINUE, Who.ANYONE, form_presses.on_continue),
    Callback(forms.CANCEL, Who.ANYONE, form_presses.on_cancel),
    Callback(forms.TYPED, Who.ANYONE, form_presses.on_typed),
    Callback(dispatch.PICK_IN, Who.ANYONE, _picked),
    # Answering for a meeting
    Callback(rsvp.YES, Who.MEMBER, answering.on_yes, Where.ANYWHERE, skips_lookup=True),
    Callback(rsvp.NO, Who.MEMBER, answering.on_no, Where.ANYWHERE, skips_lookup=True),
    Callback(rsvp.UNSURE, Who.MEMBER, answering.on_unsure, Where.ANYWHERE, skips_lookup=True),
    Callback(rsvp.PARTNER, Who.MEMBER, answering.on_partner, Where.ANYWHERE, skips_lookup=True),
    Callback(rsvp.FOR, Who.MODERATOR, answering.on_for, Where.ANYWHERE, skips_lookup=True),
    # Who was there
    Callback(attendance.OPEN, Who.MODERATOR, tick.on_open),
    Callback(attendance.CHANGE, Who.MODERATOR, tick.on_change),
    Callback(attendance.TICK, Who.MODERATOR, tick.on_tick),
    Callback(attendance.SAVE, Who.MODERATOR, tick.on_save),
    Callback(attendance.SURE, Who.MODERATOR, correct.on_sure),
    Callback(attendance.PROOF, Who.MEMBER, certificate.on_proof),
)


def by_verb(rows: Iterable[AnyCallback]) -> dict[tuple[str, str], AnyCallback]:
    """The rows by room and verb, as a press names them."""
    return {(row.verb.room.name, row.verb.name): row for row in rows}
