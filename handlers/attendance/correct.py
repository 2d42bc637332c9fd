"""A saved list is changed for a reason, which both moderators read on it."""

from functools import partial

from sqlmodel import Session

from bot.rules.attendance import REASON_LIMIT
from bot.rules.local_time import local_date
from bot.rules.plain_text import clean
from handlers.attendance.sheet import Done, Sheet, done_of, follow, moderated
from handlers.attendance.views import ROOM, SURE, by_whom, done_screen, heading, unsaved
from handlers.core import callback_data, forms
from handlers.core.context import Visit
from handlers.core.forms import Draft, Field, Form, Talk
from handlers.core.identifier_warnings import findings, pointed_out
from handlers.core.screens import Button, Screen, lines, paragraphs
from locales import Words
from storage import attendance
from storage.attendance import REASON, Ticks
from storage.meetings import Meeting


def not_yours(words: Words) -> str:
    """Why a person can't tick this list."""
    return words("This is for the moderators, once the meeting has begun.")


def _read(text: str, _visit: Visit) -> str | None:
    cleaned = clean(text)
    return cleaned if 0 < len(cleaned) <= REASON_LIMIT else None


FORM = Form(
    REASON,
    (
        Field(
            name="reason",
            labels=("reason", "why", "reden", "waarom", "raison", "pourquoi"),
            title=lambda words: words("Reason"),
            ask=lambda words: words(
                "Why does this change? One sentence; you both read it on the list."
            ),
            read=_read,
            refuse=lambda words: words(
                "Write some words, at most {limit} characters.", limit=REASON_LIMIT
            ),
            is_long=True,
        ),
    ),
)


def begin(session: Session, visit: Visit, meeting: Meeting, ticks: Ticks) -> None:
    """Keep what changes until its reason is given; who cancels that gives up the change too."""
    attendance.keep(session, meeting, visit.sender.telegram_id, ticks.present, is_asked=True)
    forms.keep(session, visit, FORM, _about(meeting))


def _about(meeting: Meeting) -> Draft:
    return Draft(facts={"meeting": meeting.id})


async def ask_why(visit: Visit, sheet: Sheet) -> None:
    """Ask for the reason of what this moderator changed on the list."""
    words = visit.words
    draft = _about(sheet.meeting)
    about = paragraphs(
        lines(heading(words, sheet), by_whom(words, sheet.saved)),
        lines(*unsaved(words, sheet)),
    )
    await forms.proceed(visit, TALK, draft, why=about)


async def _review(visit: Visit, draft: Draft) -> None:
    """Save it, unless the reason says who somebody is: that is pointed out first, to decide."""
    words = visit.words
    today = local_date(visit.now, visit.house.settings.timezone)
    found = findings([draft.values["reason"]], today=today)
    if found and not draft.facts.get(SURE):
        sure = callback_data.pack(ROOM, SURE, draft.facts.get("meeting", 0))
        change = callback_data.pack(forms.ROOM, "edit", REASON, 0)
        rows = (
            (Button(f"✅ {words('Save all the same')}", sure),),
            (Button(f"✏️ {words('Change')}", change),),
        )
        await visit.show(Screen(pointed_out(words, found) or "", rows))
        return
    await _answer(visit, await visit.write(partial(_correct, visit=visit, draft=draft)))


async def _answer(visit: Visit, done: Done | None) -> None:
    if done is None:
        await visit.refuse(not_yours(visit.words))
    else:
        await visit.show(done_screen(visit.words, done))


def _correct(session: Session, visit: Visit, draft: Draft) -> Done | None:
    """Keep the correction; None when the list is not this person's to tick any more."""
    forms.end(session, visit, FORM)
    found = moderated(session, visit, draft.facts.get("meeting"))
    if found is None:
        return None
    meeting, moderator = found
    reason = visit.house.seal.close(draft.values["reason"])
    attendance.correct(session, meeting, moderator, reason, visit.now)
    follow(session, visit, meeting)
    return done_of(session, meeting, moderator)


async def on_sure(visit: Visit) -> None:
    """✅: save with this reason all the same; pressed again it says the same."""
    await visit.pop_up()
    draft = await forms.load(visit, REASON)
    meeting_id = callback_data.number(visit.references)
    if draft is None or draft.facts.get("meeting") != meeting_id or not draft.values.get("reason"):
        as_saved = partial(_as_saved, visit=visit, meeting_id=meeting_id)
        await _answer(visit, await visit.read(as_saved))
        return
    draft.facts[SURE] = True
    await _review(visit, draft)


def _as_saved(session: Session, visit: Visit, meeting_id: int | None) -> Done | None:
    found = moderated(session, visit, meeting_id)
    return done_of(session, *found) if found is not None else None


TALK = Talk(FORM, _review)
