"""How a summary reads: its head, its parts, its themes, who wrote it; over several messages."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape

from sqlmodel import Session

from bot.rules.summaries import Part, agreements, pieces
from handlers.core.pages import Pages, pages
from handlers.core.screens import PAGE, lines
from handlers.themes import public as theming
from locales import Words
from storage import summaries, themes
from storage.core.text_encryption import TextCipher
from storage.meetings import Meeting
from storage.members import Person
from storage.summaries import Summary
from storage.themes import Tagged

SIGN = "📄"

LONGEST_PAGE = PAGE - 300
"""Characters of a message: below it there is room for what a repeat or the preview adds."""

LONGEST_LINE = 1500
"""The longest block: longer lines are split, so that messages are filled evenly."""


@dataclass(frozen=True, slots=True)
class Correction:
    """The person who corrected a summary last (empty once they have left), and when."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that is read of a summary, in the clear; `themes` are keys."""

    meeting: Meeting
    said: Mapping[Part, str]
    themes: Collection[str]
    author: str
    correction: Correction | None = None


def titles(words: Words) -> dict[Part, str]:
    """The names of the parts."""
    return {
        Part.TEXT: words("Free text"),
        Part.BROUGHT: words("What was brought"),
        Part.LEARNED: words("What we learned"),
        Part.AGREEMENTS: words("Agreements"),
    }


def shown(session: Session, meeting: Meeting, summary: Summary, cipher: TextCipher) -> Shown:
    """A published summary; nothing is `said` where another key sealed it."""
    correction = None
    if summary.corrected_at is not None:
        correction = Correction(name_of(session, summary.corrected_by), summary.corrected_at)
    return Shown(
        meeting,
        summaries.parts(summary, cipher),
        themes.tags(session, Tagged.SUMMARY, summary.id or 0),
        name_of(session, summary.written_by),
        correction,
    )


def name_of(session: Session, person_id: int | None) -> str:
    """The name of who wrote; empty once they have left."""
    person = session.get(Person, person_id) if person_id is not None else None
    return person.name if person is not None else ""


def summary_pages(session: Session, words: Words, what: Shown) -> Pages:
    """The messages of a summary, as HTML, each for one message of Telegram."""
    blocks = [
        heading(words, what.meeting),
        *_parts(words, what),
        *_ending(session, words, what),
    ]
    return pages(blocks, limit=LONGEST_PAGE, protect=True)


def heading(words: Words, meeting: Meeting) -> str:
    """Which meeting a summary is of."""
    named = words.whole(
        lambda words: words(
            "Summary of session {number}, {day}",
            number=meeting.number,
            day=words.day(meeting.starts_at),
        )
    )
    theme = f"<i>{escape(meeting.theme, quote=False)}</i>" if meeting.theme else None
    return lines(f"{SIGN} <b>{named}</b>", theme)


def _parts(words: Words, what: Shown) -> Iterator[str]:
    """Blocks of lines, an empty line before each part; no title ends a message."""
    named = titles(words)
    for part in Part:
        if part not in what.said:
            continue
        first, *rest = _lines(part, what.said[part])
        yield ""
        yield lines(f"<b>{named[part]}</b>" if part is not Part.TEXT else None, first)
        yield from rest


def _lines(part: Part, text: str) -> list[str]:
    told = text
    if part is Part.AGREEMENTS:
        told = "\n".join(f"• {agreement}" for agreement in agreements(text)) or text
    return [escape(piece, quote=False) for piece in pieces(told, LONGEST_LINE)]


def _ending(session: Session, words: Words, what: Shown) -> Iterator[str]:
    """The themes, the thanks, who wrote it; kept together."""
    told = lines(
        theming.line(theming.names(session, words), what.themes),
        f"🙏 {words('Thank you, {name}, for coming to us.', name=what.meeting.speaker)}"
        if what.meeting.speaker
        else None,
        f"<i>{words('Written by {name}.', name=what.author)}</i>" if what.author else None,
        _corrected(words, what.correction),
    )
    if told:
        yield ""
        yield told


def _corrected(words: Words, correction: Correction | None) -> str | None:
    if correction is None:
        return None
    at = correction.at
    told = words.whole(
        lambda words: (
            words(
                "Corrected by {name} on {day} at {time}.",
                name=correction.name,
                day=words.day(at),
                time=words.time(at),
            )
            if correction.name
            else words("Corrected on {day} at {time}.", day=words.day(at), time=words.time(at))
        )
    )
    return f"<i>✏️ {told}</i>"
