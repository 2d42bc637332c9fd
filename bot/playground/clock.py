"""A clock that can be set: time then passes from there as in reality."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")
SEPTEMBER = 9
TUESDAY = 1
STORY_BEGINS = time(10, 30)


class MovableClock:
    """Calling it gives the time as an aware UTC datetime; each move calls all of `on_move`."""

    def __init__(
        self,
        start: datetime | None = None,
        *,
        real: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.real = real
        self.offset = timedelta()
        self.on_move: list[Callable[[], None]] = []
        if start is not None:
            self.offset = start - real()

    def __call__(self) -> datetime:
        return self.real() + self.offset

    def move(self, by: timedelta) -> None:
        """Move forward, or back, by so much."""
        self.offset += by
        for listener in self.on_move:
            listener()

    def move_to(self, moment: datetime) -> None:
        """Set it to a moment, an aware datetime."""
        self.move(moment - self())


def season_begins(today: date, zone: ZoneInfo) -> datetime:
    """The first Tuesday of September of today's season, in the morning: when the story begins.

    July and August belong to the season that is coming.
    """
    year = today.year if today.month > SEPTEMBER - 3 else today.year - 1
    first = date(year, SEPTEMBER, 1)
    tuesday = first + timedelta(days=(TUESDAY - first.weekday()) % 7)
    return datetime.combine(tuesday, STORY_BEGINS, zone).astimezone(UTC)
