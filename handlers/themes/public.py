"""The names of the themes, and the buttons with which people choose some for a text."""

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from html import escape

from sqlmodel import Session

from bot.rules.cases import Block, Domain
from bot.rules.themes import BLOCK, DOMAIN, FIXED, suggested
from handlers.core.screens import Button, Row, in_fitting_rows
from locales import Words
from storage import themes
from storage.themes import Theme


def domains(words: Words) -> dict[Domain, str]:
    """The domains of life, in their order."""
    return {
        Domain.HOUSING: words("housing"),
        Domain.MONEY: words("money and debts"),
        Domain.PAPERS: words("papers"),
        Domain.PHYSICAL_HEALTH: words("physical health"),
        Domain.MENTAL_HEALTH: words("mental health"),
        Domain.ADDICTION: words("addiction"),
        Domain.VIOLENCE: words("violence"),
        Domain.WORK: words("work"),
        Domain.FAMILY: words("family and carers"),
        Domain.LONELINESS: words("loneliness"),
        Domain.LANGUAGE: words("language"),
        Domain.ACCESS_TO_CARE: words("access to care"),
        Domain.END_OF_LIFE: words("end of life"),
        Domain.OTHER: words("other"),
    }


def blocks(words: Words) -> dict[Block, str]:
    """The names of what blocks, in their order."""
    return {
        Block.PERSON: words("the person"),
        Block.RELATION: words("the relation"),
        Block.SERVICES: words("between services"),
        Block.RULES: words("rules"),
        Block.MISSING_OFFER: words("what does not exist"),
        Block.ME: words("me"),
    }


def names(session: Session, words: Words) -> dict[str, str]:
    """The names of all themes by key: the fixed ones, then those that were added.

    Plain text, not HTML.
    """
    added = {one.key: str(words.whole(partial(_called, one))) for one in themes.added(session)}
    return fixed(words) | added


def fixed(words: Words) -> dict[str, str]:
    """The names of the fixed themes by key; plain text."""
    named = {
        **{f"{DOMAIN}{one}": name for one, name in domains(words).items()},
        **{f"{BLOCK}{one}": name for one, name in _blocked(words).items()},
    }
    return {key: named[key] for key in FIXED}


def _called(theme: Theme, words: Words) -> str:
    """The name of an added theme in one language."""
    return theme.name_in(words.language)


def suggestions(session: Session, texts: Iterable[str]) -> tuple[str, ...]:
    """Find the keys of the themes that texts mention, added ones too."""
    return suggested(texts, themes.added_names(session))


def _blocked(words: Words) -> dict[Block, str]:
    """The names of what blocks, in a form that can be read beside the domains."""
    return {
        Block.PERSON: words("stuck on the person"),
        Block.RELATION: words("stuck on the relation"),
        Block.SERVICES: words("stuck between services"),
        Block.RULES: words("stuck on rules"),
        Block.MISSING_OFFER: words("stuck on what does not exist"),
        Block.ME: words("stuck on myself"),
    }


def line(named: dict[str, str], chosen: Iterable[str]) -> str:
    """The chosen themes in their order, as one line of HTML; empty for none."""
    kept = set(chosen)
    shown = ", ".join(name for key, name in named.items() if key in kept)
    return f"🏷 {escape(shown, quote=False)}" if shown else ""


def tick_rows(
    named: dict[str, str],
    chosen: AbstractSet[str],
    offered: Sequence[str],
    data: Callable[[str, bool], str],
) -> tuple[Row, ...]:
    """A button for each offered theme, to tick or untick it.

    `data` makes the callback data for a theme's key.
    """
    ticks = [
        Button(
            f"{'☑' if key in chosen else '☐'} {named[key]}",
            data(key, key not in chosen),
        )
        for key in offered
        if key in named
    ]
    return in_fitting_rows(ticks)
