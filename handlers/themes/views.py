"""The themes of a community as a text with buttons, and as a picture."""

import asyncio
from collections.abc import Sequence

from bot.rules.meetings import cycle_total
from bot.rules.themes import Recurrence
from handlers.core.context import Context
from handlers.core.pages import Pages, pages
from handlers.core.screens import (
    Document,
    Row,
    Screen,
    in_fitting_rows,
    in_rows,
    lines,
    paragraphs,
    shown_length,
)
from handlers.themes.access import Sight
from handlers.themes.chart_png import MOST_LINES, Chart, Line, drawn
from handlers.themes.verbs import ALL, CYCLE, NEW, OWN, WHERE
from locales import Words
from storage.core.columns import row_id

FILE = "themes.png"

CAPTION = 1000
"""Characters below a picture; Telegram takes a few more."""

FIRST = 8
"""The most themes with a button below the picture; the list has them all."""


async def overview(context: Context, sight: Sight) -> Screen:
    """The picture of a cycle with what recurs below it; a text while there is nothing to draw."""
    words = context.words
    rows = (*_last_rows(words, sight),)
    if not sight.found:
        return Screen(_nothing_yet(words, sight), rows)
    picture = await asyncio.to_thread(drawn, chart(words, sight))
    first = sight.found[:FIRST]
    more: tuple[Row, ...] = ()
    if len(sight.found) > len(first):
        every = ALL.button(f"🏷 {words('All themes')}", row_id(sight.community), sight.cycle)
        more = ((every,),)
    return Screen(
        _caption(words, sight),
        (*theme_rows(sight, first), *more, *rows),
        Document(FILE, picture, is_picture=True),
    )


def everything(words: Words, sight: Sight) -> Pages:
    """All themes of a cycle, with a button for each below the last message."""
    told = [_told(words, sight, one) for one in sight.found]
    return pages([lines(_heading(words, sight), ""), *told], theme_rows(sight, sight.found))


def theme_rows(sight: Sight, found: Sequence[Recurrence]) -> tuple[Row, ...]:
    """A button for each theme, which opens where it came up."""
    opened = [
        WHERE.button(f"{sight.named[one.theme]} · {one.total}", row_id(sight.community), one.theme)
        for one in found
        if one.theme in sight.named
    ]
    return in_fitting_rows(opened)


def _last_rows(words: Words, sight: Sight) -> tuple[Row, ...]:
    """Other cycles; and for the lead the list of themes."""
    community_id = sight.community.id or 0
    cycles = [
        CYCLE.button(f"🗓 {words.plain('Cycle {cycle}', cycle=cycle)}", community_id, cycle)
        for cycle in sight.earlier
    ]
    added = (
        (NEW.button(f"➕ {words('Add a theme')}"),),
        (OWN.button(f"✏️ {words('Themes that were added')}"),),
    )
    return (*in_rows(cycles, 3), *(added if sight.is_lead else ()))


def _heading(words: Words, sight: Sight) -> str:
    heading = words("Themes of {name}, cycle {cycle}", name=sight.community.name, cycle=sight.cycle)
    return f"🏷 <b>{heading}</b>"


def _nothing_yet(words: Words, sight: Sight) -> str:
    return paragraphs(
        _heading(words, sight),
        words(
            "There are no themes yet. They are ticked on summaries, cases, prompts and what is "
            "shared in the library; then this shows what recurs."
        ),
    )


def _caption(words: Words, sight: Sight) -> str:
    """The first themes, as far as there is room below a picture, and how many more there are."""
    caption, told = _heading(words, sight), 0
    for one in sight.found[:FIRST]:
        longer = lines(caption, _told(words, sight, one))
        if shown_length(longer) > CAPTION:
            break
        caption, told = longer, told + 1
    left = len(sight.found) - told
    return lines(caption, words("… and {number} more", number=left) if left else None)


def _told(words: Words, sight: Sight, one: Recurrence) -> str:
    """A theme with its number, since when it is spoken of, and in which sessions."""
    return f"• {_said(words, sight, one)}"


def _said(words: Words, sight: Sight, one: Recurrence) -> str:
    theme, total = sight.named.get(one.theme, "…"), one.total
    sessions = " · ".join(map(str, one.sessions))
    if one.since is not None and one.since[0] < sight.cycle:
        return words(
            "{theme}: {total}×, since session {number} of cycle {cycle}; now {sessions}",
            theme=theme,
            total=total,
            number=one.since[1],
            cycle=one.since[0],
            sessions=sessions or "–",
        )
    if not one.sessions:
        return words("{theme}: {total}×, outside the sessions", theme=theme, total=total)
    if len(one.sessions) == 1:
        return words(
            "{theme}: {total}×, in session {number}", theme=theme, total=total, number=sessions
        )
    return words(
        "{theme}: {total}×, since session {number}: {sessions}",
        theme=theme,
        total=total,
        number=one.sessions[0],
        sessions=sessions,
    )


def chart(words: Words, sight: Sight) -> Chart:
    """The content of the picture, as plain text: the themes of most sessions."""
    found = [one for one in sight.found if one.theme in sight.named][:MOST_LINES]
    numbers = [number for one in sight.found for number in one.sessions]
    columns = max(cycle_total(len(sight.planned)), *numbers, 0)
    return Chart(
        words.plain("Themes of {name}", name=sight.community.name),
        _period(words, sight),
        _note(words, cut=len(sight.found) > MOST_LINES),
        [
            Line(
                _capital(sight.named[one.theme]),
                one.total,
                [one.by_session.get(number, 0) for number in range(1, columns + 1)],
            )
            for one in found
        ],
    )


def _note(words: Words, *, cut: bool) -> str:
    note = words.plain(
        "A dot for each session in which a theme came up; the more often, the larger. "
        "At the right: how often in all."
    )
    if not cut:
        return note
    return f"{note} {words.plain('Only the {number} that recur most.', number=MOST_LINES)}"


def _period(words: Words, sight: Sight) -> str:
    if not sight.planned:
        return words.plain("Cycle {cycle}", cycle=sight.cycle)
    return words.plain(
        "Cycle {cycle}: {first} to {last}",
        cycle=sight.cycle,
        first=words.date(sight.planned[0].starts_at),
        last=words.date(sight.planned[-1].starts_at),
    )


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
