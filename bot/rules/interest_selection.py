"""A group being selected: the proposal, and what a coordinator changed in it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Final

from bot.rules import interest_diversity
from bot.rules.communities import MEMBER_SEATS
from bot.rules.interest_diversity import Candidate, Group

MOST_CANDIDATES: Final = 400
"""The most candidates considered, longest waiting first; every press reads them all."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The people of a group, by the keys of the candidates.

    `proposed` is the last proposal, `chosen` the group now. The coordinator put in those of
    `kept` and took out those of `out`.
    """

    proposed: tuple[int, ...] = ()
    chosen: tuple[int, ...] = ()
    kept: tuple[int, ...] = ()
    out: tuple[int, ...] = ()

    @property
    def is_full(self) -> bool:
        """Whether all seats beside the moderators' are taken."""
        return len(self.chosen) >= MEMBER_SEATS

    def taking(self, key: int) -> "Selection":
        """The group with this person put in; for a group that is not full."""
        if key in self.chosen:
            return self
        return replace(
            self,
            chosen=(*self.chosen, key),
            kept=(*self.kept, key),
            out=_without(self.out, {key}),
        )

    def leaving(self, key: int) -> "Selection":
        """The group with this person taken out."""
        if key not in self.chosen:
            return self
        return replace(
            self,
            chosen=_without(self.chosen, {key}),
            kept=_without(self.kept, {key}),
            out=(*self.out, key),
        )

    def missing(self, gone: Collection[int]) -> "Selection":
        """The group without people who cannot be invited any more."""
        return Selection(
            *(_without(keys, gone) for keys in (self.proposed, self.chosen, self.kept, self.out))
        )

    def proposed_anew(
        self, candidates: Iterable[Candidate], languages: Collection[str]
    ) -> "Selection":
        """A new proposal with the people put in and without those taken out."""
        free = [one for one in candidates if one.key not in self.out]
        group = interest_diversity.propose(free, languages=languages, kept=self.kept)
        keys = tuple(one.key for one in group.people)
        return replace(self, proposed=keys, chosen=keys)

    def in_order(self, waiting: Iterable[int]) -> list[int]:
        """All candidates in the order of the list: the proposed, then those waiting longest.

        Putting somebody in or taking somebody out does not change the order.
        """
        known = list(waiting)
        first = [key for key in self.proposed if key in known]
        return first + [key for key in known if key not in self.proposed]


def described(
    candidates: Iterable[Candidate], chosen: Collection[int], languages: Collection[str]
) -> Group:
    """Describe exactly this group: its counts, and the reasons for each person."""
    people = [one for one in candidates if one.key in chosen]
    return interest_diversity.propose(people, max(len(people), 1), languages, chosen)


def in_place_of(
    candidates: Iterable[Candidate], staying: Collection[Candidate], languages: Collection[str]
) -> interest_diversity.Proposed | None:
    """The candidate who adds most to those who stay; None without candidates.

    The keys of those who stay differ from all keys of candidates.
    """
    keys = {one.key for one in staying}
    group = interest_diversity.propose([*staying, *candidates], len(keys) + 1, languages, keys)
    return next((one for one in group.people if one.key not in keys), None)


def _without(keys: tuple[int, ...], gone: Collection[int]) -> tuple[int, ...]:
    return tuple(key for key in keys if key not in gone)
