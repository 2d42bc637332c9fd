"""One window of a group of thirteen in the whole program, on a Telegram of its own.

Everyone answers the call on their phone. Around it go answers for the meeting, commands,
registrations, backups and kills. A copy of all files is taken after each of these, and in the
middle and after each commit of the urn.
"""

import contextlib
import hashlib
import json
import random
import shutil
import sqlite3
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar
from unittest.mock import patch

from pydantic import SecretStr
from sqlalchemy import Engine, NullPool, create_engine, inspect, text
from sqlmodel import Session, SQLModel, select

from bot.commands import backup, backup_encryption
from bot.playground.model import Chat
from bot.playground.telegram import Telegram
from storage import snapshot
from storage.cases import Case, CaseWindow
from storage.cases.envelopes import Release
from storage.cases.urn import Urn, Urns
from storage.core.form_drafts import FormDraft
from storage.core.outbox import Outgoing
from storage.core.text_encryption import TextCipher
from tests.anonymity.attacks import seized
from tests.anonymity.core_world import MEMBERS, WatchedUrn
from tests.anonymity.doings import Doings, marked, newest
from tests.anonymity.evidence import (
    Copy,
    Evidence,
    Line,
    Member,
    Message,
    Row,
    Target,
    Trial,
    Value,
)
from tests.anonymity.program_town import (
    DATABASE,
    FIRST_PERSON,
    Overheard,
    Phones,
    Running,
    founded,
    name_of,
    renamed,
)
from tests.anonymity.scripts import Step, drawn
from tests.end_to_end.town import Clock, wall
from tests.least_cost import LEAST_COST

PLANNED, CALLED, OPENED = "2026-09-10 10:00", "2026-09-21 14:00", "2026-10-06 14:05"
PLAN = "/plan\n2026-10-20 14:00-16:30 De Kade"
PASSPHRASE = SecretStr("a passphrase of no value")
WINDOW = 1


@dataclass(frozen=True, slots=True)
class WatchedUrns(Urns):
    """The urns of a world."""

    world: "ProgramWorld"

    def of(self, window_id: int) -> Urn:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        urn = self.world.urn_class(self.folder / f"{window_id}.urn")
        urn.world = self.world
        return urn


