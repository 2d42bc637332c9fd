"""Half-finished forms: what a person gave so far, kept until they finish or cancel."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import JSON, Column, UniqueConstraint, inspect
from sqlmodel import Field, Session, SQLModel, col, delete, select

from storage.core.columns import belongs_to, instant, telegram_id
from storage.core.personal_data import AfterCycle, Export, PersonalData, RowGoes, columns

IN_HAND: Final = ""
"""`waits_as` of the draft that a form goes on with; others of the form wait beside it."""

FACTS: Final = "facts"
"""The entry of a draft that says what it is about, among other things."""

REFERENCES: Final = {
    "meeting": "meeting_id",
    "community": "community_id",
    "case": "case_id",
    "prompt": "prompt_id",
    "item": "item_id",
    "theme": "theme_id",
    "release": "release_id",
}
"""The facts of a draft that name a row, each with its column: the draft goes with that row."""

ENDED: Final = "ended"
"""The entry of a draft that holds the message which ended it."""

CANCELLED: Final = "cancelled"
"""The topic of the note about the last /cancel: given again, it must not cancel more."""

PICK: Final = "pick"
"""The topic of a command that waits for the choice of a community: that is no form."""

A_DAY: Final = timedelta(days=1)
LONGEST_UNTOUCHED: Final = timedelta(days=366)
"""How long a draft is kept at most after its last change."""


class FormDraft(SQLModel, table=True):
    """One person's draft of one form. The one changed last receives what they type."""

    __tablename__ = "form_draft"
    __table_args__ = (UniqueConstraint("telegram_id", "topic", "waits_as"),)

    id: int | None = Field(default=None, primary_key=True)
    telegram_id: int = Field(sa_column=telegram_id())
    topic: str
    waits_as: str = IN_HAND
    """IN_HAND, or what tells a draft that waits apart from others of its form."""
    takes_text: bool = True
    """Whether what the person types may go here."""
    draft: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    touched_at: datetime = Field(sa_column=instant())
    meeting_id: int | None = Field(default=None, sa_column=belongs_to("meeting.id", nullable=True))
    community_id: int | None = Field(
        default=None, sa_column=belongs_to("community.id", nullable=True)
    )
    case_id: int | None = Field(default=None, sa_column=belongs_to("case.id", nullable=True))
    prompt_id: int | None = Field(default=None, sa_column=belongs_to("prompt.id", nullable=True))
    item_id: int | None = Field(
        default=None, sa_column=belongs_to("library_item.id", nullable=True)
    )
    theme_id: int | None = Field(default=None, sa_column=belongs_to("theme.id", nullable=True))
    release_id: int | None = Field(default=None, sa_column=belongs_to("release.id", nullable=True))


def waiting_as(about: Mapping[str, int]) -> str:
    """`waits_as` of a draft about these rows, given by the names of REFERENCES: `meeting=12`."""
    return ",".join(f"{name}={key}" for name, key in about.items())


def current(
    session: Session, person_telegram_id: int, topics: Collection[str] | None = None
) -> FormDraft | None:
    """The draft that a person changed last and that takes text, of all or of these topics."""
    touched = select(FormDraft).where(
        FormDraft.telegram_id == person_telegram_id, col(FormDraft.takes_text)
    )
    if topics is not None:
        touched = touched.where(col(FormDraft.topic).in_(topics))
    return session.exec(
        touched.order_by(col(FormDraft.touched_at).desc(), col(FormDraft.id).desc())
    ).first()


def about(
    session: Session, person_telegram_id: int, topic: str, waits_as: str = IN_HAND
) -> FormDraft | None:
    """A person's draft on a topic: the one in hand, or one that waits."""
    return session.exec(
        select(FormDraft).where(
            FormDraft.telegram_id == person_telegram_id,
            FormDraft.topic == topic,
            FormDraft.waits_as == waits_as,
        )
    ).first()


