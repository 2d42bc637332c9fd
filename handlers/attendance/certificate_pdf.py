"""Draws the proof of attendance: a PDF of one A4 page, from the lists of the moderators."""

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
"""Font sizes in points; the first with which everything fits on one page is taken."""

MARGIN: Final = 20.0
"""Millimetres around the page."""

LINE: Final = 0.53
"""Height of a line in millimetres, for each point of its font size."""

LABELS: Final = 54.0
"""Width in millimetres of the labels before the facts."""

WIDTHS: Final = (7, 62, 66, 35)
"""Widths in millimetres of the columns: number, moment, theme, attendance."""

GREY: Final = 100

NOT_DRAWN: Final = "\u25a1"
"""Drawn in the place of a character that the font does not have."""


@dataclass(frozen=True, slots=True)
class Proof:
    """The facts of a proof of one person in one cycle; `function` is empty while not known.

    `entries` are the meetings of the cycle that are over, in order.
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
    """Draw the proof as a PDF in the person's language, issued `now`."""
    content = b""
    for size in SIZES:
        page = _page(words, size, now)
        _heading(page, words, proof)
        _table(page, words, proof)
        _totals(page, words, proof, now)
        # Output is called also for what is too long, because it closes the font files.
        content = bytes(page.output())
        if page.pages_count == 1:
            break
    return content


def _page(words: Words, size: float, now: datetime) -> "FPDF":
    """Make an empty page, without metadata of where, by whom or with what it was made."""
    # Imported here: the libraries are slow to import and used for proofs only.
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
    """Write the person, the community and the cycle."""
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
    """Write a row for each meeting: number, moment, theme and attendance."""
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
    return str(meeting.number), moment, meeting.theme, _mark_text(words, entry.mark)


def _mark_text(words: Words, mark: Mark) -> str:
    return {
        Mark.THERE: words.plain("present"),
        Mark.PARTNER: words.plain("duo partner present"),
        Mark.ABSENT: words.plain("absent"),
        Mark.UNTICKED: words.plain("no list"),
        Mark.BEFORE: words.plain("not yet registered"),
    }[mark]


def _totals(page: "FPDF", words: Words, proof: Proof, now: datetime) -> None:
    """Write the total, the day of issue and the source of the figures."""
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
    """Write a paragraph from the current position to the right margin; then begin a new line."""
    usual = page.font_size_pt
    page.set_font(style="B" if is_bold else "", size=size)
    page.multi_cell(0, size * LINE, _drawable(page, text), align="L", new_x="LMARGIN", new_y="NEXT")
    page.set_font(style="", size=usual)


def _drawable(page: "FPDF", text: str) -> str:
    """The text, with `NOT_DRAWN` in the place of each character that the font does not have."""
    letters = cast("TTFFont", page.fonts[FONT]).cmap
    return "".join(one if ord(one) in letters or one == "\n" else NOT_DRAWN for one in text)
