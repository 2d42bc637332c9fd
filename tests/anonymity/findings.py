"""What every attack can read out of the evidence: states, envelopes, keys, who did what when."""

import re
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from hashlib import blake2b

from nacl.public import PrivateKey

from bot.rules.cases import Case, read
from storage.cases.envelopes import (
    RECEIPT_WORDS,
    RELEASE_WORDS,
    SALT_SIZE,
    Receipt,
    Release,
    open_all,
    words_in,
)
from tests.anonymity.evidence import Evidence, Row, Value
from tests.anonymity.reading import images, rows
from tests.least_cost import LEAST_COST

KEY = 32
_OF_PEOPLE = ("person", "person_id")
LARGE = 1_000  # bytes from which a value is a sealed box
URN = ".urn"
_SIDE_FILES = ("-wal", "-journal")
_NO_DATABASE = (*_SIDE_FILES, "-shm", ".key", ".backup")
_HEX = re.compile(r"(?:[0-9a-f]{2}){16,}", re.IGNORECASE)
_BASE64 = re.compile(r"[A-Za-z0-9+/]{22,}={0,2}")


@dataclass(frozen=True, slots=True)
class State:
    """A database at one moment: out of a copy's file, a commit in its WAL, or its journal."""

    at: float
    copy: int
    name: str
    origin: str
    data: bytes
    rows: tuple[Row, ...]

    @property
    def is_urn(self) -> bool:
        return URN in self.name

    @property
    def envelopes(self) -> list[tuple[bytes, Row]]:
        """The ids of the envelopes with their rows, in the order of the table."""
        return [(found, row) for row in self.rows if (found := id_of(row)) is not None]

    @property
    def answered(self) -> list[int]:
        """The register, in the order of its table."""
        return [
            int(value)
            for row in self.rows
            if row.table == "answered"
            for name, value in row.values.items()
            if name == "person" and isinstance(value, int)
        ]


@dataclass(frozen=True, slots=True)
class Appearance:
    """When an envelope was first seen, and whose mark came with it."""

    place: int
    at: float
    marks: frozenset[int]


def id_of(row: Row) -> bytes | None:
    """The id of the envelope that this row is, if it is one."""
    values = list(row.values.values())
    if not any(isinstance(value, bytes) and len(value) >= LARGE for value in values):
        return None
    ids = [value for value in values if isinstance(value, bytes) and len(value) == KEY]
    return ids[0] if ids else blake2b(repr(values).encode(), digest_size=KEY).digest()


def box_of(row: Row) -> bytes:
    """The sealed box in an envelope's row."""
    return max((v for v in row.values.values() if isinstance(v, bytes)), key=len, default=b"")


def moment(value: Value) -> float | None:
    """Seconds since 1970, if this can be a time."""
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, str) and value[:4].isdigit() and "-" in value:
        try:
            at = datetime.fromisoformat(value)
            return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
        except ValueError:
            return None
    return None


