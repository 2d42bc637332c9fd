"""Links between communities: who may post what was offered, and the news of releases."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from bot.rules.interest import news_at
from bot.rules.members import Role
from bot.rules.rhythm import Quiet

MAY_POST: Final = frozenset({Role.MODERATOR, Role.LEAD})
"""The roles that are offered something for their group and may post it."""


class Refusal(StrEnum):
    """Why someone cannot post what was offered."""

    STRANGER = "stranger"
    ARCHIVED = "archived"
    GONE = "gone"
    POSTED = "posted"
    NO_GROUP = "no_group"


def practice(title: str, why: str, content: str, file_name: str) -> str:
    """A library item as one plain text: title, why, then the text, link or file name."""
    body = content or (f"📎 {file_name}" if file_name else "")
    return "\n".join((title, why, *(("", body) if body else ())))


def posting_refusal(
    role: str | None, *, is_archived: bool, is_released: bool, is_posted: bool, has_group: bool
) -> Refusal | None:
    """Why someone with this role cannot post what was offered; None when they can."""
    if role not in MAY_POST:
        return Refusal.STRANGER
    if is_archived:
        return Refusal.ARCHIVED
    if is_posted:
        return Refusal.POSTED
    if not is_released:
        return Refusal.GONE
    return None if has_group else Refusal.NO_GROUP


def number_in_news(
    released: Iterable[datetime], at: datetime, quiet: Quiet | None, zone: ZoneInfo
) -> int:
    """How many releases, given by their moments, belong to the news sent at `at`."""
    return sum(news_at(one, quiet, zone) == at for one in released)
