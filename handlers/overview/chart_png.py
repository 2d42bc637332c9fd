"""Draws all communities as a PNG for a report: A4 landscape, legible on a phone too.

Positions and sizes are in pixels from the upper left corner. Up to `ONE_BLOCK` lines are drawn in
one block, more in two blocks side by side; with fewer lines the letters are larger.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Final

from bot.rules.overview import HALF
from handlers.core.text_metrics import DOTS_PER_INCH, Letters

# Imported in the functions that draw: it takes half a second, and most processes never draw.
if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_DRAWN: Final = 40
"""Most communities that get a line each; with more of them each zone is a line."""

ONE_BLOCK: Final = 20

WIDTH: Final = 1600
HEIGHT: Final = 1131
MARGIN: Final = 56
_BETWEEN: Final = 52
_INSIDE: Final = WIDTH - 2 * MARGIN

_PAPER, _INK, _SOFT, _PALE = "#fbfaf6", "#22303a", "#56646e", "#dcdfda"
_FILL, _LOW, _NEXT = "#1f6f78", "#c8641e", "#9cc3c5"
_TITLE, _PERIOD, _NOTE, _SMALLEST, _SMALLEST_HEAD = 44, 28, 22, 20, 18
_LEADING: Final = 1.35
"""Height of a line of text, as a multiple of its font size."""

_TALLEST, _TALLEST_HEAD = 140, 60
_TWO_LINES_HEIGHT: Final = 66
"""Least height of a line in which a second, smaller text fits below the name."""

_NAME_SHARE: Final = (0.32, 0.36)
"""Share of a block's width for the name: of one block, of two; the figures get the rest."""

_BARS_SHARE: Final = (0.52, 0.42)
"""Share of a figure's width for its bars: of one block, of two; the number gets the rest."""

_FIGURES: Final = 3
_GAP: Final = 10


@dataclass(frozen=True, slots=True)
class Line:
    """A community or a zone: shares are from 0 to 1, attendance is in percent by meeting.

    `seats` is None where too few people are seated to show it. `held` is, for each meeting of the
    cycle, the share of communities that held it (of one community 1 or 0); `coming` is the index
    of the next meeting, from 0. `…_label` are the figures as text.
    """

    zone: str
    name: str
    detail: str
    seats: float | None
    seats_label: str
    held: Sequence[float]
    coming: int | None
    held_label: str
    attendance: Sequence[int | None]
    attendance_label: str

    @property
    def labels(self) -> tuple[str, str, str]:
        """The three figures as text, in the order of `Chart.heads`."""
        return self.seats_label, self.held_label, self.attendance_label


@dataclass(frozen=True, slots=True)
class Chart:
    """The content of the picture: plain text in the reader's language.

    `heads` are the headings of the three figures. The lines of a zone follow each other, below the
    zone's name; with `is_by_zone` each line is a zone.
    """

    title: str
    period: str
    note: str
    heads: tuple[str, str, str]
    lines: Sequence[Line]
    is_by_zone: bool = False


Slot = Line | str
"""A line, or the name of a zone above its lines."""


def render_png(chart: Chart, scale: int = 1) -> bytes:
    """Render the chart as a PNG, `scale` times as large; slow, so not for the event loop."""
    content = BytesIO()
    figure = compose(chart)
    figure.savefig(content, format="png", dpi=DOTS_PER_INCH * scale, metadata={"Software": None})
    return content.getvalue()


