"""Presses on the buttons of prompts; what each may do is read again from the database."""

from typing import Final

from handlers.core.context import Context
from handlers.core.routes import Act
from handlers.prompts import answer, overview, send, start, write
from handlers.prompts.views import ANSWER, READ_ALL

IN_THE_GROUP: Final = frozenset({ANSWER, READ_ALL})
"""What stands under the post; all else is private, and forged where it comes from a group."""


async def on_press(context: Context) -> None:
    """Find what the button does."""
    acts: dict[str, Act] = {
        ANSWER: answer.on_answer,
        READ_ALL: answer.on_read_all,
        "change": answer.on_change,
        "give": answer.on_give,
        "withdraw": answer.on_withdraw,
        "write": start.on_write,
        "themes": start.on_themes,
        "theme": start.on_theme,
        "passages": start.on_passages,
        "passage": start.on_passage,
        "propose": start.on_propose,
        "pass": start.on_pass,
        "edit": start.on_edit,
        "tick": write.on_tick,
        "every": write.on_every,
        "send": send.on_send,
        "list": overview.on_list,
        "show": overview.on_show,
        "file": overview.on_file,
        "close": overview.on_close,
        "release": overview.on_release,
        "drop": overview.on_drop,
    }
    act = acts.get(context.verb)
    if act is None:
        await context.answer()
    elif context.is_private or context.verb in IN_THE_GROUP:
        await act(context)
    else:
        await context.refuse(context.words("This only works in a private chat with me."))