def keep(
    session: Session,
    person_telegram_id: int,
    topic: str,
    draft: Mapping[str, Any],
    now: datetime,
    *,
    waits_as: str = IN_HAND,
    takes_text: bool = True,
) -> None:
    """Save a draft; where it takes text, it receives from now on what the person types."""
    row = about(session, person_telegram_id, topic, waits_as)
    if row is None:
        row = FormDraft(
            telegram_id=person_telegram_id, topic=topic, waits_as=waits_as, touched_at=now
        )
    row.draft = dict(draft)
    row.takes_text = takes_text
    row.touched_at = now
    facts = draft.get(FACTS, {})
    for name, column in REFERENCES.items():
        setattr(row, column, _existing(session, column, facts.get(name)))
    session.add(row)


def _existing(session: Session, column: str, key: int | None) -> int | None:
    """The id of a row that a column refers to; None once the row was deleted by somebody else."""
    if not key:
        return None
    (reference,) = inspect(FormDraft).columns[column].foreign_keys
    return session.execute(select(reference.column).where(reference.column == key)).scalar()


def drop(session: Session, person_telegram_id: int, topic: str, waits_as: str = IN_HAND) -> bool:
    """Erase a draft; says whether there was one."""
    gone = session.exec(
        delete(FormDraft).where(
            col(FormDraft.telegram_id) == person_telegram_id,
            col(FormDraft.topic) == topic,
            col(FormDraft.waits_as) == waits_as,
        )
    )
    return bool(gone.rowcount)


def erase_about(session: Session, name: str, row_id: int | None) -> None:
    """Erase the drafts about a row that itself stays; `name` is one of REFERENCES."""
    column = getattr(FormDraft, REFERENCES[name])
    session.exec(delete(FormDraft).where(column == row_id))


def erase_untouched(session: Session, topics: Collection[str], until: datetime) -> None:
    """Erase the drafts on these topics that nobody changed after this moment."""
    session.exec(
        delete(FormDraft).where(
            col(FormDraft.topic).in_(topics), col(FormDraft.touched_at) <= until
        )
    )


def end(session: Session, person_telegram_id: int, topic: str, message: str, now: datetime) -> None:
    """Erase a draft, but for the message that ended it."""
    keep(session, person_telegram_id, topic, {ENDED: message}, now, takes_text=False)


def has_ended(session: Session, person_telegram_id: int, message: str) -> bool:
    """Whether this message ended a draft before."""
    rows = session.exec(select(FormDraft).where(FormDraft.telegram_id == person_telegram_id))
    return any(row.draft.get(ENDED) == message for row in rows)


def drafts(session: Session, person_telegram_id: int) -> list[FormDraft]:
    """The forms a person has begun, the one changed last first."""
    return list(
        session.exec(
            select(FormDraft)
            .where(
                FormDraft.telegram_id == person_telegram_id,
                col(FormDraft.takes_text),
                FormDraft.topic != PICK,
            )
            .order_by(col(FormDraft.touched_at).desc(), col(FormDraft.id).desc())
        )
    )


def cancel_last(
    session: Session, person_telegram_id: int, message_id: int | None, now: datetime
) -> str | None:
    """Drop the draft changed last and give its topic; the same message again drops no more."""
    before = about(session, person_telegram_id, CANCELLED)
    if before is not None and before.draft["message"] == message_id:
        topic: str | None = before.draft["topic"]
        return topic
    last = current(session, person_telegram_id)
    topic = last.topic if last is not None else None
    if topic is not None:
        drop(session, person_telegram_id, topic)
    note = {"message": message_id, "topic": topic}
    keep(session, person_telegram_id, CANCELLED, note, now, takes_text=False)
    return topic


def _erase_untouched(session: Session, retention: timedelta, now: datetime) -> None:
    erase_untouched(session, (PICK,), now - max(retention, A_DAY))
    session.exec(delete(FormDraft).where(col(FormDraft.touched_at) <= now - LONGEST_UNTOUCHED))


PERSONAL_DATA: Final = (
    PersonalData(
        FormDraft,
        # Those about a meeting; rooms say more of some topics, see `erase_untouched`.
        AfterCycle(),
        whose={"telegram_id": RowGoes()},
        exports=(
            Export(
                "drafts",
                {
                    **columns("topic", "touched_at"),
                    "draft": lambda row, reader: reader.cipher.decrypt_fields_or_none(row.draft),
                },
                only=col(FormDraft.topic) != CANCELLED,
            ),
        ),
        also_expires=_erase_untouched,
    ),
)
