"""The themes of a cycle as a picture for a phone: under each name a dot for each of its sessions.

Measured in pixels of a portrait page, which a phone shows at about a third of its size.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

from bot.rules.meetings import FEWEST_MEETINGS
from handlers.core.text_metrics import DOTS_PER_INCH, Letters

# Imported where it draws: it takes half a second, and most programs never draw.
if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_LINES: Final = 12
"""Themes in one picture: with more it would be too tall for a phone."""

WIDTH: Final = 1080
MARGIN: Final = 60
_INSIDE: Final = WIDTH - 2 * MARGIN

_PAPER, _INK, _SOFT, _PALE, _DOT = "#fbfaf6", "#22303a", "#56646e", "#b3bab6", "#1f6f78"
_TITLE, _PERIOD, _NAME, _NUMBER, _NOTE = 54, 34, 42, 32, 31
_SMALLEST_NAME: Final = 32
_LEADING: Final = 1.3
"""Height of a line of text, as a multiple of its letters."""

_LINE_HEIGHT: Final = 158
_DOTS_AT: Final = 104
"""The place of the middle of the dots within the height of a theme."""

_SMALLEST_DOT, _LARGEST_DOT, _GROWTH = 27, 42, 6
"""Radius of the dot of one thing, of any number, and what each further thing adds."""


@dataclass(frozen=True, slots=True)
class Line:
    """A theme by its name, how many things carry it, and how many in each of the sessions."""

    name: str
    total: int
    counts: Sequence[int]


@dataclass(frozen=True, slots=True)
class Chart:
    """The picture's content: plain text in the reader's language, at most `MOST_LINES` themes."""

    title: str
    period: str
    note: str
    lines: Sequence[Line]


def drawn(chart: Chart) -> bytes:
    """The chart as a PNG. It takes a moment: not for the loop that serves everyone."""
    content = BytesIO()
    compose(chart).savefig(content, format="png", metadata={"Software": None})
    return content.getvalue()


def compose(chart: Chart) -> "Figure":
    """The figure with everything in its place."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    letters = Letters()
    title = letters.wrapped(chart.title, _TITLE, _INSIDE, is_bold=True)
    period = letters.wrapped(chart.period, _PERIOD, _INSIDE)
    note = letters.wrapped(chart.note, _NOTE, _INSIDE)
    below = MARGIN + _height(title, _TITLE) + MARGIN // 4
    top = below + _height(period, _PERIOD) + MARGIN // 2
    bottom = top + len(chart.lines) * _LINE_HEIGHT + MARGIN // 4
    height = bottom + _height(note, _NOTE) + MARGIN
    size = (WIDTH / DOTS_PER_INCH, height / DOTS_PER_INCH)
    figure = Figure(figsize=size, dpi=DOTS_PER_INCH, facecolor=_PAPER)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(height, 0)
    axes.set_axis_off()
    page = _Page(axes, letters)
    page.paragraph(title, MARGIN, _TITLE, _INK, is_bold=True)
    page.paragraph(period, below, _PERIOD, _SOFT)
    for place, line in enumerate(chart.lines):
        page.theme(line, top + place * _LINE_HEIGHT)
    page.paragraph(note, bottom, _NOTE, _SOFT)
    return figure


def _height(texts: Sequence[str], size: int) -> int:
    return round(len(texts) * size * _LEADING)


class _Page:
    """The places of texts and dots, in pixels from the upper left corner."""

    def __init__(self, axes: "Axes", letters: Letters) -> None:
        self._axes = axes
        self._letters = letters

    def paragraph(
        self, texts: Sequence[str], top: int, size: int, colour: str, *, is_bold: bool = False
    ) -> None:
        """Lines of text below each other."""
        for place, text in enumerate(texts):
            middle = top + round((place + 0.5) * size * _LEADING)
            self._text(MARGIN, middle, text, size, colour, is_bold=is_bold)

    def theme(self, line: Line, top: int) -> None:
        """A theme: its name, its number at the right, and its dots below."""
        middle = top + round(_NAME * _LEADING / 2)
        total = f"{line.total}×"
        self._text(WIDTH - MARGIN, middle, total, _NAME, _DOT, is_bold=True, align="right")
        room = _INSIDE - self._letters.width(total, _NAME, is_bold=True) - MARGIN / 2
        name, size = self._letters.fitting(line.name, _NAME, _SMALLEST_NAME, room)
        self._text(MARGIN, middle, name, size, _INK)
        step = _INSIDE / max(len(line.counts), FEWEST_MEETINGS)
        for place, count in enumerate(line.counts):
            self._session(MARGIN + (place + 0.5) * step, top + _DOTS_AT, place + 1, count, step)

    def _session(self, x: float, y: float, number: int, count: int, step: float) -> None:
        from matplotlib.patches import Circle

        if not count:
            self._text(x, y, str(number), _NUMBER, _PALE, align="center")
            return
        grown = _SMALLEST_DOT + _GROWTH * (count - 1)
        self._axes.add_patch(
            Circle((x, y), min(grown, _LARGEST_DOT, step / 2 - 2), color=_DOT, linewidth=0)
        )
        self._text(x, y, str(number), _NUMBER, _PAPER, is_bold=True, align="center")

    def _text(
        self,
        x: float,
        y: float,
        text: str,
        size: int,
        colour: str,
        *,
        is_bold: bool = False,
        align: str = "left",
    ) -> None:
        self._axes.text(
            x,
            y,
            text,
            fontproperties=self._letters.font(size, is_bold=is_bold),
            color=colour,
            horizontalalignment=align,
            verticalalignment="center_baseline",
            parse_math=False,
        )
