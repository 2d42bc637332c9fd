"""Publishes a summary or corrects the published one, once, whichever moderator presses."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from sqlmodel import Session

from handlers.core.context import Context
from handlers.core.forms import keep
from handlers.core.pages import Pages, show
from handlers.core.screens import Row, Screen, lines
from handlers.links import public as linking
from handlers.summaries import draft as drafts
from handlers.summaries import schedule
from handlers.summaries.access import Own, own
from handlers.summaries.draft import BASE
from handlers.summaries.form import FORM
from handlers.summaries.preview import gone, mark, preview_of
from handlers.summaries.verbs import BEGIN
from handlers.summaries.views import name_of
from locales import Words
from storage import communities, summaries, themes
from storage.core import form_drafts
from storage.core.columns import row_id
from storage.meetings import Meeting
from storage.summaries import Summary
from storage.themes import Tagged


@dataclass(frozen=True, slots=True)
class Published:
    """The result of 📨: when it is sent, and whether a group reads it."""

    meeting: Meeting
    at: datetime
    has_group: bool
    is_correction: bool
    was_before: bool = False
    shared: int | None = None
    """The id of the summary, where parts of it are shared with Brusano."""


async def on_send(context: Context, meeting_id: int, version: int, pressed_mark: str) -> None:
    """Publish the previewed text; if the draft has changed since, show the preview again."""
    above = (version, pressed_mark)
    sent = await context.write(partial(_send, context=context, meeting_id=meeting_id, above=above))
    if isinstance(sent, str):
        await context.refuse(sent)
        return
    if isinstance(sent, Pages):
        await context.answer()
        await show(context, sent)
        return
    if sent.was_before:
        await context.answer(f"✅ {context.words.plain('This was published.')}")
        return
    await context.answer()
    await context.show(_done(context, sent))


def _send(
    session: Session, context: Context, meeting_id: int, above: tuple[int, str]
) -> Published | Pages | str:
    """`above` are the version and the mark of the preview above the button."""
    found = own(session, context, meeting_id)
    if isinstance(found, str):
        return found
    standing = summaries.of_meeting(session, found.meeting.id)
    draft = drafts.of_meeting(session, context, found.meeting)
    if draft is None or not drafts.said(draft):
        return _pressed_before(session, context, found, standing)
    version = standing.version if standing is not None else 0
    if draft.facts[BASE] != version:
        draft.facts[BASE] = version
        keep(session, context, FORM, draft)
        return preview_of(
            session, context, found, draft, _overtaken(session, context.words, standing)
        )
    if above != (version, mark(context, draft)):
        note = context.words("It has changed since you pressed: look at it once more.")
        return preview_of(session, context, found, draft, f"⛔ {note}")
    summary = summaries.publish(
        session,
        meeting_id,
        drafts.said(draft),
        drafts.shared(draft),
        found.person.id,
        context.services.cipher,
        context.now,
    )
    _tag(session, context, found, summary, drafts.chosen(draft))
    form_drafts.drop(session, context.sender.telegram_id, FORM.topic)
    at = schedule.announce(session, context.services.settings, found.meeting, summary, context.now)
    sent = _published(session, found, at, is_correction=summary.version > 1)
    return replace(sent, shared=summary.id if summary.shared else None)


def _published(
    session: Session, found: Own, at: datetime, *, is_correction: bool, was_before: bool = False
) -> Published:
    chat = communities.chat_of(session, found.meeting.community_id)
    has_group = chat is not None and chat.is_present
    return Published(found.meeting, at, has_group, is_correction, was_before)


def _tag(
    session: Session, context: Context, found: Own, summary: Summary, chosen: frozenset[str]
) -> None:
    themes.retag(
        session,
        Tagged.SUMMARY,
        row_id(summary),
        chosen,
        found.meeting.community_id,
        found.meeting.id,
        context.now,
    )


def _pressed_before(
    session: Session, context: Context, found: Own, standing: Summary | None
) -> Published | str:
    """The draft is gone: this 📨 was pressed before, or belongs to an older preview."""
    last = standing.corrected_by or standing.written_by if standing is not None else None
    if last is None or last != found.person.id:
        return gone(context.words)
    return _published(session, found, context.now, is_correction=False, was_before=True)


def _overtaken(session: Session, words: Words, standing: Summary | None) -> str:
    """Why it was not published: somebody else was first, and what then can be done."""
    if standing is None:
        return f"⛔ {words('The summary is no longer kept: 📨 publishes yours.')}"
    name = name_of(session, standing.corrected_by or standing.written_by)
    if not name:
        told = words(
            "The summary was published meanwhile; read it in the group. Yours is kept: "
            "📨 puts it in its place, ❌ leaves it."
        )
        return f"⛔ {told}"
    told = words(
        "{name} has published the summary meanwhile; read it in the group. Yours is kept: "
        "📨 puts it in the place of theirs, ❌ leaves theirs.",
        name=name,
    )
    return f"⛔ {told}"


def _done(context: Context, sent: Published) -> Screen:
    words = context.words
    told = words("The summary of session {number} is published.", number=sent.meeting.number)
    if sent.is_correction:
        told = words("The summary of session {number} is corrected.", number=sent.meeting.number)
    change = BEGIN.button(f"✏️ {words('Correct it')}", row_id(sent.meeting))
    rows: tuple[Row, ...] = ((change,),)
    if sent.shared is not None:
        rows += (linking.summary_row(words, sent.shared),)
    return Screen(lines(f"✅ {told}", _where(context, sent)), rows)


def _where(context: Context, sent: Published) -> str:
    """Where the summary can be read, and from when on, if that is later."""
    words = context.words
    if sent.is_correction and sent.has_group:
        return words("The post in the group follows. Nobody gets a second message.")
    if sent.is_correction:
        return words("There is no group chat: who has it already sees the correction with 📖.")
    if sent.at > context.now:
        return words(
            "It is quiet now: it goes out on {day} at {time}.",
            day=words.day(sent.at),
            time=words.time(sent.at),
        )
    if not sent.has_group:
        return words("There is no group chat: everybody gets it privately.")
    return words("It stands in the group, and who missed the session gets it privately.")
