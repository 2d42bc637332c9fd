"""Reads what `/overview` shows of all communities: only what coordinators may see."""

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
class OverviewFacts:
    """All communities, and totals that are shown for all of them together only.

    `cases` is None where the totals would reveal single communities; `sectors` are the sectors
    that may be shown, each with its number of people.
    """

    overview: Overview
    cases: Counts[str] | None
    open_urns: int
    sectors: Sequence[tuple[str, int]]


def read_facts(session: Session, now: datetime) -> OverviewFacts:
    """Read the facts of all communities at `now`."""
    return OverviewFacts(
        overview.overview(session, now),
        voting.counted(moderating.standings(session)),
        overview.open_urns(session, now),
        overview.sectors(session),
    )
