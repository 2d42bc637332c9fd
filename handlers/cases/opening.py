"""Opening the urn: a moderator gives the six words; all happens in memory, then in one go."""

import asyncio
import contextlib
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from secrets import SystemRandom

from sqlmodel import Session

from bot.rules import cases as rules
from bot.rules.cases import Opened, Opening, Readiness, State
from bot.rules.members import Role
from bot.rules.rhythm import Step
from handlers.cases import schedule
from handlers.cases.verbs import KEEP, LOST, OPEN, VOID, no_moderator, not_to_open
from handlers.core import bundle
from handlers.core.access import MODERATOR, membership
from handlers.core.context import Context, Services
from handlers.core.memory import LASTS, Awaited, Moment
from handlers.core.screens import Screen, lines, paragraphs
from handlers.core.updates import Pressed
from locales import Words
from storage import cases, members
from storage.cases import CaseWindow
from storage.cases.envelopes import RELEASE_WORDS, Release, open_all, words_in
from storage.cases.urn import Problem, UrnError
from storage.core.columns import row_id
from storage.meetings import Meeting

ERASED_AGAIN = timedelta(minutes=1)
"""After which typed words are taken from the chat, should the first try have failed."""


@dataclass(frozen=True, slots=True)
class Door:
    """A window as a moderator meets it; `problem` when its urn can't be read."""

    window: CaseWindow
    meeting: Meeting
    readiness: Readiness
    members: int
    problem: Problem | None = None


def door(session: Session, context: Context, window_id: int | None) -> Door | None:
    """The window, if this requester moderates its community."""
    window = session.get(CaseWindow, window_id) if window_id is not None else None
    meeting = session.get(Meeting, window.meeting_id) if window is not None else None
    community_id = meeting.community_id if meeting is not None else None
    own = membership(session, context, community_id, MODERATOR)
    if window is None or meeting is None or own is None:
        return None
    return seen(session, context.services, window, meeting)


def seen(session: Session, services: Services, window: CaseWindow, meeting: Meeting) -> Door:
    """How far a window is, by the register of its urn."""
    called = {person.id for person in cases.called(session, meeting.community_id)}
    agenda_at = schedule.opens_at(session, meeting, services.settings)
    known = rules.Window(State(window.state), meeting.starts_at - schedule.LONGEST, agenda_at)
    answered, problem = 0, None
    if window.state == State.OPEN.value:
        try:
            # Who left or was erased since no longer counts.
            answered = len(called & services.urns.of(window.id or 0).answered())
        except UrnError as error:
            # Who wants to open it learns what is wrong, not that answers lack.
            answered, problem = rules.minimum(len(called)), error.problem
    readiness = rules.may_open(known, len(called), answered, services.now())
    return Door(window, meeting, readiness, len(called), problem)


async def on_open(context: Context, window_id: int) -> None:
    """🔑: ask for the words."""
    met = await context.read(partial(door, context=context, window_id=window_id))
    if met is None:
        await context.refuse(no_moderator(context.words))
        return
    why = _why_not(context.words, met)
    if why is not None:
        await context.refuse(why)
        return
    await context.answer()
    if met.problem is not None:
        await context.show_untraced(_failed(context.words, met, met.problem))
        return
    message_id = context.event.message_id if isinstance(context.event, Pressed) else None
    moment = Moment(Awaited.RELEASE, met.window.id or 0, message_id, context.now + LASTS)
    context.services.ephemeral.expect(context.sender.telegram_id, moment)
    await context.show_untraced(_asking(context.words, met))


def _asking(words: Words, met: Door, problem: str | None = None) -> Screen:
    number = met.meeting.number
    text = lines(
        f"⛔ {problem}" if problem else None,
        f"🔑 <b>{words('Write the six words of the urn of session {number}.', number=number)}</b>",
        words("I erase your message as soon as I have read it."),
    )
    lost = LOST.button(f"🗑 {words('We have lost the words')}", row_id(met.window))
    return Screen(text, ((lost,),))


