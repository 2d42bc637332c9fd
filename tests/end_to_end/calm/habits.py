"""Who the people are, and how each of them answers: at once, when nudged, on the eve, or never."""

from dataclasses import dataclass
from enum import Enum
from random import Random


class Pace(Enum):
    """When somebody says whether they come."""

    AT_ONCE = "at once"
    WHEN_NUDGED = "when nudged"
    ON_THE_EVE = "on the eve"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Character:
    """One person of the cycle. `seat` is shared by the two of a duo."""

    name: str
    role: str
    language: str
    pace: Pace
    seat: str


MODERATOR, MEMBER, DUO, LEAD, USER = "moderator", "member", "duo", "lead", "user"

CAST = (
    Character("Mo", MODERATOR, "nl", Pace.AT_ONCE, "Mo"),
    Character("Mia", MODERATOR, "fr", Pace.AT_ONCE, "Mia"),
    Character("Ann", MEMBER, "nl", Pace.AT_ONCE, "Ann"),
    Character("Bo", MEMBER, "fr", Pace.AT_ONCE, "Bo"),
    Character("Chris", MEMBER, "en", Pace.AT_ONCE, "Chris"),
    Character("Dora", MEMBER, "nl", Pace.WHEN_NUDGED, "Dora"),
    Character("Eva", MEMBER, "fr", Pace.WHEN_NUDGED, "Eva"),
    Character("Finn", MEMBER, "nl", Pace.ON_THE_EVE, "Finn"),
    Character("Gita", MEMBER, "fr", Pace.NEVER, "Gita"),
    Character("Hugo", DUO, "nl", Pace.AT_ONCE, "Hugo"),
    Character("Ines", DUO, "fr", Pace.AT_ONCE, "Hugo"),
    Character("Jef", DUO, "nl", Pace.WHEN_NUDGED, "Jef"),
    Character("Kim", DUO, "en", Pace.AT_ONCE, "Jef"),
    Character("Lea", LEAD, "fr", Pace.AT_ONCE, "Lea"),
    Character("Uma", USER, "nl", Pace.WHEN_NUDGED, "Uma"),
)
"""Thirteen seats: two moderators, seven members, two duos, a monitoring lead and a user."""

BY_NAME = {one.name: one for one in CAST}
PARTNER = {"Hugo": "Ines", "Ines": "Hugo", "Jef": "Kim", "Kim": "Jef"}
BLOCKS = "Bo"
"""Who blocks the bot for some months."""


@dataclass
class Dice:
    """Chance with a seed, so that a year can be lived again."""

    random: Random

    def likely(self, chance: float) -> bool:
        """True with this chance, 0 to 1."""
        return self.random.random() < chance

    def hours(self, least: float, most: float) -> float:
        """Hours until somebody does it: mostly soon, sometimes late."""
        return least + (most - least) * self.random.random() ** 2

    def answer(self) -> str:
        """Whether somebody comes, as the verb of a button."""
        return self.random.choices(("yes", "no", "unsure"), (78, 17, 5))[0]
