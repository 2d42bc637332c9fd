"""The harvest: released texts and figures of communities, read a few communities at a time.

Nothing else leaves a community: parts of summaries that are shared with Brusano, released
practices, themes in counts (of cases only where the case was released), and numbers about at least
`FEWEST_TOLD` people. No names of people are read here.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, or_, select

from bot.rules.cases import Outcome as Afterwards
from bot.rules.closing import Question
from bot.rules.harvest import may_be_shown, shown_number
from bot.rules.library import Kind
from bot.rules.library import Outcome as Trying
from bot.rules.summaries import Part
from bot.rules.themes import Recurrence
from bot.rules.themes import recurring as of_cycle
from bot.rules.value import Value
from storage import closing, communities, library, summaries, value
from storage.attendance import Attendance
from storage.cases import Case, Standing
from storage.communities import Community
from storage.core.text_encryption import TextCipher
from storage.handover import Handover
from storage.library import LibraryItem, Trial
from storage.meetings import Meeting
from storage.releases import Kind as Released
from storage.releases import Release
from storage.themes import Tagged, ThemeTag
from storage.themes.recurring import tags

AT_ONCE: Final = 5
"""Communities read together: few enough for nobody to wait for the database meanwhile."""

LISTED: Final = 8
"""Communities on a page to choose from."""

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A session that was held. `present` and `value` are None where unknown or not shown."""

    meeting: Meeting
    present: int | None
    value: Mapping[Value, int] | None
    released: Mapping[Part, str]


