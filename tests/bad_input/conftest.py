"""One peopled town for all cases: none of them may change anything in it."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
from sqlmodel import Session, select

from bot.playground.people import Person
from bot.playground.telegram import Telegram
from bot.settings import parse_database_url
from storage.tables import TABLES
from tests.end_to_end.test_meetings import planned
from tests.end_to_end.town import Founded, Town, living

BESIDE = ("form_draft", "outbox", "present")
"""Drafts, answers and who was seen in a group: what was begun may stay begun."""


@dataclass
class Stage:
    """Two communities, and people of every kind."""

    town: Town
    north: Founded
    south: Founded

    def who(self, name: str) -> Person:
        """A person by their part in the cases."""
        people = {
            "coordinator": self.town.brusano,
            "moderator": self.north.people["Mo"],
            "member": self.north.people["Anna"],
            "neighbour": self.south.people["Zoë"],
            "stranger": self._stranger("Vreemd", "nl"),
            "étranger": self._stranger("Étranger", "fr"),
        }
        return people[name]

    def _stranger(self, name: str, language: str) -> Person:
        world = self.town.telegram.world
        found = next((one for one in world.people.values() if one.first_name == name), None)
        return found or world.person(name, language_code=language)

    async def stored(self) -> dict[str, list[Any]]:
        """Everything in the tables, but for drafts and what is being said."""

        def ask(session: Session) -> dict[str, list[Any]]:
            return {
                str(table.__tablename__): sorted(
                    repr(row.model_dump()) for row in session.exec(select(table))
                )
                for table in TABLES
                if table.__tablename__ not in BESIDE
            }

        return await self.town.app.database.read(ask)


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
)
def shared_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A database for all cases, once of each kind."""
    if request.param == "sqlite":
        yield parse_database_url(f"sqlite:///{tmp_path_factory.mktemp('bad')}/test.db")
    else:
        template = request.getfixturevalue("postgresql_template")
        with request.getfixturevalue("postgresql_server").database(template) as address:
            yield parse_database_url(address)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(shared_url: str) -> AsyncIterator[Stage]:
    """The stage of all cases: Noord with a planned meeting and a group, and Zuid beside it."""
    async with Telegram.start() as telegram, living(telegram, shared_url) as town:
        north = await town.community("Anna", language="nl")
        await planned(town, north, "/plan 2027-01-19 14:00-16:30 Citisen")
        south = await _south(town)
        yield Stage(town, north, south)
        assert telegram.world.complaints == []


async def _south(town: Town) -> Founded:
    founded = await town.founds("Noord-Zuid", "fr")
    mo = await town.registers(founded, "Zed", founded.moderators[0], "fr")
    group = await town.ties(founded, mo)
    zoe = await town.registers(founded, "Zoë", founded.member, "fr")
    zoe.joins(group)
    await town.settles()
    return founded
