"""Makes the fields of forms: a line, a text, a choice, or what a rule of the field reads.

Sentences are given marked with `N_`, or as a function of the words where they hold values.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Final

from bot.rules.languages import CODES
from bot.rules.members import clean_line
from bot.rules.plain_text import clean, fold
from handlers.core.context import Context
from handlers.core.form_fields import Asked, Choices, Field, always
from locales import N_, Words

Sentence = str | Callable[[Words], str]

NOTHING: Final = "-"
"""The value that stands for a field left empty on purpose."""

SOME_WORDS: Final = N_("Write some words, at most {limit} characters.")
CHOOSE: Final = N_("Choose with a button.")

Aliases = Mapping[str, Collection[str]]
"""What else people type for a value."""

NO_ALIASES: Final[Aliases] = {}


def line(
    name: str,
    labels: tuple[str, ...],
    title: Sentence,
    ask: Sentence,
    refuse: Sentence,
    *,
    limit: int,
    is_optional: bool = False,
) -> Field:
    """One line of 1 to `limit` characters."""
    return parsed(
        name,
        labels,
        title,
        ask,
        refuse,
        read=lambda text: clean_line(text, limit),
        is_optional=is_optional,
    )


def text(
    name: str,
    labels: tuple[str, ...],
    title: Sentence,
    ask: Sentence,
    refuse: Sentence = SOME_WORDS,
    *,
    limit: int,
    length: Callable[[str], int] = len,
    nothing: str | None = None,
    is_optional: bool = False,
) -> Field:
    """A text of 1 to `limit` characters; `nothing` is the label of a button that gives '-'."""

    def read(typed: str) -> str | None:
        cleaned = clean(typed)
        return cleaned if 0 < length(cleaned) <= limit else None

    return parsed(
        name,
        labels,
        title,
        ask,
        _said(refuse, limit=limit),
        read=read,
        choices=(lambda words: ((NOTHING, words(nothing)),)) if nothing is not None else None,
        is_optional=is_optional,
        is_long=True,
    )


def choice(
    name: str,
    labels: tuple[str, ...],
    title: Sentence,
    ask: Sentence,
    refuse: Sentence = CHOOSE,
    *,
    choices: Choices,
    aliases: Aliases = NO_ALIASES,
    or_line: int | None = None,
    is_optional: bool = False,
) -> Field:
    """One of `choices`, typed as its value, its label in any language, or one of its `aliases`.

    With `or_line` anything else is a line of the person's own, of at most so many characters.
    """

    def read(typed: str, context: Context) -> str | None:
        folded = fold(typed.strip(" .!"))
        return _known(context, choices, aliases).get(folded) or (
            clean_line(typed, or_line) if or_line is not None else None
        )

    return Field(
        name=name,
        labels=labels,
        title=_said(title),
        ask=_said(ask),
        read=read,
        refuse=_said(refuse),
        choices=choices,
        is_optional=is_optional,
    )


def parsed(
    name: str,
    labels: tuple[str, ...],
    title: Sentence,
    ask: Sentence,
    refuse: Sentence,
    *,
    read: Callable[[str], str | None],
    choices: Choices | None = None,
    is_optional: bool = False,
    is_long: bool = False,
    is_asked: Asked = always,
) -> Field:
    """What a rule reads: `read` gives the value to keep, or None when it makes no sense."""
    return Field(
        name=name,
        labels=labels,
        title=_said(title),
        ask=_said(ask),
        read=lambda typed, _context: read(typed),
        refuse=_said(refuse),
        choices=choices,
        is_optional=is_optional,
        is_long=is_long,
        is_asked=is_asked,
    )


def _said(sentence: Sentence, **values: int) -> Callable[[Words], str]:
    if callable(sentence):
        return sentence
    return lambda words: words(sentence, **values)


def _without_sign(label: str) -> str:
    sign, _, rest = label.partition(" ")
    return label if any(one.isalnum() for one in sign) else rest


def _known(context: Context, choices: Choices, aliases: Aliases) -> dict[str, str]:
    """The values of a choice by all that people may type for them, folded."""
    known: dict[str, str] = {}
    for language in CODES:
        for value, label in choices(context.services.locales.words(language)):
            known[fold(value)] = known[fold(_without_sign(label))] = value
    spoken = {fold(one): value for value, names in aliases.items() for one in names}
    return spoken | known
