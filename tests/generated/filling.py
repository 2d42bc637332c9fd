"""What a peopled world is described by: whose texts are whose, and the ids of what is in it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlmodel import Session, SQLModel

from storage.core.text_encryption import TextCipher

MARK: Final = "GEHEIM"
"""With what every marker begins; a community's letter follows."""

NOW: Final = datetime(2026, 10, 20, 9, 0, tzinfo=UTC)
DAY: Final = timedelta(days=1)
COORDINATOR: Final = 99
FORMER: Final = 98
"""Who was a member of the first community, and was removed from it."""
STRANGER: Final = 97

MEETINGS: Final = ((2, 7 * DAY), (1, -7 * DAY), (3, 28 * DAY))
"""The number of each meeting of a community, and how far from now it is."""

MEMBERS: Final = ("Ann", "Bea", "Cas", "Dora", "Dirk", "Els", "Fien")
DUO: Final = ("Dora", "Dirk")


@dataclass
class Peopled:
    """One of the communities, by the ids of what is in it."""

    letter: str
    community_id: int
    chat_id: int
    """As Telegram knows its group."""
    people: dict[str, int] = field(default_factory=dict)
    """Telegram ids by name."""
    rows: dict[str, list[int]] = field(default_factory=dict)
    """The ids of the rows of each table, in the order in which they were put there."""


@dataclass
class Filling:
    """Puts rows in place, and notes their ids."""

    session: Session
    cipher: TextCipher
    there: Peopled
    person_ids: dict[str, int] = field(default_factory=dict)
    seat_ids: dict[str, int] = field(default_factory=dict)

    def put(self, row: SQLModel) -> int:
        """Put a row in its table; its id, or 0 where it has none."""
        self.session.add(row)
        self.session.flush()
        key: int = getattr(row, "id", 0)
        self.there.rows.setdefault(str(row.__tablename__), []).append(key)
        return key

    def said(self, what: str) -> str:
        """A text of this community."""
        return f"{MARK}{self.there.letter} {what}"

    def sealed(self, what: str) -> str:
        """The same, as it is stored."""
        return self.cipher.encrypt(self.said(what))
