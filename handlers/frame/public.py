"""Texts of the frame as people read them: as a coordinator replaced them, else as they come along.

Every room shows its own through here; the room `frame` replaces them.
"""

import html
import re
from collections.abc import Callable
from typing import Final

from sqlmodel import Session

from bot.rules import frame as rules
from bot.rules.frame import QUESTIONS, Frame
from handlers.core.forms import Field
from handlers.frame.ask_consent import AgreementAsked
from handlers.frame.verbs import RHYTHM
from locales import Words
from storage import frame

__all__ = ["RHYTHM", "AgreementAsked", "as_html", "source", "standing"]

_BOLD: Final = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]*[^\s*])\*(?![\w*])")
_ITEM: Final = re.compile(r"^[-*] +", re.MULTILINE)
_TAG: Final = re.compile(r"</?\w+>")


def as_html(text: str) -> str:
    """Plain text with `*bold*` and lines that begin with a dash, as HTML; tags in it are text."""
    return _BOLD.sub(r"<b>\1</b>", html.escape(_ITEM.sub("• ", text), quote=False))


def source(shown: str) -> str:
    """A text that comes along, as a coordinator would type it."""
    return html.unescape(_TAG.sub("", re.sub(r"</?b>", "*", shown)))


def standing(
    session: Session, key: Frame, words: Words, comes_along: Callable[[Words], str]
) -> str:
    """The current text in the reader's language, as HTML."""
    own = frame.current_text(session, key, words.language)
    return as_html(own.text) if own is not None else comes_along(words)


def asking(key: Frame) -> Callable[[Session, Words, Field], str]:
    """How a form of the frame asks: with the question that was put in a field's place."""

    def ask(session: Session, words: Words, field: Field) -> str:
        own = frame.current_text(session, key, words.language)
        if own is None:
            return field.ask(words)
        return as_html(rules.questions(own.text)[QUESTIONS[key].index(field.name)])

    return ask
