"""A duo through three meetings: each knows what the other learned, without a message too many."""

import sys
from collections.abc import Awaitable, Callable

from bot.playground.people import Person
from tests.end_to_end.handing import Duo, duo, from_bot, having, holding
from tests.end_to_end.town import Town

# What the clock passes between the first call and the day after the last meeting.
DAYS = (
    *("2026-09-08", "2026-09-14", "2026-09-15", "2026-09-16", "2026-09-17", "2026-09-19"),
    *("2026-10-06", "2026-10-13", "2026-10-19", "2026-10-20", "2026-10-21", "2026-10-22"),
    *("2026-11-03", "2026-11-10", "2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19"),
)
MOST_UNASKED = 5
"""Messages of its own accord that one person gets a meeting, with everything switched on."""

Act = Callable[[], Awaitable[None]]


class Count:
    """Counts what a person hears that they did not ask for: the rest answers what they did."""

    def __init__(self, person: Person) -> None:
        self._person = person
        self._seen = len(from_bot(person))
        self.unasked = 0
        self.all = 0

    def heard(self, *, unasked: bool) -> int:
        """How many messages came since the last count."""
        new = len(from_bot(self._person)) - self._seen
        self._seen += new
        self.all += new
        self.unasked += new if unasked else 0
        return new


async def passes_on(both: Duo, author: Person, reader: Person, lesson: str) -> None:
    """The author hands over by one message; the reader reads and says what they take up."""
    await author.presses("📨", await both.writes(author, learned=lesson))
    await both.town.settles()
    await reader.presses("📖", await reader.sees(holding(lesson)))
    await both.town.settles()
    reader.says(f"I go on with: {lesson}")
    await both.town.settles()


async def test_three_meetings_pass_and_nobody_gets_a_message_too_many(town: Town) -> None:
    both = await duo(town)
    await town.settles()
    counts = {person.name: Count(person) for person in (both.ann, both.dora)}
    lessons = {"2026-09-16": "LESSON ONE", "2026-10-21": "LESSON TWO", "2026-11-18": "LESSON THREE"}
    turns = {"2026-09-08": both.ann, "2026-10-13": both.dora, "2026-11-10": both.ann}
    for day in DAYS:
        await town.moves_to(f"{day} 17:30")
        await town.settles()
        for count in counts.values():
            count.heard(unasked=True)
        if day in turns:
            # Who is asked privately a week before answers there.
            await turns[day].presses("✅", await turns[day].sees(having("✅", "❌")))
        if day in lessons:
            month = day[5:7]
            author = both.dora if month == "10" else both.ann
            reader = both.ann if author is both.dora else both.dora
            await passes_on(both, author, reader, lessons[day])
        await town.settles()
        for count in counts.values():
            count.heard(unasked=False)
    # Each heard the other's lessons at once, and again on the eve of their own meeting.
    told = {name: "\n".join(one.text for one in from_bot(p)) for name, p in _people(both)}
    assert told["Dora"].count("LESSON ONE") >= 2
    assert "LESSON THREE" in told["Dora"]
    assert told["Ann"].count("LESSON TWO") >= 2
    for name, count in counts.items():
        sys.stdout.write(f"{name}: {count.unasked} unasked of {count.all} in three meetings\n")
        assert count.unasked <= MOST_UNASKED * 3


def _people(both: Duo) -> list[tuple[str, Person]]:
    return [("Ann", both.ann), ("Dora", both.dora)]
