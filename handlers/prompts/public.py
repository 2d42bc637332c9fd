"""Where the answers to a prompt can be read, for the message before a meeting."""

from datetime import UTC, datetime

from sqlmodel import Session, col, func, select

from handlers.prompts.post import redraw_all as redraw_prompts
from handlers.prompts.post import take_back_all as take_back_all_answers
from handlers.prompts.schedule import close as close_prompt
from handlers.prompts.schedule import follow as prompts_follow_meeting
from handlers.prompts.schedule import hold as hold_prompt
from handlers.prompts.schedule import hold_after as hold_prompts_after
from locales import Words
from storage import communities, prompts
from storage.communities import Chat
from storage.meetings import Meeting

__all__ = [
    "close_prompt",
    "hold_prompt",
    "hold_prompts_after",
    "prompts_follow_meeting",
    "redraw_prompts",
    "take_back_all_answers",
]

SUPERGROUPS = -(10**12)
"""Below it are Telegram's ids of supergroups; only messages there have links."""

ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)


def answered_line(words: Words, session: Session, meeting: Meeting) -> str | None:
    """💬 with a link to what was answered since the meeting before; None while there is nothing."""
    chat = communities.chat_of(session, meeting.community_id)
    if chat is None:
        return None
    before = _before(session, meeting)
    for prompt in prompts.shown_since(session, meeting.community_id, before, chat):
        link = _link(chat, prompt.message_id or 0)
        if link is not None and prompts.number_of_answers(session, prompt.id):
            told = words("The answers to the question since last time")
            return f'💬 <a href="{link}">{told}</a>'
    return None


def _before(session: Session, meeting: Meeting) -> datetime:
    """When the meeting before this one began."""
    last = session.exec(
        select(func.max(Meeting.starts_at)).where(
            Meeting.community_id == meeting.community_id,
            Meeting.starts_at < meeting.starts_at,
            col(Meeting.is_cancelled).is_(False),
        )
    ).first()
    return last or ALWAYS


def _link(chat: Chat, message_id: int) -> str | None:
    number = SUPERGROUPS - chat.telegram_id
    return f"https://t.me/c/{number}/{message_id}" if number > 0 else None
