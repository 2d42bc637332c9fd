"""The call for cases: a window opens with a key that only the moderators hold; all are asked."""

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final

from sqlmodel import Session
from telegram.error import BadRequest, TelegramError

from bot.rules import cases as rules
from bot.rules.members import Role
from bot.rules.rhythm import Step
from handlers.cases import call, schedule
from handlers.cases.schedule import KEY_STAYS, CaseCall, KeyRemoval, WindowOpening
from handlers.cases.verbs import NOTED
from handlers.core.context import Services
from handlers.core.outgoing import (
    Dropped,
    OutgoingMessage,
    Rendered,
    new_message,
    person_words,
    reader,
    repeat_mark,
)
from handlers.core.screens import Screen, lines, paragraphs
from handlers.core.telegram_client import TelegramClient
from locales import Words
from storage import cases, members
from storage.cases.envelopes import RELEASE_WORDS, SALT_SIZE, Release, drawn_words
from storage.cases.urn import UrnError
from storage.meetings import Meeting
from storage.reminders.recipients import Audience, reached

AGAIN = timedelta(minutes=10)
"""After which a window is opened that could not be."""


@dataclass(frozen=True, slots=True)
class _Holder:
    """A moderator to whom the key is given: where, and what is said."""

    person_id: int
    chat_id: int
    words: Words
    screen: Screen


@dataclass(frozen=True, slots=True)
class WindowOpeningMessage(WindowOpening, Rendered):
    """Open a window: draw the key, give it to the moderators, and only then call everyone."""

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """The key is in no row: it is drawn here and lives as long as this message."""
        found = reader(session, self.person_id, services.locales)
        meeting = session.get(Meeting, self.meeting_id)
        if (
            found is None
            or meeting is None
            or not schedule.may_open_window(session, meeting, services.now())
        ):
            return Dropped.GONE
        release_words = drawn_words(RELEASE_WORDS, "en", os.urandom)
        salt = os.urandom(SALT_SIZE)
        release = Release.of(release_words, salt, services.urns.cost)
        holders = _holders(session, meeting, services, release_words)
        first = next((one for one in holders if one.person_id == self.person_id), None)
        if first is None:
            return Dropped.GONE
        others = [one for one in holders if one is not first]
        given: list[tuple[int, int]] = []

        def sent(later: Session, message_id: int | None) -> None:
            if message_id is not None:
                given.append((first.chat_id, message_id))
            window = cases.begin_window(later, meeting, release.public_key, salt)
            try:
                services.urns.of(window.id or 0).create()
            except UrnError:
                # No file, no window: a new key is given when there is room again.
                later.delete(window)
                schedule.begin(later, meeting, services.now() + AGAIN)
                return
            schedule.call_everyone(later, window, meeting, services.settings, services.now())
            for chat_id, key_message in given:
                schedule.forget_key(later, chat_id, key_message, services.now() + KEY_STAYS)

        return OutgoingMessage(
            first.screen,
            _replaces(first.words),
            send=partial(_give, others=others, given=given),
            sent=sent,
            unreachable=partial(schedule.ask_other_moderator, meeting=meeting, now=services.now()),
        )


async def _give(
    client: TelegramClient,
    chat_id: int,
    screen: Screen,
    others: Sequence[_Holder],
    given: list[tuple[int, int]],
) -> int | None:
    """Give the key to the one whom the row names, then to the other, who may be unreachable."""
    message_id = await client.send(chat_id, screen)
    for other in others:
        try:
            given.append((other.chat_id, await client.send(other.chat_id, other.screen)))
        except TelegramError:
            continue
    return message_id


def _holders(
    session: Session, meeting: Meeting, services: Services, release_words: str
) -> list[_Holder]:
    moderators = members.with_role(session, meeting.community_id, Role.MODERATOR)
    named = [(one, person_words(session, one, services.locales)) for one in moderators]
    return [
        _Holder(person.id or 0, person.telegram_id, words, _key(words, meeting, release_words))
        for person, words in named
        if person.is_reachable
    ]


def _replaces(words: Words) -> str:
    """What marks a key that is given again: the words are others each time."""
    return words("If you got words for this session before, these replace them.")


def _key(words: Words, meeting: Meeting, release_words: str) -> Screen:
    text = paragraphs(
        f"🔑 <b>{words('The key to the urn of session {number}', number=meeting.number)}</b>",
        f"<code>{release_words}</code>",
        lines(
            words("Note these six words on paper or in your password manager, not in Telegram."),
            words(
                "They go to you two moderators only, and I do not keep them. From {days} days "
                "before the session one of you opens the urn with them: /cases.",
                days=schedule.AGENDA_DAYS,
            ),
            words("This message disappears when you press ✅, or after a day."),
        ),
    )
    noted = NOTED.button(f"✅ {words('Noted')}")
    return Screen(text, ((noted,),), protect=True)


@dataclass(frozen=True, slots=True)
class CaseCallMessage(CaseCall, Rendered):
    """For a member: is there a situation; and what everyone is asked alike about earlier cases."""

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """The question, while the window is open."""
        found = reader(session, self.person_id, services.locales)
        window = session.get(cases.CaseWindow, self.window_id)
        meeting = session.get(Meeting, window.meeting_id) if window is not None else None
        if found is None or window is None or meeting is None:
            return Dropped.GONE
        is_open = window.state == rules.State.OPEN.value and not meeting.is_cancelled
        if not is_open or services.now() >= meeting.starts_at:
            return Dropped.OUTDATED
        if not rules.may_promise(len(cases.called(session, meeting.community_id))):
            return Dropped.NOT_THEIRS
        person, words = found

        def sent(later: Session, message_id: int | None) -> None:
            if message_id is not None:
                cases.note_call(later, window.id or 0, person.id or 0, message_id)

        screen = call.screen(session, words, window, meeting, services)
        return OutgoingMessage(screen, repeat_mark(words), sent=sent)


def audience(session: Session, meeting: Meeting) -> Audience:
    """Everyone whom the call asks."""
    return Audience(None, reached(cases.called(session, meeting.community_id)))


def preview_call(
    session: Session, services: Services, _step: Step, meeting: Meeting, person_id: int
) -> OutgoingMessage | Dropped:
    """The call as a person will get it, shown before there is a window."""
    found = reader(session, person_id, services.locales)
    if found is None or not schedule.may_open_window(session, meeting, services.now()):
        return Dropped.OUTDATED
    _, words = found
    window = cases.CaseWindow(meeting_id=meeting.id or 0, public_key="", salt="")
    return new_message(words, call.screen(session, words, window, meeting, services))


@dataclass(frozen=True, slots=True)
class KeyRemovalMessage(KeyRemoval, Rendered):
    """Take the message with the key from a moderator's chat."""

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """Too old to go, it loses its text."""

        async def erase(client: TelegramClient, chat_id: int, _screen: Screen) -> int | None:
            message_id = self.message
            if not await client.delete(chat_id, message_id):
                with suppress(BadRequest):
                    await client.edit(chat_id, message_id, Screen("…"))
            return None

        return OutgoingMessage(Screen(""), send=erase, is_new=False)


OUTBOX_KINDS: Final = (WindowOpeningMessage, CaseCallMessage, KeyRemovalMessage)
