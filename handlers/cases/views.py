"""How a case reads, its ticks in words, and the lists that everybody sees alike."""

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from bot.rules.cases import (
    Age,
    Block,
    Choices,
    Domain,
    Group,
    Help,
    Living,
    Use,
)
from handlers.core.screens import lines, shown_length
from handlers.themes.public import blocks, domains
from locales import Words

SIGN = "🗳"


def group_names(words: Words) -> dict[Group, str]:
    """What the groups of ticks are called."""
    return {
        Group.HELP: words("What help?"),
        Group.AGE: words("Age"),
        Group.LIVING: words("Lives"),
        Group.DOMAINS: words("Life domains"),
        Group.BLOCKS: words("Where it blocks"),
        Group.USE: words("May it be used?"),
    }


def option_names(words: Words, group: Group) -> tuple[str, ...]:
    """The options of a group, in the order of their places."""
    options: dict[Group, Mapping[Any, str]] = {
        Group.HELP: _helps(words),
        Group.AGE: _ages(words),
        Group.LIVING: _livings(words),
        Group.DOMAINS: domains(words),
        Group.BLOCKS: blocks(words),
        Group.USE: _uses(words),
    }
    return tuple(options[group].values())


def _helps(words: Words) -> dict[Help, str]:
    return {
        Help.IDEAS: words("ideas"),
        Help.EXPERIENCE: words("similar experience"),
        Help.CONTACTS: words("contacts and services"),
        Help.ETHICS: words("an ethical look"),
        Help.HEARD: words("just being heard"),
    }


def _ages(words: Words) -> dict[Age, str]:
    return {
        Age.CHILD: words("child"),
        Age.YOUNG: words("12-25"),
        Age.ADULT: words("26-64"),
        Age.SENIOR: words("65-79"),
        Age.ELDER: words("80+"),
    }


def _livings(words: Words) -> dict[Living, str]:
    return {
        Living.ALONE: words("alone"),
        Living.TOGETHER: words("with others"),
        Living.HOMELESS: words("without a home"),
        Living.INSTITUTION: words("in an institution"),
    }


def _uses(words: Words) -> dict[Use, str]:
    return {
        Use.SESSION_ONLY: words("in this session only"),
        Use.SUMMARY: words("also in the summary for Brusano (without details)"),
    }


def ticked(choices: Choices, group: Group) -> frozenset[int]:
    """The places of what is ticked in a group."""
    chosen: dict[Group, tuple[Iterable[object], frozenset[object]]] = {
        Group.HELP: (Help, frozenset(choices.help)),
        Group.AGE: (Age, frozenset({choices.age})),
        Group.LIVING: (Living, frozenset({choices.living})),
        Group.DOMAINS: (Domain, frozenset(choices.domains)),
        Group.BLOCKS: (Block, frozenset(choices.blocks)),
        Group.USE: (Use, frozenset({choices.use})),
    }
    kind, these = chosen[group]
    return frozenset(place for place, option in enumerate(kind) if option in these)


def ticks(words: Words, choices: Choices) -> str:
    """What is ticked, a line a group; nothing for a group without a tick."""
    return lines(*_tick_lines(words, choices))


def _tick_lines(words: Words, choices: Choices) -> Iterator[str]:
    for group, name in group_names(words).items():
        options = option_names(words, group)
        said = [options[place] for place in sorted(ticked(choices, group))]
        if said:
            yield f"<b>{name}</b> {', '.join(said)}"


def quoted(text: str) -> str:
    """A person's text, apart from ours."""
    return f"<blockquote>{escape(text, quote=False)}</blockquote>"


CUT = 300
"""Characters of one thing that was said, where not everything fits."""


def in_short(text: str, limit: int = CUT) -> str:
    """The beginning of a text."""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def fitted(parts: Iterable[str], limit: int) -> str:
    """As many parts, one a line, as Telegram shows in so many characters; … for the rest."""
    shown: list[str] = []
    for part in parts:
        if shown_length(lines(*shown, part, "…")) > limit:
            return lines(*shown, "…")
        shown.append(part)
    return lines(*shown)
