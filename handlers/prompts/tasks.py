"""What prompts have for /todo: a question to answer, what is open, and what was held."""

from collections.abc import Iterator

from sqlmodel import Session

from bot.rules.members import Role
from bot.rules.prompts import State
from handlers.core import callback_data
from handlers.core.context import Visit
from handlers.core.screens import Button
from handlers.core.todo_items import Owed
from handlers.prompts.views import ANSWER, ROOM, SIGN, in_short
from storage import prompts
from storage.members import Membership
from storage.prompts import Prompt

LONGEST = 120
"""Characters of a question in a line."""


def owed(session: Session, visit: Visit, own: Membership) -> Iterator[Owed]:
    """For who may answer, the questions they have not; for leads and moderators, what waits."""
    for prompt in prompts.open_in(session, own.community_id):
        if own.role == Role.LEAD:
            yield _open(session, visit, prompt)
        elif _is_awaited(session, visit, own, prompt):
            yield _unanswered(visit, prompt)
    if own.role in (Role.LEAD, Role.MODERATOR):
        for prompt in prompts.of_community(session, own.community_id):
            if prompt.state is State.HELD:
                yield _held(visit, prompt)


def _is_awaited(session: Session, visit: Visit, own: Membership, prompt: Prompt) -> bool:
    has_answered = prompts.answer_of(session, prompt.id, own.person_id) is not None
    return not has_answered and prompts.is_readable(prompt, visit.house.seal)


def _question(visit: Visit, prompt: Prompt) -> str:
    return in_short(prompts.question(prompt, visit.house.seal), LONGEST)


def _unanswered(visit: Visit, prompt: Prompt) -> Owed:
    words = visit.words
    closes = prompt.close_at or visit.now
    line = words(
        "A question, open until {day}: {question}",
        day=words.day(closes),
        question=_question(visit, prompt),
    )
    answer = callback_data.pack(ROOM, ANSWER, prompt.id or 0)
    return Owed(line, ((Button(f"✏️ {words('Answer the question')}", answer),),))


def _open(session: Session, visit: Visit, prompt: Prompt) -> Owed:
    words = visit.words
    line = words.plural(
        "{number} answer to your question, open until {day}: {question}",
        "{number} answers to your question, open until {day}: {question}",
        prompts.number_of_answers(session, prompt.id),
        day=words.day(prompt.close_at or visit.now),
        question=_question(visit, prompt),
    )
    return Owed(line, ((_look(visit, prompt),),))


def _held(visit: Visit, prompt: Prompt) -> Owed:
    line = visit.words(
        "A question was not posted, because who wrote it left or its session was cancelled: "
        "{question}",
        question=_question(visit, prompt),
    )
    return Owed(line, ((_look(visit, prompt),),))


def _look(visit: Visit, prompt: Prompt) -> Button:
    look = callback_data.pack(ROOM, "show", prompt.id or 0)
    return Button(f"{SIGN} {visit.words('Look at the question')}", look)
