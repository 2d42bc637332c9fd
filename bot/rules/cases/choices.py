"""The ticks of a case, packed into a few characters of callback data.

The place of a member in its enum is its bit. Buttons stay in chats for years, so members may
never be moved or removed; new ones are added at the end.
"""

from dataclasses import dataclass, replace
from enum import Enum, StrEnum, auto
from typing import Final, TypeVar


class Help(StrEnum):
    """The help that is wanted; any number."""

    IDEAS = auto()
    EXPERIENCE = auto()
    CONTACTS = auto()
    ETHICS = auto()
    HEARD = auto()


class Age(StrEnum):
    """The person's age, in bands only."""

    CHILD = auto()
    YOUNG = auto()
    ADULT = auto()
    SENIOR = auto()
    ELDER = auto()


class Living(StrEnum):
    """How the person lives."""

    ALONE = auto()
    TOGETHER = auto()
    HOMELESS = auto()
    INSTITUTION = auto()


class Domain(StrEnum):
    """The domains of life concerned; any number."""

    HOUSING = auto()
    MONEY = auto()
    PAPERS = auto()
    PHYSICAL_HEALTH = auto()
    MENTAL_HEALTH = auto()
    ADDICTION = auto()
    VIOLENCE = auto()
    WORK = auto()
    FAMILY = auto()
    LONELINESS = auto()
    LANGUAGE = auto()
    ACCESS_TO_CARE = auto()
    END_OF_LIFE = auto()
    OTHER = auto()


class Block(StrEnum):
    """Where the situation is blocked; any number."""

    PERSON = auto()
    RELATION = auto()
    SERVICES = auto()
    RULES = auto()
    MISSING_OFFER = auto()
    ME = auto()


class Use(StrEnum):
    """How the case may be used after the session."""

    SESSION_ONLY = auto()
    SUMMARY = auto()


class Group(StrEnum):
    """The groups of ticks, named as the fields of `Choices`."""

    HELP = auto()
    AGE = auto()
    LIVING = auto()
    DOMAINS = auto()
    BLOCKS = auto()
    USE = auto()


@dataclass(frozen=True, slots=True)
class Choices:
    """The ticks of one case; without any, it may be used in the session only."""

    help: frozenset[Help] = frozenset()
    age: Age | None = None
    living: Living | None = None
    domains: frozenset[Domain] = frozenset()
    blocks: frozenset[Block] = frozenset()
    use: Use = Use.SESSION_ONLY


Option = TypeVar("Option", bound=Enum)

_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_LONGEST: Final = 16
# First bit and width of each group, with room for more members, within 11 digits.
_HELP: Final = (0, 8)
_AGE: Final = (8, 4)
_LIVING: Final = (12, 4)
_DOMAINS: Final = (16, 20)
_BLOCKS: Final = (36, 12)
_USE: Final = (48, 4)


def packed(choices: Choices) -> str:
    """Pack the ticks into at most 16 characters of `[0-9a-z]`."""
    number = (
        _bits(choices.help, Help) << _HELP[0]
        | _number(choices.age, Age) << _AGE[0]
        | _number(choices.living, Living) << _LIVING[0]
        | _bits(choices.domains, Domain) << _DOMAINS[0]
        | _bits(choices.blocks, Block) << _BLOCKS[0]
        | _place(choices.use, Use) << _USE[0]
    )
    return _in_digits(number)


def unpacked(text: str) -> Choices | None:
    """The ticks of a packed text; None for any other text."""
    if not 0 < len(text) <= _LONGEST or not set(text) <= set(_DIGITS):
        return None
    number = int(text, len(_DIGITS))
    try:
        choices = Choices(
            help=_ticked(_part(number, _HELP), Help),
            age=_option(_part(number, _AGE), Age),
            living=_option(_part(number, _LIVING), Living),
            domains=_ticked(_part(number, _DOMAINS), Domain),
            blocks=_ticked(_part(number, _BLOCKS), Block),
            use=tuple(Use)[_part(number, _USE)],
        )
    except IndexError:
        return None
    return choices if packed(choices) == text else None


def toggled(choices: Choices, group: Group, index: int) -> Choices:
    """The ticks after a press on one member of a group; an unknown member changes nothing."""
    match group:
        case Group.HELP:
            return replace(choices, help=_flipped(choices.help, Help, index))
        case Group.AGE:
            return replace(choices, age=_chosen(choices.age, Age, index))
        case Group.LIVING:
            return replace(choices, living=_chosen(choices.living, Living, index))
        case Group.DOMAINS:
            return replace(choices, domains=_flipped(choices.domains, Domain, index))
        case Group.BLOCKS:
            return replace(choices, blocks=_flipped(choices.blocks, Block, index))
        case Group.USE:
            return replace(choices, use=_at(Use, index) or choices.use)


def _place(option: Option, options: type[Option]) -> int:
    return tuple(options).index(option)


def _at(options: type[Option], index: int) -> Option | None:
    members = tuple(options)
    return members[index] if 0 <= index < len(members) else None


def _bits(ticked: frozenset[Option], options: type[Option]) -> int:
    return sum(1 << _place(option, options) for option in ticked)


def _number(option: Option | None, options: type[Option]) -> int:
    return 0 if option is None else 1 + _place(option, options)


def _part(number: int, field: tuple[int, int]) -> int:
    start, width = field
    return number >> start & (1 << width) - 1


def _ticked(bits: int, options: type[Option]) -> frozenset[Option]:
    members = tuple(options)
    return frozenset(members[place] for place in range(bits.bit_length()) if bits >> place & 1)


def _option(number: int, options: type[Option]) -> Option | None:
    return tuple(options)[number - 1] if number else None


def _flipped(ticked: frozenset[Option], options: type[Option], index: int) -> frozenset[Option]:
    option = _at(options, index)
    return ticked if option is None else ticked ^ {option}


def _chosen(current: Option | None, options: type[Option], index: int) -> Option | None:
    option = _at(options, index)
    if option is None:
        return current
    return None if option is current else option


def _in_digits(number: int) -> str:
    digits = ""
    while True:
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
        if not number:
            return digits
