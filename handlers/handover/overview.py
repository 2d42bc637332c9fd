"""`/handover`: opens the note to write; else the duo's notes and the open items."""

from dataclasses import dataclass, replace
from functools import partial

from sqlmodel import Session

from bot.rules import handover as rules
from bot.rules.handover import Duty, NoDuty, Status
from handlers.core import forms
from handlers.core.context import Context
from handlers.core.meeting_heading import title
from handlers.core.screens import Row, Screen, lines, paragraphs
from handlers.handover import write
from handlers.handover.form import FORM
from handlers.handover.verbs import OPEN, TICK
from handlers.handover.views import (
    RECALLED,
    in_short,
    item_line,
    item_rows,
    item_shown,
    note_of,
    restated,
)
from locales import Words
from storage import handover
from storage.communities import Community
from storage.core import form_drafts
from storage.core.columns import row_id
from storage.handover import Handover, Pair, items
from storage.meetings import Meeting
from storage.members import Membership


@dataclass(frozen=True, slots=True)
class _Start:
    """Read the note to write, if there is one; else the overview, and why."""

    to_write: int | None
    screen: Screen | None
    why: str | None = None


async def on_command(context: Context) -> None:
    """`/handover`, alone or with the parts as `label: value` lines."""
    membership = context.membership
    if membership is None:
        return
    start = await context.write(partial(_start, context=context, own=membership))
    if start.to_write is not None:
        await write.begin(context, start.to_write, context.arguments)
    elif start.screen is None:
        await context.refuse(
            context.words("This is for the two of a duo. /duo shares your seat with a colleague.")
        )
    elif context.arguments.strip() and start.why is not None:
        not_kept = context.words(
            "Nothing of what you typed was kept: you have no note to write now."
        )
        text = paragraphs(lines(f"⛔ {not_kept}", start.why), start.screen.text)
        await context.say(replace(start.screen, text=text))
    else:
        await context.say(start.screen)


def _start(session: Session, context: Context, own: Membership) -> _Start:
    pair = handover.pair_on(session, own.seat_id)
    todo_items = _owed(session, context, own, pair) if pair is not None else None
    if isinstance(todo_items, Handover):
        return _Start(todo_items.id, None)
    why = _why_none(session, context, own, pair) if pair is not None else None
    return _Start(None, screen(session, context, own), why)


def _owed(
    session: Session, context: Context, own: Membership, pair: Pair
) -> Handover | NoDuty | None:
    """The note this person has to write, made where they begin by themself; else why there is none.

    None before the first meeting, and once the note of the last one is written.
    """
    standing = [one for one in handover.owed_by(session, own) if handover.standing(session, one)]
    if standing:
        begun = _begun(session, context, context.sender.telegram_id)
        return next((one for one in standing if one.id == begun), standing[-1])
    meeting = handover.last_begun(session, own, context.now)
    if meeting is None:
        return None
    duty = handover.duty(session, meeting, pair)
    found = rules.may_start(duty, pair.ids, own.person_id)
    existing = handover.of_meeting(session, meeting.id, own.seat_id)
    # One that nobody wrote between partners who no longer share the seat is addressed anew.
    is_stale = (
        existing is not None
        and not existing.written_at
        and not handover.standing(session, existing)
    )
    if existing is not None and not is_stale:
        is_open = existing.written_at is None and duty is NoDuty.NOT_KNOWN
        partner = pair.other(own.person_id)
        if not is_open or _begun(session, context, partner.telegram_id) == existing.id:
            return None
        # The partner only looked: nobody knows yet who came.
        session.delete(existing)
        session.flush()
    if isinstance(found, Duty):
        return handover.get_or_add(session, meeting, own.seat_id, found)
    return found


def _begun(session: Session, context: Context, telegram_id: int) -> object:
    """The hand-over of which a person has written something that was not sent yet."""
    row = form_drafts.about(session, telegram_id, FORM.topic)
    draft = forms.opened(row, context.services.cipher)
    return draft.facts.get("handover") if draft is not None and any(draft.values.values()) else None