class ProgramWorld:
    """One window from the call to the destroyed urn. Leaky worlds override `leaking`."""

    urn_class: ClassVar[type[WatchedUrn]] = WatchedUrn

    def __init__(self, folder: Path, seed: int, telegram: Telegram) -> None:
        self.random = random.Random(seed)  # noqa: S311 - a world to be repeated
        self.folder = folder
        self.clock = Clock(wall(PLANNED))
        self.members = self._drawn_members()
        self.phones = Phones.made(self.clock, self.members, self.random.randrange(10**3, 10**6))
        telegram.renew(self.phones.world)
        self.running = Running(telegram, self.url, self.clock, self._watched)
        self.doings = Doings(self.phones, self.running)
        begin, end = wall(CALLED).timestamp(), wall(OPENED).timestamp()
        self.evidence = Evidence(self.members, begin, end)
        self.script = drawn(self.random, self.members, end - begin)
        self.overheard = Overheard()
        self.private_key = b""
        self._files: dict[bytes, bytes] = {}

    async def lived(self, template: Path) -> Trial:
        """Live through the window, from a copy of this database on; with every byte ever."""
        with self.overheard, _cheap_backups(), self.leaking():
            await self._found(template)
            await self.running.start()
            words = await self._call()
            for step in self.script.steps:
                await self._passes(self.evidence.begin + step.at)
                await self._do(step)
                self.copy()
            await self._passes(self.evidence.end)
            await self._open(words)
            self._read_the_rest()
            await self.running.stop()
        return Trial(self.evidence, [self.script.written[it.text] for it in self.evidence.targets])

    def seized(self, trial: Trial) -> Trial:
        """What somebody has who takes the machine as it stands, and knows the release words."""
        return Trial(seized(trial.evidence, self.private_key), trial.authors)

    @property
    def url(self) -> str:
        """The address of the main database."""
        return f"sqlite:///{self.folder / DATABASE}"

    async def _found(self, template: Path) -> None:
        shutil.copyfile(template, self.folder / DATABASE)
        with contextlib.closing(sqlite3.connect(self.folder / DATABASE)) as connection:
            renamed(connection, self.members)

    @contextlib.contextmanager
    def leaking(self) -> Iterator[None]:
        """What a leaky world puts in the place of the program's own."""
        yield

    @property
    def now(self) -> float:
        return self.clock.at.timestamp()

    def copy(self) -> None:
        """Take a copy of all files as they are, with what was logged until now."""
        files = {}
        for path in sorted(self.folder.rglob("*")):
            with contextlib.suppress(FileNotFoundError):
                if path.is_file():
                    data = path.read_bytes()
                    files[path.name] = self._files.setdefault(data, data)
        self.evidence.copies.append(Copy(self.now, files, rows=self.rows()))
        lines, self.overheard.lines = self.overheard.lines, []
        self.evidence.logs += [Line(self.now, text) for text in lines]

    def rows(self) -> tuple[Row, ...]:
        """What a server shows of the main database, if it is not one of the files."""
        return ()

    # --- what goes on ------------------------------------------------------------------------

    async def _call(self) -> str:
        """The meeting is planned, the window opens, everyone is called; the release words."""
        moderators = [self.phones.of[it.person] for it in self.members[:2]]
        moderators[0].says(PLAN)
        await moderators[0].presses("✅", await moderators[0].hears("De Kade"))
        await self.running.settles()
        await self._passes(self.evidence.begin)
        keys = [newest("✅", phone.chat.messages) for phone in moderators]
        words = ""
        for phone, key in zip(moderators, keys, strict=True):
            assert key is not None
            words = marked(key, "code")
            phone.presses("✅", key)
        await self.running.settles()
        self.copy()
        return words

    async def _do(self, step: Step) -> None:
        match step.does:
            case "backup":
                await self._back_up()
            case "kill":
                self.doings.is_about_to_die = self.random.uniform(0.001, 0.03)
            case "register":
                await self.doings.newcomer(self.random.randrange(10**9, 8 * 10**9))
            case _:
                await self.doings.do(step)

    async def _passes(self, until: float) -> None:
        await self.running.passes(type(self.clock.at).fromtimestamp(until, self.clock.at.tzinfo))

    async def _back_up(self) -> None:
        path = self.folder / "last.backup"
        settings = replace(self.running.app.settings, backup_passphrase=PASSPHRASE)
        await backup.back_up(settings, path)
        rows = b"".join(backup_encryption.read(path, PASSPHRASE))
        self.evidence.take_backup({path.name: path.read_bytes(), "rows.backup": rows}, self.now)

    async def _open(self, words: str) -> None:
        phone = self.phones.of[self.members[0].person]
        phone.forges(f"cases:open:{WINDOW}", phone.chat.messages[-1])
        await self.running.settles()
        phone.says(words)
        await self.running.settles()
        self.copy()
        with Session(self.running.app.database.engine) as session:
            salt = session.get_one(CaseWindow, WINDOW).salt_bytes
        self.private_key = Release.of(words, salt, LEAST_COST).private_key

    def _read_the_rest(self) -> None:
        """What was opened, what stands in the chats, what is in `.env`."""
        services = self.running.app.services
        with Session(services.database.engine) as session:
            self.evidence.targets = tuple(
                Target(
                    case.letter,
                    services.cipher.decrypt(case.what),
                    tuple(map(b64decode, case.marks)),
                )
                for case in session.exec(select(Case).order_by(Case.letter))
            )
        private = [chat for chat in self.phones.world.chats.values() if chat.private]
        self.evidence.chats = sorted(
            (said for chat in private for said in _said_in(chat)), key=lambda it: it.number
        )
        self.evidence.secrets |= {
            "BOT_TOKEN": self.running.app.settings.bot_token.get_secret_value().encode(),
            "BACKUP_PASSPHRASE": PASSPHRASE.get_secret_value().encode(),
            "TEXT_KEY": services.cipher._key,
        }
        self.evidence.logs += [Line(self.now, text) for text in self._unsealed(services.cipher)]

    def _unsealed(self, cipher: TextCipher) -> Iterator[str]:
        """What else the text key opens: answers that wait in the outbox, drafts of forms."""
        with Session(self.running.app.database.engine) as session:
            drafts = session.exec(select(FormDraft.draft)).all()
            payloads = session.exec(select(Outgoing.payload)).all()
        for document in (*drafts, *payloads):
            yield json.dumps(cipher.decrypt_fields(document))

    def _watched(self, urns: Urns) -> Urns:
        return WatchedUrns(self.folder / "urns", urns.cost, self)

    def _drawn_members(self) -> tuple[Member, ...]:
        telegrams = self.random.sample(range(10**9, 8 * 10**9), MEMBERS)
        return tuple(
            Member(FIRST_PERSON + place, telegram, name_of(place))
            for place, telegram in enumerate(telegrams)
        )


@contextlib.contextmanager
def _cheap_backups() -> Iterator[None]:
    """Backups without the seconds that they take in earnest."""
    names = frozenset(SQLModel.metadata.tables)
    with (
        patch.object(backup_encryption, "_key", _cheap_key),
        patch.object(snapshot, "_names", lambda _revision: names),
    ):
        yield


def _cheap_key(passphrase: SecretStr, salt: bytes, *_cost: int) -> bytes:
    return hashlib.blake2b(
        passphrase.get_secret_value().encode(), key=salt, digest_size=32
    ).digest()


def _said_in(chat: Chat) -> Iterator[Message]:
    """What the bot's token can read again in a private chat."""
    for said in chat.messages:
        yield Message(
            chat.id,
            said.id,
            said.date.timestamp(),
            said.text,
            tuple(button.data or "" for row in said.rows for button in row),
            said.edited.timestamp() if said.edited else None,
            json.dumps(said.entities, sort_keys=True),
            not said.sender.is_bot,
        )


class OnPostgreSQL(ProgramWorld):
    """The main database is a server: its rows are seen with their transactions and places."""

    def __init__(self, folder: Path, seed: int, telegram: Telegram, url: str) -> None:
        self._url = url
        super().__init__(folder, seed, telegram)
        self._server: Engine | None = None

    @property
    def url(self) -> str:
        return self._url

    async def _found(self, _template: Path) -> None:
        await founded(self._url, [member.telegram for member in self.members])
        self._server = create_engine(self._url, poolclass=NullPool)

    def rows(self) -> tuple[Row, ...]:
        found = []
        if self._server is not None:
            with self._server.connect() as connection:
                for name in inspect(connection).get_table_names():
                    query = f'SELECT xmin::text::bigint AS "(xmin)", ctid::text, * FROM "{name}"'  # noqa: S608
                    kept = connection.execute(text(query)).mappings()
                    found += [
                        Row(name, place, {key: _plain(value) for key, value in row.items()})
                        for place, row in enumerate(kept)
                    ]
        return tuple(found)


def _plain(value: object) -> Value:
    if value is None or isinstance(value, int | float | str | bytes):
        return value
    return json.dumps(value, default=str).strip('"')
