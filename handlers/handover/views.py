"""How a hand-over note reads: its head, its six parts, what is open, what was asked since."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from html import escape

from sqlmodel import Session

from bot.rules.handover import FIELD_LIMIT, Status, Urgency
from handlers.core.callback_data import Verb
from handlers.core.pages import Pages, pages
from handlers.core.screens import Row, lines, paragraphs
from handlers.handover.verbs import ASK, CHANGE, READ, RESTATE
from locales import Words
from storage import attendance, handover
from storage.communities import Community
from storage.core.columns import row_id
from storage.core.text_encryption import OtherKeyError, TextCipher
from storage.handover import Handover, Pair, items
from storage.handover.items import OpenItem
from storage.meetings import Meeting
from storage.members import Person

MOST_ITEMS = 40
"""Buttons for items under one message; Telegram takes a hundred in all."""

SHORT = 40
"""Characters of an open item on its button."""

MOST, ITEM = 10, 100
"""The most open items in a message that holds more than these, and the characters of each."""

NOON = time(12)

RECALLED = 240
"""Characters of a part of a note where it is only recalled."""


@dataclass(frozen=True, slots=True)
class ItemShown:
    """An open item as it is read: `owner` is a partner's name, empty for anyone else."""

    id: int
    what: str
    owner: str
    due: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class Note:
    """Everything that is shown of a hand-over; empty `fields` when its key is another one now."""

    handover_id: int
    community: str
    meeting: Meeting
    author: Person
    reader: Person
    came: tuple[str, ...]
    fields: Mapping[str, str]
    items: tuple[ItemShown, ...] = ()
    questions: tuple[tuple[str, str | None], ...] = ()
    restatement: str | None = None
    status: Status = Status.DUE
    urgency: Urgency = field(default=Urgency.NOTHING)


def note_of(
    session: Session, found: Handover, pair: Pair, words: Words, cipher: TextCipher
) -> Note:
    """The note with all that belongs to it, in the clear."""
    meeting = session.get_one(Meeting, found.meeting_id)
    author = pair.person(found.author_id) or pair.first.person
    said = said_in(found, cipher)
    return Note(
        row_id(found),
        session.get_one(Community, meeting.community_id).name,
        meeting,
        author,
        pair.other(author.id),
        came(session, meeting),
        said,
        tuple(item_shown(one, pair, words, cipher) for one in items.of_note(session, found)),
        tuple(
            (cipher.decrypt_or_none(one.question) or "…", cipher.decrypt_or_none(one.answer))
            for one in handover.questions(session, found)
        ),
        cipher.decrypt_or_none(found.restatement),
        found.status,
        Urgency(said.get("urgency") or Urgency.NOTHING),
    )


def said_in(found: Handover, cipher: TextCipher) -> Mapping[str, str]:
    """The fields of a note; empty when another key encrypted it."""
    try:
        return handover.decrypted_fields(found, cipher)
    except OtherKeyError:
        return {}


def came(session: Session, meeting: Meeting) -> tuple[str, ...]:
    """The names of who was at a meeting; none until a moderator has ticked them."""
    ticked = attendance.saved(session, meeting.id or 0).values()
    people = (session.get(Person, row.person_id) for row in ticked if row.was_present)
    return tuple(person.name for person in people if person is not None)


def item_shown(item: OpenItem, pair: Pair | None, words: Words, cipher: TextCipher) -> ItemShown:
    """An item in the clear; without an owner's name once the two no longer share a seat."""
    owner = pair.person(item.owner_id) if pair is not None else None
    due = day_of(words, item.due_on) if item.due_on else ""
    what = cipher.decrypt_or_none(item.what) or "…"
    return ItemShown(item.id or 0, what, owner.name if owner else "", due, item.done_at is not None)


def day_of(words: Words, day: date) -> str:
    """A day on the calendar, in words."""
    return words.day(datetime.combine(day, NOON, tzinfo=words.zone))


def item_line(item: ItemShown) -> str:
    """One line as HTML: ticked or not, what, and by when."""
    # A date that was typed in figures needs no second telling; 'friday' does, days later.
    is_told = any(sign.isdigit() for sign in item.what)
    due = f" · {escape(item.due, quote=False)}" if item.due and not is_told else ""
    return f"{'☑' if item.is_done else '☐'} {escape(item.what, quote=False)}{due}"


def item_rows(
    shown: Sequence[ItemShown], verb: Verb[int, bool, int], community_id: int
) -> tuple[Row, ...]:
    """A button for each item; it carries the new value, so that a repeated press counts once.

    `verb` is TICK on the list of a community, which is drawn again, and DONE elsewhere.
    """
    return tuple(
        (
            verb.button(
                f"{'☑' if item.is_done else '☐'} {_short(item.what)}",
                item.id,
                not item.is_done,
                community_id,
            ),
        )
        for item in shown[:MOST_ITEMS]
    )


