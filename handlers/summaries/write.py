"""Writing a summary: at once, from a message replied to, or step by step; then the preview."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from sqlmodel import Session

from bot.rules.summaries import Part, Request, read_request
from handlers.core import callback_data, forms
from handlers.core.context import Visit
from handlers.core.forms import Draft
from handlers.core.screens import Button, Screen, lines
from handlers.core.updates import Said
from handlers.meetings.public import title
from handlers.summaries import draft as drafts
from handlers.summaries.access import own
from handlers.summaries.form import FORM
from handlers.summaries.preview import TALK
from handlers.summaries.views import heading
from handlers.themes import public as theming
from locales import LANGUAGES, fold
from storage import attendance, meetings, members
from storage.communities import Community
from storage.meetings import Meeting


@dataclass(frozen=True, slots=True)
class Taken:
    """A draft that was taken up, and a line that says of which meeting it is."""

    draft: Draft
    about: str


async def on_command(visit: Visit) -> None:
    """`/summary`, `/summary 3`, with text, with labels, or in reply to a message."""
    request = read_request(_arguments(visit))
    if not request.text and not request.themes:
        request = replace(request, text=_replied_to(visit))
    found = await visit.read(partial(_find, visit=visit, number=request.number))
    if isinstance(found, str):
        await visit.refuse(found)
    elif visit.is_private:
        await begin(visit, found, request)
    else:
        await _begin_aside(visit, found, request)


def _arguments(visit: Visit) -> str:
    """What follows the command, with the end of its line where that comes first."""
    event = visit.event
    is_below = isinstance(event, Said) and len(event.text.partition("\n")[0].split()) == 1
    return f"\n{visit.arguments}" if is_below else visit.arguments


def _replied_to(visit: Visit) -> str:
    """What somebody wrote to which the command replies; never a message of the bot."""
    event = visit.event
    return event.replied_to if isinstance(event, Said) and not event.answers else ""


def _find(session: Session, visit: Visit, number: int | None) -> int | str:
    """Meeting n, or the one that began last; else, as words, why there is none."""
    words, community_id = visit.words, visit.community_id
    if number is not None:
        meeting = meetings.numbered(session, community_id, number)
        if meeting is None:
            return words("There is no meeting {number}. /agenda shows them all.", number=number)
    else:
        meeting = attendance.last_begun(session, community_id, visit.now)
        if meeting is None:
            return words("No meeting has begun yet: there is nothing to write about.")
    refused = own(session, visit, meeting.id)
    return refused if isinstance(refused, str) else meeting.id or 0


async def _begin_aside(visit: Visit, meeting_id: int, request: Request) -> None:
    """In the group: all else happens privately, for nobody should read a draft."""
    words = visit.words
    if await visit.read(partial(_is_reachable, visit=visit)):
        await begin(replace(visit, place=None), meeting_id, request)
        await visit.say(Screen(f"✅ {words('I go on with you in our private chat.')}"))
        return
    link = Button(words("Write to me"), url=f"https://t.me/{visit.house.bot_username}")
    reason = words("I can't write to you privately: open our chat and press Start, then try again.")
    await visit.say(Screen(f"⛔ {reason}", ((link,),)))


def _is_reachable(session: Session, visit: Visit) -> bool:
    return not members.is_lost(session, visit.sender.telegram_id)


async def on_begin(visit: Visit) -> None:
    """✏️ elsewhere: write the summary of this meeting, or go on with it."""
    meeting_id = callback_data.number(visit.references)
    found = await visit.read(partial(own, visit=visit, meeting_id=meeting_id))
    if isinstance(found, str):
        await visit.refuse(found)
        return
    await visit.pop_up()
    # The message may say more than this, and therefore stays.
    await begin(replace(visit, keeps_message=True), found.meeting.id or 0, Request())


async def begin(visit: Visit, meeting_id: int, request: Request) -> None:
    """Ask for the parts of this meeting's summary, or go on with what is there of it."""
    taken = await visit.write(partial(_take_up, visit=visit, key=meeting_id, request=request))
    if isinstance(taken, str):
        await visit.refuse(taken)
    else:
        await forms.proceed(visit, TALK, taken.draft, why=taken.about)


def _take_up(session: Session, visit: Visit, key: int, request: Request) -> Taken | str:
    found = own(session, visit, key)
    if isinstance(found, str):
        return found
    draft = drafts.taken_up(session, visit, found.meeting)
    if request.text or request.themes:
        _fill(draft, request, visit)
        _tick(session, visit, draft, request.themes)
    return Taken(draft, _about(session, visit, found.meeting))


def _about(session: Session, visit: Visit, meeting: Meeting) -> str:
    return lines(title(session.get(Community, meeting.community_id)), heading(visit.words, meeting))


def _fill(draft: Draft, request: Request, visit: Visit) -> None:
    """Put the text in its parts; given like this, it is whole, and nothing more is asked."""
    before = draft.values.pop(Part.TEXT.value, "")
    draft.asked = None
    if request.text:
        forms.fill(FORM, draft, request.text, visit)
    if draft.unknown:
        # What stands above the first label is free text.
        before, draft.unknown = "\n".join(draft.unknown), []
    for field in FORM.fields:
        if field.name not in draft.refused:
            draft.values.setdefault(field.name, before if field.name == Part.TEXT else "")


def _tick(session: Session, visit: Visit, draft: Draft, names: Sequence[str]) -> None:
    """Tick themes by their names in any language; the others are told back."""
    known = {
        fold(name): key
        for language in LANGUAGES
        for key, name in theming.names(session, visit.house.locales.words(language)).items()
    }
    draft.facts[drafts.STRANGE] = [name for name in names if fold(name) not in known]
    keys = {known[fold(name)] for name in names if fold(name) in known}
    draft.facts[drafts.THEMES] = sorted({*draft.facts[drafts.THEMES], *keys})
