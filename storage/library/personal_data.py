"""Personal data of the library: who shared and tried items."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import Session, col, func, select

from bot.rules import library as rules
from storage import communities
from storage.core.personal_data import (
    AfterCycle,
    Export,
    Kept,
    NameGoes,
    PersonalData,
    RowGoes,
    columns,
    sealed,
)
from storage.library import LibraryItem, Trial
from storage.meetings import Meeting


def _erase_words(session: Session, retention: timedelta, now: datetime) -> None:
    """Erase the words of trials, some time after the end of their cycle."""
    ends = _cycle_ends(session)
    for trial in session.exec(select(Trial).where(col(Trial.told).is_not(None))):
        if rules.counted_from(trial.tried_at, ends[trial.community_id]) + retention < now:
            trial.told = None
            session.add(trial)
    session.flush()


def _cycle_ends(session: Session) -> dict[int, list[datetime]]:
    """The ends of the cycles of each community."""
    ends: dict[int, list[datetime]] = defaultdict(list)
    last = select(Meeting.community_id, func.max(Meeting.ends_at)).group_by(
        col(Meeting.community_id), col(Meeting.cycle)
    )
    for community_id, end in session.exec(last):
        ends[community_id].append(end)
    return ends


def _shared(session: Session, row: LibraryItem) -> Mapping[str, Any]:
    told = ("kind", "title", "why", "content", "link", "file_name")
    there = {name: getattr(row, name) for name in told if getattr(row, name)}
    return communities.about(session, row) | there


def _title(session: Session, row: Trial) -> Mapping[str, Any]:
    return {"title": session.get_one(LibraryItem, row.item_id).title}


PERSONAL_DATA: Final = (
    PersonalData(
        LibraryItem,
        Kept("it is what a community knows"),
        whose={"shared_by": NameGoes()},
        exports=(Export("library", columns("shared_at"), part="shared", about=_shared),),
    ),
    PersonalData(
        Trial,
        AfterCycle(_erase_words),
        whose={"person_id": RowGoes()},
        exports=(
            Export(
                "library",
                {**columns("outcome", "tried_at"), "told": sealed("told")},
                part="tried",
                about=_title,
            ),
        ),
    ),
)
