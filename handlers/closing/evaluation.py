"""The evaluation at the end of a cycle: one-tap questions, one after the other in one message."""

from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import partial

from sqlmodel import Session

from bot.rules import closing as rules
from bot.rules.closing import ANSWERS, Going, Question
from handlers.closing import schedule
from handlers.closing.verbs import BEGIN, not_a_member
from handlers.closing.views import (
    Of,
    going_screen,
    keeps_message,
    question_screen,
    thanks_screen,
)
from handlers.core.access import membership, membership_of
from handlers.core.context import Context
from handlers.core.meeting_heading import title
from handlers.core.screens import Row, Screen, lines
from handlers.core.steps import Section, SectionContext
from locales import Words
from storage import closing
from storage.communities import Community
from storage.meetings import Meeting


class Refused(Enum):
    """Why a tap does not count."""

    NOT_A_MEMBER = auto()
    CLOSED = auto()
    FORGED = auto()


@dataclass(frozen=True, slots=True)
class Asked:
    """The person and the cycle of an evaluation."""

    of: Of
    person_id: int
    named: str | None
    is_open: bool
    """Whether the evaluation still takes answers."""


async def on_begin(context: Context, community_id: int, cycle: int) -> None:
    """➡️: the first question that is still open."""
    begin = partial(_begun, context=context, of=(community_id, cycle))
    await _answer(context, await context.read(begin))


async def on_rate(
    context: Context, community_id: int, cycle: int, question: Question, answer: str
) -> None:
    """An answer of the evaluation: it is counted, and the next question takes its place."""
    of, given = (community_id, cycle), (question, answer)
    await _answer(
        context, await context.write(partial(_rated, context=context, of=of, given=given))
    )


async def on_go(context: Context, community_id: int, cycle: int, going: Going) -> None:
    """✅ 🤔 ❌: whether one goes on; it may be changed until the next cycle is planned."""
    go = partial(_gone_on, context=context, of=(community_id, cycle), going=going)
    await _answer(context, await context.write(go))


async def _answer(context: Context, shown: Screen | Refused) -> None:
    if isinstance(shown, Refused):
        await context.refuse(_reason(context.words, shown))
        return
    await context.answer()
    await replace(context, keeps_message=keeps_message(context)).show(shown)


def _reason(words: Words, why: Refused) -> str:
    return {
        Refused.NOT_A_MEMBER: not_a_member(words),
        Refused.CLOSED: words("This evaluation is closed."),
        Refused.FORGED: words("This button no longer works. /help shows what does."),
    }[why]


def _begun(session: Session, context: Context, of: Of) -> Screen | Refused:
    asked = _asked(session, context, of)
    return asked if isinstance(asked, Refused) else _next(session, context.words, asked)


def _rated(
    session: Session, context: Context, of: Of, given: tuple[Question, str]
) -> Screen | Refused:
    asked = _asked(session, context, of)
    if isinstance(asked, Refused):
        return asked
    if not asked.is_open:
        return Refused.CLOSED
    if given[1] not in ANSWERS[given[0]]:
        return Refused.FORGED
    closing.answer(session, context.services.cipher, asked.of, asked.person_id, given)
    return _next(session, context.words, asked)


def _gone_on(session: Session, context: Context, of: Of, going: Going) -> Screen | Refused:
    asked = _asked(session, context, of)
    if isinstance(asked, Refused):
        return asked
    closing.note_going(session, asked.of, asked.person_id, going, context.now)
    return _next(session, context.words, asked)


def _asked(session: Session, context: Context, of: Of) -> Asked | Refused:
    """Read the person and the latest cycle of a community of theirs, once it is over."""
    community_id, cycle = of
    own = membership(session, context, community_id)
    if own is None:
        return Refused.NOT_A_MEMBER
    found = schedule.latest(session, community_id)
    if found is None or found.number != cycle:
        return Refused.CLOSED
    ends_at = found.facts.ends_at
    if ends_at is None or context.now < ends_at or not found.facts.is_complete:
        return Refused.CLOSED
    is_open = rules.is_open(found.facts, context.services.settings.retention, context.now)
    named = title(session.get(Community, community_id))
    return Asked(of, own.person_id, named, is_open)


def _next(session: Session, words: Words, asked: Asked) -> Screen:
    question = closing.next_question(session, *asked.of, asked.person_id)
    if question is not None and asked.is_open:
        return question_screen(words, asked.named, asked.of, question)
    going = closing.going_of(session, asked.of, asked.person_id)
    if going is None:
        return going_screen(words, asked.named, asked.of)
    return thanks_screen(words, asked.named, asked.of, going)


def is_done(session: Session, of: Of, person_id: int) -> bool:
    """Whether a person has answered all that is asked at the end of a cycle."""
    has_question = closing.next_question(session, *of, person_id) is not None
    return not has_question and closing.going_of(session, of, person_id) is not None


def begin_row(words: Words, of: Of, name: str) -> Row:
    """➡️ begins the questions; it names the community, for a person may be in two."""
    label = words.plain("Look back on {name}", name=name)
    return (BEGIN.button(f"➡️ {label}", *of),)


def make_evaluation(reading: SectionContext, meeting: Meeting) -> Section | None:
    """The morning after the last meeting: the questions; alone it is the first of them itself."""
    session, words = reading.session, reading.words
    community = session.get(Community, meeting.community_id)
    own = membership_of(session, reading.person.id, meeting.community_id)
    found = schedule.latest(session, meeting.community_id)
    if community is None or own is None or found is None or found.number != meeting.cycle:
        return None
    if not rules.is_open(found.facts, reading.services.settings.retention, reading.now):
        return None
    of = (own.community_id, found.number)
    if is_done(session, of, own.person_id):
        return None
    asked = Asked(of, own.person_id, title(community), is_open=True)
    text = words("The cycle is over. How was it? Three taps without your name, and do you go on?")
    return Section(
        lines(asked.named, text),
        meeting,
        rows=(begin_row(words, of, community.name),),
        alone=_alone(text, _next(session, words, asked)),
    )


def _alone(text: str, first: Screen) -> Screen:
    return replace(first, text=f"{text}\n\n{first.text}")
