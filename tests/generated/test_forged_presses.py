"""Every button of the callbacks table, pressed by those whom it must not serve.

From the table alone: whoever adds a verb to it has it pressed here. Nothing of the database may
change and no text of others may be shown, whatever a press names, wherever it comes from.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from sqlmodel import Session

from bot.rules.members import Role
from handlers.core.routes import Where, Who
from tests.generated.filling import COORDINATOR
from tests.generated.pressing import (
    GROUP,
    PERSONAS,
    PRIVATE,
    ROWS,
    Persona,
    Press,
    absurd_presses,
    is_served,
    presses,
)
from tests.generated.world import Effect, World, peopled_world

pytestmark = pytest.mark.timeout(180)

LEAST_REACHED: Final = 0.5
"""The part of the verbs with which those whom they serve see or change something in this world:
what nobody reaches, a missing check could not be seen to let through."""

FOR: Final = {
    Who.MODERATOR: "Mo",
    Who.FOLLOWING: "Mo",
    Who.LEAD: "Leo",
    Who.LEADING: "Mo",
    Who.OVERSEEING: "Mo",
}


def fault_of(
    effect: Effect, press: Press, persona: Persona, world: World, *, is_allowed: bool
) -> str | None:
    """What a press brought about that it must not; None when that is nothing."""
    if effect.is_failed:
        return "fails"
    of_others = {
        # Who is in a group without being registered is noted there for its moderators.
        table: [row for row in rows if not world.is_own(row, persona.telegram_id(world.peopled))]
        for table, rows in effect.changed.items()
    }
    if any(of_others.values()) or (set(effect.changed) - {"present"} and not is_allowed):
        return "changes"
    if effect.marks:
        return "shows"
    if press.place == GROUP and effect.methods:
        return "writes"
    return None


async def faults_of(
    world: World, persona: Persona, pressed: Iterator[Press]
) -> set[tuple[str, str, str, str]]:
    """What presses bring about that must bring about nothing."""
    faults = set()
    for press in pressed:
        with Session(world.database.engine) as session:
            is_allowed = is_served(session, press, persona)
        # What anyone may do about themselves is watched of those who have nothing else there.
        if is_allowed and (press.row.who is not Who.ANYONE or persona.roles):
            continue
        chat_id = world.peopled[0].chat_id if press.place == GROUP else None
        effect = await world.press(persona.telegram_id(world.peopled), press.data, chat_id)
        fault = fault_of(effect, press, persona, world, is_allowed=is_allowed)
        if fault is not None:
            faults.add((press.name, persona.name, press.place, fault))
        if effect.changed:
            await world.restore()
    return faults


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: persona.name)
async def test_a_forged_press_changes_and_shows_nothing(
    database_url: str, tmp_path: Path, persona: Persona
) -> None:
    async with peopled_world(database_url, tmp_path) as world:
        all_presses = (press for row in ROWS for press in presses(row, world.peopled, persona))
        faults = await faults_of(world, persona, all_presses)

    assert sorted(faults) == []


async def test_a_press_with_absurd_arguments_changes_and_shows_nothing(
    database_url: str, tmp_path: Path
) -> None:
    member = Persona("member", {"A": Role.MEMBER})
    async with peopled_world(database_url, tmp_path) as world:
        all_presses = (press for row in ROWS for press in absurd_presses(row, world.peopled))
        assert sorted(await faults_of(world, member, all_presses)) == []


async def test_those_whom_a_button_serves_reach_what_it_names(
    sqlite_url: str, tmp_path: Path
) -> None:
    reached = set()
    async with peopled_world(sqlite_url, tmp_path) as world:
        people = world.peopled[0].people
        for row in ROWS:
            who = COORDINATOR if row.who is Who.COORDINATOR else people[FOR.get(row.who, "Dora")]
            for press in presses(row, world.peopled[:1], Persona("anyone")):
                effect = await world.press(who, press.data) if press.place == PRIVATE else None
                if effect is None or not (effect.marks or effect.changed):
                    continue
                reached.add(press.name)
                if effect.changed:
                    await world.restore()
                break

    assert len(reached) >= LEAST_REACHED * len(ROWS)


def test_each_verb_stands_in_the_table_once() -> None:
    names = [(row.verb.room.name, row.verb.name) for row in ROWS]

    assert len(names) == len(set(names))


def test_what_skips_the_look_up_is_the_card_alone() -> None:
    skipping = {row.verb.room.name for row in ROWS if row.skips_lookup}

    assert skipping == {"rsvp"}
    assert all(row.where is Where.ANYWHERE for row in ROWS if row.skips_lookup)
