"""What a community can release: a library item, or a shared part of a summary."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlmodel import Session

from bot.rules import links as rules
from bot.rules.library import SHARED
from bot.rules.library import Kind as ItemKind
from bot.rules.summaries import Part
from storage import releases
from storage.core.text_encryption import TextCipher
from storage.library import LibraryItem, Told
from storage.meetings import Meeting
from storage.releases import Kind, Release
from storage.summaries import Summary


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that can be released, in the clear; `item` only for library items."""

    kind: Kind
    subject_id: int
    part: str
    community_id: int
    text: str
    item: Told | None = None


def subject(
    session: Session, kind: Kind, subject_id: int | None, part: str, cipher: TextCipher
) -> Subject | None:
    """What could be released under this key; None when nothing may be."""
    if subject_id is None:
        return None
    if kind is Kind.ITEM:
        return _item(session, subject_id) if not part else None
    return _passage(session, subject_id, part, cipher)


def _item(session: Session, item_id: int) -> Subject | None:
    """An item of the community's own library; copies belong to their origin."""
    found = session.get(LibraryItem, item_id)
    if found is None or found.community_id is None or found.kind not in SHARED:
        return None
    if releases.origin_of_copy(session, item_id) is not None:
        return None
    told = Told(
        ItemKind(found.kind),
        found.title,
        found.why,
        found.content,
        found.link,
        found.file_id,
        found.file_name,
    )
    text = rules.practice(told.title, told.why, told.text or told.link, told.file_name)
    return Subject(Kind.ITEM, item_id, "", found.community_id, text, told)


def _passage(session: Session, summary_id: int, part: str, cipher: TextCipher) -> Subject | None:
    """A part of a summary that its moderators share with Brusano."""
    summary = session.get(Summary, summary_id)
    if summary is None or part not in summary.shared:
        return None
    text = cipher.decrypt_or_none(summary.parts.get(part))
    meeting = session.get(Meeting, summary.meeting_id)
    if not text or meeting is None:
        return None
    return Subject(Kind.PASSAGE, summary_id, part, meeting.community_id, text)


def shared_parts(session: Session, summary_id: int | None) -> tuple[Part, ...]:
    """The parts of a summary that could be released, in reading order."""
    summary = session.get(Summary, summary_id) if summary_id is not None else None
    return tuple(part for part in Part if part in summary.shared) if summary is not None else ()


def release(
    session: Session, found: Subject, person_id: int | None, cipher: TextCipher, now: datetime
) -> Release:
    """Release it as it is now."""
    given = Release(
        community_id=found.community_id,
        kind=found.kind.value,
        subject_id=found.subject_id,
        part=found.part,
        text="",
        item=cipher.encrypt(json.dumps(asdict(found.item))) if found.item is not None else None,
        released_by=person_id,
        released_at=now,
    )
    return releases.release(session, given, found.text, cipher)


def item_of(found: Release, cipher: TextCipher) -> Told | None:
    """The released library item; None for a passage, or when another key sealed it."""
    opened = cipher.decrypt_or_none(found.item)
    if opened is None:
        return None
    told = json.loads(opened)
    return Told(**told | {"kind": ItemKind(told["kind"])})
