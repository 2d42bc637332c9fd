"""Presses on the buttons of prompts; what each may do is read again from the database."""

from typing import Final

from handlers.prompts import answering, overview, sending, starting, writing
from handlers.prompts.shown import ANSWER, READ_ALL
from handlers.routes import Act
from handlers.visit import Visit

IN_THE_GROUP: Final = frozenset({ANSWER, READ_ALL})
"""What stands under the post; all else is private, and forged where it comes from a group."""


async def on_press(visit: Visit) -> None:
    """Find what the button does."""
    acts: dict[str, Act] = {
        ANSWER: answering.on_answer,
        READ_ALL: answering.on_read_all,
        "change": answering.on_change,
        "give": answering.on_give,
        "withdraw": answering.on_withdraw,
        "write": starting.on_write,
        "themes": starting.on_themes,
        "theme": starting.on_theme,
        "passages": starting.on_passages,
        "passage": starting.on_passage,
        "propose": starting.on_propose,
        "pass": starting.on_pass,
        "edit": starting.on_edit,
        "tick": writing.on_tick,
        "every": writing.on_every,
        "send": sending.on_send,
        "list": overview.on_list,
        "show": overview.on_show,
        "file": overview.on_file,
        "close": overview.on_close,
        "release": overview.on_release,
        "drop": overview.on_drop,
    }
    act = acts.get(visit.verb)
    if act is None:
        await visit.pop_up()
    elif visit.is_private or visit.verb in IN_THE_GROUP:
        await act(visit)
    else:
        await visit.refuse(visit.words("This only works in a private chat with me."))
