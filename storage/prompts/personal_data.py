"""How long prompts and answers are kept, and what of them belongs to one person."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import Session, col, func, select

from storage import meetings
from storage.communities import Community
from storage.core.form_drafts import Conversation
from storage.core.text_encryption import TextCipher
from storage.meetings import Meeting
from storage.prompts import Prompt, PromptAnswer

TOPIC: Final = "prompt"
"""With what the topics of drafts of a prompt or of an answer begin."""

NOT_SAID: Final = 0
"""No row has this id."""


def erase_expired(session: Session, retention: timedelta, now: datetime) -> None:
    """Erase the prompts of cycles that ended so long ago, with their answers and drafts of these.

    One that follows no meeting goes when its community has met no more for that long.
    """
    over = meetings.of_ended_cycles(retention, now)
    gone = list(session.exec(select(Prompt).where(col(Prompt.meeting_id).in_(over))))
    gone += [
        prompt
        for prompt in session.exec(select(Prompt).where(col(Prompt.meeting_id).is_(None)))
        if _ended(session, prompt) + retention <= now
    ]
    ids = {prompt.id for prompt in gone}
    for row in session.exec(select(Conversation).where(col(Conversation.topic).startswith(TOPIC))):
        if row.draft.get("facts", {}).get("prompt", NOT_SAID) in ids:
            session.delete(row)
    for prompt in gone:
        session.delete(prompt)
    session.flush()


def _ended(session: Session, prompt: Prompt) -> datetime:
    of_community = Meeting.community_id == prompt.community_id
    last_end = session.exec(select(func.max(Meeting.ends_at)).where(of_community)).one()
    done = prompt.closed_at or prompt.close_at or prompt.post_at or prompt.written_at
    return max(filter(None, (done, last_end)))


def of_person(session: Session, person_id: int | None, cipher: TextCipher) -> dict[str, Any]:
    """What a person asked and answered, in the clear, for JSON; empty for who did neither."""
    asked = session.exec(
        select(Prompt, Community)
        .join(Community, col(Community.id) == Prompt.community_id)
        .where(Prompt.written_by == person_id)
        .order_by(col(Prompt.id))
    )
    answered = session.exec(
        select(PromptAnswer, Prompt, Community)
        .join(Prompt, col(Prompt.id) == PromptAnswer.prompt_id)
        .join(Community, col(Community.id) == Prompt.community_id)
        .where(PromptAnswer.person_id == person_id)
        .order_by(col(PromptAnswer.id))
    )
    found = {
        "asked": [_asked(prompt, community, cipher) for prompt, community in asked],
        "answered": [_answered(*row, cipher) for row in answered],
    }
    return found if any(found.values()) else {}


def _asked(prompt: Prompt, community: Community, cipher: TextCipher) -> dict[str, Any]:
    return {
        "community": community.name,
        "question": cipher.decrypt_or_none(prompt.question),
        "written_at": prompt.written_at.isoformat(),
        "posted_at": prompt.posted_at.isoformat() if prompt.posted_at else None,
    }


def _answered(
    answer: PromptAnswer, prompt: Prompt, community: Community, cipher: TextCipher
) -> dict[str, Any]:
    return {
        "community": community.name,
        "question": cipher.decrypt_or_none(prompt.question),
        "answer": cipher.decrypt_or_none(answer.answer),
        "with_your_name": answer.is_named,
        "answered_at": answer.answered_at.isoformat(),
    }
