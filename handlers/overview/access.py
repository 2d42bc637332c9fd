"""What the room of the overview knows at one visit: only what coordinators may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.rules.cases import voting
from bot.rules.cases.voting import Counts
from bot.rules.overview import Overview
from storage import overview
from storage.cases import moderating


@dataclass(frozen=True, slots=True)
class Sight:
    """All communities, and what is told of them together only.

    `cases` is None where it would speak of single communities; `sectors` are those that may be
    told, with how many people work in each.
    """

    overview: Overview
    cases: Counts[str] | None
    open_urns: int
    sectors: Sequence[tuple[str, int]]


def look(session: Session, now: datetime) -> Sight:
    """Read what is shown of all communities."""
    return Sight(
        overview.overview(session, now),
        voting.counted(moderating.standings(session)),
        overview.open_urns(session, now),
        overview.sectors(session),
    )
