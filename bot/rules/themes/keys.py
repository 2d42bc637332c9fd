"""The keys of themes, as they are stored and as they ride in buttons."""

from collections.abc import Iterable
from typing import Final

from bot.rules.cases import Block, Domain

DOMAIN: Final = "domain_"
BLOCK: Final = "block_"
OWN: Final = "own_"
"""With what the key of a theme begins: a life domain, where it blocks, or one that was added."""

FIXED: Final = (
    *(f"{DOMAIN}{one}" for one in Domain if one is not Domain.OTHER),
    *(f"{BLOCK}{one}" for one in Block),
)
"""The keys of the fixed themes, in the order in which they are shown."""


def of_case(domains: Iterable[Domain], blocks: Iterable[Block]) -> frozenset[str]:
    """The themes that the ticks of a case name."""
    named = (*(f"{DOMAIN}{one}" for one in domains), *(f"{BLOCK}{one}" for one in blocks))
    return frozenset(named) & frozenset(FIXED)
