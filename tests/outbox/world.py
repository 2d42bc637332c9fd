"""A community with everything in it of which the outbox may speak, and services to render it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

from sqlmodel import Session, SQLModel, select

import locales
from bot.rules.harvest import Format
from bot.rules.interest import news_at
from bot.rules.rhythm import Part, Step
from bot.rules.summaries import Part as SummaryPart
from bot.settings import QuietHours
from handlers.core.context import HandlerSettings, Services
from handlers.core.memory import EphemeralState
from handlers.core.reply import encrypted
from handlers.core.screens import Screen
from handlers.core.telegram_client import TelegramClient
from storage import attendance, interest, releases, summaries
from storage.announcing import Announcement, Audience
from storage.cases import Case, CaseWindow, Standing
from storage.cases.envelopes import Cost
from storage.cases.urn import Urns
from storage.communities import Chat, Community
from storage.core.columns import row_id
from storage.core.database import Database
from storage.handover import Handover, HandoverQuestion
from storage.interest import Interest
from storage.meetings import Meeting
from storage.members import Membership, Person, Waiting
from storage.prompts import Prompt
from storage.releases import Kind, Offer, Release
from storage.summaries import Summary
from tests.storage.handing import answered, written
from tests.storage.seats import NOW, SEAL, found, plan, sit

Row = TypeVar("Row", bound=SQLModel)

COORDINATOR = 700_100_100
GROUP = -100_200
TIMEZONE = ZoneInfo("Europe/Brussels")
QUIET = QuietHours(time(20), time(8))
LOCALES = locales.load(TIMEZONE, "nl")


class Settings:
    """What rendering asks of the settings."""

    rhythm: Mapping[str, timedelta] = MappingProxyType({"case": timedelta(days=-28)})
    quiet_hours = QUIET
    timezone = TIMEZONE
    coordinators = frozenset({COORDINATOR})
    retention = timedelta(days=30)


def services_of(database: Database, folder: Path) -> Services:
    """The services that a renderer is given; it calls nothing of Telegram."""
    return Services(
        database=database,
        telegram=cast("TelegramClient", None),
        locales=LOCALES,
        settings=cast("HandlerSettings", Settings()),
        now=lambda: NOW,
        bot_username="bot",
        cipher=SEAL,
        urns=Urns(folder, Cost(operations=1, memory=8192)),
        ephemeral=EphemeralState(),
    )


@dataclass(frozen=True)
class World:
    """Anna and Ben share a seat, Mo moderates, Lea leads, Cis is a member, Dirk waits for a seat.

    A cycle of one meeting is over, at which one was absent; two meetings of the next are to come.
    """

    session: Session
    community: Community
    chat: Chat
    anna: Membership
    ben: Membership
    mo: Membership
    lea: Membership
    cis: Membership
    absent: Membership
    dirk: Person
    place: Waiting
    over: Meeting
    to_come: Meeting
    later: Meeting
    window: CaseWindow
    prompt: Prompt
    summary: Summary
    handover: Handover
    question: HandoverQuestion
    announcement: Announcement
    offer: Offer
    invited: Interest
    waiting: Interest

    def speak(self, language: str) -> None:
        """Everyone speaks this language from now on."""
        for person in self.session.exec(select(Person)):
            person.language = language
        for community in self.session.exec(select(Community)):
            community.language = language
        self.invited.language = self.waiting.language = language
        self.session.flush()

    def fields(self, language: str) -> dict[str, Any]:
        """What stands in each field of a kind, by the name of the field."""
        return {
            "person_id": self.cis.person_id,
            "chat_id": row_id(self.chat),
            "telegram_id": COORDINATOR,
            "chat": row_id(self.chat),
            "group": GROUP,
            "person": COORDINATOR,
            "community_id": row_id(self.community),
            "meeting_id": row_id(self.to_come),
            "membership_id": row_id(self.cis),
            "seat_id": self.anna.seat_id,
            "seats": (self.anna.seat_id,),
            "by_id": self.ben.person_id,
            "window_id": row_id(self.window),
            "prompt_id": row_id(self.prompt),
            "summary_id": row_id(self.summary),
            "handover_id": row_id(self.handover),
            "question_id": row_id(self.question),
            "announcement_id": row_id(self.announcement),
            "offer_id": row_id(self.offer),
            "interest_id": row_id(self.invited),
            "start": self.to_come.starts_at,
            "was": NOW,
            "at": news_at(NOW, QUIET, TIMEZONE),
            "changes": ((row_id(self.to_come), NOW),),
            "venues": ((row_id(self.to_come), "Elsewhere"),),
            "parts": (Part(Step.NUDGE, row_id(self.to_come), self.to_come.starts_at),),
            "packed": encrypted(SEAL, Screen("Dag"), LOCALES.words(language)),
            "once": "once",
            "sequence": self.to_come.sequence,
            "version": self.handover.version,
            "attempt": 1,
            "cycle": self.over.cycle,
            "message": 7,
            "why": "taken",
            "anew": False,
            "closing": False,
            "language": language,
            "spoken": language,
            "formats": tuple(Format),
        }


def populated(session: Session) -> World:
    """Put all of it into an empty database."""
    community = found(session, "Noord")
    anna, ben = sit(session, community, "Anna", "Ben")
    (mo,) = sit(session, community, "Mo", role="moderator")
    (lea,) = sit(session, community, "Lea", role="lead")
    cis, absent, *_ = [sit(session, community, f"Cis {number}")[0] for number in range(8)]
    for membership in session.exec(select(Membership)):
        membership.accepted_at = NOW - timedelta(days=30)
    (over,) = plan(session, community, -3)
    to_come, later = plan(session, community, 20, 50, cycle=2)
    chat = kept(session, Chat(community_id=row_id(community), telegram_id=GROUP, join_link="l"))
    kept(session, Person(telegram_id=COORDINATOR, name="Coor"))
    dirk = kept(session, Person(telegram_id=600_100_100, name="Dirk"))
    key = row_id(community)
    place = kept(session, Waiting(person_id=row_id(dirk), community_id=key, since=NOW))
    moderator = session.get_one(Person, mo.person_id)
    attendance.save(session, over, moderator, {cis.person_id, ben.person_id}, NOW)
    said = {part: part.value for part in SummaryPart}
    summaries.publish(session, row_id(over), said, (), mo.person_id, SEAL, NOW)
    note = written(session, over, anna, ben)
    answered(session, to_come, ben)
    invited, waiting = _interest(session, 1), _interest(session, 2)
    interest.place(session, invited, community, NOW)
    return World(
        session,
        community,
        chat,
        anna,
        ben,
        mo,
        lea,
        cis,
        absent,
        dirk,
        place,
        over,
        to_come,
        later,
        _window(session, to_come),
        _prompt(session, community),
        session.exec(select(Summary)).one(),
        note,
        _question(session, note),
        _announcement(session),
        _offer(session, community),
        invited,
        waiting,
    )


def kept(session: Session, row: Row) -> Row:
    session.add(row)
    session.flush()
    return row


def _interest(session: Session, number: int) -> Interest:
    row = Interest(
        telegram_id=910_000_000 + number,
        name=f"N{number}",
        zone="north",
        profession="nurse",
        sector="health_care",
        organisation="O",
        contact="",
        language="nl",
        consented_at=NOW,
        changed_at=NOW,
        announced_at=news_at(NOW, QUIET, TIMEZONE),
    )
    return kept(session, row)


def _window(session: Session, meeting: Meeting) -> CaseWindow:
    """An open window in which a case was accepted."""
    window = kept(session, CaseWindow(meeting_id=row_id(meeting), public_key="", salt=""))
    case = Case(
        window_id=row_id(window),
        community_id=meeting.community_id,
        meeting_id=row_id(meeting),
        letter="A",
        what=SEAL.encrypt("Iemand belt elke nacht."),
        choices="",
        standing=Standing.ACCEPTED.value,
    )
    kept(session, case)
    return window


def _prompt(session: Session, community: Community) -> Prompt:
    """A question that the community is asked now."""
    prompt = Prompt(
        community_id=row_id(community),
        question=SEAL.encrypt("Wat hielp?"),
        written_at=NOW,
        posted_at=NOW,
        close_at=NOW + timedelta(days=5),
    )
    return kept(session, prompt)


def _question(session: Session, note: Handover) -> HandoverQuestion:
    question = HandoverQuestion(
        handover_id=row_id(note),
        question=SEAL.encrypt("Waarom?"),
        asked_at=NOW,
        answer=SEAL.encrypt("Daarom."),
        answered_at=NOW,
    )
    return kept(session, question)


def _announcement(session: Session) -> Announcement:
    texts = {"nl": "Dag", "fr": "Bonjour", "en": "Hello"}
    announcement = Announcement(
        audience=Audience.MODERATORS.value,
        texts=SEAL.encrypt(json.dumps(texts)),
        written_by=COORDINATOR,
        written_at=NOW,
    )
    return kept(session, announcement)


def _offer(session: Session, community: Community) -> Offer:
    """What another community released, offered to this one."""
    other = found(session, "Zuid")
    release = Release(
        community_id=row_id(other),
        kind=Kind.PASSAGE.value,
        subject_id=1,
        part=SummaryPart.LEARNED.value,
        text=SEAL.encrypt("Wat wij leerden."),
        released_at=NOW,
    )
    kept(session, release)
    (offer,) = releases.offer(session, release, [row_id(community)], NOW)
    return offer