def compose(chart: Chart) -> "Figure":
    """Lay the chart out as a matplotlib figure."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(
        figsize=(WIDTH / DOTS_PER_INCH, HEIGHT / DOTS_PER_INCH),
        dpi=DOTS_PER_INCH,
        facecolor=_PAPER,
    )
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(HEIGHT, 0)
    axes.set_axis_off()
    page = _Page(axes, Letters())
    top = page.paragraph(chart.title, MARGIN - 8, _TITLE, _INK, is_bold=True)
    top = page.paragraph(chart.period, top, _PERIOD, _SOFT) + 14
    bottom = page.note(chart.note) - 10
    page.blocks(chart, top, bottom)
    page.fill()
    return figure


def slots(chart: Chart) -> list[Slot]:
    """Return the lines with the names of their zones above them."""
    if chart.is_by_zone:
        return list(chart.lines)
    found: list[Slot] = []
    for zone, lines in groupby(chart.lines, key=lambda line: line.zone):
        found += [zone, *lines]
    return found


def blocks(chart: Chart) -> list[list[Slot]]:
    """Return the slots in one block or two; a zone that is split gets its name again, with `…`."""
    found = slots(chart)
    if len(found) <= ONE_BLOCK:
        return [found]
    half = (len(found) + 1) // 2
    heads = [place for place, slot in enumerate(found) if isinstance(slot, str) and place]
    nearest = min(heads, key=lambda place: abs(place - half), default=0)
    if nearest and max(nearest, len(found) - nearest) <= half + 3:
        return [found[:nearest], found[nearest:]]
    if isinstance(found[half - 1], str):
        half -= 1
    second = found[half:]
    first = second[0]
    return [found[:half], second if isinstance(first, str) else [f"{first.zone} …", *second]]


class _Page:
    """Draws texts and rectangles on the axes; rectangles are collected until `fill`."""

    def __init__(self, axes: "Axes", letters: Letters) -> None:
        self._axes = axes
        self._letters = letters
        self._rectangles: list[tuple[float, float, float, float]] = []
        self._colours: list[str] = []

    def paragraph(
        self, text: str, top: float, size: int, colour: str, *, is_bold: bool = False
    ) -> float:
        """Draw wrapped text from the margin on; return the y where it ends."""
        for line in self._letters.wrapped(text, size, _INSIDE, is_bold=is_bold):
            self._text(MARGIN, top + size * _LEADING / 2, line, size, colour, is_bold=is_bold)
            top += size * _LEADING
        return top

    def note(self, text: str) -> float:
        """Draw the note about the numbers at the foot of the page; return the y where it begins."""
        count = len(self._letters.wrapped(text, _NOTE, _INSIDE))
        top = HEIGHT - MARGIN / 2 - count * _NOTE * _LEADING
        self.paragraph(text, top, _NOTE, _SOFT)
        return top

    def blocks(self, chart: Chart, top: float, bottom: float) -> None:
        """Draw the lines between `top` and `bottom`, in one block or two, below their headings."""
        found = blocks(chart)
        width = (_INSIDE - _BETWEEN * (len(found) - 1)) / len(found)
        below = top + _NOTE * _LEADING + 8
        frame = self._frame(chart, width, (bottom - below) / max(map(len, found)), len(found))
        for place, block in enumerate(found):
            own = replace(frame, left=MARGIN + place * (width + _BETWEEN))
            self._heads(own, chart.heads, top + _NOTE * _LEADING / 2)
            at = below
            for slot in block:
                self._slot(own, slot, at)
                at += own.slot_height(slot)

    def _frame(self, chart: Chart, width: float, height: float, blocks: int) -> "_Frame":
        """Compute the sizes of lines and letters, the same in both blocks."""
        height = min(_TALLEST, height)
        share = _NAME_SHARE[blocks - 1]
        bars_share = _BARS_SHARE[blocks - 1]
        number_width = width * (1 - share) / _FIGURES * (1 - bars_share) - 2 * _GAP
        largest = min(36, max(_SMALLEST + 2, round(height * 0.34)))
        numbers = [text for line in chart.lines for text in line.labels]
        return _Frame(
            left=MARGIN,
            width=width,
            height=height,
            name_share=share,
            bars_share=bars_share,
            name=self._letters.common(
                (line.name for line in chart.lines), largest, _SMALLEST + 2, width * share - _GAP
            ),
            number=self._letters.common(numbers, largest, _SMALLEST, number_width),
        )

    def _heads(self, frame: "_Frame", heads: Sequence[str], middle: float) -> None:
        _, width = frame.figure(0)
        size = self._letters.common(heads, _NOTE, _SMALLEST_HEAD, width - _GAP)
        for number, text in enumerate(heads):
            shown = self._letters.cut(self._letters.drawable(text), size, width - _GAP)
            self._text(frame.figure(number)[0], middle, shown, size, _SOFT)

    def _slot(self, frame: "_Frame", slot: Slot, top: float) -> None:
        if isinstance(slot, str):
            size = min(30, max(24, round(frame.height * 0.4)))
            middle = top + frame.slot_height(slot) * 0.58
            self._text(frame.left, middle, slot, size, _FILL, is_bold=True)
            return
        middle = top + frame.height / 2
        self._name(frame, slot, top)
        self._seats(frame, slot, middle)
        self._held(frame, slot, middle)
        self._attendance(frame, slot, middle)
        for number, text in enumerate(slot.labels):
            left, width = frame.figure(number)
            self._text(left + width * frame.bars_share + _GAP, middle, text, frame.number, _INK)

    def _name(self, frame: "_Frame", line: Line, top: float) -> None:
        room = frame.width * frame.name_share - _GAP
        name = self._letters.cut(self._letters.drawable(line.name), frame.name, room)
        has_detail = frame.height >= _TWO_LINES_HEIGHT and line.detail
        middle = top + frame.height / 2
        if has_detail:
            middle -= _NOTE * 0.7
            detail, size = self._letters.fitting(line.detail, _NOTE, _SMALLEST, room)
            self._text(frame.left, middle + frame.name * 0.6 + _NOTE * 0.9, detail, size, _SOFT)
        self._text(frame.left, middle, name, frame.name, _INK)

    def _seats(self, frame: "_Frame", line: Line, middle: float) -> None:
        left, width = frame.figure(0)
        width *= frame.bars_share
        height = frame.bar_height * 0.6
        self._rectangle(left, middle - height / 2, width, height, _PALE)
        if line.seats:
            self._rectangle(left, middle - height / 2, width * line.seats, height, _FILL)

    def _held(self, frame: "_Frame", line: Line, middle: float) -> None:
        left, width = frame.figure(1)
        step = width * frame.bars_share / max(len(line.held), 1)
        height = frame.bar_height * 0.6
        for place, share in enumerate(line.held):
            start, top = left + place * step, middle - height / 2
            colour = _NEXT if place == line.coming else _PALE
            self._rectangle(start, top, step * 0.78, height, colour)
            if share:
                filled = height * share
                self._rectangle(start, top + height - filled, step * 0.78, filled, _FILL)

    def _attendance(self, frame: "_Frame", line: Line, middle: float) -> None:
        left, width = frame.figure(2)
        step = width * frame.bars_share / max(len(line.attendance), 1)
        foot = middle + frame.bar_height / 2
        self._rectangle(left, foot, width * frame.bars_share, 1.5, _PALE)
        self._rectangle(left, middle, width * frame.bars_share, 1.5, _PALE)
        for place, percent in enumerate(line.attendance):
            if percent is None:
                continue
            height = max(frame.bar_height * percent / 100, 2)
            colour = _FILL if percent >= HALF else _LOW
            self._rectangle(left + place * step, foot - height, step * 0.78, height, colour)

    def fill(self) -> None:
        """Draw all rectangles below the texts, at once because that is quicker."""
        from matplotlib.collections import PolyCollection

        corners = [
            ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
            for x, y, width, height in self._rectangles
        ]
        self._axes.add_collection(
            PolyCollection(corners, facecolors=self._colours, linewidths=0, zorder=1)
        )

    def _rectangle(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        self._rectangles.append((x, y, width, height))
        self._colours.append(colour)

    def _text(
        self, x: float, y: float, text: str, size: int, colour: str, *, is_bold: bool = False
    ) -> None:
        self._axes.text(
            x,
            y,
            text,
            fontproperties=self._letters.font(size, is_bold=is_bold),
            color=colour,
            verticalalignment="center_baseline",
            parse_math=False,
            zorder=2,
        )


@dataclass(frozen=True, slots=True)
class _Frame:
    """The position of a block, the height of its lines, and its font sizes."""

    left: float
    width: float
    height: float
    name_share: float
    bars_share: float
    name: int
    number: int

    @property
    def bar_height(self) -> float:
        """The height of the tallest bar."""
        return min(self.height * 0.72, 84.0)

    def slot_height(self, slot: Slot) -> float:
        """The height of a line, or of a zone's name above its lines."""
        return min(self.height, _TALLEST_HEAD) if isinstance(slot, str) else self.height

    def figure(self, number: int) -> tuple[float, float]:
        """The left edge and the width of one of the three figures, by its number from 0."""
        width = self.width * (1 - self.name_share) / _FIGURES
        return self.left + self.width * self.name_share + number * width, width
