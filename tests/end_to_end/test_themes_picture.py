"""The picture of the themes: everything that is written stands inside it, and is large enough."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox
from PIL import Image

from handlers.themes.chart_png import MARGIN, MOST_LINES, WIDTH, Chart, Line, compose, drawn

PHONE = 390
"""Pixels of a phone's width."""

SMALLEST = 11
"""Pixels of the smallest letters, once the picture is as wide as a phone."""

LONG = "accès à un logement adapté près des soins"
CHARTS = {
    "one theme": Chart("Thema's van Noord", "Cyclus 1", "Een bolletje", [Line("Wonen", 1, [1])]),
    "as many as fit": Chart(
        "Thèmes de Nord-Est · Saint-Josse",
        "Cycle 1 : du mardi 15 septembre 2026 au mardi 8 juin 2027",
        "Un rond pour chaque rencontre où un thème est venu ; plus souvent, plus grand.",
        [Line(f"Santé – œuvre n° {n}", n, [n % 3] * 10) for n in range(MOST_LINES)],
    ),
    "long names": Chart(
        f"Themes of {'Praktijkgemeenschap ' * 4}",
        "",
        "x" * 300,
        [Line(LONG, 999, [9] * 12), Line("W" * 40, 1, [1] * 15), Line("i" * 40, 1, [])],
    ),
    "strange signs": Chart("$x^2$ <b> & \\alpha 🙂", "\u200f", "", [Line("🙂 $a_1$ é", 2, [2])]),
}


@pytest.fixture(params=list(CHARTS.values()), ids=list(CHARTS))
def chart(request: pytest.FixtureRequest) -> Chart:
    found: Chart = request.param
    return found


def boxes(figure: Figure) -> Iterator[tuple[str, Bbox]]:
    """Every text with where it stands, in pixels."""
    renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
    for text in figure.axes[0].texts:
        if text.get_text():
            yield text.get_text(), text.get_window_extent(renderer)


def outside(figure: Figure) -> list[str]:
    """The texts that do not stand wholly inside the figure."""
    width, height = figure.get_size_inches() * figure.dpi
    return [
        text
        for text, box in boxes(figure)
        if box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > height
    ]


def overlapping(figure: Figure) -> list[tuple[str, str]]:
    """The pairs of texts of which one covers the other."""
    placed = list(boxes(figure))
    return [
        (one, other)
        for place, (one, first) in enumerate(placed)
        for other, second in placed[place + 1 :]
        if first.shrunk(0.9, 0.7).overlaps(second.shrunk(0.9, 0.7))
    ]


def test_every_text_stands_inside_and_none_covers_another(chart: Chart) -> None:
    figure = compose(chart)

    assert outside(figure) == []
    assert overlapping(figure) == []


def test_the_letters_are_large_enough_on_a_phone(chart: Chart) -> None:
    sizes = {float(text.get_fontsize()) for text in compose(chart).axes[0].texts}

    assert min(sizes) * PHONE / WIDTH >= SMALLEST


def test_a_png_comes_out_with_something_on_it_and_free_margins(chart: Chart) -> None:
    picture = Image.open(BytesIO(drawn(chart)))
    colours = picture.convert("RGB").getcolors(1 << 24) or []

    assert (picture.format, picture.width) == ("PNG", WIDTH)
    assert picture.height <= 2.4 * WIDTH
    assert len(colours) > 50
    assert "matplotlib" not in str(picture.info).lower()
    edge = picture.convert("RGB").crop((0, 0, MARGIN // 2, picture.height))
    assert len(edge.getcolors() or []) == 1


def test_a_theme_of_more_things_has_a_larger_dot() -> None:
    figure = compose(Chart("t", "p", "n", [Line("a", 1, [1, 3, 0])]))

    once, thrice = figure.axes[0].patches
    assert once.get_window_extent().width < thrice.get_window_extent().width


def test_what_is_written_outside_would_be_noticed() -> None:
    figure = compose(CHARTS["one theme"])
    figure.axes[0].text(WIDTH - 20, 100, "clipped", fontsize=40)
    figure.axes[0].text(MARGIN, MARGIN + 30, "covered", fontsize=40)

    assert outside(figure) == ["clipped"]
    assert overlapping(figure)
