"""Messages of prompts: the post in the group, the lead's file, a single question."""

from dataclasses import dataclass
from functools import partial
from typing import Final

from sqlmodel import Session
from telegram.error import BadRequest

from bot.rules.prompts import State
from handlers.core.access import LEAD, membership_of
from handlers.core.context import Services
from handlers.core.outgoing import (
    Dropped,
    OutgoingMessage,
    Rendered,
    new_message,
    reader,
    repeat_mark,
)
from handlers.core.screens import Screen
from handlers.core.steps import SectionContext
from handlers.core.telegram_client import TelegramClient
from handlers.prompts import reminder, schedule, views
from handlers.prompts.post import PromptPost
from handlers.prompts.schedule import PromptAnswers, PromptAsked
from storage import prompts
from storage.communities import Chat, Community
from storage.prompts import Prompt


@dataclass(frozen=True, slots=True)
class PromptPostMessage(PromptPost, Rendered):
    """A prompt's post in the group."""

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """The question while it is open; once it has closed, the answers."""
        prompt = session.get(Prompt, self.prompt_id)
        chat = session.get(Chat, self.chat_id)
        community = session.get(Community, prompt.community_id) if prompt is not None else None
        question = services.cipher.decrypt_or_none(prompt.question) if prompt is not None else None
        if prompt is None or chat is None or community is None or question is None:
            return Dropped.GONE
        standing = prompts.standing(prompt, chat)
        is_open = prompt.state is State.OPEN
        is_closing = self.closing
        if not prompt.is_asked or (standing is None and not (is_open or is_closing)):
            return Dropped.OUTDATED
        words = services.locales.group(community.language)
        if is_open and prompt.close_at is not None:
            number = prompts.number_of_answers(session, prompt.id)
            text = views.open_text(words, question, number, prompt.close_at)
            screen = Screen(text, views.open_rows(words, prompt, services))
        else:
            given = views.said(session, prompt, services.cipher)
            screen = views.closed_post(words, prompt, question, given)
        return OutgoingMessage(
            screen,
            repeat_mark(words),
            send=Post(standing, is_closing).send,
            sent=partial(_note, prompt_id=prompt.id, posted_in=chat.telegram_id),
            unreachable=partial(_ask_privately, prompt_id=prompt.id, services=services),
            is_new=standing is None,
        )


def _note(session: Session, message_id: int | None, prompt_id: int | None, posted_in: int) -> None:
    if message_id is not None:
        prompts.note_post(session, prompt_id, posted_in, message_id)


def _ask_privately(session: Session, prompt_id: int | None, services: Services) -> None:
    schedule.ask_privately(session, prompt_id, services.settings, services.now())


@dataclass(frozen=True, slots=True)
class Post:
    """How a prompt is posted in the group: edited if it was posted before."""

    standing: int | None
    is_closing: bool

    async def send(self, client: TelegramClient, chat_id: int, screen: Screen) -> int | None:
        """Post it, or edit it. One that somebody deleted stays so, but for when it closes."""
        if self.standing is None:
            return await client.send(chat_id, screen)
        try:
            await client.edit(chat_id, self.standing, screen)
        except BadRequest:
            if self.is_closing:
                return await client.send(chat_id, screen)
        return self.standing


@dataclass(frozen=True, slots=True)
class PromptAnswersMessage(PromptAnswers, Rendered):
    """For a monitoring lead: the answers together, as a file."""

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """The file, as the answers stand by now."""
        found = reader(session, self.person_id, services.locales)
        prompt = session.get(Prompt, self.prompt_id)
        if found is None or prompt is None:
            return Dropped.GONE
        person, words = found
        if membership_of(session, person.id, prompt.community_id, LEAD) is None:
            return Dropped.NOT_THEIRS
        return new_message(words, file_screen(session, prompt, services, words.language))


def file_screen(session: Session, prompt: Prompt, services: Services, language: str) -> Screen:
    """The file and the text above it."""
    words = services.locales.words(language)
    community = session.get(Community, prompt.community_id)
    given = views.said(session, prompt, services.cipher)
    question = prompts.question(prompt, services.cipher)
    caption = words(
        "{community}: {question}",
        community=views.named(words, community),
        question=views.in_short(question, 200),
    )
    document = views.answers_file(words, community, prompt, question, given)
    return Screen(f"{views.SIGN} {caption}", document=document)


@dataclass(frozen=True, slots=True)
class PromptAskedMessage(PromptAsked, Rendered):
    """For one person, when there is no meeting to bundle the question with."""

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """The rendered text, from the function `make_answer`."""
        found = reader(session, self.person_id, services.locales)
        if found is None:
            return Dropped.GONE
        person, words = found
        reading = SectionContext(session, services, person, words, services.now())
        told = reminder.told(reading, self.community_id)
        return new_message(words, Screen(*told)) if told is not None else Dropped.OUTDATED


OUTBOX_KINDS: Final = (PromptPostMessage, PromptAnswersMessage, PromptAskedMessage)
