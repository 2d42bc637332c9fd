"""The rhythm: how far from a meeting each step falls, for all communities or shifted in one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from html import escape
from typing import Final

from sqlmodel import Session

from bot.rules import frame as rules
from bot.rules.frame import EVERY_LANGUAGE, Frame
from bot.rules.rhythm import STEPS, Step, is_before
from bot.settings import parse_steps
from handlers.core.pages import turn_rows
from handlers.core.screens import Row, Screen, in_fitting_rows, in_rows, lines, paragraphs
from handlers.core.step_names import title
from handlers.frame.verbs import AS_ALL, CHOICES, PLACES, RHYTHM, SET, SHIFT, STEP, WRITE
from handlers.frame.views import SIGN, back
from locales import N_, Words
from storage import communities
from storage.core.columns import row_id

ALL: Final = 0
"""In the place of a community: the rhythm of all."""

A_PAGE: Final = 10
"""Communities on a screen."""

Distances = Mapping[str, timedelta]
Shift = Mapping[str, timedelta | None]


def rhythm_lines(words: Words, distances: Shift, own: Shift | None = None) -> str:
    """A line for each step that is named; those of `own` are a community's own."""
    return lines(
        *(
            f"• {title(words, step)}: <b>{_away(words, step, distances[step])}</b>"
            + (f" ({words('own')})" if own is not None and step in own else "")
            for step in STEPS
            if step in distances
        )
    )


def _away(words: Words, step: Step, away: timedelta | None) -> str:
    if away is None:
        return words("off")
    distance = _distance(words, away)
    if is_before(step):
        return words("{distance} before the session", distance=distance)
    return words("{distance} after the session", distance=distance)


def _distance(words: Words, away: timedelta) -> str:
    minutes = int(away.total_seconds()) // 60
    if minutes % (24 * 60) == 0:
        return words.plural("{number} day", "{number} days", minutes // (24 * 60))
    if minutes % 60 == 0:
        return words.plural("{number} hour", "{number} hours", minutes // 60)
    return words.plural("{number} minute", "{number} minutes", minutes)


@dataclass(frozen=True, slots=True)
class Place:
    """A rhythm and its owner: all communities, or the community `name`.

    `usual` is the rhythm that a community's own changes are applied to.
    """

    usual: Distances
    own: Shift = field(default_factory=dict)
    id: int = ALL
    name: str = ""

    @property
    def stands(self) -> Shift:
        """Every step's distance; None where it is off."""
        merged = rules.rhythm(self.usual, self.own)
        return {step: merged.get(step) for step in STEPS}


def screen(words: Words, at: Place, *, is_coordinator: bool, told: str | None = None) -> Screen:
    """The whole rhythm, with a button for each step; `told` confirms the last change."""
    text = paragraphs(
        f"✅ {told}" if told else None,
        lines(_title(at), f"{SIGN} <b>{words('Rhythm')}</b>"),
        rhythm_lines(words, at.stands, at.own),
        _warning(words, at.stands),
    )
    steps = [STEP.button(f"✏️ {title(words, step)}", at.id, step) for step in STEPS]
    return Screen(text, (*in_fitting_rows(steps), *(_ways(words, at) if is_coordinator else ())))


def _ways(words: Words, at: Place) -> tuple[Row, ...]:
    """The lines beside the steps that a coordinator sees."""
    if at.id != ALL:
        return ((PLACES.button(f"⬅️ {words('Back')}", 0),),)
    one = PLACES.button(f"➡️ {words('Shift it in one community')}", 0)
    label = f"✏️ {words('Write it in one line')}"
    earlier = WRITE.button(label, Frame.RHYTHM, EVERY_LANGUAGE)
    return ((one,), (earlier,), (back(words),))


def _title(at: Place) -> str:
    return f"<b>{escape(at.name, quote=False)}</b>" if at.name else ""


def _warning(words: Words, distances: Shift) -> str | None:
    known = {step: away for step, away in distances.items() if away is not None}
    if not rules.allows_no_cases(known):
        return None
    return "⚠️ " + words(
        "Nobody can bring a case with this rhythm: the call must come before the agenda."
    )


def step_screen(words: Words, at: Place, step: Step) -> Screen:
    """How far from the session a step may fall."""
    offered = [
        SHIFT.button(_label(words, choice), at.id, step, choice)
        for choice in CHOICES
        if choice != rules.amount(at.stands[step])
    ]
    as_all = SHIFT.button(f"⬅️ {words('As in all communities')}", at.id, step, AS_ALL)
    text = paragraphs(_title(at), rhythm_lines(words, {step: at.stands[step]}, at.own))
    return Screen(
        text,
        (
            *in_rows(offered, 3),
            *(((as_all,),) if step in at.own else ()),
            (RHYTHM.button(f"⬅️ {words('Back')}", at.id),),
        ),
    )


def _label(words: Words, choice: str) -> str:
    away = parse_steps(f"{Step.CASE}={choice}")[Step.CASE]
    return str(_distance(words, away)) if away is not None else f"❌ {words('off')}"


def preview_screen(words: Words, at: Place, step: Step, choice: str, after: Place) -> Screen:
    """The effect of a change, before it is made."""
    before = rules.amount(at.stands[step])
    text = paragraphs(
        _title(at),
        rhythm_lines(words, {step: after.stands[step]}),
        words("Now: {distance}.", distance=_away(words, step, at.stands[step])),
        words("The sessions to come are planned anew. What was sent already stays."),
        _warning(words, after.stands),
    )
    row = (
        SET.button(f"✅ {words('Change it')}", at.id, step, choice, before),
        STEP.button(f"⬅️ {words('Back')}", at.id, step),
    )
    return Screen(text, (row,))


def places_screen(session: Session, words: Words, page: int) -> Screen:
    """The communities by name, a page at a time; those with a shift of their own are marked."""
    found = communities.page(session, page * A_PAGE, A_PAGE + 1)
    rows: list[Row] = [
        (RHYTHM.button(f"{'✏️ ' if one.rhythm else ''}{one.name}", row_id(one)),)
        for one in found[:A_PAGE]
    ]
    rows += turn_rows(words, page, PLACES.data, has_more=len(found) > A_PAGE, back=N_("Back"))
    rows.append((RHYTHM.button(f"⬅️ {words('Rhythm')}", ALL),))
    return Screen(words("In which community?"), tuple(rows))
