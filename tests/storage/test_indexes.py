"""What is asked every second, or at every press, is found by an index and not by looking at all."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, create_engine, event
from sqlmodel import Session, SQLModel

from handlers.prompts import schedule as prompts
from storage import migrations
from storage.core import outbox
from storage.reminders import steps
from storage.rsvp import batch
from tests.storage.handing import Timing

NOW = datetime(2026, 9, 1, 8, tzinfo=UTC)
TIMING = Timing()

ASKED = {
    "the next row of the outbox": outbox.next_due,
    "the rows to send": lambda session: outbox.claim(session, NOW, 10),
    "the next reminder": lambda session: session.exec(steps.earliest_step()).first(),
    "the reminders that fell due": lambda session: steps.fallen_due(session, NOW),
    "the next prompt": lambda session: [session.exec(one).first() for one in prompts.earliest()],
    "the prompts that fell due": lambda session: prompts.fall_due(session, TIMING, NOW),
    "what presses meet": lambda session: batch.read_round(
        session, people={1}, meetings={1}, others={1}
    ),
}

SCANS = {f"SCAN {table}" for table in SQLModel.metadata.tables}


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED.keys())
def test_an_index_finds_it(asked, sqlite_url: str) -> None:  # type: ignore[no-untyped-def]
    engine = create_engine(sqlite_url)
    migrations.upgrade(engine)
    statements: list[tuple[str, object]] = []

    @event.listens_for(engine, "before_cursor_execute")
    def note(
        _connection: Connection, _cursor: object, statement: str, given: object, *_: object
    ) -> None:
        if statement.startswith("SELECT"):
            statements.append((statement, given))

    with Session(engine) as session:
        asked(session)
        connection = session.connection().connection
        for statement, given in statements:
            plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", given)]
            assert not [step for step in plan if step in SCANS], statement
    engine.dispose()
    assert statements