@dataclass(frozen=True, slots=True)
class Figures:
    """One cycle in counts; None where they would be about too few people.

    `opened` are the cases out of the urns, `heard` those that came first at a session. `due` and
    `written` are hand-overs. `evaluation` has the questions with enough answers.
    """

    cycle: int
    sessions: int
    opened: int | None = None
    heard: int | None = None
    afterwards: Mapping[Afterwards, int] | None = None
    due: int | None = None
    written: int | None = None
    evaluation: Mapping[Question, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Practice:
    """A released practice of the library, as it was when it was released.

    `trials` counts the outcomes of trials; None while too few have tried.
    """

    kind: Kind
    text: str
    trials: Mapping[Trying, int] | None


@dataclass(frozen=True, slots=True)
class Harvest:
    """All that is exported of one community. `themes` are by cycle, `shared` counts its library."""

    community: Community
    held: tuple[Held, ...]
    figures: tuple[Figures, ...]
    themes: Mapping[int, Sequence[Recurrence]]
    practices: tuple[Practice, ...]
    shared: int


def number_of_communities(session: Session, only: int | None) -> int:
    """The number of communities: all, or 1 or 0 for the one that is named."""
    asked = select(func.count()).select_from(Community).where(*_only(only))
    return session.exec(asked).one()


def page(
    session: Session, among: Collection[int] | None, page: int
) -> tuple[list[Community], bool]:
    """A page of communities by name, and whether another page follows."""
    asked = select(Community).order_by(Community.name_key)
    if among is not None:
        asked = asked.where(col(Community.id).in_(among))
    found = session.exec(asked.offset(page * LISTED).limit(LISTED + 1)).all()
    return list(found[:LISTED]), len(found) > LISTED


def by_name(session: Session, name_key: str, among: Collection[int] | None) -> Community | None:
    """The community with that folded name, if it is among these."""
    found = communities.by_name(session, name_key)
    is_there = found is not None and (among is None or found.id in among)
    return found if is_there else None


def batch(
    session: Session, only: int | None, after: str, cipher: TextCipher, now: datetime
) -> list[Harvest]:
    """The next communities by name after this folded name; empty at the end."""
    asked = (
        select(Community)
        .where(Community.name_key > after, *_only(only))
        .order_by(Community.name_key)
        .limit(AT_ONCE)
    )
    return [_harvest(session, one, cipher, now) for one in session.exec(asked).all()]


def _only(community_id: int | None) -> tuple[ColumnElement[bool], ...]:
    return () if community_id is None else (col(Community.id) == community_id,)


def _harvest(session: Session, community: Community, cipher: TextCipher, now: datetime) -> Harvest:
    key = community.id or 0
    held = _held(session, key, cipher, now)
    own = select(func.count()).select_from(LibraryItem).where(LibraryItem.community_id == key)
    return Harvest(
        community,
        held,
        _figures(session, key, held, cipher),
        _themes(session, key),
        _practices(session, key, cipher),
        session.exec(own).one(),
    )


def _held(
    session: Session, community_id: int, cipher: TextCipher, now: datetime
) -> tuple[Held, ...]:
    meetings = session.exec(
        select(Meeting)
        .where(
            Meeting.community_id == community_id,
            col(Meeting.is_cancelled).is_(False),
            Meeting.ends_at <= now,
        )
        .order_by(col(Meeting.starts_at), col(Meeting.id))
    ).all()
    present = _present(session, community_id)
    released: dict[int | None, dict[Part, str]] = defaultdict(dict)
    for one in summaries.released(session, community_id, cipher):
        released[one.meeting.id][one.part] = one.text
    return tuple(
        Held(
            meeting,
            shown_number(present.get(meeting.id, 0)),
            value.counts(session, cipher, meeting.id),
            released[meeting.id],
        )
        for meeting in meetings
    )


def _present(session: Session, community_id: int) -> dict[int | None, int]:
    rows = session.exec(
        select(Attendance.meeting_id, func.count())
        .join(Meeting, col(Meeting.id) == Attendance.meeting_id)
        .where(Meeting.community_id == community_id, col(Attendance.was_present))
        .group_by(col(Attendance.meeting_id))
    )
    return dict(rows.all())


def _figures(
    session: Session, community_id: int, held: Sequence[Held], cipher: TextCipher
) -> tuple[Figures, ...]:
    sessions: dict[int, int] = defaultdict(int)
    for one in held:
        sessions[one.meeting.cycle] += 1
    cases = {row[0]: row[1:] for row in _cases(session, community_id)}
    notes = {row[0]: row[1:] for row in _hand_overs(session, community_id)}
    return tuple(
        Figures(
            cycle,
            sessions[cycle],
            evaluation=closing.counts(session, cipher, community_id, cycle),
            **_of_cases(*cases.get(cycle, ())),
            **_of_hand_overs(*notes.get(cycle, ())),
        )
        for cycle in sorted(sessions)
    )


def _cases(session: Session, community_id: int) -> Sequence[Row]:
    """By cycle: opened, came first, then the outcomes in the order of `Afterwards`."""
    asked = (
        select(
            Meeting.cycle,
            func.count(),
            func.count().filter(col(Case.is_chosen)),
            func.sum(Case.tried),
            func.sum(Case.helped),
            func.sum(Case.blocked),
        )  # type: ignore[call-overload]
        .join(Meeting, col(Meeting.id) == Case.meeting_id)
        .where(Case.community_id == community_id, Case.standing != Standing.WITHDRAWN.value)
        .group_by(col(Meeting.cycle))
    )
    return session.connection().execute(asked).all()


def _of_cases(opened: int = 0, heard: int = 0, *afterwards: int) -> dict[str, Any]:
    if not may_be_shown(opened):
        return {}
    found: dict[str, Any] = {"opened": opened, "heard": heard}
    if may_be_shown(sum(afterwards)):
        found["afterwards"] = dict(zip(Afterwards, map(int, afterwards), strict=True))
    return found


def _hand_overs(session: Session, community_id: int) -> Sequence[Row]:
    """By cycle: due, written, and the number of people."""
    asked = (
        select(
            Meeting.cycle,
            func.count(),
            func.count(col(Handover.written_at)),
            func.count(col(Handover.author_id).distinct()),
        )
        .join(Meeting, col(Meeting.id) == Handover.meeting_id)
        .where(Meeting.community_id == community_id)
        .group_by(col(Meeting.cycle))
    )
    return session.connection().execute(asked).all()


def _of_hand_overs(due: int = 0, written: int = 0, people: int = 0) -> dict[str, Any]:
    return {"due": due, "written": written} if may_be_shown(people) else {}


def _themes(session: Session, community_id: int) -> Mapping[int, Sequence[Recurrence]]:
    """The recurring themes of each cycle; of a case only where it was released."""
    released = select(Case.id).where(col(Case.is_released))
    may_be_told = or_(
        col(ThemeTag.kind) != Tagged.CASE.value, col(ThemeTag.subject_id).in_(released)
    )
    found = tags(session, community_id, may_be_told)
    return {cycle: of_cycle(found, cycle) for cycle in sorted({tag.cycle for tag in found})}


def _practices(session: Session, community_id: int, cipher: TextCipher) -> tuple[Practice, ...]:
    """The released practices, and the example where enough people have tried it."""
    rows = session.exec(
        select(Release, LibraryItem)
        .join(LibraryItem, col(LibraryItem.id) == Release.subject_id)
        .where(Release.kind == Released.ITEM.value, Release.community_id == community_id)
        .order_by(col(Release.released_at), col(Release.id))
    ).all()
    released = [(item, cipher.decrypt_or_none(release.text)) for release, item in rows]
    examples = session.exec(
        select(LibraryItem)
        .where(
            LibraryItem.kind == Kind.EXAMPLE.value,
            col(LibraryItem.id).in_(
                select(Trial.item_id).where(Trial.community_id == community_id)
            ),
        )
        .order_by(col(LibraryItem.id))
    ).all()
    found = [_practice(session, item, text, community_id) for item, text in released if text]
    tried = [_practice(session, item, item.title, community_id) for item in examples]
    return (*found, *(one for one in tried if one.trials is not None))


def _practice(session: Session, item: LibraryItem, text: str, community_id: int) -> Practice:
    counted = library.outcomes(session, item.id or 0, community_id)
    trials = {one: counted.get(one.value, 0) for one in Trying}
    return Practice(Kind(item.kind), text, trials if may_be_shown(sum(trials.values())) else None)
