"""Lists where a theme occurs: on summaries, cases, prompts and items of the library."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Final

from sqlmodel import Session

from bot.rules.plain_text import cut
from handlers.core.context import Context
from handlers.core.screens import Row, Screen, lines, paragraphs
from handlers.core.shared_verbs import PROMPT_FROM_THEME
from handlers.themes import public as theming
from handlers.themes.access import Sight
from locales import Words
from storage import prompts, summaries
from storage.cases import Case, Standing, moderating
from storage.core.columns import row_id
from storage.core.text_encryption import TextCipher
from storage.library import LibraryItem
from storage.prompts import Prompt
from storage.summaries import Summary
from storage.themes import Tagged
from storage.themes.recurring import Thing, things

MOST: Final = 12
"""Things that are shown of a theme, the newest; then the message is full."""

SHORT: Final = 180
"""Characters that are shown of each."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """The facts needed to read something that carries a theme."""

    session: Session
    cipher: TextCipher
    theme: str


def _of_summary(reading: _Reading, subject_id: int) -> str | None:
    """The passage of a summary about the theme, else its beginning."""
    summary = reading.session.get(Summary, subject_id)
    if summary is None:
        return None
    told = [
        line.strip()
        for text in summaries.parts(summary, reading.cipher).values()
        for line in text.splitlines()
        if line.strip()
    ]
    speaking = (
        line for line in told if reading.theme in theming.suggestions(reading.session, [line])
    )
    return next(speaking, told[0] if told else None)


def _of_case(reading: _Reading, subject_id: int) -> str | None:
    """The question of a case that the community took; never one that only moderators read."""
    case = reading.session.get(Case, subject_id)
    if case is None or case.standing != Standing.ACCEPTED.value:
        return None
    return moderating.first_line(case, reading.cipher)


def _of_prompt(reading: _Reading, subject_id: int) -> str | None:
    """The question of a prompt, once the community was asked."""
    prompt = reading.session.get(Prompt, subject_id)
    if prompt is None or not prompt.is_asked:
        return None
    return prompts.question(prompt, reading.cipher)


def _of_item(reading: _Reading, subject_id: int) -> str | None:
    item = reading.session.get(LibraryItem, subject_id)
    return item.title if item is not None else None


_READ: Final[dict[str, Callable[[_Reading, int], str | None]]] = {
    Tagged.SUMMARY: _of_summary,
    Tagged.CASE: _of_case,
    Tagged.PROMPT: _of_prompt,
    Tagged.ITEM: _of_item,
}
_SIGNS: Final[dict[str, str]] = {
    Tagged.SUMMARY: "📄",
    Tagged.CASE: "🗳",
    Tagged.PROMPT: "❓",
    Tagged.ITEM: "📚",
}


def where(session: Session, context: Context, sight: Sight, theme: str) -> Screen:
    """The occurrences of a theme, newest first; erased ones are only counted."""
    words = context.words
    reading = _Reading(session, context.services.cipher, theme)
    found = things(session, sight.community.id or 0, theme)
    told = [_told(words, reading, one) for one in found]
    readable = [one for one in told if one]
    unread = len(told) - len(readable[:MOST])
    heading = words("{theme}, in {name}", theme=sight.named[theme], name=sight.community.name)
    return Screen(
        paragraphs(
            f"🏷 <b>{heading}</b>",
            *readable[:MOST],
            words("Not shown here: {number}.", number=unread) if unread else None,
            None if found else words("It has not come up here yet."),
        ),
        _rows(words, sight, theme),
        protect=True,
    )


def _told(words: Words, reading: _Reading, thing: Thing) -> str | None:
    read = _READ.get(thing.kind)
    text = read(reading, thing.subject_id) if read is not None else None
    if text is None:
        return None
    told = escape(cut(text, SHORT), quote=False)
    return lines(f"{_SIGNS[thing.kind]} {_when(words, thing)}", told)


def _when(words: Words, thing: Thing) -> str:
    meeting = thing.meeting
    if meeting is None or meeting.is_cancelled:
        return words.date(meeting.starts_at if meeting is not None else thing.tagged_at)
    return words(
        "Session {number}, {date}", number=meeting.number, date=words.date(meeting.starts_at)
    )


def _rows(words: Words, sight: Sight, theme: str) -> tuple[Row, ...]:
    """The lead may ask the community about it."""
    if not sight.is_lead:
        return ()
    label = f"✏️ {words('Make a prompt of it')}"
    return ((PROMPT_FROM_THEME.button(label, theme, row_id(sight.community)),),)
