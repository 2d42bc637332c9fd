"""One window of a group of thirteen on the core alone: urn, envelopes and opening.

Around it goes on what goes on: the same people answer for the meeting in the main database (SQLite
in WAL mode), mostly in the same quarter of an hour. A copy of all files is taken in the middle and
after each commit of either database.
"""

import contextlib
import random
import sqlite3
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from nacl.secret import SecretBox

from bot.rules.cases import (
    Blank,
    Case,
    Choices,
    Content,
    OpenedCase,
    Withdrawal,
    opened,
    packed,
    read,
    written,
)
from storage.cases.envelopes import (
    RECEIPT_WORDS,
    RELEASE_WORDS,
    Receipt,
    Release,
    drawn_words,
    open_all,
    seal,
)
from storage.cases.urn import Urn
from tests.anonymity.attacks import seized
from tests.anonymity.evidence import Evidence, Line, Member, Message, Target, Trial
from tests.least_cost import LEAST_COST

MEMBERS = 13
BEGIN = 1_760_000_000.0
LENGTH = 14 * 86_400.0
NIGHT = 86_400.0

BRINGS = 0.4  # of those who answer
ABSENT = 0.03
TOGETHER = 0.6  # answer both questions at one sitting
SITTING = 600.0  # seconds
WITHDRAWS = 0.04  # of the cases, before the opening
PRESSES_AGAIN = 0.1

_MAIN = """
CREATE TABLE person (id INTEGER PRIMARY KEY, telegram INTEGER, name TEXT);
CREATE TABLE answer (person INTEGER, meeting INTEGER, answer TEXT, at REAL);
CREATE TABLE case_window (id INTEGER PRIMARY KEY, public_key TEXT, salt TEXT, state TEXT);
CREATE TABLE anonymous_case (
    id INTEGER PRIMARY KEY, window INTEGER, letter TEXT, sealed BLOB, choices TEXT
);
CREATE TABLE case_mark (anonymous_case INTEGER, mark TEXT);
"""
_OPENINGS = ("How do I go on with", "Who knows a way for", "What would you do about", "Stuck with")
_SUBJECTS = ("a family", "a young person", "somebody who lives alone", "a couple", "a neighbour")


class Watching(Protocol):
    """A world in which an urn stands."""

    @property
    def now(self) -> float: ...

    def copy(self) -> None: ...


class WatchedUrn(Urn):
    """The urn as it is, but that a copy of everything is taken whenever it is about to write."""

    world: Watching
    _pragmas = (*Urn._pragmas, "PRAGMA synchronous = OFF")  # nobody pulls a plug here

    def _connect(self, *, create: bool) -> sqlite3.Connection:
        connection = super()._connect(create=create)
        connection.set_trace_callback(self._traced)
        return connection

    def _traced(self, statement: str) -> None:
        if statement in ("COMMIT", "VACUUM"):
            self.world.copy()


@dataclass(frozen=True, slots=True)
class Act:
    """Something a member does at a time: `rsvp`, `blank`, `case`, `again`, `withdraw`.

    `cover` follows upon something that the member did, and is nobody's.
    """

    at: float
    kind: str
    member: Member


