"""An empty database of each kind, and a community in it."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session

from storage import migrations
from storage.communities import Community
from storage.core.database import Database
from tests.storage.handing import Duo
from tests.storage.seats import found, plan, sit


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database with all its tables, empty."""
    database = Database(database_url)
    migrations.upgrade(database.engine)
    yield database
    database.engine.dispose()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A transaction that writes."""
    with database.writing() as session:
        yield session


@pytest.fixture
def community(session: Session) -> Community:
    """A community where nobody sits yet."""
    return found(session, "Noord")


@pytest.fixture
def duo(session: Session, community: Community) -> Duo:
    """Anna and Ben, with meetings every four weeks, the first on a Tuesday."""
    anna, ben = sit(session, community, "Anna", "Ben")
    return Duo(community, anna, ben, plan(session, community, *range(28, 170, 28)))
