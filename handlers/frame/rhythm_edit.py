"""Changing a step of the rhythm: by coordinators for all, by moderators in their community."""

from dataclasses import dataclass, replace
from functools import partial

from sqlmodel import Session

from bot.rules import frame as rules
from bot.rules.frame import EVERY_LANGUAGE, Frame
from bot.rules.members import Role
from bot.rules.rhythm import STEPS, Step
from bot.settings import parse_steps
from handlers.core import callback_data
from handlers.core.context import Context
from handlers.frame.rhythm import (
    ALL,
    AS_ALL,
    CHOICES,
    Place,
    Shift,
    places_screen,
    preview_screen,
    screen,
    step_screen,
)
from locales import Words
from storage import frame, members
from storage.communities import Community
from storage.frame import FrameText
from storage.reminders import replan


def place(session: Session, context: Context, community_id: int | None) -> Place | None:
    """The rhythm of a button, if this visitor may change it: buttons can be forged."""
    usual = frame.usual_rhythm(session, context.services.settings.rhythm)
    if community_id == ALL:
        return Place(usual) if context.is_coordinator else None
    community = session.get(Community, community_id or ALL)
    if community is None or not (context.is_coordinator or _moderates(session, context, community)):
        return None
    own = parse_steps(community.rhythm)
    return Place(usual, own, community.id or ALL, community.name)


def _moderates(session: Session, context: Context, community: Community) -> bool:
    person = members.person_at(session, context.sender.telegram_id)
    own = members.membership(session, person.id if person else None, community.id or 0)
    return own is not None and own.role == Role.MODERATOR


def shifted(at: Place, step: Step, choice: str) -> Place | None:
    """The rhythm with one step changed; None for a choice that nobody was offered."""
    if choice == AS_ALL:
        own = {one: away for one, away in at.own.items() if one != step}
        return replace(at, own=own)
    if choice not in CHOICES:
        return None
    return replace(at, own={**at.own, **parse_steps(f"{step}={choice}")})


@dataclass(frozen=True, slots=True)
class Set:
    """What became of a change: the rhythm as it stands, and how many sessions were planned anew.

    `was_moved` when somebody else had changed this step since; then nothing was done.
    """

    at: Place
    sessions: int = 0
    was_moved: bool = False


def change(
    session: Session, context: Context, community_id: int, step: Step, choice: str, before: str
) -> Set | None:
    """Change one step, if it still stands as it was shown; None for who may not."""
    at = place(session, context, community_id)
    after = shifted(at, step, choice) if at is not None else None
    if at is None or after is None:
        return None
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
    frame.replace(session, new, frame.version(session, Frame.RHYTHM, EVERY_LANGUAGE))


async def on_rhythm(context: Context) -> None:
    """The rhythm of all, or of one community."""
    at = await _met(context)
    if at is not None:
        await context.answer()
        await context.show(screen(context.words, at, is_coordinator=context.is_coordinator))


async def on_step(context: Context) -> None:
    """✏️: one step."""
    at, step = await _met(context), _step(context)
    if at is None:
        return
    await context.answer()
    if step is not None:
        await context.show(step_screen(context.words, at, step))


async def on_shift(context: Context) -> None:
    """A distance was chosen: what it would bring."""
    at, step = await _met(context), _step(context)
    choice = context.references[2] if len(context.references) > 2 else ""  # noqa: PLR2004
    after = shifted(at, step, choice) if at is not None and step is not None else None
    if at is None or step is None or after is None:
        await context.answer()
        return
    await context.answer()
    await context.show(preview_screen(context.words, at, step, choice, after))


async def on_set(context: Context) -> None:
    """✅: from now on."""
    step, words = _step(context), context.words
    if step is None or len(context.references) != 4:  # noqa: PLR2004
        await context.answer()
        return
    done = await context.write(
        partial(
            change,
            context=context,
            community_id=callback_data.number(context.references) or ALL,
            step=step,
            choice=context.references[2],
            before=context.references[3],
        )
    )
    if done is None:
        await context.refuse(_not_yours(words))
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


async def on_places(context: Context) -> None:
    """The communities, for a coordinator."""
    if not context.is_coordinator:
        await context.refuse(_not_yours(context.words))
        return
    await context.answer()
    page = callback_data.number(context.references) or 0
    await context.show(await context.read(partial(places_screen, words=context.words, page=page)))


async def _met(context: Context) -> Place | None:
    """The rhythm of the pressed button; who may not change it hears so."""
    key = callback_data.number(context.references)
    at = await context.read(partial(place, context=context, community_id=key))
    if at is None:
        await context.refuse(_not_yours(context.words))
    return at


def _step(context: Context) -> Step | None:
    named = context.references[1] if len(context.references) > 1 else ""
    return next((step for step in STEPS if step == named), None)


def _not_yours(words: Words) -> str:
    return words("This is for the moderators of the community, and for Brusano's coordinators.")
