"""Orders changes of a prompt's post: answers given or taken back, a group that migrated."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from bot.rules.prompts import OPEN_DAYS
from storage.core import outbox
from storage.core.columns import row_id
from storage.core.outbox_kind import ToGroup
from storage.core.text_encryption import TextCipher
from storage.prompts import Prompt, PromptAnswer, answer_of, group_of, of_community


@dataclass(frozen=True, slots=True)
class PromptPost(ToGroup):
    """A prompt's post in the group."""

    name = "prompt"
    key_format = "prompt:{prompt_id}"
    prompt_id: int
    closing: bool
    """Whether it has closed: then it is posted anew where somebody deleted it."""


def give(
    session: Session,
    prompt: Prompt,
    person_id: int,
    said: str,
    *,
    is_named: bool,
    cipher: TextCipher,
    now: datetime,
) -> None:
    """Keep a person's answer, in the place of the one they gave before; the post follows."""
    answer = answer_of(session, prompt.id, person_id)
    if answer is None:
        answer = PromptAnswer(
            prompt_id=prompt.id or 0, person_id=person_id, answer="", answered_at=now
        )
    answer.answer, answer.is_named, answer.answered_at = cipher.encrypt(said), is_named, now
    session.add(answer)
    session.flush()
    redraw(session, prompt, now)


def take_back(session: Session, prompt: Prompt, person_id: int, now: datetime) -> None:
    """Erase what a person answered; the post follows."""
    own = (col(PromptAnswer.prompt_id) == prompt.id, col(PromptAnswer.person_id) == person_id)
    session.exec(delete(PromptAnswer).where(*own))
    redraw(session, prompt, now)


def redraw(session: Session, prompt: Prompt, now: datetime, *, is_closing: bool = False) -> None:
    """Order a drawing of a prompt's post: one row, however many ask for it.

    A post that is closing is posted again where somebody deleted it, so that the answers are shown;
    any other deleted post stays deleted.
    """
    chat = group_of(session, prompt.community_id)
    if chat is None or not prompt.is_asked:
        return
    post = PromptPost(row_id(chat), row_id(prompt), is_closing)
    before = outbox.by_key(session, post.key())
    if before is not None and PromptPost.of(before).closing:
        post = replace(post, closing=True)
    outbox.renew(session, post, now)


def redraw_all(session: Session, community_id: int, now: datetime) -> None:
    """The group is there again, or another one: what it did not see meanwhile is drawn."""
    for prompt in of_community(session, community_id):
        if prompt.closed_at is None or prompt.closed_at > now - timedelta(days=OPEN_DAYS):
            redraw(session, prompt, now)


def take_back_all(session: Session, person_id: int | None, now: datetime) -> None:
    """Erase what a person answered, in the posts as well."""
    own = select(Prompt).join(PromptAnswer, col(PromptAnswer.prompt_id) == Prompt.id)
    for prompt in session.exec(own.where(PromptAnswer.person_id == person_id)).all():
        take_back(session, prompt, person_id or 0, now)