def _why_not(words: Words, met: Door) -> str | None:
    """Why the urn can't be opened now; None when it can."""
    verdict = met.readiness.verdict
    if verdict is Opening.TOO_EARLY:
        return words("The urn opens {days} days before the session.", days=schedule.AGENDA_DAYS)
    if verdict is Opening.TOO_FEW:
        return words.plural(
            "{number} more member must answer before the urn can be opened: with fewer answers, "
            "it could be guessed who wrote. There is still time to answer.",
            "{number} more members must answer before the urn can be opened: with fewer answers, "
            "it could be guessed who wrote. There is still time to answer.",
            met.readiness.missing,
        )
    if verdict is Opening.WRONG_STATE:
        return words("This urn was opened before. /cases shows what was in it.")
    return None


async def on_words(context: Context, moment: Moment) -> None:
    """The typed words: their message goes, the urn opens, the cases come together."""
    words = context.words
    await context.erase(context.event.message_id)
    await context.write(partial(_erase_later, context=context))
    typed = words_in(context.arguments, RELEASE_WORDS)
    met = await context.read(partial(door, context=context, window_id=moment.window_id))
    if met is None or _why_not(words, met) is not None:
        context.services.ephemeral.drop(context.sender.telegram_id)
        reason = _why_not(words, met) if met is not None else None
        told = reason or not_to_open(words)
        await context.show_untraced(Screen(f"⛔ {told}"), moment.message_id)
        return
    if met.problem is not None:
        await context.show_untraced(_failed(words, met, met.problem), moment.message_id)
        return
    release = await _release(context, met, typed) if typed is not None else None
    if release is None:
        wrong = words("These are not the six words. Write them again, or press 🗑.")
        stands = await context.show_untraced(_asking(words, met, wrong), moment.message_id)
        again = replace(moment, message_id=stands or moment.message_id, until=context.now + LASTS)
        context.services.ephemeral.expect(context.sender.telegram_id, again)
        return
    context.services.ephemeral.drop(context.sender.telegram_id)
    await context.show_untraced(await _open(context, met, release), moment.message_id)


def _erase_later(session: Session, context: Context) -> None:
    """Have the typed words taken away once more: beside a copy of the urn they must not survive.

    Memory alone would give up when Telegram is away for some seconds.
    """
    if context.event.message_id is not None:
        at = context.now + ERASED_AGAIN
        schedule.forget_key(session, context.chat_id, context.event.message_id, at)


async def _release(context: Context, met: Door, typed: str) -> Release | None:
    """The key of the words, if it is this window's."""
    salt, cost = met.window.salt_bytes, context.services.urns.cost
    release = await asyncio.to_thread(Release.of, typed, salt, cost)
    return release if release.public_key == met.window.key else None


async def _open(context: Context, met: Door, release: Release) -> Screen:
    """Close, read, mix, keep, destroy; an interruption leaves either a closed urn or the cases."""
    window_id = met.window.id or 0
    opened: Opened | None = None
    try:
        opened = await asyncio.to_thread(_taken_out, context.services, window_id, release)
    except UrnError as error:
        # The other moderator may have opened it at this moment.
        if not await context.read(partial(_is_opened, window_id=window_id)):
            return _failed(context.words, met, error.problem)
    number = await context.write(partial(_keep, context=context, met=met, opened=opened))
    with contextlib.suppress(UrnError):
        # What is left of it is destroyed at the next start, too.
        await asyncio.to_thread(context.services.urns.of(window_id).destroy)
    words = context.words
    told = words.plural(
        "The urn is open: {number} case. /cases shows it.",
        "The urn is open: {number} cases. /cases shows them.",
        number,
    )
    return Screen(f"✅ {told}")


def _is_opened(session: Session, window_id: int) -> bool:
    return session.get_one(CaseWindow, window_id).state != State.OPEN.value


def _failed(words: Words, met: Door, problem: Problem) -> Screen:
    key = row_id(met.window)
    again = OPEN.button(f"🔑 {words('Try again')}", key)
    lost = LOST.button(f"🗑 {words('Make a new urn')}", key)
    return Screen(f"⛔ {_trouble(words, problem)}", ((again, lost),))


