"""What delivery says of prompts: the one post in the group, the lead's file, a single question."""

from dataclasses import dataclass
from functools import partial

from sqlmodel import Session
from telegram.error import BadRequest

from bot.rules.prompts import State
from handlers.core.access import LEAD, membership_of
from handlers.core.context import Services
from handlers.core.outgoing import OutgoingMessage, new_message, reader, repeat_mark
from handlers.core.screens import Screen
from handlers.core.steps import SectionContext
from handlers.core.telegram_client import TelegramClient
from handlers.prompts import reminder, schedule, views
from storage import prompts
from storage.communities import Chat, Community
from storage.core.outbox import Outgoing
from storage.prompts import Prompt


def render_post(session: Session, row: Outgoing, services: Services) -> OutgoingMessage | None:
    """For the group: the question while it is open; once it has closed, the answers."""
    prompt = session.get(Prompt, row.payload["prompt"])
    chat = session.get(Chat, row.chat_id)
    community = session.get(Community, prompt.community_id) if prompt is not None else None
    question = services.cipher.decrypt_or_none(prompt.question) if prompt is not None else None
    if prompt is None or chat is None or community is None or question is None:
        return None
    standing = prompts.standing(prompt, chat)
    is_open = prompt.state is State.OPEN
    is_closing = bool(row.payload.get("closing"))
    if not prompt.is_asked or (standing is None and not (is_open or is_closing)):
        return None
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
    """How a prompt comes to the group: edited where it stands."""

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


def render_answers(session: Session, row: Outgoing, services: Services) -> OutgoingMessage | None:
    """For a monitoring lead: the answers together, as a file."""
    found = reader(session, row, services.locales)
    prompt = session.get(Prompt, row.payload["prompt"])
    if found is None or prompt is None:
        return None
    person, words = found
    if membership_of(session, person.id, prompt.community_id, LEAD) is None:
        return None
    return new_message(words, file_screen(session, prompt, services, words.language))


def file_screen(session: Session, prompt: Prompt, services: Services, language: str) -> Screen:
    """The file with what stands above it."""
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


def render_asked(session: Session, row: Outgoing, services: Services) -> OutgoingMessage | None:
    """For one person, where no meeting is there to bundle it with: what make_answer says."""
    found = reader(session, row, services.locales)
    if found is None:
        return None
    person, words = found
    reading = SectionContext(session, services, person, words, services.now())
    told = reminder.told(reading, row.payload["community"])
    return new_message(words, Screen(*told)) if told is not None else None