def in_short(shown: Sequence[ItemShown]) -> tuple[ItemShown, ...]:
    """The first items, cut, for a message that holds more than these."""
    return tuple(replace(item, what=_cut(item.what, ITEM)) for item in shown[:MOST])


def _short(text: str) -> str:
    return _cut(" ".join(text.split()), SHORT)


def titles(words: Words) -> dict[str, str]:
    """The headings of the six parts."""
    return {
        "gist": words("In one sentence"),
        "unseen": words("Not in the summary"),
        "learned": words("Concluded or learned"),
        "open": words("Still open"),
        "next": words("For next time"),
        "urgency": words("Urgency"),
    }


def urgencies(words: Words) -> dict[str, str]:
    """The names of the urgencies."""
    return {
        Urgency.NOTHING: words("Nothing urgent"),
        Urgency.BEFORE_NEXT: words("Before the next session"),
        Urgency.CALL_FIRST: words("Call me first"),
    }


def head(words: Words, note: Note) -> str:
    """Session, date and theme, who came, author and reader; an urgent note says so first."""
    meeting = note.meeting
    theme = words("{theme}", theme=meeting.theme) if meeting.theme else None
    urgent = {
        Urgency.CALL_FIRST: words("Call {name} first.", name=note.author.name),
        Urgency.BEFORE_NEXT: words("To be read before the next session."),
    }.get(note.urgency)
    return lines(
        f"<b>{escape(note.community, quote=False)}</b>",
        f"🔁 <b>{words('Hand-over of session {number}', number=meeting.number)}</b>"
        f" · {words.day(meeting.starts_at)}",
        theme,
        words("From {author} to {reader}", author=note.author.name, reader=note.reader.name),
        words("Present: {names}", names=", ".join(note.came)) if note.came else None,
        f"❗ <b>{urgent}</b>" if urgent else None,
    )


def note_pages(words: Words, note: Note, rows: tuple[Row, ...] = ()) -> Pages:
    """The whole note as messages that Telegram takes, no part torn."""
    return pages(_blocks(words, note), rows, protect=True)


def _blocks(words: Words, note: Note) -> Iterator[str]:
    """The blocks of a note; one that is set apart begins with an empty line."""
    yield head(words, note)
    if not note.fields:
        yield f"\n{locked(words)}"
    named = titles(words)
    for name in ("gist", "unseen", "learned"):
        yield from _part(named[name], note.fields.get(name))
    if note.fields or note.items:
        yield f"\n<b>{named['open']}</b>"
        yield from map(item_line, note.items)
    if note.fields and not note.items:
        yield words("Nothing")
    yield from _part(named["next"], note.fields.get("next"))
    for question, answer in note.questions:
        yield f"\n❓ {words('{name} asks: {question}', name=note.reader.name, question=question)}"
        if answer:
            yield f"↳ {words('{name}: {answer}', name=note.author.name, answer=answer)}"
    if note.restatement:
        yield f"\n✅ {restated(words, note)}"


def locked(words: Words) -> str:
    """Why a note can't be read."""
    return words("This note can't be opened any more: it was sealed with another key.")


def _part(title: str, text: str | None) -> Iterator[str]:
    if text:
        yield lines(f"\n<b>{title}</b>", escape(text, quote=False))


def restated(words: Words, note: Note, most: int = FIELD_LIMIT) -> str:
    """The reader's restatement; cut where it is only recalled."""
    sentence = _cut(note.restatement or "", most)
    return words("{name} takes up: {sentence}", name=note.reader.name, sentence=sentence)


def recalled(words: Words, note: Note) -> str:
    """The note in short, for a message that holds more than this."""
    named = titles(words)
    parts = (
        lines(f"<b>{named[name]}</b>", escape(_cut(note.fields[name]), quote=False))
        for name in ("gist", "learned", "next")
        if note.fields.get(name)
    )
    still = in_short([item for item in note.items if not item.is_done])
    return paragraphs(head(words, note), *parts, lines(*(item_line(item) for item in still)))


def _cut(text: str, most: int = RECALLED) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def reader_rows(words: Words, note: Note) -> tuple[Row, ...]:
    """📖 first; once read, what the reader takes up; and a question at any time."""
    read = READ.button(f"📖 {words('I have read it')}", note.handover_id)
    take_up = RESTATE.button(f"✏️ {words('What I take up')}", note.handover_id)
    ask = ASK.button(f"❓ {words.plain('Ask {name}', name=note.author.name)}", note.handover_id)
    if note.status in (Status.READ, Status.RESTATED):
        return ((take_up,), (ask,))
    return ((read,), (ask,))


def author_rows(words: Words, note: Note) -> tuple[Row, ...]:
    """The buttons for the author of a note that was sent."""
    return ((CHANGE.button(f"✏️ {words('Change')}", note.handover_id),),)
