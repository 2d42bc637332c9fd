"""Worlds made leaky on purpose, each by one mistake that such programs make.

`attacker` is what the attacker has for this one: every byte that ever was, without the release
words (`copies`), or the machine as it stands and the words (`seized`).
"""

import hashlib
import sqlite3
from dataclasses import dataclass

from nacl.public import PublicKey, SealedBox

from bot.rules.cases import SIZE, Case, Choices, Content, read, written
from storage.cases.envelopes import RECEIPT_WORDS, Receipt, drawn_words, open_all
from tests.anonymity.core_world import CoreWorld, WatchedUrn
from tests.anonymity.evidence import Line, Member
from tests.least_cost import LEAST_COST


class ColumnUrn(WatchedUrn):
    """An urn with one more column beside the envelope."""

    _schema = (
        "CREATE TABLE envelope (id BLOB PRIMARY KEY, box BLOB, more) WITHOUT ROWID",
        "CREATE TABLE answered (person INTEGER PRIMARY KEY) WITHOUT ROWID",
    )

    def _insert(
        self, connection: sqlite3.Connection, envelope_id: bytes, box: bytes, person: int | None
    ) -> bool:
        values = (envelope_id, box, self.more(person))
        connection.execute("INSERT OR IGNORE INTO envelope VALUES (?, ?, ?)", values)
        connection.execute("INSERT OR IGNORE INTO answered VALUES (?)", (person,))
        return True

    def more(self, person: int | None) -> int | float | bytes:
        raise NotImplementedError


class UserIdUrn(ColumnUrn):
    def more(self, person: int | None) -> int:
        return person or 0


class SaltedHashUrn(ColumnUrn):
    world: CoreWorld

    def more(self, person: int | None) -> bytes:
        telegram = next((it.telegram for it in self.world.members if it.person == person), 0)
        return hashlib.sha256(self.world.salt + str(telegram).encode()).digest()


class ExactTimeUrn(ColumnUrn):
    def more(self, person: int | None) -> float:
        return self.world.now


class WalUrn(WatchedUrn):
    """In WAL mode, with the connection that a running program keeps."""

    _pragmas = (*WatchedUrn._pragmas[2:], "PRAGMA journal_mode = WAL")
    held: sqlite3.Connection | None = None

    def create(self) -> None:
        super().create()
        self.held = sqlite3.connect(self.path)
        self.held.execute("SELECT count(*) FROM envelope").fetchone()

    def destroy(self) -> None:
        if self.held is not None:
            self.held.close()
        super().destroy()


class OrdinaryUrn(WatchedUrn):
    """Ordinary tables, in which rows stay in the order in which they came."""

    _schema = (
        "CREATE TABLE envelope (id BLOB UNIQUE, box BLOB)",
        "CREATE TABLE answered (person INTEGER UNIQUE ON CONFLICT IGNORE)",
    )

    def _tidy(self, connection: sqlite3.Connection, *, changed: bool) -> None:
        """No VACUUM."""


class UserIdColumn(CoreWorld):
    urn_class = UserIdUrn


class SaltedHash(CoreWorld):
    urn_class = SaltedHashUrn


class ExactTime(CoreWorld):
    urn_class = ExactTimeUrn


class UrnInWalMode(CoreWorld):
    urn_class = WalUrn


class OrdinaryTable(CoreWorld):
    urn_class = OrdinaryUrn


class TextAndIdInTheLog(CoreWorld):
    def bring(self, member: Member, text: str) -> None:
        self.evidence.logs.append(Line(self.now, f"DEBUG update from {member.telegram}: {text!r}"))
        super().bring(member, text)


class TextAloneInTheLog(CoreWorld):
    def bring(self, member: Member, text: str) -> None:
        self.evidence.logs.append(Line(self.now, f"DEBUG sealing {text!r}"))
        super().bring(member, text)


