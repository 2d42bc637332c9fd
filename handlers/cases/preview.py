"""The preview of a case: the only place where its text stands until it is sealed.

It is read back from the pressed message itself: text and receipt from their entities, the ticks
from the button. Nothing of it is kept here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Final

from bot.rules.cases import Choices, Group
from bot.rules.identifiers import Finding
from bot.rules.plain_text import units
from handlers.cases.verbs import AGAIN, CLOSED, FOR, LEAVE, OPENS, SEAL, TICK, UNFOLD
from handlers.cases.views import SIGN, group_names, option_names, quoted, ticked, ticks
from handlers.core.identifier_warnings import MOST, findings, pointed_out
from handlers.core.screens import (
    TEXT_LIMIT,
    Row,
    Screen,
    in_rows,
    lines,
    paragraphs,
    shown_length,
)
from handlers.core.updates import Raw
from locales import Words
from storage.cases.envelopes import RECEIPT_WORDS, words_in


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in a preview: the cleaned text, and the receipt's words."""

    text: str
    receipt: str


@dataclass(frozen=True, slots=True)
class Preview:
    """A case as it would be sealed; `group` is the one whose ticks are unfolded."""

    window_id: int
    written: Written
    choices: Choices
    group: Group | None
    names: frozenset[str] = frozenset()
    today: date | None = None


_SHORTER: Final = ((MOST, True, True), (2, True, True), (2, True, False), (0, False, False))
"""What is left out beside a long text, in turn: findings, hints, ticks (the buttons show them)."""

BESIDE: Final = 200
"""What always stands beside the text: the receipt, and that something was found."""


def fits(text: str) -> bool:
    """Whether a text can stand in one message with its receipt."""
    return units(text) <= TEXT_LIMIT - BESIDE


def screen(words: Words, preview: Preview) -> Screen:
    """What the moderators will see, the receipt, and what may say who somebody is."""
    found = findings([preview.written.text], preview.names, preview.today)
    rows = _rows(words, preview, has_findings=bool(found))
    texts = (_text(words, preview, found, *extent) for extent in _SHORTER)
    text = next((one for one in texts if shown_length(one) <= TEXT_LIMIT), None)
    if text is None:
        text = _barely(preview.written, has_findings=bool(found))
    return Screen(text, rows, protect=True)


def _text(
    words: Words,
    preview: Preview,
    found: Sequence[tuple[str, Finding]],
    named: int,
    with_ticks: bool,
    with_hints: bool,
) -> str:
    noted = words("Your receipt. Note these words down outside of Telegram; I show them only here:")
    use = words("With them you read questions and the outcome, or withdraw the case.")
    return paragraphs(
        f"{SIGN} <b>{words('This is what your moderators will see, without your name:')}</b>",
        lines(quoted(preview.written.text), ticks(words, preview.choices) if with_ticks else None),
        lines(noted, _receipt(preview.written), use if with_hints else None),
        pointed_out(words, found, named),
    )


def _receipt(written: Written) -> str:
    return f"<code>{escape(written.receipt, quote=False)}</code>"


def _barely(written: Written, *, has_findings: bool) -> str:
    """Only what must be there; that something was found stands on the button, too."""
    return lines(f"{SIGN} {quoted(written.text)}", _receipt(written), "⚠️" if has_findings else None)


def choosing(
    words: Words, text: str, choices: Choices, places: Sequence[tuple[int, str]]
) -> Screen:
    """A case that was given at once by someone of several communities: which is it for?"""
    rows = tuple((FOR.button(name, window_id, choices),) for window_id, name in places)
    asked = words("Which community is this about?")
    leave = LEAVE.button(f"❌ {words('Leave it')}", places[0][0])
    return Screen(lines(f"{SIGN} <b>{asked}</b>", quoted(text)), (*rows, (leave,)), protect=True)


def _rows(words: Words, preview: Preview, *, has_findings: bool) -> tuple[Row, ...]:
    """The groups of ticks, the options of the one that is unfolded, then 📨."""
    key, choices = preview.window_id, preview.choices
    rows: list[Row] = []
    tabs = [
        UNFOLD.button(
            f"{'▾' if group is preview.group else '▸'} {name}",
            key,
            choices,
            CLOSED if group is preview.group else OPENS[group],
        )
        for group, name in group_names(words).items()
    ]
    groups = tuple(Group)
    for place in range(0, len(groups), 2):
        pair = groups[place : place + 2]
        rows.append(tuple(tabs[place : place + 2]))
        if preview.group in pair:
            rows += _options(words, preview)
    label = words("Seal all the same") if has_findings else words("Seal")
    return (
        *rows,
        (SEAL.button(f"📨 {label}", key, choices),),
        (
            AGAIN.button(f"✏️ {words('Write anew')}", key),
            LEAVE.button(f"❌ {words('Leave it')}", key),
        ),
    )


def _options(words: Words, preview: Preview) -> tuple[Row, ...]:
    group = preview.group
    if group is None:
        return ()
    chosen = ticked(preview.choices, group)
    options = [
        TICK.button(
            f"{'☑' if place in chosen else '☐'} {name}",
            preview.window_id,
            preview.choices,
            OPENS[group],
            place,
        )
        for place, name in enumerate(option_names(words, group))
    ]
    return in_rows(options, 2)


def read(message: Raw | None) -> Written | None:
    """The text and the receipt of a pressed preview; None when it is too old to be read."""
    if not message or not message.get("text"):
        return None
    text = marked(message, "blockquote")
    if text is None:
        return None
    receipt = marked(message, "code")
    if receipt is None or words_in(receipt, RECEIPT_WORDS) is None:
        # Telegram marks at most 100 places; so many addresses in the text leave none for these.
        receipt = _found(str(message["text"]).rpartition(text)[2])
    return Written(text, receipt) if receipt is not None else None


def _found(below: str) -> str | None:
    """The line that holds the words of a receipt."""
    return next((line for line in below.splitlines() if words_in(line, RECEIPT_WORDS)), None)


def marked(message: Raw | None, kind: str) -> str | None:
    """What stands under the first entity of this kind; places count UTF-16 code units."""
    if not message:
        return None
    units = str(message.get("text", "")).encode("utf-16-le")
    for entity in message.get("entities") or ():
        if str(entity.get("type", "")).endswith(kind):
            start = 2 * int(entity["offset"])
            return units[start : start + 2 * int(entity["length"])].decode("utf-16-le")
    return None
