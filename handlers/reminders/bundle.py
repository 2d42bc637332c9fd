"""Renders the bundle: the one private message that holds all that is due for a person.

The content is decided when it is sent, so people who have answered meanwhile are not asked.
"""

from collections.abc import Collection, Iterable, Iterator

from sqlmodel import Session

from bot.rules import rhythm as rules
from bot.rules.rhythm import Part
from handlers.core.bundle import Bundle
from handlers.core.context import Services
from handlers.core.outgoing import (
    Dropped,
    OutgoingMessage,
    new_message,
    pages_message,
    reader,
)
from handlers.core.pages import APART, pages
from handlers.core.screens import Row
from handlers.core.steps import Section, SectionContext, Steps
from handlers.rsvp.public import dated_row
from locales import Words
from storage.communities import Community
from storage.meetings import Meeting


def render_bundle(
    session: Session, row: Bundle, services: Services, registry: Steps
) -> OutgoingMessage | Dropped:
    """The bundle of one person, with the parts that still apply."""
    found = reader(session, row.person_id, services.locales)
    if found is None:
        return Dropped.GONE
    person, words = found
    reading = SectionContext(session, services, person, words, services.now())
    sections = list(_sections(reading, rules.bundle(row.parts), registry))
    if not sections:
        return Dropped.OUTDATED
    first, *others = sections
    if first.alone is not None and not others:
        return new_message(words, first.alone)
    asked = [section.meeting for section in sections if section.question]
    rows = [one for section in sections for one in _rows(section, words, asked)]
    blocks = (block for section in sections for block in section.text.split(APART))
    is_protected = any(section.protect for section in sections)
    told = pages(blocks, tuple(rows), between=APART, protect=is_protected)
    return pages_message(words, told)


def _rows(section: Section, words: Words, asked: Collection[Meeting]) -> tuple[Row, ...]:
    """The buttons of a section; each tells its meeting where several are asked about."""
    rows = (*((section.question,) if section.question else ()), *section.rows)
    if len(asked) <= 1:
        return rows
    return tuple(dated_row(words, row, section.meeting, asked) for row in rows)


def _sections(reading: SectionContext, parts: Iterable[Part], registry: Steps) -> Iterator[Section]:
    """Render the sections of the parts that still apply."""
    told: set[int] = set()
    for part in parts:
        section = _section(reading, part, registry)
        if section is not None and not (
            rules.STEP_FACTS[part.step].yields and part.meeting in told
        ):
            told.add(part.meeting)
            yield section


def _section(reading: SectionContext, part: Part, registry: Steps) -> Section | None:
    facts, make = rules.STEP_FACTS[part.step], registry[part.step].section
    found = reading.session.get(Meeting, part.meeting)
    is_told = found is not None and (
        facts.outlasts_move or (not found.is_cancelled and found.starts_at == part.start)
    )
    if found is None or make is None or not is_told:
        return None
    if not facts.outlasts_cycle and _is_closed(reading.session, found):
        return None
    if not rules.still_useful(part.step, found.starts_at, found.ends_at, reading.now):
        return None
    return make(reading, found)


def _is_closed(session: Session, meeting: Meeting) -> bool:
    """Whether the cycle was closed meanwhile: then nobody is reminded of anything."""
    community = session.get(Community, meeting.community_id)
    return community is not None and community.archived_at is not None
