"""The keys of themes, as stored and as used in callback data."""

from collections.abc import Iterable
from typing import Final

from bot.rules.cases import Block, Domain

DOMAIN: Final = "domain_"
BLOCK: Final = "block_"
OWN: Final = "own_"
"""The prefixes of keys: life domains, what blocks, and themes that were added."""

FIXED: Final = (
    *(f"{DOMAIN}{one}" for one in Domain if one is not Domain.OTHER),
    *(f"{BLOCK}{one}" for one in Block),
)
"""The keys of the fixed themes, in the order shown."""


def of_case(domains: Iterable[Domain], blocks: Iterable[Block]) -> frozenset[str]:
    """The themes of a case, by its ticks."""
    named = (*(f"{DOMAIN}{one}" for one in domains), *(f"{BLOCK}{one}" for one in blocks))
    return frozenset(named) & frozenset(FIXED)
