"""Summaries of meetings: their sealed texts, authors and posts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import JSON, BigInteger, Column
from sqlmodel import Field, Session, SQLModel, col, select

from bot.rules.summaries import STILL_DUE, Part
from storage import releases
from storage.core.columns import NEVER_AGAIN, belongs_to, instant, loosely
from storage.core.text_encryption import TextCipher
from storage.meetings import Meeting


class Summary(SQLModel, table=True):
    """The summary of one meeting: there is at most one.

    `parts` are texts by part, each sealed for itself, so that one can be erased without the key;
    `shared` names the parts shared with Brusano, the others never leave the community. `version`
    counts how often it was published; `message_ids` are its messages, in order, in the group with
    the Telegram id `posted_in`.
    """

    __table_args__ = NEVER_AGAIN

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(sa_column=belongs_to("meeting.id", unique=True))
    parts: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    shared: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    version: int = 1
    written_by: int | None = Field(default=None, sa_column=loosely("person.id"))
    written_at: datetime = Field(sa_column=instant())
    corrected_by: int | None = Field(default=None, sa_column=loosely("person.id"))
    corrected_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    posted_in: int | None = Field(default=None, sa_column=Column(BigInteger(), nullable=True))
    message_ids: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    is_pinned: bool = False


@dataclass(frozen=True, slots=True)
class Released:
    """A shared part of a summary, in the clear."""

    meeting: Meeting
    part: Part
    text: str


def of_meeting(session: Session, meeting_id: int | None) -> Summary | None:
    """The summary of a meeting, once it was published."""
    return session.exec(select(Summary).where(Summary.meeting_id == meeting_id)).first()


def parts(summary: Summary, cipher: TextCipher) -> dict[Part, str]:
    """The decrypted parts of a summary, in reading order, without those of another key."""
    opened = {part: cipher.decrypt_or_none(summary.parts.get(part.value)) for part in Part}
    return {part: text for part, text in opened.items() if text}


def publish(
    session: Session,
    meeting_id: int,
    said: Mapping[Part, str],
    shared: Collection[Part],
    person_id: int | None,
    cipher: TextCipher,
    now: datetime,
) -> Summary:
    """Store the summary of a meeting, or a correction of it."""
    summary = of_meeting(session, meeting_id)
    if summary is None:
        summary = Summary(meeting_id=meeting_id, version=0, written_by=person_id, written_at=now)
    else:
        summary.corrected_by, summary.corrected_at = person_id, now
    _put(summary, said, shared, cipher)
    summary.version += 1
    session.add(summary)
    session.flush()
    for part in Part:
        if part.value not in summary.shared:
            releases.end_release(session, releases.Kind.PASSAGE, summary.id, part.value)
    return summary


def _put(
    summary: Summary, said: Mapping[Part, str], shared: Collection[Part], cipher: TextCipher
) -> None:
    summary.parts = {part.value: cipher.encrypt(text) for part, text in said.items() if text}
    summary.shared = [one.value for one in Part if one in shared and one.value in summary.parts]


def released(session: Session, community_id: int, cipher: TextCipher) -> list[Released]:
    """The shared parts of a community, earliest meeting first: all that Brusano may read.

    Parts sealed with another key are left out.
    """
    return [
        Released(meeting, part, text)
        for meeting, summary in of_community(session, community_id)
        for part, text in parts(summary, cipher).items()
        if part.value in summary.shared
    ]


def of_community(session: Session, community_id: int) -> list[tuple[Meeting, Summary]]:
    """The summaries of a community with their meetings, earliest first."""
    rows = session.exec(
        select(Meeting, Summary)
        .join(Summary, col(Summary.meeting_id) == Meeting.id)
        .where(Meeting.community_id == community_id)
        .order_by(col(Meeting.starts_at), col(Meeting.id))
    )
    return [(meeting, summary) for meeting, summary in rows]


def previous_summary(session: Session, meeting: Meeting) -> tuple[Meeting, Summary] | None:
    """The meeting held before this one and its summary; None when it has none."""
    last = session.exec(
        select(Meeting)
        .where(
            Meeting.community_id == meeting.community_id,
            col(Meeting.is_cancelled).is_(False),
            Meeting.starts_at < meeting.starts_at,
        )
        .order_by(col(Meeting.starts_at).desc())
    ).first()
    summary = of_meeting(session, last.id) if last is not None else None
    return (last, summary) if last is not None and summary is not None else None


def meetings_without_summary(session: Session, community_id: int, now: datetime) -> list[Meeting]:
    """The meetings that ended lately and have no summary yet, newest first."""
    return list(
        session.exec(
            select(Meeting)
            .where(
                Meeting.community_id == community_id,
                col(Meeting.is_cancelled).is_(False),
                Meeting.ends_at <= now,
                Meeting.ends_at > now - STILL_DUE,
                col(Meeting.id).not_in(select(Summary.meeting_id)),
            )
            .order_by(col(Meeting.starts_at).desc())
        )
    )


def pinned(session: Session, community_id: int) -> list[tuple[Meeting, Summary]]:
    """The summaries of a community that are pinned in its group."""
    return [one for one in of_community(session, community_id) if one[1].is_pinned]


def note_posts(
    session: Session, summary_id: int | None, posted_in: int, message_ids: list[int]
) -> None:
    """Store in which messages of which group a summary is posted."""
    summary = session.get(Summary, summary_id)
    if summary is not None:
        summary.posted_in, summary.message_ids = posted_in, message_ids
        session.add(summary)


def note_pin(session: Session, summary_id: int | None, *, is_pinned: bool) -> None:
    """Store whether a summary is pinned."""
    summary = session.get(Summary, summary_id)
    if summary is not None:
        summary.is_pinned = is_pinned
        session.add(summary)
