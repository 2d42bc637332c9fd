"""The group's blind vote: put, press, close; and ✅ where there is nothing to vote about."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from functools import partial

from sqlmodel import Session

from bot.rules.cases.voting import Choice
from bot.rules.members import Role
from handlers.cases import access, decisions, votes
from handlers.cases import moderating as desk
from handlers.cases.verbs import not_a_member, not_now
from handlers.cases.views import SIGN
from handlers.core.access import membership
from handlers.core.context import Context
from handlers.core.screens import Screen
from locales import Words
from storage import cases, communities
from storage.cases import Case, Standing, moderating
from storage.cases import votes as stored_votes
from storage.meetings import Meeting

Settle = Callable[[Session, Context, int], Screen | None]
"""Does it, if this requester may; the screen after it."""


async def on_put(context: Context, meeting_id: int) -> None:
    """🗳: the accepted cases go to the group."""
    await _settle(context, _put, meeting_id, context.words.plain("The group can vote."))


async def on_finish(context: Context, meeting_id: int) -> None:
    """✅ Close the vote now."""
    await _settle(context, _finish, meeting_id, context.words.plain("The vote is closed."))


async def on_first(context: Context, case_id: int) -> None:
    """✅ This case comes first."""
    await _settle(context, _first, case_id, context.words.plain("This case comes first."))


async def _settle(context: Context, act: Settle, key: int, done: str) -> None:
    screen = await context.write(lambda session: act(session, context, key))
    if screen is None:
        await context.refuse(not_now(context.words))
        return
    await context.answer(f"✅ {done}")
    await context.show(screen)


def _put(session: Session, context: Context, meeting_id: int) -> Screen | None:
    meeting = access.meeting(session, context, meeting_id)
    if meeting is None:
        return None
    if stored_votes.running(session, meeting.id) is None:
        timing = context.services.settings
        if decisions.choice(session, meeting, timing, context.now) is not Choice.BY_VOTE:
            return None
        votes.begin(session, meeting, timing, context.now)
    return _table(session, context, meeting)


def _finish(session: Session, context: Context, meeting_id: int) -> Screen | None:
    meeting = access.meeting(session, context, meeting_id)
    if meeting is None:
        return None
    window = stored_votes.running(session, meeting.id)
    if window is not None:
        votes.close(session, window, context.now)
    elif cases.chosen(session, meeting.id) is None:
        return None
    return _table(session, context, meeting)


def _first(session: Session, context: Context, case_id: int) -> Screen | None:
    found = access.moderated(session, context, case_id)
    if found is None:
        return None
    case, meeting = found.case, found.placed.meeting
    if not case.is_chosen:
        how = decisions.choice(session, meeting, context.services.settings, context.now)
        if how is not Choice.DIRECTLY or case.standing != Standing.ACCEPTED.value:
            return None
        votes.choose(session, case, meeting, context.now)
    return _table(session, context, meeting)


def _table(session: Session, context: Context, meeting: Meeting) -> Screen:
    session.flush()
    return desk.community_screen(session, context, meeting.community_id, is_moderator=True)


class Outcome(Enum):
    """What became of a vote."""

    KEPT = auto()
    CLOSED = auto()
    LEFT = auto()
    ELSEWHERE = auto()
    NOT_A_MEMBER = auto()
    ONLY_READS = auto()


@dataclass(frozen=True, slots=True)
class _Voted:
    outcome: Outcome
    name: str = ""
    until: datetime | None = None


async def on_vote(context: Context, case_id: int) -> None:
    """A vote under the group's post: only who pressed is told, in a pop-up."""
    voted = await context.write(partial(_vote, context=context, case_id=case_id))
    words = context.words
    if voted.outcome is not Outcome.KEPT or voted.until is None:
        await context.answer(f"⛔ {_refused(words, voted.outcome)}", alert=True)
        return
    told = words.plain(
        "Your vote: {case}. You can change it until {day} at {time}.",
        case=voted.name,
        day=words.day(voted.until),
        time=words.time(voted.until),
    )
    await context.answer(f"{SIGN} {told}")


def _vote(session: Session, context: Context, case_id: int) -> _Voted:
    case = session.get(Case, case_id)
    if case is None or not _is_here(session, context, case):
        return _Voted(Outcome.ELSEWHERE)
    own = membership(session, context, case.community_id)
    if own is None:
        return _Voted(Outcome.NOT_A_MEMBER)
    if own.role == Role.LEAD:
        return _Voted(Outcome.ONLY_READS)
    window = stored_votes.running(session, case.meeting_id)
    until = window.vote_closes_at if window is not None else None
    if window is None or until is None or context.now >= until:
        return _Voted(Outcome.CLOSED)
    if case.standing != Standing.ACCEPTED.value:
        return _Voted(Outcome.LEFT)
    stored_votes.cast(session, window, own.person_id, case)
    return _Voted(Outcome.KEPT, moderating.placed(session, case).name, until)


def _is_here(session: Session, context: Context, case: Case) -> bool:
    """Whether the button stood in the group of the case: it can be forwarded, its data forged."""
    chat = communities.chat_of(session, case.community_id)
    if chat is None or context.is_private:
        return False
    return context.chat_id in (chat.telegram_id, chat.former_telegram_id)


def _refused(words: Words, outcome: Outcome) -> str:
    return {
        Outcome.CLOSED: words.plain("This vote is closed."),
        Outcome.LEFT: words.plain("This case is no longer on the ballot. Choose another one."),
        Outcome.ELSEWHERE: words.plain("You vote under the post in the group of your community."),
        Outcome.NOT_A_MEMBER: not_a_member(words),
        Outcome.ONLY_READS: words.plain("The members vote; you see what they chose."),
    }.get(outcome, "")
