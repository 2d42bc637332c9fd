"""Where the presses of each room go."""

from typing import Final

from handlers import (
    announcing,
    attendance,
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
from handlers.cases import callbacks as cases_press
from handlers.cases import voting
from handlers.communities import found
from handlers.core.context import Context
from handlers.core.routes import Buttons, Where
from handlers.duos import screens
from handlers.interest import founding_callbacks
from handlers.members import consent, freed_seat, registration
from handlers.members import roster as members_list
from handlers.people import language, personal_data
from handlers.rsvp import callbacks as press
from handlers.value import callbacks
from handlers.wiring import todo
from handlers.wiring.default_texts import ORIGINALS
from handlers.wiring.steps import WAYS


async def _cockpit(context: Context) -> None:
    await cockpit.on_press(context, cockpit.Desk(WAYS, todo.redraw))


async def _frame_pressed(context: Context) -> None:
    await frame.on_press(context, ORIGINALS)


ROOMS: Final = (
    Buttons("rsvp", press.on_press, skips_lookup=True),
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
    Buttons("attendance", attendance.on_press, where=Where.PRIVATE),
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
