"""Lines of `/todo` about prompts: to answer, open, and held back."""

from collections.abc import Iterator

from sqlmodel import Session

from bot.rules.members import Role
from bot.rules.prompts import State
from handlers.core.context import Context
from handlers.core.screens import Button
from handlers.core.todo_items import TodoItem
from handlers.prompts.verbs import ANSWER, SHOW
from handlers.prompts.views import SIGN, in_short
from storage import prompts
from storage.core.columns import row_id
from storage.members import Membership
from storage.prompts import Prompt

LONGEST = 120
"""Characters of a question in a line."""


def todo_items(session: Session, context: Context, own: Membership) -> Iterator[TodoItem]:
    """For members, the questions they have not answered; for leads and moderators, what waits."""
    for prompt in prompts.open_in(session, own.community_id):
        if own.role == Role.LEAD:
            yield _open(session, context, prompt)
        elif _is_awaited(session, context, own, prompt):
            yield _unanswered(context, prompt)
    if own.role in (Role.LEAD, Role.MODERATOR):
        for prompt in prompts.of_community(session, own.community_id):
            if prompt.state is State.HELD:
                yield _held(context, prompt)


def _is_awaited(session: Session, context: Context, own: Membership, prompt: Prompt) -> bool:
    has_answered = prompts.answer_of(session, prompt.id, own.person_id) is not None
    return not has_answered and prompts.is_readable(prompt, context.services.cipher)


def _question(context: Context, prompt: Prompt) -> str:
    return in_short(prompts.question(prompt, context.services.cipher), LONGEST)


def _unanswered(context: Context, prompt: Prompt) -> TodoItem:
    words = context.words
    closes = prompt.close_at or context.now
    line = words(
        "A question, open until {day}: {question}",
        day=words.day(closes),
        question=_question(context, prompt),
    )
    answer = ANSWER.button(f"✏️ {words('Answer the question')}", row_id(prompt))
    return TodoItem(line, ((answer,),))


def _open(session: Session, context: Context, prompt: Prompt) -> TodoItem:
    words = context.words
    line = words.plural(
        "{number} answer to your question, open until {day}: {question}",
        "{number} answers to your question, open until {day}: {question}",
        prompts.number_of_answers(session, prompt.id),
        day=words.day(prompt.close_at or context.now),
        question=_question(context, prompt),
    )
    return TodoItem(line, ((_look(context, prompt),),))


def _held(context: Context, prompt: Prompt) -> TodoItem:
    line = context.words(
        "A question was not posted, because who wrote it left or its session was cancelled: "
        "{question}",
        question=_question(context, prompt),
    )
    return TodoItem(line, ((_look(context, prompt),),))


def _look(context: Context, prompt: Prompt) -> Button:
    return SHOW.button(f"{SIGN} {context.words('Look at the question')}", row_id(prompt))
