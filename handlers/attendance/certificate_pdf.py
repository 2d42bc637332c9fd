"""The proof of attendance: one page A4, made from what the moderators ticked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from bot.rules.attendance import Mark, Tally
from locales import Words
from storage.attendance.records import Entry

if TYPE_CHECKING:
    from fpdf import FPDF
    from fpdf.fonts import TTFFont

FONT: Final = "dejavu"
SIZES: Final = (10.0, 9.0, 8.0, 7.0, 6.0)
"""Points of the letters: the largest with which it all stands on one page."""

MARGIN: Final = 20.0
"""Millimetres around the page."""

LINE: Final = 0.53
"""Millimetres that a line is high, for each point of its letters."""

LABELS: Final = 54.0
"""Millimetres for what stands before the facts."""

WIDTHS: Final = (7, 62, 66, 35)
"""Millimetres of the columns: number, moment, theme, attendance."""

GREY: Final = 100

NOT_DRAWN: Final = "\u25a1"
"""In the place of a sign that the font does not have."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What a proof states of one person in one cycle; `function` is empty while not known.

    `entries` are its meetings that are over, in order.
    """

    name: str
    function: str
    community: str
    zone: str
    cycle: int
    entries: tuple[Entry, ...]
    tally: Tally
    moderators: tuple[str, ...]


def draw(words: Words, proof: Proof, now: datetime) -> bytes:
    """The proof as a PDF in the person's language, issued `now`."""
    content = b""
    for size in SIZES:
        page = _page(words, size, now)
        _heading(page, words, proof)
        _table(page, words, proof)
        _ending(page, words, proof, now)
        # Also what is too long is put out: that closes its files.
        content = bytes(page.output())
        if page.pages_count == 1:
            break
    return content


def _page(words: Words, size: float, now: datetime) -> "FPDF":
    """An empty page; the file tells nothing of where, by whom or on what it was made."""
    # What draws is heavy, and only needed here.
    from fpdf import FPDF
    from matplotlib import get_data_path

    page = FPDF(format="A4")
    fonts = Path(get_data_path()) / "fonts" / "ttf"
    page.add_font(FONT, "", fonts / "DejaVuSans.ttf")
    page.add_font(FONT, "B", fonts / "DejaVuSans-Bold.ttf")
    page.set_margins(MARGIN, MARGIN)
    page.set_auto_page_break(True, MARGIN)
    page.set_title(words.plain("Proof of attendance"))
    page.set_lang(words.language)
    page.set_creation_date(now)
    page.add_page()
    page.set_font(FONT, size=size)
    page.set_draw_color(GREY)
    return page


def _heading(page: "FPDF", words: Words, proof: Proof) -> None:
    """Whom it is about, and which community and cycle."""
    size = page.font_size_pt
    _write(page, words.plain("Proof of attendance"), size * 2, is_bold=True)
    page.ln(size * LINE)
    _write(page, proof.name, size * 1.4, is_bold=True)
    if proof.function:
        _write(page, proof.function, size)
    page.ln(size * LINE)
    for label, fact in _facts(words, proof):
        page.set_text_color(GREY)
        page.cell(LABELS, size * LINE, label)
        page.set_text_color(0)
        _write(page, fact, size)
    page.ln(size * LINE)


def _facts(words: Words, proof: Proof) -> Iterator[tuple[str, str]]:
    meetings = [entry.meeting for entry in proof.entries]
    yield words.plain("Community of practice"), proof.community
    yield words.plain("Care zone"), proof.zone
    cycle = words.plain(
        "{number}, from {first} to {last}",
        number=proof.cycle,
        first=words.date(meetings[0].starts_at),
        last=words.date(meetings[-1].starts_at),
    )
    yield words.plain("Cycle"), cycle
    if proof.moderators:
        yield words.plain("Moderators"), ", ".join(proof.moderators)


def _table(page: "FPDF", words: Words, proof: Proof) -> None:
    """A row a meeting: number, moment, theme, and what the list says."""
    from fpdf import FontFace

    heading = ("", words.plain("Session"), words.plain("Theme"), words.plain("Attendance"))
    with page.table(
        col_widths=WIDTHS,
        text_align="LEFT",
        line_height=page.font_size_pt * LINE,
        padding=0.8,
        borders_layout="HORIZONTAL_LINES",
        headings_style=FontFace(emphasis="BOLD"),
    ) as table:
        table.row(heading)
        for entry in proof.entries:
            table.row([_drawable(page, cell) for cell in _cells(words, entry)])
    page.ln(page.font_size_pt * LINE)


def _cells(words: Words, entry: Entry) -> tuple[str, str, str, str]:
    meeting = entry.meeting
    span = words.span(meeting.starts_at, meeting.ends_at)
    moment = f"{words.date(meeting.starts_at)}\n{span}"
    return str(meeting.number), moment, meeting.theme, _said(words, entry.mark)


def _said(words: Words, mark: Mark) -> str:
    return {
        Mark.THERE: words.plain("present"),
        Mark.PARTNER: words.plain("duo partner present"),
        Mark.ABSENT: words.plain("absent"),
        Mark.UNTICKED: words.plain("no list"),
        Mark.BEFORE: words.plain("not yet registered"),
    }[mark]


def _ending(page: "FPDF", words: Words, proof: Proof, now: datetime) -> None:
    """The sum, the day of issue, and what it was made from."""
    size, tally = page.font_size_pt, proof.tally
    total = words.plain(
        "Sessions attended: {there} of {number}, {time} in all.",
        there=tally.there,
        number=tally.number,
        time=_duration(words, tally.time),
    )
    _write(page, total, size * 1.1, is_bold=True)
    page.ln(size * LINE)
    _write(page, words.plain("Issued on {date}.", date=words.date(now)), size)
    page.set_text_color(GREY)
    source = words.plain(
        "Made from the lists on which the moderators noted who was there, "
        "as they stood on the day of issue."
    )
    _write(page, source, size)


def _duration(words: Words, time: timedelta) -> str:
    """Hours and minutes: '7 h 30 min'."""
    hours, minutes = divmod(round(time.total_seconds() / 60), 60)
    if minutes:
        return words.plain("{hours} h {minutes} min", hours=hours, minutes=minutes)
    return words.plain("{hours} h", hours=hours)


def _write(page: "FPDF", text: str, size: float, *, is_bold: bool = False) -> None:
    """Write a paragraph from here on, with lines as wide as is left; then begin a new line."""
    usual = page.font_size_pt
    page.set_font(style="B" if is_bold else "", size=size)
    page.multi_cell(0, size * LINE, _drawable(page, text), align="L", new_x="LMARGIN", new_y="NEXT")
    page.set_font(style="", size=usual)


def _drawable(page: "FPDF", text: str) -> str:
    """The text with a sign in the place of what the font has no letter for."""
    letters = cast("TTFFont", page.fonts[FONT]).cmap
    return "".join(one if ord(one) in letters or one == "\n" else NOT_DRAWN for one in text)
