"""The card: the live message in the group that shows the answers for the next meeting."""

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Final

from sqlmodel import Session
from telegram.error import BadRequest, TelegramError

from bot.rules.members import Role
from bot.rules.rsvp import Answer, SeatAnswer, Tally, tally
from handlers.cases.public import chosen_line
from handlers.core.card import CardDrawing
from handlers.core.context import Services
from handlers.core.meeting_heading import heading
from handlers.core.outgoing import Dropped, OutgoingMessage, Rendered, repeat_mark
from handlers.core.screens import Screen, lines, paragraphs
from handlers.core.telegram_client import TelegramClient
from handlers.rsvp.public import answer_row
from locales import Words
from storage import duos, meetings, members, rsvp
from storage.communities import Chat, Community
from storage.meetings import Meeting
from storage.rsvp import Card


@dataclass(frozen=True, slots=True)
class CardFacts:
    """The facts that a card shows; `total` is the number of meetings of the cycle."""

    meeting: Meeting
    total: int
    tally: Tally


def facts(session: Session, meeting: Meeting) -> CardFacts:
    """Read what the card of a meeting shows, seat by seat."""
    total = meetings.cycle_length(session, meeting.community_id)
    return CardFacts(meeting, total, tally(_seats(session, meeting)))


def _seats(session: Session, meeting: Meeting) -> list[SeatAnswer]:
    given = rsvp.answers(session, meeting.id or 0)
    seated = members.seated(session, meeting.community_id)
    turns = duos.turns(session, meeting, seated)
    names = {s.person.id: s.person.name for s in seated}
    roles = {s.membership.seat_id: Role(s.membership.role) for s in seated}
    return [
        SeatAnswer(
            turn=names[person_id],
            answer=Answer(given[seat_id].answer) if seat_id in given else None,
            about=names.get(given[seat_id].person_id) if seat_id in given else None,
            role=roles[seat_id],
        )
        for seat_id, person_id in turns.items()
    ]


def text(words: Words, shown: CardFacts, case: str | None = None) -> str:
    """The text of the card, as HTML; `case` is the line of the case chosen for the meeting."""
    return paragraphs(
        lines(heading(words, shown.meeting, shown.total), case),
        lines(
            *(_answer_line(words, answer, names) for answer, names in shown.tally.names.items()),
            _unanswered_line(words, shown.tally.silent),
        ),
    )


def _answer_line(words: Words, answer: Answer, names: tuple[str, ...]) -> str:
    count = f"{answer.sign} {len(names)}"
    return f"{count}  {words('{names}', names=', '.join(names))}" if names else count


def _unanswered_line(words: Words, silent: int) -> str:
    if silent == 0:
        return words("Everybody has answered.")
    return words.plural("{number} has not answered yet", "{number} have not answered yet", silent)


@dataclass(frozen=True, slots=True)
class CardMessage(CardDrawing, Rendered):
    """The card of the next meeting in its group."""

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """The card: edited where it was posted, else posted and pinned."""
        chat = session.get(Chat, self.chat_id)
        community = session.get(Community, self.community_id)
        if chat is None or community is None or community.id is None:
            return Dropped.GONE
        words = services.locales.group(community.language)
        meeting = meetings.next_meeting(session, community.id, services.now())
        if meeting is None or meeting.id is None:
            return _last_card(session, chat.id or 0, words)
        case = chosen_line(words, session, meeting, services.cipher)
        screen = Screen(text(words, facts(session, meeting), case), (answer_row(words, meeting),))
        drawing = Drawing(
            current_id=_current_message_id(session, meeting.id),
            former=_former(session, meeting.id, chat.id or 0, words),
            is_pinned=chat.can_pin,
            is_anew=self.anew,
        )
        note = partial(_note_posted, meeting_id=meeting.id, chat_id=chat.id or 0, drawing=drawing)
        return OutgoingMessage(
            screen, repeat_mark(words), drawing.send, note, is_new=drawing.is_new
        )


def _last_card(session: Session, chat_id: int, words: Words) -> OutgoingMessage | Dropped:
    """With no meeting to come, draw the last card once more, without buttons, and retire it."""
    for meeting_id, message_id, screen in _former(session, 0, chat_id, words):
        drawing = Drawing(current_id=message_id, former=(), is_pinned=False, is_anew=False)
        note = partial(_retire, meeting_id)
        send = partial(_send_last_card, drawing=drawing)
        return OutgoingMessage(screen, repeat_mark(words), send, note, is_new=drawing.is_new)
    return Dropped.OUTDATED


