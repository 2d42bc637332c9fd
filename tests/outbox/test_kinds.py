"""Every kind of outbox row renders in three languages, or says why it is dropped."""

import json
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from inspect import isabstract
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from bot.rules.cases import State
from bot.rules.languages import CODES
from bot.settings import parse_database_url
from handlers import OUTBOX_KINDS
from handlers.core.context import Services
from handlers.core.outgoing import Dropped, OutgoingMessage, Rendered
from storage.core import outbox
from storage.core.columns import row_id
from storage.core.database import Database
from storage.core.outbox import Outgoing
from tests.outbox.world import World, populated, services_of
from tests.storage.seats import NOW

Changed = Mapping[str, Any]
"""What stands in fields of a kind in place of what `World.fields` gives."""


def nothing(_world: World) -> Changed:
    return {}


def answered_by_partner(world: World) -> Changed:
    return {"person_id": world.anna.person_id}


def is_called_off(world: World) -> Changed:
    world.to_come.is_cancelled = True
    return {}


def owes_the_agreement(world: World) -> Changed:
    world.cis.agreement_version = "0"
    return {}


def waits_for_a_seat(world: World) -> Changed:
    world.place.offered_at = NOW
    return {"person_id": row_id(world.dirk)}


def is_member_no_more(world: World) -> Changed:
    return {"person_id": row_id(world.dirk)}


def is_of_no_group_known(_world: World) -> Changed:
    return {"telegram_id": -1}


def has_no_window(world: World) -> Changed:
    return {"person_id": world.mo.person_id, "meeting_id": row_id(world.later)}


def urn_is_void(world: World) -> Changed:
    world.window.state = State.VOID.value
    return {}


def vote_runs(world: World) -> Changed:
    world.window.vote_closes_at = world.to_come.starts_at
    return {}


def lead_reads(world: World) -> Changed:
    return {"person_id": world.lea.person_id}


def moderator_reads(world: World) -> Changed:
    return {"person_id": world.mo.person_id}


def absentee_reads(world: World) -> Changed:
    return {"person_id": world.absent.person_id}


def author_reads(world: World) -> Changed:
    return {"person_id": world.anna.person_id}


def reader_reads(world: World) -> Changed:
    return {"person_id": world.ben.person_id}


def cycle_is_closed(world: World) -> Changed:
    world.community.archived_at = NOW
    return {"cycle": world.to_come.cycle}


def is_posted(world: World) -> Changed:
    world.offer.posted_at, world.offer.posted_by = NOW, world.lea.person_id
    return {"person_id": world.mo.person_id}


def has_no_place(world: World) -> Changed:
    return {
        "interest_id": row_id(world.waiting),
        "telegram_id": world.waiting.telegram_id,
    }


def is_invited(world: World) -> Changed:
    return {"telegram_id": world.invited.telegram_id}


SCENES: Mapping[str, Callable[[World], Changed]] = {
    "replaced": answered_by_partner,
    "cancelled": is_called_off,
    "swapped": author_reads,
    "agreement": owes_the_agreement,
    "seat": waits_for_a_seat,
    "membership_ended": is_member_no_more,
    "goodbye": is_of_no_group_known,
    "window": has_no_window,
    "unopened": urn_is_void,
    "vote": vote_runs,
    "prompt_answers": lead_reads,
    "missed": absentee_reads,
    "note": reader_reads,
    "undelivered": author_reads,
    "asked": author_reads,
    "answered": reader_reads,
    "farewell": cycle_is_closed,
    "link_offer": moderator_reads,
    "link_post": is_posted,
    "link_posted": is_posted,
    "interest_invited": is_invited,
    "interest_full": has_no_place,
}
"""What has to be so that a kind says something, where that is not so in every populated world."""

SILENT = {"menu", "look", "forget_key"}
"""The kinds that do something in Telegram and say nothing."""

SPEAKS_TO_STRANGERS = {"goodbye"}
"""The kinds whose reader's language nobody knows: the program's own is spoken."""

SAYS_WHAT_IT_HOLDS = {"reply", "menu", "goodbye", "forget_key"}
"""The kinds that speak of nothing in the database."""