def _taken_out(services: Services, window_id: int, release: Release) -> Opened:
    urn = services.urns.of(window_id)
    urn.close()
    unsealed = open_all(urn.boxes(), release)
    contents = [content for content in map(rules.read, unsealed.contents) if content is not None]
    return rules.opened(contents, SystemRandom().shuffle)


def _keep(session: Session, context: Context, met: Door, opened: Opened | None) -> int:
    """Keep what came out, in one transaction; how many cases. Done before, it does nothing more."""
    window = session.get_one(CaseWindow, met.window.id)
    if window.state != State.OPEN.value or opened is None:
        return sum(
            case.window_id == window.id for case in cases.of_meeting(session, met.meeting.id)
        )
    cipher = context.services.cipher
    community_id = met.meeting.community_id
    kept = cases.keep_opened(session, window, opened.cases, cipher)
    cases.withdraw_marks(session, community_id, opened.withdrawals)
    for reply in opened.replies:
        cases.answer(session, community_id, reply, cipher)
    for said in opened.afterwards:
        cases.count_afterwards(session, community_id, said)
    cases.forget_calls(session, window)
    for person in _told_of_opening(session, community_id, context.sender.telegram_id):
        bundle.put_soon(
            session, context.services.settings, person, Step.OPENED, met.meeting, context.now, ""
        )
    return len(kept)


def _told_of_opening(session: Session, community_id: int, opener: int) -> list[int]:
    """The other moderator: both see the cases from the same moment."""
    moderators = members.with_role(session, community_id, Role.MODERATOR)
    return [person.id or 0 for person in moderators if person.telegram_id != opener]


def _trouble(words: Words, problem: Problem) -> str:
    if problem is Problem.MISSING:
        return words(
            "The urn is not where it should be: it lies on another machine, or was lost. "
            "With 🗑 a new one is made, and everyone is asked again."
        )
    return words("The urn could not be read just now. Nothing was lost: try again later.")


async def on_lost(context: Context, window_id: int) -> None:
    """🗑: ask once more: what lies in the urn is lost then."""
    met = await context.read(partial(door, context=context, window_id=window_id))
    words = context.words
    if met is None or met.window.state != State.OPEN.value:
        await context.refuse(not_to_open(words))
        return
    await context.answer()
    key = row_id(met.window)
    text = paragraphs(
        words("Does your co-moderator still have the words? One of you two is enough."),
        words(
            "If both have lost them, nobody can open this urn any more, I neither. I then destroy "
            "it, give you two new words, and ask everyone again."
        ),
    )
    row = (
        VOID.button(f"✅ {words('Destroy it and ask again')}", key),
        KEEP.button(f"❌ {words('Keep it')}", key),
    )
    await context.show(Screen(text, (row,)))


async def on_void(context: Context, window_id: int) -> None:
    """The urn is destroyed, and a new window opens."""
    voided = await context.write(partial(_void, context=context, window_id=window_id))
    words = context.words
    if voided is None:
        await context.refuse(not_to_open(words))
        return
    window_id, begins = voided
    await context.answer()
    with contextlib.suppress(UrnError):
        await asyncio.to_thread(context.services.urns.of(window_id).destroy)
    told = words("The urn is destroyed.")
    if begins:
        told = words("The urn is destroyed. You two get new words, and everyone is asked again.")
    await context.show(Screen(f"✅ {told}"))


def _void(session: Session, context: Context, window_id: int) -> tuple[int, bool] | None:
    met = door(session, context, window_id)
    if met is None or met.window.state != State.OPEN.value:
        return None
    met.window.state = State.VOID.value
    session.add(met.window)
    cases.forget_calls(session, met.window)
    session.flush()
    return met.window.id or 0, schedule.begin(session, met.meeting, context.now)


async def on_keep(context: Context, _window_id: int) -> None:
    """❌: the urn stays."""
    await context.answer()
    await context.show(Screen(context.words("The urn stays as it is. /cases shows it.")))


async def on_noted(context: Context) -> None:
    """✅ under the key: its message goes."""
    await context.answer()
    await context.erase(context.event.message_id)
