"""Sends the proof of attendance: once when all lists of a cycle are saved, and on request."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Final

from sqlmodel import Session

from bot.rules.communities import Zone, zone_name
from bot.rules.members import Role
from handlers.attendance.certificate_pdf import Proof, draw
from handlers.attendance.verbs import no_proof
from handlers.core.context import Context, Services
from handlers.core.outgoing import Dropped, OutgoingMessage, Rendered, reader, repeat_mark
from handlers.core.screens import Document, Screen
from handlers.core.telegram_client import TelegramClient
from locales import Words
from storage import meetings, members
from storage.attendance import records
from storage.communities import Community
from storage.core import outbox
from storage.core.columns import row_id
from storage.core.outbox_kind import ToPerson
from storage.meetings import Meeting
from storage.members import Person
from storage.reminders import steps
from storage.reminders.steps import Timing


async def on_proof(context: Context, community_id: int, cycle: int) -> None:
    """📄 in /agenda: send the proof of that cycle, by the lists as they are now."""
    proof = await context.read(partial(_requested_proof, context=context, of=(community_id, cycle)))
    words = context.words
    if proof is None:
        await context.refuse(no_proof(words))
        return
    await context.answer()
    content = await asyncio.to_thread(draw, words, proof, context.now)
    await context.say(_screen(words, content))


def _requested_proof(session: Session, context: Context, of: tuple[int, int]) -> Proof | None:
    person = members.person_by_telegram_id(session, context.sender.telegram_id)
    if person is None:
        return None
    return proof_of(session, context.services, context.words, person, of)


def proof_of(
    session: Session, services: Services, words: Words, person: Person, of: tuple[int, int]
) -> Proof | None:
    """Read a member's proof for `of`, a community's id and the number of a cycle.

    None while the cycle is not complete, or the person attended none of its meetings.
    """
    community_id, cycle = of
    community = session.get(Community, community_id)
    own = members.membership(session, person.id, community_id)
    active = meetings.of_cycle(session, community_id, cycle)
    now = services.now()
    if community is None or own is None or not records.is_complete(session, active, now):
        return None
    entries = records.record(session, own, active, now)
    tally = records.tally(entries)
    if not tally.there:
        return None
    moderators = members.with_role(session, community_id, Role.MODERATOR)
    return Proof(
        name=person.name,
        function=person.profession,
        community=community.name,
        zone=_zone(words, community),
        cycle=cycle,
        entries=tuple(entries),
        tally=tally,
        moderators=tuple(one.name for one in moderators),
    )


def _zone(words: Words, community: Community) -> str:
    zone = zone_name(Zone(community.zone), words.language)
    return f"{zone} · {community.municipality}" if community.municipality else zone


def _screen(words: Words, content: bytes) -> Screen:
    text = words("The cycle is over. This is the proof of the sessions that you were at.")
    name = f"{words.plain('proof-of-attendance')}.pdf"
    return Screen(f"📄 {text}", document=Document(name, content))


@dataclass(frozen=True, slots=True)
class AttendanceProof(ToPerson, Rendered):
    """Sends a member, once, the proof of the cycle that is over."""

    name = "proof"
    key_format = "proof:{meeting_id}:{person_id}"
    community_id: int
    cycle: int
    meeting_id: int
    """The last meeting of the cycle."""

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """The proof by the lists as they are now, as a PDF; dropped where there is none."""
        found = reader(session, self.person_id, services.locales)
        if found is None:
            return Dropped.GONE
        person, words = found
        of = (self.community_id, self.cycle)
        proof = proof_of(session, services, words, person, of)
        if proof is None:
            return Dropped.GONE
        draw_pdf = partial(draw, words, proof, services.now())
        return OutgoingMessage(
            _screen(words, b""), repeat_mark(words), send=partial(_send, draw_pdf=draw_pdf)
        )


async def _send(
    client: TelegramClient, chat_id: int, screen: Screen, draw_pdf: Callable[[], bytes]
) -> int | None:
    """Draw the PDF in a thread, after the reading transaction, and send it."""
    content = await asyncio.to_thread(draw_pdf)
    file = screen.document
    document = replace(file, content=content) if file is not None else None
    return await client.send(chat_id, replace(screen, document=document))


def send_proofs(session: Session, meeting: Meeting, timing: Timing, now: datetime) -> None:
    """Put a proof into the outbox for everyone who attended, once a cycle's lists are all saved.

    Each person gets one only; the button in /agenda gives the proof after later corrections.
    """
    active = meetings.of_cycle(session, meeting.community_id, meeting.cycle)
    lists = records.lists(session, active)
    if not active or len(lists) < len(active):
        return
    last = active[-1]
    at = steps.allowed_from(max(now, last.ends_at), last, timing)
    were_there = {row.person_id for rows in lists.values() for row in rows if row.was_present}
    for seated in members.seated(session, meeting.community_id):
        if seated.person.id in were_there and seated.person.is_reachable:
            proof = AttendanceProof(
                row_id(seated.person), meeting.community_id, meeting.cycle, row_id(last)
            )
            outbox.put(session, proof, at)


OUTBOX_KINDS: Final = (AttendanceProof,)