@pytest.fixture(scope="module")
def database(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    file = tmp_path_factory.mktemp("outbox") / "test.db"
    shutil.copyfile(sqlite_template, file)
    database = Database(parse_database_url(f"sqlite:///{file}"))
    yield database
    database.engine.dispose()


@pytest.fixture
def empty(database: Database) -> Iterator[Session]:
    """A transaction in the empty database, which is never committed."""
    with database.writing() as session:
        yield session
        session.rollback()


@pytest.fixture
def world(empty: Session) -> World:
    """Everything of which the outbox may speak."""
    return populated(empty)


@pytest.fixture(scope="module")
def values(database: Database) -> Mapping[str, Any]:
    """What stands in the fields of the kinds; nothing of what it speaks of is kept."""
    with database.writing() as session:
        values = populated(session).fields("nl")
        session.rollback()
    return values


@pytest.fixture
def services(database: Database, tmp_path: Path) -> Services:
    return services_of(database, tmp_path)


def made(kind: type[Rendered], values: Mapping[str, Any]) -> Rendered:
    """One row of a kind; fails with the name of a field that `World.fields` does not know."""
    return kind(**{one.name: values[one.name] for one in fields(kind)})


def rendered(
    kind: type[Rendered], world: World, language: str, services: Services
) -> OutgoingMessage | Dropped:
    """What the row of a kind says, read back from the database as delivery reads it."""
    changed = SCENES.get(kind.name, nothing)(world)
    world.speak(language)
    row = made(kind, {**world.fields(language), **changed})
    outbox.renew(world.session, row, NOW)
    world.session.flush()
    world.session.expire_all()
    return kind.of(world.session.exec(select(Outgoing)).one()).render(world.session, services)


def said(outgoing: OutgoingMessage) -> str:
    return f"{outgoing.screen.text}\n{outgoing.repeat_mark}"


@pytest.mark.parametrize("kind", OUTBOX_KINDS, ids=lambda kind: kind.name)
def test_each_renders_in_three_languages(
    kind: type[Rendered], world: World, services: Services
) -> None:
    outgoing = [rendered(kind, world, language, services) for language in CODES]

    messages = [one for one in outgoing if isinstance(one, OutgoingMessage)]
    assert len(messages) == len(CODES), outgoing
    is_one = kind.name in SILENT | SPEAKS_TO_STRANGERS
    assert len({said(one) for one in messages}) == (1 if is_one else len(CODES))
    assert all(bool(one.screen.text) != (kind.name in SILENT) for one in messages)


@pytest.mark.parametrize("kind", OUTBOX_KINDS, ids=lambda kind: kind.name)
def test_each_says_why_it_is_dropped_where_what_it_speaks_of_is_gone(
    kind: type[Rendered], values: Mapping[str, Any], empty: Session, services: Services
) -> None:
    outgoing = made(kind, {**values, "telegram_id": 1}).render(empty, services)

    assert isinstance(outgoing, Dropped) != (kind.name in SAYS_WHAT_IT_HOLDS)


def row_of(kind: Rendered, payload: Mapping[str, Any]) -> Outgoing:
    """What the database holds of it."""
    held: dict[str, Any] = {"payload": json.loads(json.dumps(payload)), **kind.recipient}
    return Outgoing(key="", kind=kind.name, due_at=NOW, **held)


@pytest.mark.parametrize("kind", OUTBOX_KINDS, ids=lambda kind: kind.name)
def test_each_is_read_as_it_was_written_and_what_an_older_row_lacks_is_empty(
    kind: type[Rendered], values: Mapping[str, Any]
) -> None:
    given = made(kind, values)
    read, older = kind.of(row_of(given, given.payload)), kind.of(row_of(given, {}))

    assert (read.recipient, read.payload) == (given.recipient, given.payload)
    assert older.recipient == given.recipient
    assert given.key()


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("bundle", {"parts": [{"step": "eve", "meeting": 3, "start": 1790000000}]}),
        ("eve", {"meeting": 3, "start": 1790000000}),
        ("moved", {"meeting": 3, "was": 1790000000}),
        ("changed", {"changes": [[3, 1790000000]], "venues": [[3, "Gent"]]}),
        ("late", {"meeting": 3, "seats": [1, 2]}),
        ("card", {"community": 1, "anew": True}),
        ("let_in", {"group": -5, "person": 9, "language": None}),
        ("interest_news", {"at": 1790000000}),
        ("harvest", {"community": 0, "language": "nl", "formats": ["docx"], "message": None}),
        ("reply", {"text": "Dag", "rows": [], "document": None, "protect": False}),
    ],
)
def test_a_row_that_waits_since_before_an_upgrade_is_read(
    name: str, payload: dict[str, Any]
) -> None:
    (kind,) = (one for one in OUTBOX_KINDS if one.name == name)

    row = Outgoing(key="", kind=name, due_at=NOW, payload=payload)
    row.person_id, row.chat_id, row.telegram_id = 1, 2, 3

    read = kind.of(row)

    assert {**read.payload, **payload} == read.payload


def kinds(base: type[Any]) -> Iterator[type[Any]]:
    """All that can be rendered and put; a dataclass with slots takes the place of its draft."""
    for kind in base.__subclasses__():
        yield from kinds(kind)
        is_draft = getattr(sys.modules[kind.__module__], kind.__name__) is not kind
        if kind.__module__.startswith("handlers.") and not (isabstract(kind) or is_draft):
            yield kind


def test_every_kind_is_in_the_registry_under_a_name_of_its_own() -> None:
    names = [kind.name for kind in OUTBOX_KINDS]

    assert set(kinds(Rendered)) == set(OUTBOX_KINDS)
    assert len(set(names)) == len(names)
    assert set(names) >= {*SCENES, *SILENT, *SPEAKS_TO_STRANGERS, *SAYS_WHAT_IT_HOLDS}
