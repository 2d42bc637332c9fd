"""The functions that send what waited for a person who is reachable again, room by room."""

from typing import Final

from handlers.cases import schedule as cases
from handlers.core.context import WhenReachable
from handlers.handover import deliver as handover
from handlers.summaries import schedule as summaries

WHEN_REACHABLE: Final[tuple[WhenReachable, ...]] = (handover.wake, cases.wake, summaries.wake)
