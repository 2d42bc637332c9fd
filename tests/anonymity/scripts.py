"""What thirteen people do with their phones in one window, drawn at random, in order of time."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.anonymity.evidence import Member

BRINGS = 0.5  # of those who answer
BY_COMMAND = 0.3  # of the cases
AT_ONCE = 0.4  # of these: the text behind the command
WRITES_ANEW = 0.12
TOO_SHORT = 0.05
CHANGES_MIND = 0.04  # says nothing this time, and brings a case later
BEGINS_AND_LEAVES = 0.06  # of those who have nothing this time
WITHDRAWS = 0.03  # of the cases
TOGETHER = 0.6  # answer for the meeting and to the call at one sitting
SITTING = 600.0  # seconds
ANSWERS = ("✅", "❌", "🤔")
COMMANDS = ("/agenda", "/help", "/rsvp", "/todo")
COMMANDS_EACH = 0.7
BACKUPS = 2
KILLED = 0.5  # of the windows

_OPENINGS = ("How do I go on with", "Who knows a way for", "What would you do about", "Stuck with")
_SUBJECTS = ("a family", "a young person", "somebody who lives alone", "a couple", "a neighbour")


@dataclass(frozen=True, slots=True)
class Step:
    """Something done at a time, in seconds after the call; `member` None for the machine."""

    at: float
    does: str
    member: Member | None = None
    text: str = ""


@dataclass(slots=True)
class Script:
    """All that is done, and by whom each text was written."""

    steps: list[Step] = field(default_factory=list)
    written: dict[str, int] = field(default_factory=dict)


def drawn(chance: random.Random, members: tuple[Member, ...], length: float) -> Script:
    """A script of a window of so many seconds."""
    script = Script()
    for member in members:
        script.steps += _Life(chance, member, length * 0.95, script.written).steps()
    for _ in range(BACKUPS):
        script.steps.append(Step(chance.random() * length, "backup"))
    if chance.random() < KILLED:
        script.steps.append(Step(chance.random() * length, "kill"))
    if chance.random() < 0.5:
        script.steps.append(Step(chance.random() * length, "register"))
    script.steps.sort(key=lambda step: step.at)
    return script


class _Life:
    """One member's doings."""

    def __init__(
        self, chance: random.Random, member: Member, end: float, written: dict[str, int]
    ) -> None:
        self.chance = chance
        self.member = member
        self.end = end
        self.written = written

    def steps(self) -> Iterator[Step]:
        chance = self.chance.random
        rsvp = chance() * self.end * 0.9
        yield self._step(rsvp, "rsvp", self.chance.choice(ANSWERS))
        near = rsvp + (chance() * 2 - 1) * SITTING
        at = max(60.0, near) if chance() < TOGETHER else 60 + chance() * self.end * 0.9
        yield from self._answer(at)
        if chance() < COMMANDS_EACH:
            near = max(60.0, at + (chance() * 2 - 1) * SITTING)
            when = near if chance() < 0.5 else chance() * self.end
            yield self._step(when, "types", self.chance.choice(COMMANDS))

    def _answer(self, at: float) -> Iterator[Step]:
        chance = self.chance.random
        later = at + 2_000 + chance() * max(0.0, self.end - at - 2_000)
        if chance() < BRINGS:
            yield from self._case(at, by_command=chance() < BY_COMMAND)
            if chance() < WITHDRAWS:
                yield self._step(later, "withdraws")
            return
        if chance() < BEGINS_AND_LEAVES:
            yield self._step(at, "brings")
            yield self._step(at + 15, "goes on")
            yield self._step(at + 100, "leaves")
            at += 120
        yield self._step(at, "nothing")
        if chance() < CHANGES_MIND:
            yield from self._case(later, by_command=True)
            if chance() < TOGETHER:
                yield self._step(later + chance() * SITTING, "rsvp", self.chance.choice(ANSWERS))

    def _case(self, at: float, *, by_command: bool) -> Iterator[Step]:
        chance = self.chance.random
        text = self._text()
        if by_command and chance() < AT_ONCE:
            yield self._step(at, "types", f"/case {text}")
        else:
            yield self._step(at, *(("types", "/case") if by_command else ("brings",)))
            at += self._wait(10, 40)
            yield self._step(at, "goes on")
            if chance() < TOO_SHORT:
                at += self._wait(10, 40)
                yield self._step(at, "types", "A short one.")
            at += self._wait(40, 700)
            yield self._step(at, "writes", text)
        if chance() < WRITES_ANEW:
            at += self._wait(10, 60)
            yield self._step(at, "again")
            at += self._wait(40, 300)
            yield self._step(at, "writes", text)
        for _ in range(self.chance.randrange(3)):
            at += self._wait(2, 10)
            yield self._step(at, "ticks")
        at += self._wait(5, 90)
        yield self._step(at, "seals", text)

    def _wait(self, least: float, most: float) -> float:
        return self.chance.uniform(least, most)

    def _step(self, at: float, does: str, text: str = "") -> Step:
        return Step(at, does, self.member, text)

    def _text(self) -> str:
        start = f"{self.chance.choice(_OPENINGS)} {self.chance.choice(_SUBJECTS)}"
        words = [f"{self.chance.getrandbits(40):x}" for _ in range(self.chance.randint(5, 200))]
        text = f"{words[0]} {start}: {' '.join(words)}?"
        self.written[text] = self.member.person
        return text