class Findings:
    """The evidence, read once for all attacks."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self._counted: dict[int, dict[str, float]] | None = None
        self.members = {member.person: member for member in evidence.members}

    def counted(
        self, count: Callable[["Findings"], dict[int, dict[str, float]]]
    ) -> dict[int, dict[str, float]]:
        """What there is of each person, counted once."""
        if self._counted is None:
            self._counted = count(self)
        return self._counted

    # --- states ---------------------------------------------------------------------------

    @cached_property
    def states(self) -> list[State]:
        """Every state of every database in every copy and backup, in the order of time."""
        both = [*self.evidence.copies, *self.evidence.backups]
        found = []
        known: dict[str, set[bytes]] = {}
        seen: dict[str, tuple[bytes, ...]] = {}
        for number, copy in enumerate(sorted(both, key=lambda it: it.at)):
            if copy.rows:
                found.append(State(copy.at, number, "server", "file", b"", copy.rows))
            for name in copy.files:
                parts = tuple(copy.files.get(name + side, b"") for side in ("", *_SIDE_FILES))
                if name.endswith(_NO_DATABASE) or seen.get(name) == parts:
                    continue
                seen[name] = parts
                before = set() if URN in name else known.setdefault(name, set())
                found += [
                    State(copy.at, number, name, origin, data, rows(data))
                    for origin, data in images(name, copy.files, before)
                ]
        return found

    @cached_property
    def urn_states(self) -> list[State]:
        return [state for state in self.states if state.is_urn and state.rows]

    @cached_property
    def last_urn(self) -> State | None:
        """The fullest state of the urn that was kept."""
        return max(self.urn_states, key=lambda it: (len(it.envelopes), it.at), default=None)

    @cached_property
    def register(self) -> list[int]:
        """Who answered; all members if that was never kept."""
        seen = {person for state in self.urn_states for person in state.answered}
        return sorted(seen & set(self.members)) or sorted(self.members)

    @cached_property
    def envelopes(self) -> dict[bytes, Row]:
        return dict(found for state in self.urn_states for found in state.envelopes)

    def appearances(self, states: Iterable[State]) -> dict[bytes, Appearance]:
        """When each envelope first shows in these states of the urn, and the mark beside it."""
        found: dict[bytes, Appearance] = {}
        marked: set[int] = set()
        for state in states:
            new_marks = frozenset(state.answered) - marked
            new = [envelope for envelope, _ in state.envelopes if envelope not in found]
            for envelope in new:
                found[envelope] = Appearance(len(found), state.at, new_marks)
            if new:
                marked |= new_marks
        return found

    @cached_property
    def activity(self) -> list[tuple[float, int]]:
        """Who did something else, and when: rows of the other databases, and the chats."""
        by_telegram = {member.telegram: member.person for member in self.evidence.members}
        found = {
            (it.at, by_telegram[it.chat])
            for it in self.evidence.chats
            if it.chat in by_telegram and (it.is_own or it.text == "rsvp")
        }
        for state in self.states:
            if not state.is_urn:
                found |= {it for row in state.rows for it in self._acts(row)}
        return sorted(found)

    def _acts(self, row: Row) -> Iterator[tuple[float, int]]:
        people = [v for k, v in row.values.items() if k in _OF_PEOPLE and v in self.members]
        times = [at for value in row.values.values() if (at := self.in_period(value)) is not None]
        for person in people:
            for at in times:
                yield at, int(person)

    def in_period(self, value: Value) -> float | None:
        """The value as a time of this window, if it can be one."""
        at = moment(value)
        return at if at is not None and self.evidence.begin <= at <= self.evidence.end else None

    # --- keys and what they open ------------------------------------------------------------

    @cached_property
    def texts(self) -> list[str]:
        """Every text that was kept outside the databases."""
        found = [line.text for line in self.evidence.logs]
        for message in self.evidence.chats:
            found += [message.text, *message.buttons]
        return found

    @cached_property
    def values(self) -> set[bytes]:
        """Every value that can be an id, a key or a salt: of 16 or 32 bytes, however written."""
        found = set(self.evidence.secrets.values())
        written = set(self.texts)
        for state in self.states:
            for row in state.rows:
                for value in row.values.values():
                    if isinstance(value, bytes):
                        found.add(value)
                    elif isinstance(value, str) and len(value) < LARGE:
                        written.add(value)
        for text in written:
            found |= set(decoded(text))
        return {value for value in found if len(value) in (SALT_SIZE, KEY)}

    @cached_property
    def receipts(self) -> list[tuple[str, Receipt]]:
        """Receipts made of words that were kept anywhere, each with the text they stood in."""
        salts = [value for value in self.values if len(value) == SALT_SIZE]
        return [
            (text, Receipt.of(words, salt, LEAST_COST))
            for text in set(self.texts)
            for words in _runs_of_words(text, RECEIPT_WORDS)
            for salt in salts
        ]

    @cached_property
    def releases(self) -> list[Release]:
        """Key pairs whose public half was kept too."""
        salts = [value for value in self.values if len(value) == SALT_SIZE]
        keys = [value for value in self.values if len(value) == KEY]
        pairs = [Release(bytes(PrivateKey(key).public_key), key) for key in keys]
        pairs += [
            Release.of(words, salt, LEAST_COST)
            for text in set(self.texts)
            for words in _runs_of_words(text, RELEASE_WORDS)
            for salt in salts
        ]
        return [pair for pair in pairs if pair.public_key in self.values]

    @cached_property
    def unsealed(self) -> dict[bytes, Case]:
        """The cases in those envelopes that a key found anywhere opens."""
        found = {}
        for release in self.releases:
            for envelope, row in self.envelopes.items():
                for content in open_all([box_of(row)], release).contents:
                    if isinstance(case := read(content), Case):
                        found[envelope] = case
        return found


def decoded(text: str) -> Iterator[bytes]:
    """Bytes that stand in a text as hexadecimal or base64."""
    for match in _HEX.findall(text):
        yield bytes.fromhex(match)
    for match in _BASE64.findall(text):
        try:
            yield b64decode(match)
        except ValueError:
            continue


def _runs_of_words(text: str, number: int) -> Iterator[str]:
    words = text.split()
    for start in range(len(words) - number + 1):
        if found := words_in(" ".join(words[start : start + number]), number):
            yield found
