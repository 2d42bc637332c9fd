"""The forms that a person may be filling in, what their buttons do, and where a file goes."""

from typing import Final

from handlers import (
    announcing,
    cockpit,
    frame,
    interest,
    library,
)
from handlers.attendance import correct
from handlers.cases import deciding
from handlers.communities import found
from handlers.core import forms
from handlers.core.context import Context
from handlers.core.updates import Said
from handlers.handover import read, write
from handlers.interest import found as interest_found
from handlers.meetings import plan, session
from handlers.members import registration
from handlers.prompts import answer as prompt_answering
from handlers.prompts import write as prompt_writing
from handlers.summaries import preview as summary_preview
from handlers.themes import add as theme_adding

FLOWS: Final = {
    "step_note": cockpit.FLOW,
    "registration": registration.FLOW,
    "community": found.FLOW,
    "announcement": announcing.FLOW,
    "interest": interest.FLOW,
    **interest_found.FLOWS,
    "frame": frame.FLOW,
    "plan": plan.FLOW,
    "session": session.FLOW,
    "theme": theme_adding.FLOW,
    "summary": summary_preview.FLOW,
    **library.FLOWS,
    "handover": write.FLOW,
    "prompt": prompt_writing.FLOW,
    "prompt_answer": prompt_answering.FLOW,
    "attendance_reason": correct.FLOW,
    **deciding.FLOWS,
    "handover_restate": read.RESTATE_FLOW,
    "handover_ask": read.ASK_FLOW,
    "handover_answer": read.ANSWER_FLOW,
}


async def take_file(context: Context, event: Said) -> bool:
    """Takes a file into the form that waits for one; False when none does."""
    return await frame.take_file(context, event) or await library.take_file(context, event)


async def on_choose(context: Context, topic: str, position: int, index: int) -> None:
    """A press on a choice of a field."""
    await forms.on_choose(context, FLOWS, topic, position, index)


async def on_skip(context: Context, topic: str, position: int) -> None:
    """➡️: nothing is given for a field."""
    await forms.on_skip(context, FLOWS, topic, position)


async def on_edit(context: Context, topic: str, position: int) -> None:
    """✏️ with the name of a field."""
    await forms.on_edit(context, FLOWS, topic, position)


async def on_change(context: Context, topic: str) -> None:
    """✏️ under a preview."""
    await forms.on_change(context, FLOWS, topic)


async def on_continue(context: Context, topic: str, _position: int | None) -> None:
    """A press on ⬅️ or ➡️ of a form."""
    await forms.on_continue(context, FLOWS, topic)


async def on_cancel(context: Context, topic: str) -> None:
    """❌."""
    await forms.on_cancel(context, FLOWS, topic)


async def on_typed(context: Context) -> None:
    """✏️ under the question what a message is that was typed."""
    await forms.on_typed(context, FLOWS)
