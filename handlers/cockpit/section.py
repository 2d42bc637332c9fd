"""The section about a community in `/todo` of its moderators."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot.rules.members import Role
from bot.rules.rhythm import STEP_FACTS
from handlers.cockpit import verbs
from handlers.cockpit.public import SIGN, note_of
from handlers.cockpit.upcoming import Coming, coming
from handlers.cockpit.verbs import BACK, NOTE, SKIP
from handlers.cockpit.views import PREVIEW, done, to_whom, when
from handlers.core.context import Context
from handlers.core.screens import Button, Row, in_fitting_rows, lines, paragraphs
from handlers.core.steps import Steps
from handlers.core.todo_items import StatusSection, TodoItem, TodoItemsOf
from handlers.frame.public import RHYTHM
from locales import Words
from storage import cockpit
from storage.members import Membership


def section(
    session: Session,
    context: Context,
    membership: Membership,
    stands: Sequence[TodoItemsOf],
    registry: Steps,
) -> StatusSection | None:
    """The community's state, its next scheduled messages and recent actions; None for others."""
    if membership.role != Role.MODERATOR:
        return None
    words, community_id = context.words, membership.community_id
    standing = [one for stand in stands for one in stand(session, context, membership)]
    ahead = coming(session, context, community_id, registry)
    entries = cockpit.recent(session, community_id, context.now)
    text = paragraphs(
        _listed(words("How it stands"), [one.line for one in standing]),
        _listed(words("Next by itself"), [_line(session, context, one) for one in ahead]),
        _listed(words("Done lately"), [done(words, entry) for entry in entries]),
    )
    rows = (*_rows_of(standing), *_rows(words, ahead, community_id))
    return StatusSection(text, rows) if text else None


def _listed(heading: str, told: Sequence[str]) -> str | None:
    return lines(f"<b>{heading}</b>", *(f"• {one}" for one in told)) if told else None


def _line(session: Session, context: Context, one: Coming) -> str:
    words = context.words
    if one.is_skipped and one.change is not None:
        by = cockpit.name_of(session, one.change.skipped_by)
        return f"➡️ {when(words, one)}. {_skipped(words, by, one.change.skipped_at)}"
    note = note_of(session, one.meeting, one.step, context.services.cipher)
    return lines(
        f"⏰ {when(words, one)}. {to_whom(words, one)}", f"{SIGN} {note}" if note else None
    )


def _skipped(words: Words, by: str, at: datetime | None) -> str:
    if not by or at is None:
        return words("Skipped: nothing is sent.")
    return words("Skipped by {name} on {day}: nothing is sent.", name=by, day=words.day(at))


def _rows_of(standing: Sequence[TodoItem]) -> tuple[Row, ...]:
    return tuple(row for one in standing for row in one.rows)


def _rows(words: Words, ahead: Sequence[Coming], community_id: int) -> tuple[Row, ...]:
    back = [(_brought_back(words, one),) for one in ahead if one.is_skipped]
    acts = [act for one in ahead if not one.is_skipped for act in _acts(words, one)]
    return (*back, *in_fitting_rows((*acts, _rhythm(words, community_id))))


def _brought_back(words: Words, one: Coming) -> Button:
    day = one.due_at.astimezone(words.zone)
    label = f"⬅️ {words('Send after all')} · {day:%d/%m}"
    return BACK.button(label, *one.references)


def _rhythm(words: Words, community_id: int) -> Button:
    """The way to when messages go out in this community."""
    return RHYTHM.button(f"✏️ {words('Rhythm')}", community_id)


def _acts(words: Words, one: Coming) -> tuple[Button, ...]:
    preview = verbs.PREVIEW.button(f"{PREVIEW} {words('Preview')}", *one.references)
    skip = SKIP.button(f"➡️ {words('Skip')}", *one.references)
    note = NOTE.button(f"✏️ {words('Note')}", *one.references)
    return (preview, skip, note) if STEP_FACTS[one.step].takes_note else (preview, skip)
