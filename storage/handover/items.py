"""The open items of a duo's notes: who does what by when."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Index, or_, text
from sqlmodel import Field, Session, SQLModel, col, func, select, update
from sqlmodel.sql.expression import SelectOfScalar

from bot.rules.handover import Item
from storage.core.columns import NEVER_AGAIN, belongs_to, instant, loosely
from storage.core.database import SAID
from storage.core.text_encryption import TextCipher
from storage.handover import Handover, sealed
from storage.meetings import Meeting


class OpenItem(SQLModel, table=True):
    """An open item that author and reader see, carried on until one of them ticks it.

    `handover_id` is the newest note that holds it; `remind_at` is when its owner is reminded.
    """

    __tablename__ = "open_item"
    __table_args__ = (
        Index(
            "ix_open_item_remind",
            "remind_at",
            sqlite_where=text("remind_at IS NOT NULL"),
            postgresql_where=text("remind_at IS NOT NULL"),
        ),
        NEVER_AGAIN,
    )

    id: int | None = Field(default=None, primary_key=True)
    seat_id: int = Field(sa_column=belongs_to("seat.id"))
    author_id: int = Field(sa_column=belongs_to("person.id"))
    reader_id: int | None = Field(default=None, sa_column=loosely("person.id"))
    first_handover_id: int | None = Field(default=None, sa_column=loosely("handover.id"))
    handover_id: int | None = Field(default=None, sa_column=loosely("handover.id"))
    what: str = Field(sa_column=sealed())
    owner_id: int | None = Field(default=None, sa_column=loosely("person.id"))
    due_on: date | None = None
    remind_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    done_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


def still_open(
    session: Session, seat_id: int, person_id: int | None, also: int | None = None
) -> list[OpenItem]:
    """The open items on a seat that this person sees as author or reader.

    `also` is the id of an item to include though it is ticked, so that the tick can be undone.
    """
    return list(
        session.exec(
            select(OpenItem)
            .where(
                OpenItem.seat_id == seat_id,
                or_(col(OpenItem.done_at).is_(None), col(OpenItem.id) == also),
                or_(col(OpenItem.author_id) == person_id, col(OpenItem.reader_id) == person_id),
            )
            .order_by(col(OpenItem.due_on).is_(None), col(OpenItem.due_on), col(OpenItem.id))
        )
    )


def of_note(session: Session, handover: Handover) -> list[OpenItem]:
    """The items of a note, ticked ones too: its own and those it carries on."""
    return list(
        session.exec(
            select(OpenItem).where(OpenItem.handover_id == handover.id).order_by(col(OpenItem.id))
        )
    )


def carried(session: Session, handover: Handover) -> list[OpenItem]:
    """The items that were open between the two before this note and that it carries on."""
    return list(
        session.exec(select(OpenItem).where(*_carried(handover)).order_by(col(OpenItem.id)))
    )


def _carried(handover: Handover) -> tuple[ColumnElement[bool], ...]:
    two = (handover.author_id, handover.reader_id)
    here = select(Meeting.starts_at).where(Meeting.id == handover.meeting_id).scalar_subquery()
    later = (
        select(Handover.id)
        .join(Meeting, col(Meeting.id) == Handover.meeting_id)
        .where(Handover.seat_id == handover.seat_id, col(Meeting.starts_at) > here)
    )
    return (
        col(OpenItem.seat_id) == handover.seat_id,
        col(OpenItem.done_at).is_(None),
        or_(col(OpenItem.handover_id).is_(None), col(OpenItem.handover_id).not_in(later)),
        col(OpenItem.author_id).in_(two),
        col(OpenItem.reader_id).in_(two),
        col(OpenItem.first_handover_id).is_distinct_from(handover.id),
    )


def replace_items(
    session: Session,
    handover: Handover,
    items: Sequence[tuple[Item[int], datetime | None]],
    cipher: TextCipher,
) -> None:
    """Replace the items of a note, and carry on those that are open.

    Each comes with the moment of its reminder. An item that did not change keeps its tick and
    place.
    """
    session.exec(update(OpenItem).where(*_carried(handover)).values(handover_id=handover.id))
    before = _own_by_text(session, handover, cipher)
    for item, remind_at in items:
        same = before.get(item.text)
        row = same.pop(0) if same else _new(handover, cipher.encrypt(item.text))
        if row.id is None or row.due_on != item.due:
            row.remind_at = remind_at
        row.owner_id, row.due_on = item.owner, item.due
        session.add(row)
    for gone in (row for rows in before.values() for row in rows):
        session.delete(gone)
    session.flush()
    session.info[SAID] = True


def _own_by_text(
    session: Session, handover: Handover, cipher: TextCipher
) -> dict[str | None, list[OpenItem]]:
    """The items that an earlier version of the note brought, by their text."""
    rows = session.exec(
        select(OpenItem).where(OpenItem.first_handover_id == handover.id).order_by(col(OpenItem.id))
    ).all()
    texts: dict[str | None, list[OpenItem]] = {}
    for row in rows:
        texts.setdefault(cipher.decrypt_or_none(row.what), []).append(row)
    return texts


def _new(handover: Handover, what: str) -> OpenItem:
    return OpenItem(
        seat_id=handover.seat_id,
        author_id=handover.author_id,
        reader_id=handover.reader_id,
        first_handover_id=handover.id,
        handover_id=handover.id,
        what=what,
    )


def tick(session: Session, item: OpenItem, now: datetime, *, done: bool) -> None:
    """Tick an item, or undo the tick."""
    # Its reminder stays: who ticked by mistake and takes it back is still reminded.
    item.done_at = (item.done_at or now) if done else None
    session.add(item)
    session.flush()


def with_due_reminder(session: Session, now: datetime) -> list[OpenItem]:
    """The items with a reminder due by now, ticked ones too."""
    return list(
        session.exec(
            select(OpenItem)
            .where(col(OpenItem.remind_at).is_not(None), col(OpenItem.remind_at) <= now)
            .order_by(col(OpenItem.remind_at), col(OpenItem.id))
        )
    )


def due_soon(session: Session, seat_id: int, owner_id: int, until: date) -> list[OpenItem]:
    """The open items with a reminder still to come, due up to this day."""
    return list(
        session.exec(
            select(OpenItem)
            .where(
                OpenItem.seat_id == seat_id,
                OpenItem.owner_id == owner_id,
                col(OpenItem.done_at).is_(None),
                col(OpenItem.remind_at).is_not(None),
                col(OpenItem.due_on) <= until,
            )
            .order_by(col(OpenItem.due_on), col(OpenItem.id))
        )
    )


def remind(session: Session, reminded: Iterable[OpenItem]) -> None:
    """Store that the owners of these items are being reminded."""
    for item in reminded:
        item.remind_at = None
        session.add(item)
    session.flush()
    session.info[SAID] = True


def earliest_reminder() -> SelectOfScalar[datetime | None]:
    """A query for the moment of the next reminder of an item."""
    return select(func.min(OpenItem.remind_at)).where(col(OpenItem.remind_at).is_not(None))
