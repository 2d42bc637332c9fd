"""A moderator lets a practice or a passage go to other communities, or takes it back."""

from dataclasses import dataclass
from functools import partial

from sqlmodel import Session

from bot.rules.local_time import local_date
from bot.rules.members import Role
from handlers.core import callback_data
from handlers.core.context import Context
from handlers.core.identifier_warnings import findings, pointed_out
from handlers.core.meeting_heading import title
from handlers.core.screens import Button, Row, lines, paragraphs
from handlers.links import messages, views
from handlers.links.public import ROOM
from handlers.links.views import Told
from storage import members, releases
from storage.communities import Community
from storage.links import offered, subjects
from storage.links.subjects import Subject
from storage.meetings import Meeting
from storage.members import Person
from storage.releases import Kind, Release
from storage.summaries import Summary


@dataclass(frozen=True, slots=True)
class Own:
    """What a button names, and the moderator of its community who pressed."""

    subject: Subject
    person: Person


def _own(session: Session, context: Context) -> Own | None:
    """Read again from the database: a button can be forged."""
    references = context.references
    kind, part = callback_data.word(references), callback_data.word(references, 2)
    if kind not in list(Kind):
        return None
    subject_id = callback_data.number(references, 1)
    found = subjects.subject(session, Kind(kind), subject_id, part, context.services.cipher)
    person = members.person_at(session, context.sender.telegram_id)
    if found is None or person is None or not _moderates(session, context, found.community_id):
        return None
    return Own(found, person)


def _moderates(session: Session, context: Context, community_id: int) -> bool:
    return offered.role(session, community_id, context.sender.telegram_id) == Role.MODERATOR


def _gone(context: Context) -> str:
    return context.words("This can't go to other communities, or is not yours to release.")


async def _answer(context: Context, found: Told | None) -> None:
    if found is None:
        await context.refuse(_gone(context))
        return
    await context.answer()
    await views.show(context, found)


async def on_parts(context: Context) -> None:
    """🔗 under a summary: which of the parts that are shared with Brusano."""
    await _answer(context, await context.read(partial(_parts, context=context)))


def _parts(session: Session, context: Context) -> Told | None:
    summary_id = callback_data.number(context.references)
    summary = session.get(Summary, summary_id) if summary_id is not None else None
    meeting = session.get(Meeting, summary.meeting_id) if summary is not None else None
    if meeting is None or not _moderates(session, context, meeting.community_id):
        return None
    words, named = context.words, views.parts(context.words)
    rows = tuple(
        (Button(f"📄 {named[part]}", _data("look", Kind.PASSAGE, summary_id or 0, part.value)),)
        for part in subjects.shared_parts(session, summary_id)
    )
    if not rows:
        return None
    text = words("Which part may other communities read? Only what is shared with Brusano can go.")
    return Told((text,), rows)


def _data(verb: str, kind: Kind, subject_id: int, part: str, *mark: str) -> str:
    return callback_data.pack(ROOM, verb, kind.value, subject_id, part, *mark)


async def on_look(context: Context) -> None:
    """What would go, or what was released."""
    await _answer(context, await context.read(partial(_look, context=context)))


def _look(session: Session, context: Context) -> Told | None:
    own = _own(session, context)
    return _screen(session, context, own.subject) if own is not None else None


def _screen(session: Session, context: Context, found: Subject, note: str | None = None) -> Told:
    before = releases.of_subject(session, found.kind, found.subject_id, found.part)
    if before is not None and before.text:
        return _released(session, context, found, before)
    return _asked(session, context, found, note)


def _asked(session: Session, context: Context, found: Subject, note: str | None) -> Told:
    """The text as others would read it, with what may say who somebody is."""
    words, here = context.words, (found.kind, found.subject_id, found.part)
    names = [one.person.name for one in members.seated(session, found.community_id)]
    today = local_date(context.now, context.services.settings.timezone)
    warning = pointed_out(words, findings([found.text], names, today))
    file = words("The document goes with it.") if found.item and found.item.file_id else None
    release = words("Release all the same") if warning else words("Release")
    mark = context.services.cipher.fingerprint(found.text)
    confirm = Button(f"✅ {release}", _data("let", *here, mark))
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


def _released(session: Session, context: Context, found: Subject, before: Release) -> Told:
    words = context.words
    posted = sum(one.posted_at is not None for one in releases.offers(session, before.id))
    told_so = words("Released on {date}.", date=words.date(before.released_at))
    number = words.plural(
        "{number} community has posted it.", "{number} communities have posted it.", posted
    )
    take = Button(
        f"🗑 {words('Take back')}", _data("take", found.kind, found.subject_id, found.part)
    )
    return views.told(
        lines(title(session.get(Community, found.community_id)), f"✅ {told_so}"),
        context.services.cipher.decrypt_or_none(before.text) or "…",
        number if posted else words("You can take it back until a community posts it."),
        (*(() if posted else ((take,),)), *_back(context, found)),
    )


def _back(context: Context, found: Subject) -> tuple[Row, ...]:
    data = callback_data.pack(ROOM, "parts", found.subject_id)
    if found.kind is Kind.ITEM:
        data = callback_data.pack("library", "back", found.subject_id, found.community_id)
    return ((Button(f"⬅️ {context.words('Back')}", data),),)


async def on_let(context: Context) -> None:
    """✅: it may go, if it is still what the moderator read; pressed again, the answer is that."""
    await _answer(context, await context.write(partial(_let, context=context)))


def _let(session: Session, context: Context) -> Told | None:
    own = _own(session, context)
    if own is None:
        return None
    found = own.subject
    before = releases.of_subject(session, found.kind, found.subject_id, found.part)
    is_released = before is not None and bool(before.text)
    if not is_released and callback_data.word(
        context.references, 3
    ) != context.services.cipher.fingerprint(found.text):
        note = context.words("It has changed since you pressed: look at it once more.")
        return _screen(session, context, found, f"⛔ {note}")
    if not is_released:
        subjects.release(session, found, own.person.id, context.services.cipher, context.now)
        messages.announce(session, context.services, context.now)
    return _screen(session, context, found)


async def on_take(context: Context) -> None:
    """🗑: it goes no further, unless a community has posted it."""
    found = await context.write(partial(_take, context=context))
    if isinstance(found, Told):
        await context.answer()
        await views.show(context, found)
    else:
        await context.refuse(found or _gone(context))


def _take(session: Session, context: Context) -> Told | str | None:
    own = _own(session, context)
    if own is None:
        return None
    found = own.subject
    before = releases.of_subject(session, found.kind, found.subject_id, found.part)
    if before is not None and not releases.take_back(session, before):
        return context.words(
            "A community has posted it meanwhile: it can't be taken back any more."
        )
    done = context.words("Taken back: nobody else reads it.")
    return Told((f"✅ {done}",), _back(context, found))
