"""Writing a summary: at once, from a message replied to, or step by step; then the preview."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from sqlmodel import Session

from bot.rules.languages import CODES
from bot.rules.plain_text import fold
from bot.rules.summaries import Part, Request, read_request
from handlers.core import forms
from handlers.core.context import Context
from handlers.core.forms import Draft
from handlers.core.meeting_heading import title
from handlers.core.screens import Button, Screen, lines
from handlers.core.updates import Said
from handlers.summaries import draft as drafts
from handlers.summaries.access import own
from handlers.summaries.form import FORM
from handlers.summaries.preview import FLOW
from handlers.summaries.views import heading
from handlers.themes import public as theming
from storage import attendance, meetings, members
from storage.communities import Community
from storage.core.columns import row_id
from storage.meetings import Meeting


@dataclass(frozen=True, slots=True)
class Taken:
    """A draft, and a line that names its meeting."""

    draft: Draft
    about: str


async def on_command(context: Context) -> None:
    """`/summary`, `/summary 3`, with text, with labels, or in reply to a message."""
    request = read_request(_arguments(context))
    if not request.text and not request.themes:
        request = replace(request, text=_replied_to(context))
    found = await context.read(partial(_find, context=context, number=request.number))
    if isinstance(found, str):
        await context.refuse(found)
    elif context.is_private:
        await begin(context, found, request)
    else:
        await _begin_aside(context, found, request)


def _arguments(context: Context) -> str:
    """The text after the command; text on the following lines begins with an empty one."""
    event = context.event
    is_below = isinstance(event, Said) and len(event.text.partition("\n")[0].split()) == 1
    return f"\n{context.arguments}" if is_below else context.arguments


def _replied_to(context: Context) -> str:
    """The text of the message that the command replies to; never one of the bot."""
    event = context.event
    return event.replied_to if isinstance(event, Said) and not event.answers else ""


def _find(session: Session, context: Context, number: int | None) -> int | str:
    """Meeting n, or the one that began last; else, as words, why there is none."""
    words, community_id = context.words, context.community_id
    if number is not None:
        meeting = meetings.with_number(session, community_id, number)
        if meeting is None:
            return words("There is no meeting {number}. /agenda shows them all.", number=number)
    else:
        meeting = attendance.last_begun(session, community_id, context.now)
        if meeting is None:
            return words("No meeting has begun yet: there is nothing to write about.")
    refused = own(session, context, meeting.id)
    return refused if isinstance(refused, str) else row_id(meeting)


async def _begin_aside(context: Context, meeting_id: int, request: Request) -> None:
    """In the group: all else happens privately, for nobody should read a draft."""
    words = context.words
    if await context.read(partial(_is_reachable, context=context)):
        await begin(replace(context, place=None), meeting_id, request)
        return
    link = Button(words("Write to me"), url=f"https://t.me/{context.services.bot_username}")
    reason = words("I can't write to you privately: open our chat and press Start, then try again.")
    await context.say(Screen(f"⛔ {reason}", ((link,),)))


def _is_reachable(session: Session, context: Context) -> bool:
    return not members.is_unreachable(session, context.sender.telegram_id)


async def on_begin(context: Context, meeting_id: int) -> None:
    """✏️ elsewhere: write the summary of this meeting, or go on with it."""
    found = await context.read(partial(own, context=context, meeting_id=meeting_id))
    if isinstance(found, str):
        await context.refuse(found)
        return
    await context.answer()
    # The message may say more than this, and therefore stays.
    await begin(replace(context, keeps_message=True), meeting_id, Request())


async def begin(context: Context, meeting_id: int, request: Request) -> None:
    """Ask for the parts of this meeting's summary, or go on with what is there of it."""
    taken = await context.write(partial(_take_up, context=context, key=meeting_id, request=request))
    if isinstance(taken, str):
        await context.refuse(taken)
    else:
        await forms.proceed(context, FLOW, taken.draft, why=taken.about)


def _take_up(session: Session, context: Context, key: int, request: Request) -> Taken | str:
    found = own(session, context, key)
    if isinstance(found, str):
        return found
    draft = drafts.taken_up(session, context, found.meeting)
    if request.text or request.themes:
        _fill(draft, request, context)
        _tick(session, context, draft, request.themes)
    return Taken(draft, _about(session, context, found.meeting))


def _about(session: Session, context: Context, meeting: Meeting) -> str:
    return lines(
        title(session.get(Community, meeting.community_id)), heading(context.words, meeting)
    )


def _fill(draft: Draft, request: Request, context: Context) -> None:
    """Put the text in its parts; given like this, it is whole, and nothing more is asked."""
    before = draft.values.pop(Part.TEXT.value, "")
    draft.asked = None
    if request.text:
        forms.fill(FORM, draft, request.text, context)
    if draft.unknown:
        # What stands above the first label is free text.
        before, draft.unknown = "\n".join(draft.unknown), []
    for field in FORM.fields:
        if field.name not in draft.refused:
            draft.values.setdefault(field.name, before if field.name == Part.TEXT else "")


def _tick(session: Session, context: Context, draft: Draft, names: Sequence[str]) -> None:
    """Tick themes by their names in any language; unknown names are listed."""
    known = {
        fold(name): key
        for language in CODES
        for key, name in theming.names(session, context.services.locales.words(language)).items()
    }
    draft.facts[drafts.STRANGE] = [name for name in names if fold(name) not in known]
    keys = {known[fold(name)] for name in names if fold(name) in known}
    draft.facts[drafts.THEMES] = sorted({*draft.facts[drafts.THEMES], *keys})
