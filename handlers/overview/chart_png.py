"""All communities as a picture for a report: a page of A4 on its side, also read on a phone.

Measured in pixels from the upper left corner. Up to `ONE_BLOCK` lines stand below each other, more
in two blocks side by side; with few lines there is room for larger letters.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Final

from bot.rules.overview import HALF
from handlers.core.text_metrics import DOTS_PER_INCH, Letters

# Imported where it draws: it takes half a second, and most programs never draw.
if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_DRAWN: Final = 40
"""Communities that are drawn one by one; with more of them each zone is a line."""

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
"""Height of a line of text, as a multiple of its letters."""

_TALLEST, _TALLEST_HEAD = 140, 60
_ROOM_FOR_TWO: Final = 66
"""Height of a line from which on a second, smaller text fits below the name."""

_NAME_SHARE: Final = (0.32, 0.36)
"""Of the width of a block, where it stands alone and beside another; the figures share the rest."""

_BARS_SHARE: Final = (0.52, 0.42)
"""Of the width of a figure, likewise; beside the bars is their number."""

_FIGURES: Final = 3
_GAP: Final = 10


@dataclass(frozen=True, slots=True)
class Line:
    """A community or a zone: shares are from 0 to 1, attendance is in percent by meeting.

    `seats` is None where it is not told. `held` is the share of each meeting of the cycle: of one
    community 1 or 0; `coming` is the place of the next, from 0.
    """

    zone: str
    name: str
    detail: str
    seats: float | None
    seats_told: str
    held: Sequence[float]
    coming: int | None
    held_told: str
    attendance: Sequence[int | None]
    attendance_told: str

    @property
    def told(self) -> tuple[str, str, str]:
        """The three figures in numbers."""
        return self.seats_told, self.held_told, self.attendance_told


@dataclass(frozen=True, slots=True)
class Chart:
    """What the picture says: plain text in the reader's language. `heads` are of the figures.

    The lines of a zone stand together; its name is above them unless they are the zones.
    """

    title: str
    period: str
    note: str
    heads: tuple[str, str, str]
    lines: Sequence[Line]
    is_by_zone: bool = False


Slot = Line | str
"""A line, or the name of the zone above its lines."""


def drawn(chart: Chart, scale: int = 1) -> bytes:
    """The chart as a PNG, `scale` times as large: not for the loop that serves everyone."""
    content = BytesIO()
    figure = compose(chart)
    figure.savefig(content, format="png", dpi=DOTS_PER_INCH * scale, metadata={"Software": None})
    return content.getvalue()


def compose(chart: Chart) -> "Figure":
    """The figure with everything in its place."""
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
    """The lines with the names of their zones above them."""
    if chart.is_by_zone:
        return list(chart.lines)
    found: list[Slot] = []
    for zone, lines in groupby(chart.lines, key=lambda line: line.zone):
        found += [zone, *lines]
    return found


def blocks(chart: Chart) -> list[list[Slot]]:
    """The slots in one block or two; a zone that is parted has its name again."""
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
    parted = second[0]
    return [found[:half], second if isinstance(parted, str) else [f"{parted.zone} …", *second]]


class _Page:
    """Where texts and rectangles are put."""

    def __init__(self, axes: "Axes", letters: Letters) -> None:
        self._axes = axes
        self._letters = letters
        self._rectangles: list[tuple[float, float, float, float]] = []
        self._colours: list[str] = []

    def paragraph(
        self, text: str, top: float, size: int, colour: str, *, is_bold: bool = False
    ) -> float:
        """Lines of text from the margin on; gives where they end."""
        for line in self._letters.wrapped(text, size, _INSIDE, is_bold=is_bold):
            self._text(MARGIN, top + size * _LEADING / 2, line, size, colour, is_bold=is_bold)
            top += size * _LEADING
        return top

    def note(self, text: str) -> float:
        """What must be said of the numbers, at the foot of the page; gives where it begins."""
        count = len(self._letters.wrapped(text, _NOTE, _INSIDE))
        top = HEIGHT - MARGIN / 2 - count * _NOTE * _LEADING
        self.paragraph(text, top, _NOTE, _SOFT)
        return top

    def blocks(self, chart: Chart, top: float, bottom: float) -> None:
        """The lines, in one block or in two side by side, below the heads of their figures."""
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
                at += own.tall(slot)

    def _frame(self, chart: Chart, width: float, height: float, blocks: int) -> "_Frame":
        """How large lines and letters are: the same in both blocks."""
        height = min(_TALLEST, height)
        share = _NAME_SHARE[blocks - 1]
        bars_share = _BARS_SHARE[blocks - 1]
        beside = width * (1 - share) / _FIGURES * (1 - bars_share) - 2 * _GAP
        largest = min(36, max(_SMALLEST + 2, round(height * 0.34)))
        numbers = [text for line in chart.lines for text in line.told]
        return _Frame(
            left=MARGIN,
            width=width,
            height=height,
            name_share=share,
            bars_share=bars_share,
            name=self._letters.common(
                (line.name for line in chart.lines), largest, _SMALLEST + 2, width * share - _GAP
            ),
            number=self._letters.common(numbers, largest, _SMALLEST, beside),
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
            middle = top + frame.tall(slot) * 0.58
            self._text(frame.left, middle, slot, size, _FILL, is_bold=True)
            return
        middle = top + frame.height / 2
        self._name(frame, slot, top)
        self._seats(frame, slot, middle)
        self._held(frame, slot, middle)
        self._attendance(frame, slot, middle)
        for number, text in enumerate(slot.told):
            left, width = frame.figure(number)
            self._text(left + width * frame.bars_share + _GAP, middle, text, frame.number, _INK)

    def _name(self, frame: "_Frame", line: Line, top: float) -> None:
        room = frame.width * frame.name_share - _GAP
        name = self._letters.cut(self._letters.drawable(line.name), frame.name, room)
        has_two = frame.height >= _ROOM_FOR_TWO and line.detail
        middle = top + frame.height / 2
        if has_two:
            middle -= _NOTE * 0.7
            detail, size = self._letters.fitting(line.detail, _NOTE, _SMALLEST, room)
            self._text(frame.left, middle + frame.name * 0.6 + _NOTE * 0.9, detail, size, _SOFT)
        self._text(frame.left, middle, name, frame.name, _INK)

    def _seats(self, frame: "_Frame", line: Line, middle: float) -> None:
        left, width = frame.figure(0)
        width *= frame.bars_share
        height = frame.bars * 0.6
        self._rectangle(left, middle - height / 2, width, height, _PALE)
        if line.seats:
            self._rectangle(left, middle - height / 2, width * line.seats, height, _FILL)

    def _held(self, frame: "_Frame", line: Line, middle: float) -> None:
        left, width = frame.figure(1)
        step = width * frame.bars_share / max(len(line.held), 1)
        height = frame.bars * 0.6
        for place, share in enumerate(line.held):
            start, top = left + place * step, middle - height / 2
            colour = _NEXT if place == line.coming else _PALE
            self._rectangle(start, top, step * 0.78, height, colour)
            if share:
                grown = height * share
                self._rectangle(start, top + height - grown, step * 0.78, grown, _FILL)

    def _attendance(self, frame: "_Frame", line: Line, middle: float) -> None:
        left, width = frame.figure(2)
        step = width * frame.bars_share / max(len(line.attendance), 1)
        foot = middle + frame.bars / 2
        self._rectangle(left, foot, width * frame.bars_share, 1.5, _PALE)
        self._rectangle(left, middle, width * frame.bars_share, 1.5, _PALE)
        for place, percent in enumerate(line.attendance):
            if percent is None:
                continue
            height = max(frame.bars * percent / 100, 2)
            colour = _FILL if percent >= HALF else _LOW
            self._rectangle(left + place * step, foot - height, step * 0.78, height, colour)

    def fill(self) -> None:
        """Draw all rectangles at once, which is quick, below the texts."""
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
    """Where a block stands, how tall each of its lines is, and the sizes of its letters."""

    left: float
    width: float
    height: float
    name_share: float
    bars_share: float
    name: int
    number: int

    @property
    def bars(self) -> float:
        """How tall the tallest bar is."""
        return min(self.height * 0.72, 84.0)

    def tall(self, slot: Slot) -> float:
        """How tall a line is, or the name of a zone above its lines."""
        return min(self.height, _TALLEST_HEAD) if isinstance(slot, str) else self.height

    def figure(self, number: int) -> tuple[float, float]:
        """Where one of the three figures begins, and how wide it is."""
        width = self.width * (1 - self.name_share) / _FIGURES
        return self.left + self.width * self.name_share + number * width, width
