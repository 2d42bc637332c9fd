"""Changing a step of the rhythm: by coordinators for all, by moderators in their community."""

from dataclasses import dataclass, replace
from functools import partial

from sqlmodel import Session

from bot.rules import frame as rules
from bot.rules.frame import EVERY_LANGUAGE, Frame
from bot.rules.rhythm import STEPS, Step
from bot.settings import parse_steps
from handlers.core.access import MODERATOR, membership
from handlers.core.context import Context
from handlers.frame.rhythm import (
    ALL,
    Place,
    Shift,
    places_screen,
    preview_screen,
    screen,
    step_screen,
)
from handlers.frame.verbs import AS_ALL, rhythm_not_yours
from storage import frame
from storage.communities import Community
from storage.frame import FrameText
from storage.reminders import replan


def place(session: Session, context: Context, community_id: int) -> Place | None:
    """Read the rhythm of a button, if this requester may change it."""
    usual = frame.usual_rhythm(session, context.services.settings.rhythm)
    if community_id == ALL:
        return Place(usual) if context.is_coordinator else None
    own = membership(session, context, community_id, MODERATOR)
    community = session.get(Community, community_id)
    if community is None or not (context.is_coordinator or own is not None):
        return None
    return Place(usual, parse_steps(community.rhythm), community_id, community.name)


def shifted(at: Place, step: Step, choice: str) -> Place:
    """The rhythm with one step changed."""
    if choice == AS_ALL:
        own = {one: away for one, away in at.own.items() if one != step}
        return replace(at, own=own)
    return replace(at, own={**at.own, **parse_steps(f"{step}={choice}")})


@dataclass(frozen=True, slots=True)
class Set:
    """The result of a change: the rhythm, and how many meetings were planned anew.

    `was_moved` when somebody else had changed this step meanwhile; then nothing was done.
    """

    at: Place
    sessions: int = 0
    was_moved: bool = False


def change(
    session: Session, context: Context, community_id: int, step: Step, choice: str, before: str
) -> Set | None:
    """Change one step, if it is still as it was shown; None for others than coordinators."""
    at = place(session, context, community_id)
    if at is None:
        return None
    after = shifted(at, step, choice)
    if after.stands[step] == at.stands[step] and after.own == at.own:
        return Set(at)
    if rules.amount(at.stands[step]) != before:
        return Set(at, was_moved=True)
    if at.id != ALL:
        session.get_one(Community, at.id).rhythm = _written(after.own)
    else:
        _replace(session, context, after)
    session.flush()
    sessions = replan.replan(session, context.services.settings, context.now, at.id or None)
    return Set(after, sessions)


def _written(own: Shift) -> str:
    return ",".join(f"{step}={rules.amount(own[step])}" for step in STEPS if step in own)


def _replace(session: Session, context: Context, after: Place) -> None:
    new = FrameText(
        key=Frame.RHYTHM.value,
        language=EVERY_LANGUAGE,
        version=0,
        text=_written(after.stands),
        changed_by=context.sender.telegram_id,
        changed_at=context.now,
    )
    frame.replace(session, new, frame.current_version(session, Frame.RHYTHM, EVERY_LANGUAGE))


async def on_rhythm(context: Context, community_id: int) -> None:
    """The rhythm of all, or of one community."""
    at = await _met(context, community_id)
    if at is not None:
        await context.answer()
        await context.show(screen(context.words, at, is_coordinator=context.is_coordinator))


async def on_step(context: Context, community_id: int, step: Step) -> None:
    """✏️: one step."""
    at = await _met(context, community_id)
    if at is not None:
        await context.answer()
        await context.show(step_screen(context.words, at, step))


async def on_shift(context: Context, community_id: int, step: Step, choice: str) -> None:
    """A distance was chosen: what it would bring."""
    at = await _met(context, community_id)
    if at is not None:
        await context.answer()
        after = shifted(at, step, choice)
        await context.show(preview_screen(context.words, at, step, choice, after))


async def on_set(context: Context, community_id: int, step: Step, choice: str, before: str) -> None:
    """✅: from now on."""
    words = context.words

    def act(session: Session) -> Set | None:
        return change(session, context, community_id, step, choice, before)

    done = await context.write(act)
    if done is None:
        await context.refuse(rhythm_not_yours(words))
        return
    if done.was_moved:
        moved = words.plain("Somebody changed this since. Look at it as it stands now.")
        await context.answer(f"⛔ {moved}", alert=True)
        told = None
    else:
        await context.answer()
        told = words.plural(
            "Done: {number} session to come is planned anew.",
            "Done: {number} sessions to come are planned anew.",
            done.sessions,
        )
    await context.show(screen(words, done.at, is_coordinator=context.is_coordinator, told=told))


async def on_places(context: Context, page: int) -> None:
    """The communities, for a coordinator."""
    await context.answer()
    await context.show(await context.read(partial(places_screen, words=context.words, page=page)))


async def _met(context: Context, community_id: int) -> Place | None:
    """Read the rhythm of the pressed button; refuse those who may not change it."""
    at = await context.read(partial(place, context=context, community_id=community_id))
    if at is None:
        await context.refuse(rhythm_not_yours(context.words))
    return at
