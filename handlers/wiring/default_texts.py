"""The default texts of the frame, room by room."""

from types import MappingProxyType
from typing import Final

from bot.rules.frame import Frame
from handlers.cases.outline import who_to_call
from handlers.core.context import Context
from handlers.core.forms import Form
from handlers.core.screens import lines
from handlers.frame import callbacks
from handlers.frame.edit_text import Place
from handlers.frame.views import Originals
from handlers.handover.form import FORM as HANDOVER
from handlers.meetings.speaker_invitation import about_us
from handlers.members.agreement_text import promises, short_notice
from handlers.people.welcome import newcomers, privacy
from handlers.summaries.form import FORM as SUMMARY
from locales import Words


def _questions(form: Form, words: Words) -> str:
    """The questions of a form, one a line."""
    return lines(*(field.ask(words).replace("\n", " ") for field in form.fields))


ORIGINALS: Final[Originals] = MappingProxyType(
    {
        Frame.AGREEMENT: promises,
        Frame.PRIVACY: privacy,
        Frame.PRIVACY_IN_SHORT: short_notice,
        Frame.NEWCOMERS: newcomers,
        Frame.WHO_TO_CALL: who_to_call,
        Frame.SPEAKERS: about_us,
        Frame.HANDOVER: lambda words: _questions(HANDOVER, words),
        Frame.SUMMARY: lambda words: _questions(SUMMARY, words),
    }
)


async def on_text(context: Context, key: Frame, language: str) -> None:
    """The default text of one part of the frame."""
    await callbacks.on_text(context, key, language, ORIGINALS)


async def on_peek(context: Context, key: Frame, language: str) -> None:
    """The same below what was pressed."""
    await callbacks.on_peek(context, key, language, ORIGINALS)


async def on_write(context: Context, key: Frame, language: str) -> None:
    """✏️: ask for a new text."""
    await callbacks.on_write(context, key, language, ORIGINALS)


async def on_old(context: Context, key: Frame, language: str, old: int) -> None:
    """An earlier version."""
    await callbacks.on_old(context, key, language, old, ORIGINALS)


async def on_again(context: Context, key: Frame, language: str, old: int, seen: int) -> None:
    """✅ under an earlier version."""
    await callbacks.on_again(context, Place(key, language, seen), old, ORIGINALS)