class CoreWorld:
    """One window from the call to the destroyed urn. Leaky worlds override the marked methods."""

    urn_class: type[WatchedUrn] = WatchedUrn
    changes_mind = 0.04  # says nothing this time, and brings a case later
    covered = 0.25  # of what members do else; a blank of the program's own follows

    def __init__(self, folder: Path, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - a world to be repeated
        self.folder = folder
        self.now = BEGIN
        self.members = self._drawn_members()
        self.salt = self.random.randbytes(16)
        words = drawn_words(RELEASE_WORDS, "en", self.random.randbytes)
        self.release = Release.of(words, self.salt, LEAST_COST)
        self.text_key = self.random.randbytes(SecretBox.KEY_SIZE)
        self.evidence = Evidence(self.members, BEGIN, BEGIN + LENGTH)
        self.evidence.secrets["TEXT_KEY"] = self.text_key
        self.receipts: dict[int, Receipt] = {}
        self.written: dict[str, int] = {}
        self.came: list[Content] = []
        self.messages = 1_000
        self.nights = 0
        self.main = sqlite3.connect(folder / "main.db", isolation_level=None)
        self.urn = self.urn_class(folder / "1.urn")
        self.urn.world = self

    def trial(self, attacker: str) -> Trial:
        """Live through the window; `attacker` is `copies` (every byte ever) or `seized`."""
        with contextlib.closing(self.main):
            self._prepare()
            for act in self._drawn_acts():
                self.now = act.at
                self.do(act)
                self._pass_the_night()
            self.now = BEGIN + LENGTH
            self.open()
        evidence = self.evidence
        if attacker == "seized":
            evidence = seized(evidence, self.release.private_key)
        return Trial(evidence, [self.written[target.text] for target in evidence.targets])

    def copy(self) -> None:
        """Take a copy of all files as they are."""
        self.evidence.take_copy(self.folder, self.now)

    # --- what a leaky world does otherwise --------------------------------------------------

    def shuffle(self, cases: list[Case]) -> None:
        self.random.shuffle(cases)

    def bring(self, member: Member, text: str) -> None:
        """The way of a case: preview with the receipt, 📨, one neutral line."""
        words = drawn_words(RECEIPT_WORDS, "en", self.random.randbytes)
        receipt = Receipt.of(words, self.salt, LEAST_COST)
        self.put(member, Case(text, Choices(), receipt.mark), receipt)
        self.receipts[member.person] = receipt
        self.neutral_line(member)

    def say_nothing(self, member: Member) -> None:
        """The way of a blank: the same, with words that nobody sees."""
        words = drawn_words(RECEIPT_WORDS, "en", self.random.randbytes)
        self.put(member, Blank(), Receipt.of(words, self.salt, LEAST_COST))
        self.neutral_line(member)

    def put(self, member: Member, content: Content, receipt: Receipt) -> None:
        box = self.sealed(content)
        blank = isinstance(content, Blank)
        self.urn.put(receipt.envelope_id, box, member.person, unless_answered=blank)

    def sealed(self, content: Content) -> bytes:
        return seal(written(content), self.release.public_key, self.random.randbytes)

    def backed_up(self) -> dict[str, bytes]:
        """The files that a backup holds: never the urn."""
        return {it.name: it.read_bytes() for it in self.folder.iterdir() if "main" in it.name}

    def contents(self) -> list[Content]:
        """What comes out of the urn, in its order."""
        found = [read(it) for it in open_all(self.urn.boxes(), self.release).contents]
        return [it for it in found if it is not None]

    def neutral_line(self, member: Member, *buttons: str) -> None:
        self.say(member, "Your answer is in the urn.", *buttons)

    # --- what goes on ------------------------------------------------------------------------

    def do(self, act: Act) -> None:
        self.evidence.logs.append(Line(self.now, "an update was handled"))
        match act.kind:
            case "rsvp":
                self.commit("INSERT INTO answer VALUES (?, 7, 'yes', ?)", act.member.person, act.at)
                self.say(act.member, "rsvp")
            case "case":
                text = self.drawn_text()
                self.written[text] = act.member.person
                self.bring(act.member, text)
            case "withdraw":
                self.withdraw(act.member)
            case "cover":
                self.cover()
            case _:
                self.say_nothing(act.member)
        self.copy()

    def withdraw(self, member: Member) -> None:
        words = drawn_words(RECEIPT_WORDS, "en", self.random.randbytes)
        throwaway = Receipt.of(words, self.salt, LEAST_COST)
        earlier = self.receipts[member.person]
        self.put(member, Withdrawal(earlier.mark), throwaway)
        self.neutral_line(member)

    def cover(self) -> None:
        """A blank of nobody's, among which somebody's second envelope is nothing special."""
        words = drawn_words(RECEIPT_WORDS, "en", self.random.randbytes)
        receipt = Receipt.of(words, self.salt, LEAST_COST)
        self.urn.put(receipt.envelope_id, self.sealed(Blank()), None)

    def say(self, member: Member, text: str, *buttons: str) -> None:
        self.messages += 1
        self.evidence.chats.append(
            Message(member.telegram, self.messages, self.now, text, tuple(buttons))
        )

    def commit(self, statement: str, *values: object) -> None:
        self.main.execute(statement, values)
        self.copy()

    def open(self) -> None:
        self.urn.close()
        self.copy()
        self.came = self.contents()
        result = opened(self.came, self.shuffle)
        self.main.execute("BEGIN")
        for case in result.cases:
            self._keep(case)
        self.main.execute("UPDATE case_window SET state = 'opened'")
        self.main.execute("COMMIT")
        self.copy()
        self.urn.destroy()
        self.copy()
        self.evidence.targets = tuple(Target(it.letter, it.text, it.marks) for it in result.cases)

    def _keep(self, case: OpenedCase) -> None:
        sealed = SecretBox(self.text_key).encrypt(case.text.encode(), self.random.randbytes(24))
        kept = self.main.execute(
            "INSERT INTO anonymous_case (window, letter, sealed, choices) VALUES (1, ?, ?, ?)",
            (case.letter, bytes(sealed), packed(case.choices)),
        )
        for mark in case.marks:
            self.main.execute(
                "INSERT INTO case_mark VALUES (?, ?)", (kept.lastrowid, _as_text(mark))
            )

    def _pass_the_night(self) -> None:
        night = int((self.now - BEGIN) // NIGHT)
        if night > self.nights:
            self.nights = night
            self.evidence.take_backup(self.backed_up(), self.now)

    def _prepare(self) -> None:
        self.main.execute("PRAGMA journal_mode = WAL")
        self.main.execute("PRAGMA synchronous = OFF")
        self.main.executescript(_MAIN)
        for member in self.members:
            values = (member.person, member.telegram, member.name)
            self.main.execute("INSERT INTO person VALUES (?, ?, ?)", values)
        window = (_as_text(self.release.public_key), _as_text(self.salt))
        self.main.execute("INSERT INTO case_window VALUES (1, ?, ?, 'open')", window)
        self.urn.create()
        self.copy()

    # --- what is drawn -----------------------------------------------------------------------

    def _drawn_members(self) -> tuple[Member, ...]:
        people = self.random.sample(range(100, 1_000), MEMBERS)
        telegrams = self.random.sample(range(10**9, 8 * 10**9), MEMBERS)
        return tuple(
            Member(person, telegram, f"Name{telegram % 10**6:06}")
            for person, telegram in zip(people, telegrams, strict=True)
        )

    def drawn_text(self) -> str:
        start = f"{self.random.choice(_OPENINGS)} {self.random.choice(_SUBJECTS)}"
        words = [f"{self.random.getrandbits(40):x}" for _ in range(self.random.randint(5, 200))]
        return f"{words[0]} {start}: {' '.join(words)}?"

    def _drawn_acts(self) -> list[Act]:
        acts: list[Act] = []
        for member in self.members:
            rsvp = BEGIN + self.random.random() * LENGTH * 0.9
            acts += self._rsvp(member, rsvp)
            if self.random.random() > ABSENT:
                acts += self._acts_around_the_case(member, rsvp)
        return sorted(acts, key=lambda act: act.at)

    def _rsvp(self, member: Member, at: float) -> list[Act]:
        acts = [Act(at, "rsvp", member)]
        if self.random.random() < self.covered:
            acts.append(Act(at + self.random.random() * SITTING, "cover", member))
        return acts

    def _acts_around_the_case(self, member: Member, rsvp: float) -> list[Act]:
        chance = self.random.random
        sitting = rsvp + chance() * SITTING
        at = sitting if chance() < TOGETHER else BEGIN + chance() * LENGTH * 0.9
        later = at + chance() * (BEGIN + LENGTH - at)
        if chance() < BRINGS:
            acts = [Act(at, "case", member)]
            acts += [Act(later, "withdraw", member)] if chance() < WITHDRAWS else []
            return acts
        acts = [Act(at, "blank", member)]
        if chance() < self.changes_mind:
            acts.append(Act(later, "case", member))
            if chance() < TOGETHER:
                acts += self._rsvp(member, later + chance() * SITTING)
        elif chance() < PRESSES_AGAIN:
            acts.append(Act(at + 1.0, "again", member))
        return acts


def _as_text(value: bytes) -> str:
    return b64encode(value).decode()
