"""How themes recur: how often each was tagged, in which sessions, and since when."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.rules.themes.keys import FIXED

NO_SESSION: Final = 0
"""The number for things without a session, or of a cancelled one."""


@dataclass(frozen=True, slots=True)
class Tag:
    """One use of a theme: on a thing of some kind, in a cycle and a session."""

    theme: str
    kind: str
    cycle: int
    session: int = NO_SESSION


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A theme in one cycle: how many things have it, by session and by kind.

    `by_session` leaves out things without a session. `since` is the first cycle and session with
    the theme in any cycle; None when there is none.
    """

    theme: str
    by_session: Mapping[int, int]
    by_kind: Mapping[str, int]
    since: tuple[int, int] | None

    @property
    def total(self) -> int:
        """How many things have it in this cycle."""
        return sum(self.by_kind.values())

    @property
    def sessions(self) -> tuple[int, ...]:
        """The numbers of the sessions with it, in order."""
        return tuple(sorted(self.by_session))


def recurring(tags: Iterable[Tag], cycle: int) -> tuple[Recurrence, ...]:
    """The themes of a cycle, those with most sessions first, then those with most things."""
    everything = list(tags)
    keys = {tag.theme for tag in everything if tag.cycle == cycle}
    found = [
        _recurrence(key, [tag for tag in everything if tag.theme == key], cycle) for key in keys
    ]
    return tuple(sorted(found, key=_place))


def _recurrence(theme: str, tags: list[Tag], cycle: int) -> Recurrence:
    here = [tag for tag in tags if tag.cycle == cycle]
    placed = [(tag.cycle, tag.session) for tag in tags if tag.session != NO_SESSION]
    return Recurrence(
        theme,
        Counter(tag.session for tag in here if tag.session != NO_SESSION),
        Counter(tag.kind for tag in here),
        min((one for one in placed if one[0] <= cycle), default=None),
    )


def _place(one: Recurrence) -> tuple[int, int, int, str]:
    in_list = FIXED.index(one.theme) if one.theme in FIXED else len(FIXED)
    return -len(one.by_session), -one.total, in_list, one.theme