class DraftsInATable(CoreWorld):
    """A draft is written and deleted, in a database that does not overwrite what it frees."""

    def bring(self, member: Member, text: str) -> None:
        self.main.execute("PRAGMA secure_delete = OFF")
        self.main.execute("CREATE TABLE IF NOT EXISTS draft (chat INTEGER, text TEXT)")
        self.main.execute("INSERT INTO draft VALUES (?, ?)", (member.telegram, text))
        super().bring(member, text)
        self.commit("DELETE FROM draft")


class UrnInBackups(CoreWorld):
    def backed_up(self) -> dict[str, bytes]:
        self.evidence.secrets["RELEASE_KEY"] = self.release.private_key
        return {it.name: it.read_bytes() for it in self.folder.iterdir()}


class WordsInAButton(CoreWorld):
    def bring(self, member: Member, text: str) -> None:
        words = drawn_words(RECEIPT_WORDS, "en", self.random.randbytes)
        receipt = Receipt.of(words, self.salt, LEAST_COST)
        self.put(member, Case(text, Choices(), receipt.mark), receipt)
        self.receipts[member.person] = receipt
        self.neutral_line(member, f"withdraw {words}")


class EnvelopeIdInAButton(CoreWorld):
    def put(self, member: Member, content: Content, receipt: Receipt) -> None:
        super().put(member, content, receipt)
        self.neutral_line(member, f"withdraw:{receipt.envelope_id.hex()}")


class MarkIsTheEnvelopeId(CoreWorld):
    def put(self, member: Member, content: Content, receipt: Receipt) -> None:
        if isinstance(content, Case):
            content = Case(content.text, content.choices, receipt.envelope_id)
        super().put(member, content, receipt)


class LettersInTheOrderOfTheUrn(CoreWorld):
    def shuffle(self, cases: list[Case]) -> None:
        cases.sort(key=self.came.index)


class SizesAsTheyAre(CoreWorld):
    """No padding; a blank says as much as it must."""

    def sealed(self, content: Content) -> bytes:
        box = SealedBox(PublicKey(self.release.public_key))
        return bytes(box.encrypt(written(content).rstrip(b"\0").ljust(1_000, b"\0")))

    def contents(self) -> list[Content]:
        found = open_all(self.urn.boxes(), self.release).contents
        return [it for data in found if (it := read(data.ljust(SIZE, b"\0"))) is not None]


class SecondEnvelopesStandAlone(CoreWorld):
    """No blanks of the program's own: an envelope without a mark is somebody's second thought."""

    changes_mind = 0.3
    covered = 0.0


@dataclass(frozen=True, slots=True)
class Leak:
    """A leaky world, and the attacks of which each must find it out."""

    world: type[CoreWorld]
    attacker: str
    caught_by: tuple[str, ...]
    windows: int = 6


LEAKS = (
    Leak(UserIdColumn, "seized", ("id_scan",)),
    Leak(SaltedHash, "seized", ("id_scan",)),
    Leak(ExactTime, "seized", ("nearest_time",), 12),
    Leak(UrnInWalMode, "seized", ("journals_and_wal",)),
    Leak(
        OrdinaryTable, "seized", ("row_order_against_register", "page_order_against_register"), 20
    ),
    Leak(TextAndIdInTheLog, "copies", ("id_scan",)),
    Leak(TextAloneInTheLog, "copies", ("nearest_time",), 12),
    Leak(DraftsInATable, "seized", ("texts_in_free_pages",)),
    Leak(UrnInBackups, "seized", ("backup_differences", "register_against_envelopes"), 10),
    Leak(WordsInAButton, "copies", ("secrets_in_chats", "register_against_envelopes")),
    Leak(EnvelopeIdInAButton, "seized", ("secrets_in_chats",)),
    Leak(MarkIsTheEnvelopeId, "copies", ("register_against_envelopes",)),
    Leak(LettersInTheOrderOfTheUrn, "copies", ("order_of_ids",), 30),
    Leak(SizesAsTheyAre, "copies", ("sizes",), 10),
)

FAINT_LEAKS = (Leak(SecondEnvelopesStandAlone, "copies", ("who_came_twice",), 250),)
"""Those that only many cases show."""