def screen(
    session: Session, context: Context, own: Membership, ticked: int | None = None
) -> Screen | None:
    """The latest notes of the two, how far they have come, and the open items; None without any.

    `ticked` is the item that was ticked just now: it stays, so that a slip can be put right.
    """
    words = context.words
    pair = handover.pair_on(session, own.seat_id)
    known = items.still_open(session, own.seat_id, own.person_id, ticked)
    if pair is None and not known:
        return None
    texts: list[str | None] = [title(session.get(Community, own.community_id))]
    rows: list[Row] = []
    if pair is not None:
        for line, buttons_of in _notes(session, context, own, pair):
            texts.append(line)
            rows += buttons_of
        if len(texts) == 1:
            texts.append(_nothing_yet(session, context, own, pair))
    shown = in_short([item_shown(item, pair, words, context.services.cipher) for item in known])
    if shown:
        more = "…" if len(shown) < len(known) else None
        texts.append(lines(f"<b>{words('Still open')}</b>", *map(item_line, shown), more))
        rows += item_rows(shown, TICK, own.community_id)
    return Screen(paragraphs(*texts), tuple(rows), protect=True)


def _notes(
    session: Session, context: Context, own: Membership, pair: Pair
) -> list[tuple[str, list[Row]]]:
    """The newest note for this person and the newest of theirs, each with its buttons."""
    newest = [
        *handover.for_reader(session, own)[-1:],
        *handover.of_author(session, own)[-1:],
    ]
    return [
        _note(session, context, found, pair)
        for found in newest
        if handover.standing(session, found) is not None
    ]


def _note(session: Session, context: Context, found: Handover, pair: Pair) -> tuple[str, list[Row]]:
    words = context.words
    note = note_of(session, found, pair, words, context.services.cipher)
    meeting = note.meeting
    head = words(
        "Session {number}, {day}: from {author} to {reader}",
        number=meeting.number,
        day=words.day(meeting.starts_at),
        author=note.author.name,
        reader=note.reader.name,
    )
    status = f"{found.status.sign} {status_name(words, found.status)}"
    told = restated(words, note, RECALLED) if note.restatement else None
    text = lines(f"🔁 <b>{head}</b>", status, told)
    number = meeting.number
    label = words.plain("Read the note of session {number}", number=number)
    return text, [(OPEN.button(f"📖 {label}", row_id(found)),)]


def status_name(words: Words, status: Status) -> str:
    """How far a hand-over has come, in words."""
    return {
        Status.DUE: words("to be written"),
        Status.WRITTEN: words("written, on its way"),
        Status.DELIVERED: words("delivered, not read yet"),
        Status.READ: words("read"),
        Status.RESTATED: words("read and confirmed"),
    }[status]


def _why_none(session: Session, context: Context, own: Membership, pair: Pair) -> str:
    """Why a note that was typed is none that this person has to write."""
    meeting = handover.last_begun(session, own, context.now)
    found = handover.of_meeting(session, meeting.id, own.seat_id) if meeting is not None else None
    if meeting is None or found is None or found.author_id != own.person_id:
        return _nothing_yet(session, context, own, pair)
    return context.words(
        "Your note of session {number} was sent: open it with 📖 to change it.",
        number=meeting.number,
    )


def _nothing_yet(session: Session, context: Context, own: Membership, pair: Pair) -> str:
    """Why there is nothing to write or to read."""
    words = context.words
    meeting: Meeting | None = handover.last_begun(session, own, context.now)
    if meeting is None:
        return words("Nothing to hand over yet: the first session is still to come.")
    partner = pair.other(own.person_id)
    reasons = {
        NoDuty.BOTH_CAME: words("You were both at the last session: nothing to hand over."),
        NoDuty.NOBODY_CAME: words("Neither of you was at the last session. Ask your moderators."),
    }
    found = rules.may_start(handover.duty(session, meeting, pair), pair.ids, own.person_id)
    if isinstance(found, NoDuty) and found in reasons:
        return reasons[found]
    return words("{name} was at the last session: you get their note here.", name=partner.name)
