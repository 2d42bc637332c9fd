"""What is told of cases later: that an urn was opened, and the group's post by which it votes."""

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Final

from sqlmodel import Session
from telegram.error import BadRequest

from bot.rules.cases import State
from handlers.cases import votes
from handlers.cases.follow_meeting import UrnUnopened
from handlers.cases.public import in_short
from handlers.cases.verbs import VOTE
from handlers.cases.views import SIGN
from handlers.cases.votes import VotePost
from handlers.core.access import MODERATOR, membership_of
from handlers.core.context import Services
from handlers.core.meeting_heading import title
from handlers.core.outgoing import (
    Dropped,
    OutgoingMessage,
    Rendered,
    new_message,
    reader,
    repeat_mark,
)
from handlers.core.screens import Row, Screen, in_rows, lines, paragraphs
from handlers.core.steps import Section, SectionContext
from handlers.core.telegram_client import TelegramClient
from locales import Html, Words
from storage import cases
from storage.cases import Case, CaseWindow, moderating
from storage.cases import votes as stored_votes
from storage.communities import Community
from storage.core.columns import row_id
from storage.core.text_encryption import TextCipher
from storage.meetings import Meeting

ROOM_FOR_LINES = 2400
"""Characters of a post for all first lines together; twice where two languages are spoken."""

LEAST = 40


def make_opened(reading: SectionContext, meeting: Meeting) -> Section | None:
    """For the other moderator: the urn is open, both see the cases."""
    session, words = reading.session, reading.words
    window = cases.newest_window(session, meeting.id)
    if window is None or window.state != State.OPENED.value:
        return None
    if membership_of(session, reading.person.id, meeting.community_id, MODERATOR) is None:
        return None
    number = sum(
        case.window_id == window.id for case in cases.of_community(session, meeting.community_id)
    )
    told = words.plural(
        "The urn of session {session} is open: {number} case. /cases shows it.",
        "The urn of session {session} is open: {number} cases. /cases shows them.",
        number,
        session=meeting.number,
    )
    named = title(session.get(Community, meeting.community_id))
    return Section(lines(named, f"🔑 {told}"), meeting)


@dataclass(frozen=True, slots=True)
class UrnUnopenedMessage(UrnUnopened, Rendered):
    """For everyone who was called alike: the urn was never opened, and is destroyed."""

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """For which session it was."""
        found = reader(session, self.person_id, services.locales)
        window = session.get(CaseWindow, self.window_id)
        if found is None or window is None or window.state != State.VOID.value:
            return Dropped.GONE
        _, words = found
        meeting = session.get_one(Meeting, window.meeting_id)
        told = words(
            "The urn of the session of {day} was not opened. It is destroyed unread: what lay in "
            "it can be brought again.",
            day=words.day(meeting.starts_at),
        )
        named = title(session.get(Community, meeting.community_id))
        return new_message(words, Screen(lines(named, f"{SIGN} {told}")))


@dataclass(frozen=True, slots=True)
class VotePostMessage(VotePost, Rendered):
    """The post by which a group votes."""

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """The ballot while the vote runs; once it is closed, what it brought."""
        window = session.get(CaseWindow, self.window_id)
        meeting = session.get(Meeting, window.meeting_id) if window is not None else None
        community = session.get(Community, meeting.community_id) if meeting is not None else None
        if window is None or meeting is None or community is None:
            return Dropped.GONE
        is_open = window.vote_closes_at is not None
        if not is_open and window.vote_message_id is None:
            return Dropped.OUTDATED
        words = services.locales.group(community.language)
        ballot = _ballot(session, meeting, services.cipher)
        screen = (
            _open(words, window, meeting, ballot) if is_open else _closed(words, meeting, ballot)
        )
        post = Post(window.vote_message_id, is_open)
        return OutgoingMessage(
            screen,
            repeat_mark(words),
            send=post.send,
            sent=partial(_note, window_id=window.id),
            unreachable=partial(votes.call_off, window_id=window.id, now=services.now()),
            is_new=window.vote_message_id is None,
        )


def _note(session: Session, message_id: int | None, window_id: int | None) -> None:
    stored_votes.note_post(session, window_id, message_id)


@dataclass(frozen=True, slots=True)
class Line:
    """A case on the ballot; `question` is HTML."""

    case: Case
    name: str
    question: str


def _ballot(session: Session, meeting: Meeting, cipher: TextCipher) -> list[Line]:
    standing = stored_votes.candidates(session, meeting.id)
    longest = max(LEAST, min(200, ROOM_FOR_LINES // max(1, len(standing))))
    return [
        Line(
            case,
            moderating.placed(session, case).name,
            in_short(moderating.first_line(case, cipher), longest),
        )
        for case in standing
    ]


def _open(words: Words, window: CaseWindow, meeting: Meeting, ballot: list[Line]) -> Screen:
    closes = window.vote_closes_at or meeting.starts_at
    # Whole in each of a group's languages: dates and hours are written differently.
    heading = words.whole(
        lambda words: words("Which case comes first on {day}?", day=words.day(meeting.starts_at))
    )
    how = words.whole(
        lambda words: words(
            "Vote with a button, and change it as you like. Nobody sees who votes for what, and "
            "the result comes when the vote closes: {day} at {time}.",
            day=words.day(closes),
            time=words.time(closes),
        )
    )
    text = paragraphs(
        f"{SIGN} <b>{heading}</b>",
        lines(*(f"<b>{one.name}</b> · {one.question}" for one in ballot)),
        how,
    )
    rows: tuple[Row, ...] = in_rows(
        [VOTE.button(f"{SIGN} {one.name}", row_id(one.case)) for one in ballot],
        3,
    )
    return Screen(text, rows)


def _closed(words: Words, meeting: Meeting, ballot: list[Line]) -> Screen:
    first = next((one for one in ballot if one.case.is_chosen), None)
    if first is None:
        return Screen(f"{SIGN} {words('This vote was called off.')}")
    heading = words.whole(
        lambda words: words("The case for {day} is chosen", day=words.day(meeting.starts_at))
    )
    is_lot = not any(one.case.votes for one in ballot)
    return Screen(
        paragraphs(
            f"{SIGN} <b>{heading}</b>",
            lines(*(_result(words, one) for one in ballot)),
            words("Nobody voted: the first letter comes first.") if is_lot else None,
        )
    )


def _result(words: Words, one: Line) -> str:
    counted: Html = words.plural("{number} vote", "{number} votes", one.case.votes)
    sign = "➡️ " if one.case.is_chosen else ""
    return f"{sign}<b>{one.name}</b> · {one.question} · {counted}"


@dataclass(frozen=True, slots=True)
class Post:
    """How the ballot comes to the group: edited where it stands."""

    standing: int | None
    is_open: bool

    async def send(self, client: TelegramClient, chat_id: int, screen: Screen) -> int | None:
        """Post it, or edit it; one that somebody deleted is posted again only while it runs."""
        if self.standing is None:
            return await client.send(chat_id, screen)
        if not self.is_open:
            with suppress(BadRequest):
                await client.edit(chat_id, self.standing, screen)
            return self.standing
        try:
            await client.edit(chat_id, self.standing, screen)
        except BadRequest:
            return await client.send(chat_id, screen)
        return self.standing


OUTBOX_KINDS: Final = (UrnUnopenedMessage, VotePostMessage)
