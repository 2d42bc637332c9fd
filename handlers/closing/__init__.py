"""The end of a cycle: evaluation, who goes on, closing, farewell."""

from handlers.closing import ending, evaluating, shown
from handlers.visit import Visit


async def on_press(visit: Visit) -> None:
    """A button of the end of a cycle."""
    acts = {
        shown.BEGIN: evaluating.on_begin,
        shown.RATE: evaluating.on_rate,
        shown.GO: evaluating.on_go,
        shown.HOW: ending.on_how,
        shown.CLOSE: ending.on_close,
        shown.CLOSED: ending.on_closed,
        shown.KEEP: ending.on_keep,
    }
    act = acts.get(visit.verb)
    if act is None:
        await visit.refuse(visit.words("This button no longer works. /help shows what does."))
    else:
        await act(visit)
