"""A moderator lets a practice or a passage go to other communities, or takes it back."""

from dataclasses import dataclass
from functools import partial

from sqlmodel import Session

from bot.rules.local_time import local_date
from handlers.core.access import MODERATOR, membership
from handlers.core.context import Context
from handlers.core.identifier_warnings import findings, pointed_out
from handlers.core.meeting_heading import title
from handlers.core.pages import Pages, show
from handlers.core.screens import Row, lines, paragraphs
from handlers.core.shared_verbs import BACK_TO_ITEM
from handlers.links import messages, views
from handlers.links.verbs import LET, LOOK, PARTS, TAKE, gone
from storage import members, releases
from storage.communities import Community
from storage.links import subjects
from storage.links.subjects import Subject
from storage.meetings import Meeting
from storage.members import Person
from storage.releases import Kind, Release
from storage.summaries import Summary

Of = tuple[Kind, int, str]
"""The object of a button: its kind, its id, and the part of a summary."""


@dataclass(frozen=True, slots=True)
class Own:
    """The object of a button, and the moderator of its community who pressed."""

    subject: Subject
    person: Person


def _own(session: Session, context: Context, of: Of) -> Own | None:
    """Read again from the database: a button can be forged."""
    found = subjects.subject(session, *of, context.services.cipher)
    own = membership(session, context, found.community_id if found else None, MODERATOR)
    if found is None or own is None:
        return None
    return Own(found, session.get_one(Person, own.person_id))


async def _answer(context: Context, found: Pages | None) -> None:
    if found is None:
        await context.refuse(gone(context.words))
        return
    await context.answer()
    await show(context, found)


async def on_parts(context: Context, summary_id: int) -> None:
    """🔗 under a summary: which of the parts that are shared with Brusano."""
    parts = partial(_parts, context=context, summary_id=summary_id)
    await _answer(context, await context.read(parts))


def _parts(session: Session, context: Context, summary_id: int) -> Pages | None:
    summary = session.get(Summary, summary_id)
    meeting = session.get(Meeting, summary.meeting_id) if summary is not None else None
    if meeting is None or not membership(session, context, meeting.community_id, MODERATOR):
        return None
    words, named = context.words, views.parts(context.words)
    rows = tuple(
        (LOOK.button(f"📄 {named[part]}", Kind.PASSAGE, summary_id, part.value),)
        for part in subjects.shared_parts(session, summary_id)
    )
    if not rows:
        return None
    text = words("Which part may other communities read? Only what is shared with Brusano can go.")
    return Pages((text,), rows)


async def on_look(context: Context, kind: Kind, subject_id: int, part: str) -> None:
    """The text to be released, or the released one."""
    look = partial(_look, context=context, of=(kind, subject_id, part))
    await _answer(context, await context.read(look))


def _look(session: Session, context: Context, of: Of) -> Pages | None:
    own = _own(session, context, of)
    return _screen(session, context, own.subject) if own is not None else None


def _screen(session: Session, context: Context, found: Subject, note: str | None = None) -> Pages:
    before = releases.of_subject(session, found.kind, found.subject_id, found.part)
    if before is not None and before.text:
        return _released(session, context, found, before)
    return _asked(session, context, found, note)


def _asked(session: Session, context: Context, found: Subject, note: str | None) -> Pages:
    """The text as others would read it, with what may say who somebody is."""
    words, here = context.words, (found.kind, found.subject_id, found.part)
    names = [one.person.name for one in members.seated(session, found.community_id)]
    today = local_date(context.now, context.services.settings.timezone)
    warning = pointed_out(words, findings([found.text], names, today))
    file = words("The document goes with it.") if found.item and found.item.file_id else None
    release = words("Release all the same") if warning else words("Release")
    mark = context.services.cipher.fingerprint(found.text)
    confirm = LET.button(f"✅ {release}", *here, mark)
    return views.told(
        paragraphs(note, lines(title(session.get(Community, found.community_id)), _why(context))),
        found.text,
        paragraphs(file, warning) or None,
        ((confirm,), *_back(context, found)),
    )


def _why(context: Context) -> str:
    return context.words(
        "Brusano reads this, and may offer it to other communities. It goes with the name of your "
        "community, without the name of a person:"
    )


def _released(session: Session, context: Context, found: Subject, before: Release) -> Pages:
    words = context.words
    posted = sum(one.posted_at is not None for one in releases.offers(session, before.id))
    told_so = words("Released on {date}.", date=words.date(before.released_at))
    number = words.plural(
        "{number} community has posted it.", "{number} communities have posted it.", posted
    )
    take = TAKE.button(f"🗑 {words('Take back')}", found.kind, found.subject_id, found.part)
    return views.told(
        lines(title(session.get(Community, found.community_id)), f"✅ {told_so}"),
        context.services.cipher.decrypt_or_none(before.text) or "…",
        number if posted else words("You can take it back until a community posts it."),
        (*(() if posted else ((take,),)), *_back(context, found)),
    )


def _back(context: Context, found: Subject) -> tuple[Row, ...]:
    label = f"⬅️ {context.words('Back')}"
    if found.kind is Kind.ITEM:
        return ((BACK_TO_ITEM.button(label, found.subject_id, found.community_id),),)
    return ((PARTS.button(label, found.subject_id),),)


async def on_let(context: Context, kind: Kind, subject_id: int, part: str, mark: str) -> None:
    """✅: it may go, if it is still what the moderator read; pressed again, the answer is that."""
    let = partial(_let, context=context, of=(kind, subject_id, part), mark=mark)
    await _answer(context, await context.write(let))


def _let(session: Session, context: Context, of: Of, mark: str) -> Pages | None:
    own = _own(session, context, of)
    if own is None:
        return None
    found = own.subject
    before = releases.of_subject(session, found.kind, found.subject_id, found.part)
    is_released = before is not None and bool(before.text)
    if not is_released and mark != context.services.cipher.fingerprint(found.text):
        note = context.words("It has changed since you pressed: look at it once more.")
        return _screen(session, context, found, f"⛔ {note}")
    if not is_released:
        subjects.release(session, found, own.person.id, context.services.cipher, context.now)
        messages.announce(session, context.services, context.now)
    return _screen(session, context, found)


async def on_take(context: Context, kind: Kind, subject_id: int, part: str) -> None:
    """🗑: it goes no further, unless a community has posted it."""
    take = partial(_take, context=context, of=(kind, subject_id, part))
    found = await context.write(take)
    if isinstance(found, Pages):
        await context.answer()
        await show(context, found)
    else:
        await context.refuse(found or gone(context.words))


def _take(session: Session, context: Context, of: Of) -> Pages | str | None:
    own = _own(session, context, of)
    if own is None:
        return None
    found = own.subject
    before = releases.of_subject(session, found.kind, found.subject_id, found.part)
    if before is not None and not releases.take_back(session, before):
        return context.words(
            "A community has posted it meanwhile: it can't be taken back any more."
        )
    done = context.words("Taken back: nobody else reads it.")
    return Pages((f"✅ {done}",), _back(context, found))
