"""The end of a cycle: evaluation, who goes on, closing, farewell."""

from handlers.closing import close, evaluation, views
from handlers.core.context import Context


async def on_press(context: Context) -> None:
    """A button of the end of a cycle."""
    acts = {
        views.BEGIN: evaluation.on_begin,
        views.RATE: evaluation.on_rate,
        views.GO: evaluation.on_go,
        views.HOW: close.on_how,
        views.CLOSE: close.on_close,
        views.CLOSED: close.on_closed,
        views.KEEP: close.on_keep,
    }
    act = acts.get(context.verb)
    if act is None:
        await context.refuse(context.words("This button no longer works. /help shows what does."))
    else:
        await act(context)