async def _send_last_card(
    client: TelegramClient, chat_id: int, screen: Screen, drawing: "Drawing"
) -> int | None:
    """Send the last card and unpin it; return its message id."""
    message_id = await drawing.send(client, chat_id, screen)
    if message_id is not None:
        with suppress(TelegramError):
            await client.unpin(chat_id, message_id)
    return message_id


def _retire(meeting_id: int, session: Session, _message_id: int | None) -> None:
    rsvp.retire_card(session, meeting_id)


def _current_message_id(session: Session, meeting_id: int) -> int | None:
    card = rsvp.card_of(session, meeting_id)
    return card.message_id if card else None


def _former(
    session: Session, meeting_id: int, chat_id: int, words: Words
) -> tuple[tuple[int, int, Screen], ...]:
    """Cards of other meetings that still have buttons: meeting id, message id, final screen."""
    found = []
    for card in rsvp.cards_in(session, chat_id):
        other = session.get(Meeting, card.meeting_id)
        if other is not None and card.meeting_id != meeting_id:
            found.append(
                (card.meeting_id, card.message_id, Screen(_last_state(session, other, words)))
            )
    return tuple(found)


def _last_state(session: Session, meeting: Meeting, words: Words) -> str:
    if meeting.is_cancelled:
        total = meetings.cycle_length(session, meeting.community_id)
        return paragraphs(
            heading(words, meeting, total), f"❌ {words('This meeting is cancelled.')}"
        )
    return text(words, facts(session, meeting))


@dataclass(frozen=True, slots=True)
class Drawing:
    """How to send the card: `current_id` is its present message, `former` as of `_former`."""

    current_id: int | None
    former: tuple[tuple[int, int, Screen], ...]
    is_pinned: bool
    is_anew: bool

    @property
    def is_new(self) -> bool:
        """Whether a new message is posted in the group."""
        return self.current_id is None or self.is_anew

    async def send(self, client: TelegramClient, chat_id: int, screen: Screen) -> int | None:
        """Edit the card, or post it where it is new, was deleted, or is asked for anew."""
        if self.current_id is not None and not self.is_new:
            try:
                await client.edit(chat_id, self.current_id, screen)
            except BadRequest:
                return await self._post(client, chat_id, screen)
            return self.current_id
        return await self._post(client, chat_id, screen)

    async def _post(self, client: TelegramClient, chat_id: int, screen: Screen) -> int:
        message_id = await client.send(chat_id, screen)
        # The card is posted; errors below must not cause it to be posted again. Each call ignores
        # its own errors: an old card that was deleted must not prevent pinning the new one.
        if self.is_pinned:
            with suppress(TelegramError):
                await client.pin(chat_id, message_id)
        for old, last in self._outdated(screen):
            with suppress(TelegramError):
                await client.edit(chat_id, old, last)
            if self.is_pinned:
                with suppress(TelegramError):
                    await client.unpin(chat_id, old)
        if self.current_id is not None:
            with suppress(TelegramError):
                await client.delete(chat_id, self.current_id)
        return message_id

    def _outdated(self, screen: Screen) -> tuple[tuple[int, Screen], ...]:
        """Messages whose buttons are removed, with their final screens.

        The present one too: it is deleted afterwards, which Telegram refuses for old messages.
        """
        former = tuple((old, last) for _, old, last in self.former)
        if self.current_id is None:
            return former
        return ((self.current_id, Screen(screen.text)), *former)


def _note_posted(
    session: Session, message_id: int | None, meeting_id: int, chat_id: int, drawing: Drawing
) -> None:
    if message_id is None or message_id == drawing.current_id:
        return
    card = rsvp.card_of(session, meeting_id)
    if card is None:
        card = Card(meeting_id=meeting_id, chat_id=chat_id, message_id=message_id)
    card.message_id, card.chat_id = message_id, chat_id
    session.add(card)
    for other, _, _ in drawing.former:
        rsvp.retire_card(session, other)


OUTBOX_KINDS: Final = (CardMessage,)
