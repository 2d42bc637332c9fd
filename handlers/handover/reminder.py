"""The sections about hand-overs in the bundle: for authors, readers and owners of items."""

from bot.rules import handover as rules
from bot.rules.local_time import local_date
from handlers.core.meeting_heading import title
from handlers.core.screens import Row, lines, paragraphs, shown_length
from handlers.core.steps import Section, SectionContext
from handlers.handover import schedule
from handlers.handover.verbs import BEGIN, DONE, LATER, OPEN, RESTATE, SEEN, TOMORROW
from handlers.handover.views import (
    in_short,
    item_line,
    item_rows,
    item_shown,
    note_of,
    note_pages,
    recalled,
)
from storage import handover, members
from storage.communities import Community
from storage.core.columns import row_id
from storage.handover import Handover, Pair, items
from storage.meetings import Meeting

WHOLE = 2500
"""The longest note, in characters, that is shown whole in the message before a meeting."""


def make_ask(reading: SectionContext, meeting: Meeting) -> Section | None:
    """For the author: hand over now, later today, or tomorrow."""
    session, words = reading.session, reading.words
    own = members.membership(session, reading.person.id, meeting.community_id)
    found = handover.of_meeting(session, meeting.id, own.seat_id) if own else None
    pair = handover.standing(session, found, reading.person.id)
    if found is None or pair is None or found.written_at is not None:
        return None
    if found.author_id != reading.person.id:
        return None
    text = words(
        "You were at session {number} on {day}; {name} was not. "
        "Hand over what they need: six short questions, two minutes.",
        number=meeting.number,
        day=words.day(meeting.starts_at),
        name=pair.other(found.author_id).name,
    )
    named = title(session.get(Community, meeting.community_id))
    return Section(lines(named, f"🔁 {text}"), meeting, rows=_ask_rows(reading, found))


def _ask_rows(reading: SectionContext, found: Handover) -> tuple[Row, ...]:
    words, timing = reading.words, reading.services.settings
    key = row_id(found)
    later = rules.put_off(reading.now, timing.quiet_hours, timing.timezone, later_today=True)
    is_today = local_date(later, timing.timezone) == local_date(reading.now, timing.timezone)
    put_off = [TOMORROW.button(f"🗓 {words('Tomorrow')}", key)]
    if is_today:
        put_off.insert(0, LATER.button(f"🕓 {words('Later today')}", key))
    return ((BEGIN.button(f"✏️ {words('Hand over now')}", key),), tuple(put_off))


def make_note(reading: SectionContext, meeting: Meeting) -> Section | None:
    """For the reader, before their turn: the notes, whole or in short; or that one is missing."""
    session, words = reading.session, reading.words
    own = members.membership(session, reading.person.id, meeting.community_id)
    if own is None or not schedule.has_something(session, meeting, own):
        return None
    pair = handover.pair_on(session, own.seat_id)
    if pair is None:
        return None
    turn = words(
        "It is your turn on {day} at {time}.",
        day=words.day(meeting.starts_at),
        time=words.time(meeting.starts_at),
    )
    texts, rows = [f"🔁 {turn}"], []
    for found in handover.to_repeat(session, meeting, own):
        text, row = _repeated(reading, found, pair)
        texts.append(text)
        rows.append(row)
    missing = schedule.missing(session, own)
    if missing is not None:
        texts.append(_lacking(reading, missing, pair))
    return Section(paragraphs(*texts), meeting, rows=tuple(rows), protect=True)


def _repeated(reading: SectionContext, found: Handover, pair: Pair) -> tuple[str, Row]:
    words = reading.words
    note = note_of(reading.session, found, pair, words, reading.services.cipher)
    whole = note_pages(words, note).texts
    if len(whole) == 1 and shown_length(whole[0]) <= WHOLE:
        if found.read_at is None:
            return whole[0], (SEEN.button(f"📖 {words('I have read it')}", note.handover_id),)
        return whole[0], (RESTATE.button(f"✏️ {words('What I take up')}", note.handover_id),)
    opened = OPEN.button(f"📖 {words('Read the whole note')}", note.handover_id)
    return recalled(words, note), (opened,)


def _lacking(reading: SectionContext, missing: Handover, pair: Pair) -> str:
    meeting = reading.session.get_one(Meeting, missing.meeting_id)
    return reading.words(
        "{name} has not handed over session {number} yet: ask them what you need.",
        name=pair.other(reading.person.id).name,
        number=meeting.number,
    )


def make_item(reading: SectionContext, meeting: Meeting) -> Section | None:
    """For the owner of open items: the items that are due."""
    session, words = reading.session, reading.words
    own = members.membership(session, reading.person.id, meeting.community_id)
    pair = handover.pair_on(session, own.seat_id) if own else None
    if own is None or pair is None:
        return None
    today = local_date(reading.now, reading.services.settings.timezone)
    near = today + rules.WITHIN
    shown = [
        item_shown(item, pair, words, reading.services.cipher)
        for item in items.still_open(session, own.seat_id, own.person_id)
        if item.owner_id == own.person_id and item.due_on is not None and item.due_on <= near
    ]
    if not shown:
        return None
    shown = list(in_short(shown))
    named = title(session.get(Community, meeting.community_id))
    text = lines(named, f"⏰ {words('It is time for you to do this:')}", *map(item_line, shown))
    return Section(text, meeting, rows=item_rows(shown, DONE, own.community_id), protect=True)
