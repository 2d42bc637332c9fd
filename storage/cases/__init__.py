"""Cases and their windows: what is kept of them once the urn is open, and nothing before.

Who brought a case is in no row here: its author is known by a mark that only the receipt's words
lead to. What the cases say is sealed.
"""

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, Column, Index, Text, UniqueConstraint, text
from sqlmodel import Field, Session, SQLModel, col, delete, func, select

from bot.rules import cases as rules
from bot.rules.cases import Afterwards, Choices, OpenedCase, Outcome, Reply, State
from bot.rules.members import Role
from storage import members, themes
from storage.core.columns import NEVER_AGAIN, belongs_to, instant
from storage.core.text_encryption import TextCipher
from storage.meetings import Meeting
from storage.members import Person
from storage.themes import Tagged


class Standing(StrEnum):
    """What the moderators did with a case."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    PARKED = "parked"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class CaseWindow(SQLModel, table=True):
    """The window of a meeting in which cases are brought; `attempt` counts them, lost keys apart.

    `public_key` and `salt` are base64. `vote_closes_at` is set while the group votes.
    """

    __tablename__ = "case_window"
    __table_args__ = (
        UniqueConstraint("meeting_id", "attempt"),
        Index(
            "ix_case_window_vote",
            "vote_closes_at",
            sqlite_where=text("vote_closes_at IS NOT NULL"),
            postgresql_where=text("vote_closes_at IS NOT NULL"),
        ),
        NEVER_AGAIN,
    )

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(sa_column=belongs_to("meeting.id"))
    attempt: int = 1
    public_key: str
    salt: str
    state: str = State.OPEN.value
    vote_closes_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    vote_message_id: int | None = None

    @property
    def key(self) -> bytes:
        """The public key in bytes."""
        return base64.b64decode(self.public_key)

    @property
    def salt_bytes(self) -> bytes:
        """The salt in bytes."""
        return base64.b64decode(self.salt)


class CaseCall(SQLModel, table=True):
    """The message by which a person was called; the same for everyone, whatever they answer."""

    __tablename__ = "case_call"
    __table_args__ = (UniqueConstraint("window_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    window_id: int = Field(sa_column=belongs_to("case_window.id"))
    person_id: int = Field(sa_column=belongs_to("person.id"))
    message_id: int


class Case(SQLModel, table=True):
    """A case out of an opened urn. `marks` are base64; each receipt of it knows one of them.

    `meeting_id` is the meeting it is for: the window's, a later one once it is parked. `votes` are
    the group's, once the vote is closed.
    """

    __table_args__ = (UniqueConstraint("window_id", "letter"), NEVER_AGAIN)

    id: int | None = Field(default=None, primary_key=True)
    window_id: int = Field(sa_column=belongs_to("case_window.id"))
    community_id: int = Field(sa_column=belongs_to("community.id"))
    meeting_id: int = Field(sa_column=belongs_to("meeting.id"))
    letter: str
    what: str = Field(sa_column=Column(Text(), nullable=False))
    reworded: str | None = Field(default=None, sa_column=Column(Text(), nullable=True))
    choices: str
    marks: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    standing: str = Standing.WAITING.value
    reason: str | None = Field(default=None, sa_column=Column(Text(), nullable=True))
    is_chosen: bool = False
    votes: int = 0
    advice: str | None = Field(default=None, sa_column=Column(Text(), nullable=True))
    is_released: bool = False
    tried: int = 0
    helped: int = 0
    blocked: int = 0

    @property
    def ticks(self) -> Choices:
        """The ticks of the case."""
        return rules.unpacked(self.choices) or Choices()


class CaseQuestion(SQLModel, table=True):
    """What the moderators ask the author: everyone reads it with the next call.

    `answer` came through the urn of a later window.
    """

    __tablename__ = "case_question"
    __table_args__ = NEVER_AGAIN

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(sa_column=belongs_to("case.id"))
    question: str = Field(sa_column=Column(Text(), nullable=False))
    answer: str | None = Field(default=None, sa_column=Column(Text(), nullable=True))


class CaseVote(SQLModel, table=True):
    """Whom a member's blind vote is for, until it closes: then only the numbers stay."""

    __tablename__ = "case_vote"
    __table_args__ = (UniqueConstraint("window_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    window_id: int = Field(sa_column=belongs_to("case_window.id"))
    person_id: int = Field(sa_column=belongs_to("person.id"))
    case_id: int = Field(sa_column=belongs_to("case.id"))


@dataclass(frozen=True, slots=True)
class Wording:
    """What people read of a case: as it was brought, or as the moderators reworded it."""

    text: str

    @property
    def question(self) -> str:
        """Its first line: the question to the group."""
        return self.text.strip().partition("\n")[0]


def newest_window(session: Session, meeting_id: int | None) -> CaseWindow | None:
    """The last window of a meeting."""
    return session.exec(
        select(CaseWindow)
        .where(CaseWindow.meeting_id == meeting_id)
        .order_by(col(CaseWindow.attempt).desc())
    ).first()


def windows_by_state(session: Session) -> dict[int, bool]:
    """Whether each window is open, and its urn needed."""
    rows = session.exec(select(CaseWindow.id, CaseWindow.state)).all()
    return {window_id or 0: state == State.OPEN.value for window_id, state in rows}


def is_any_open(session: Session) -> bool:
    """Whether any window is open."""
    found = select(CaseWindow.id).where(CaseWindow.state == State.OPEN.value).limit(1)
    return session.exec(found).first() is not None


def open_window(session: Session, community_id: int, now: datetime) -> CaseWindow | None:
    """The window of a community that is open: that of its earliest meeting still to come."""
    return session.exec(
        select(CaseWindow)
        .join(Meeting, col(Meeting.id) == CaseWindow.meeting_id)
        .where(
            Meeting.community_id == community_id,
            col(Meeting.is_cancelled).is_(False),
            Meeting.starts_at > now,
            CaseWindow.state == State.OPEN.value,
        )
        .order_by(col(Meeting.starts_at), col(CaseWindow.attempt).desc())
    ).first()


def begin_window(session: Session, meeting: Meeting, public_key: bytes, salt: bytes) -> CaseWindow:
    """Open the next window of a meeting under this key."""
    before = newest_window(session, meeting.id)
    window = CaseWindow(
        meeting_id=meeting.id or 0,
        attempt=before.attempt + 1 if before is not None else 1,
        public_key=base64.b64encode(public_key).decode(),
        salt=base64.b64encode(salt).decode(),
    )
    session.add(window)
    session.flush()
    return window


def called(session: Session, community_id: int) -> list[Person]:
    """Everyone whom a call asks: all who are in the community but the monitoring lead."""
    return [
        seated.person
        for seated in members.seated(session, community_id)
        if seated.membership.role != Role.LEAD
    ]


def call_of(session: Session, window_id: int | None, person_id: int | None) -> CaseCall | None:
    """The message by which a person was called to a window."""
    return session.exec(
        select(CaseCall).where(CaseCall.window_id == window_id, CaseCall.person_id == person_id)
    ).first()


def note_call(session: Session, window_id: int, person_id: int, message_id: int) -> None:
    """Note by which message a person was called."""
    row = call_of(session, window_id, person_id)
    if row is None:
        row = CaseCall(window_id=window_id, person_id=person_id, message_id=message_id)
    row.message_id = message_id
    session.add(row)


def keep_opened(
    session: Session, window: CaseWindow, opened: Sequence[OpenedCase], cipher: TextCipher
) -> list[Case]:
    """Keep what came out of the urn, in the order of the letters, and note that it is open."""
    meeting = session.get_one(Meeting, window.meeting_id)
    window.state = State.OPENED.value
    session.add(window)
    kept = [
        Case(
            window_id=window.id or 0,
            community_id=meeting.community_id,
            meeting_id=meeting.id or 0,
            letter=one.letter,
            what=cipher.encrypt(one.text),
            choices=rules.packed(one.choices),
            marks=[base64.b64encode(mark).decode() for mark in one.marks],
        )
        for one in opened
    ]
    for case in kept:
        session.add(case)
        session.flush()
    return kept


def with_mark(session: Session, community_id: int, mark: bytes) -> Case | None:
    """The case that a receipt's mark knows."""
    wanted = base64.b64encode(mark).decode()
    rows = session.exec(select(Case).where(Case.community_id == community_id))
    return next((case for case in rows if wanted in case.marks), None)


def withdraw_marks(session: Session, community_id: int, marks: Iterable[bytes]) -> None:
    """Take back the cases that these marks know."""
    for mark in marks:
        case = with_mark(session, community_id, mark)
        if case is not None:
            take_back(session, case)


def take_back(session: Session, case: Case) -> None:
    """The author withdraws: no word of the case is kept."""
    case.standing = Standing.WITHDRAWN.value
    case.what, case.reworded, case.reason, case.advice = "", None, None, None
    case.choices, case.is_chosen, case.is_released = "0", False, False
    session.add(case)
    # The author's answers are words of the case; the questions speak of it.
    session.exec(delete(CaseQuestion).where(col(CaseQuestion.case_id) == case.id))
    themes.forget(session, Tagged.CASE, case.id or 0)
    session.flush()


def of_meeting(session: Session, meeting_id: int | None) -> list[Case]:
    """The cases for a meeting, by letter."""
    return list(
        session.exec(
            select(Case)
            .where(Case.meeting_id == meeting_id)
            .order_by(col(Case.window_id), col(Case.letter))
        )
    )


def of_community(session: Session, community_id: int) -> list[Case]:
    """Every case of a community that is kept, the newest window first."""
    return list(
        session.exec(
            select(Case)
            .where(Case.community_id == community_id)
            .order_by(col(Case.window_id).desc(), col(Case.letter))
        )
    )


def chosen(session: Session, meeting_id: int | None) -> Case | None:
    """The case that comes first at a meeting, once it is known."""
    return session.exec(
        select(Case).where(Case.meeting_id == meeting_id, col(Case.is_chosen))
    ).first()


def wording(case: Case, cipher: TextCipher) -> Wording:
    """What people read of a case. Raises OtherKeyError."""
    sealed = case.reworded or case.what
    return Wording(cipher.decrypt(sealed) if sealed else "")


def questions(session: Session, case_id: int | None) -> list[CaseQuestion]:
    """What the author was asked about a case, in order."""
    return list(
        session.exec(
            select(CaseQuestion)
            .where(CaseQuestion.case_id == case_id)
            .order_by(col(CaseQuestion.id))
        )
    )


def unanswered(session: Session, community_id: int) -> list[tuple[Case, CaseQuestion]]:
    """The questions to authors that have no answer yet, with their cases."""
    rows = session.exec(
        select(Case, CaseQuestion)
        .join(CaseQuestion, col(CaseQuestion.case_id) == Case.id)
        .where(
            Case.community_id == community_id,
            col(CaseQuestion.answer).is_(None),
            Case.standing != Standing.WITHDRAWN.value,
        )
        .order_by(col(CaseQuestion.id))
    )
    return [(case, question) for case, question in rows]


def answer(session: Session, community_id: int, reply: Reply, cipher: TextCipher) -> None:
    """Add an author's answer, if its mark knows the case that was asked about."""
    question = session.get(CaseQuestion, reply.question)
    case = session.get(Case, question.case_id) if question is not None else None
    known = with_mark(session, community_id, reply.mark)
    if question is not None and case is not None and known is not None and known.id == case.id:
        question.answer = cipher.encrypt(reply.text)
        session.add(question)


def count_afterwards(session: Session, community_id: int, said: Afterwards) -> None:
    """Count how it went with a case of this community."""
    case = session.get(Case, said.case)
    if case is None or case.community_id != community_id:
        return
    name = {Outcome.TRIED: "tried", Outcome.HELPED: "helped", Outcome.BLOCKED: "blocked"}
    counted = name[said.outcome]
    setattr(case, counted, getattr(case, counted) + 1)
    session.add(case)


def forget_calls(session: Session, window: CaseWindow) -> None:
    """The window is closed: by which messages people were called is needed no longer."""
    session.exec(delete(CaseCall).where(col(CaseCall.window_id) == window.id))


def windows_of(session: Session, community_ids: Sequence[int]) -> list[CaseWindow]:
    """The windows of these communities, the newest first."""
    return list(
        session.exec(
            select(CaseWindow)
            .join(Meeting, col(Meeting.id) == CaseWindow.meeting_id)
            .where(col(Meeting.community_id).in_(community_ids))
            .order_by(col(CaseWindow.id).desc())
        )
    )


def vote_counts(session: Session, window_id: int | None) -> dict[int, int]:
    """How many votes each case of a window has so far: only for who closes the vote."""
    rows = session.exec(
        select(CaseVote.case_id, func.count())
        .where(CaseVote.window_id == window_id)
        .group_by(col(CaseVote.case_id))
    )
    return dict(rows.all())
