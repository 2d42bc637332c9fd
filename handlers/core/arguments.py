"""The kinds of arguments that buttons carry, and the tables that their ids refer to."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final, TypeVar

from bot.rules.languages import CODES
from handlers.core.callback_data import Argument, Reference
from storage.announcing import Announcement
from storage.cases import Case, CaseQuestion, CaseWindow
from storage.communities import Community
from storage.handover import Handover, HandoverQuestion
from storage.handover.items import OpenItem
from storage.interest import Interest
from storage.library import LibraryItem
from storage.meetings import Meeting
from storage.members import Membership, Person, Seat
from storage.prompts import Prompt
from storage.releases import Offer, Release
from storage.summaries import Summary
from storage.themes import Theme

Option = TypeVar("Option", bound=StrEnum)

LARGEST_ID: Final = 2**31 - 1
"""The largest id of a row; PostgreSQL refuses to look for a larger number."""

LARGEST: Final = 2**52
"""The largest id that Telegram gives to a person or a chat."""

LAST_SECOND: Final = 2**32
"""The largest Unix time of a moment; larger numbers are forged."""


def read_number(text: str, largest: int = LARGEST_ID) -> int | None:
    """Read a number without a sign, up to `largest`; None for anything else."""
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(largest))
    return int(text) if is_number and int(text) <= largest else None


def number(largest: int = LARGEST_ID) -> Argument[int]:
    """A number from 0 to `largest`."""
    return Argument(lambda text: read_number(text, largest), str)


def choice(options: Iterable[Option]) -> Argument[Option]:
    """One of the values of an enum, or of some of them."""
    by_value = {option.value: option for option in options}
    return Argument(by_value.get, lambda option: option.value)


def mark(word: str) -> Argument[bool]:
    """This word, or nothing."""
    found: Argument[bool] = Argument({word: True}.get, lambda yes: word if yes else "")
    return found.or_else(False)


def word_of(options: Collection[str]) -> Argument[str]:
    """One of these words."""
    return Argument(lambda text: text if text in options else None, str)


def _row(reference: Reference) -> Argument[int]:
    """The id of a row of a table."""
    return Argument(read_number, str, reference)


def _read_moment(text: str) -> datetime | None:
    seconds = read_number(text, LAST_SECOND)
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


NUMBER: Final = number()
PAGE: Final = NUMBER.or_else(0)
LANGUAGE: Final = word_of(CODES)
FLAG: Final[Argument[bool]] = Argument({"0": False, "1": True}.get, lambda yes: str(int(yes)))
WORD: Final[Argument[str]] = Argument(lambda text: text or None, str)
"""Any text, perhaps forged: the room checks it."""
MOMENT: Final[Argument[datetime]] = Argument(_read_moment, lambda at: str(int(at.timestamp())))
TELEGRAM_ID: Final = number(LARGEST)

# Tables that buttons name rows of. The second column says how the community of a row is found.
_OF_COMMUNITY: Final = "community_id"
_COMMUNITY: Final = Reference(Community, "id")
_MEETING: Final = Reference(Meeting, _OF_COMMUNITY)
_CASE: Final = Reference(Case, _OF_COMMUNITY)
_SEAT: Final = Reference(Seat, _OF_COMMUNITY)
_HANDOVER: Final = Reference(Handover, "meeting_id", through=_MEETING)

COMMUNITY: Final = _row(_COMMUNITY)
MEETING: Final = _row(_MEETING)
MEMBERSHIP: Final = _row(Reference(Membership, _OF_COMMUNITY))
PERSON: Final = _row(Reference(Person))
"""Has no community of its own: another argument names the community."""
CASE: Final = _row(_CASE)
CASE_QUESTION: Final = _row(Reference(CaseQuestion, "case_id", through=_CASE))
CASE_WINDOW: Final = _row(Reference(CaseWindow, "meeting_id", through=_MEETING))
HANDOVER: Final = _row(_HANDOVER)
HANDOVER_QUESTION: Final = _row(Reference(HandoverQuestion, "handover_id", through=_HANDOVER))
OPEN_ITEM: Final = _row(Reference(OpenItem, "seat_id", through=_SEAT))
LIBRARY_ITEM: Final = _row(Reference(LibraryItem, _OF_COMMUNITY))
"""Items that all communities see have no community."""
PROMPT: Final = _row(Reference(Prompt, _OF_COMMUNITY))
SUMMARY: Final = _row(Reference(Summary, "meeting_id", through=_MEETING))
RELEASE: Final = _row(Reference(Release, _OF_COMMUNITY))
OFFER: Final = _row(Reference(Offer, _OF_COMMUNITY))
ANNOUNCEMENT: Final = _row(Reference(Announcement))
INTEREST: Final = _row(Reference(Interest))
"""Interested people are in no community yet."""
THEME: Final = _row(Reference(Theme))
"""All communities share the themes."""
