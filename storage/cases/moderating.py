"""Opened cases: queries, and what moderators keep with them; their texts are encrypted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from storage import cases, meetings
from storage.cases import Case, CaseQuestion, CaseWindow, Standing
from storage.core.text_encryption import TextCipher
from storage.meetings import Meeting

UNDECIDED = (Standing.WAITING.value, Standing.PARKED.value)


@dataclass(frozen=True, slots=True)
class Placed:
    """A case, the meeting it is for, and the number of the one at whose call it came."""

    case: Case
    meeting: Meeting
    session_number: int

    @property
    def name(self) -> str:
        """Its letter; with the number of the session it came for, once that is another one."""
        is_own = self.session_number == self.meeting.number
        return self.case.letter if is_own else f"{self.case.letter} ({self.session_number})"


def placed(session: Session, case: Case) -> Placed:
    """The case with its meetings."""
    window = session.get_one(CaseWindow, case.window_id)
    came_for = session.get_one(Meeting, window.meeting_id)
    return Placed(case, session.get_one(Meeting, case.meeting_id), came_for.number)


def on_the_table(session: Session, community_id: int, now: datetime) -> list[Placed]:
    """The cases that moderators still have to do with, by meeting, in the order of its ballot.

    Those of meetings to come, those left undecided, and those heard in this cycle, for the advice.
    """
    kept = [
        placed(session, case)
        for case in cases.of_community(session, community_id)
        if case.standing != Standing.WITHDRAWN.value
    ]
    cycle = meetings.latest_cycle(session, community_id)
    shown = [one for one in kept if _is_shown(one, cycle, now)]
    return sorted(
        shown,
        key=lambda one: (
            one.meeting.starts_at,
            one.case.window_id,
            len(one.case.letter),
            one.case.letter,
        ),
    )


def _is_shown(one: Placed, cycle: int, now: datetime) -> bool:
    if one.meeting.ends_at > now or one.case.standing in UNDECIDED:
        return True
    return one.meeting.cycle == cycle and one.case.standing == Standing.ACCEPTED.value


def later(session: Session, meeting: Meeting, now: datetime) -> Meeting | None:
    """The meeting to which a case of this one is parked."""
    after = now if meeting.is_cancelled else max(now, meeting.starts_at)
    return session.exec(
        select(Meeting)
        .where(
            Meeting.community_id == meeting.community_id,
            col(Meeting.is_cancelled).is_(False),
            Meeting.starts_at > after,
            Meeting.id != meeting.id,
        )
        .order_by(col(Meeting.starts_at), col(Meeting.id))
    ).first()


def has_begun(meeting: Meeting, now: datetime) -> bool:
    """Whether a meeting was held, or is being held."""
    return meeting.starts_at <= now and not meeting.is_cancelled


def held_since(session: Session, meeting: Meeting, now: datetime) -> int:
    """How many meetings of a community began since this one."""
    return session.exec(
        select(func.count())
        .select_from(Meeting)
        .where(
            Meeting.community_id == meeting.community_id,
            col(Meeting.is_cancelled).is_(False),
            Meeting.starts_at > meeting.starts_at,
            Meeting.starts_at <= now,
        )
    ).one()


def ask(session: Session, case: Case, question: str, cipher: TextCipher) -> None:
    """Ask the author something: everyone reads it with the next call."""
    session.add(CaseQuestion(case_id=case.id or 0, question=cipher.encrypt(question)))


def advise(session: Session, case: Case, advice: str, cipher: TextCipher) -> None:
    """Keep what the group advised."""
    case.advice = cipher.encrypt(advice)
    session.add(case)


def release(session: Session, case: Case, *, yes: bool) -> None:
    """Let Brusano have a case for its summary, or take it back."""
    case.is_released = yes
    session.add(case)


def read(sealed: str | None, cipher: TextCipher) -> str:
    """A sealed text; empty where there is none, … where another key sealed it."""
    text = cipher.decrypt_or_none(sealed) if sealed else ""
    return text if text is not None else "…"


def first_line(case: Case, cipher: TextCipher) -> str:
    """The question to the group, as people read it; … where another key sealed it."""
    return cases.Wording(read(case.reworded or case.what, cipher)).question


def standings(session: Session) -> Iterable[tuple[int, str]]:
    """The community and the standing of every case that is kept."""
    return session.exec(select(Case.community_id, Case.standing)).all()
