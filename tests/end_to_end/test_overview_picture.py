"""The picture of the communities: all of it stands on the page, apart, and is large enough."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox
from PIL import Image

from bot.rules import overview as rules
from bot.rules.communities import Zone
from bot.rules.languages import CODES
from bot.rules.members import Sector
from bot.rules.overview import Facts, HandoverCounts, MeetingFacts, Overview
from handlers.core.screens import TEXT_LIMIT, shown_length
from handlers.overview import views
from handlers.overview.access import OverviewFacts
from handlers.overview.chart_data import chart
from handlers.overview.chart_png import (
    HEIGHT,
    MARGIN,
    MOST_DRAWN,
    WIDTH,
    Chart,
    blocks,
    compose,
    render_png,
)
from locales import Locales, load

NOW = datetime(2027, 1, 20, 9, tzinfo=UTC)
A4 = 297 / 210

PHONE_ON_ITS_SIDE = 844
"""Pixels of its width."""

SMALLEST = 9
"""Pixels of the smallest letters there."""

NAMES = ("Noord", "Molenbeek-Saint-Jean rive droite du canal", "W" * 80, "$x^2$ <b> & 🙂 \u0627")


@pytest.fixture(scope="module")
def locales() -> Locales:
    return load(ZoneInfo("Europe/Brussels"), "nl")


def meeting(number: int, days: int) -> MeetingFacts:
    start = NOW + timedelta(days=days)
    return MeetingFacts(number, start, start + timedelta(hours=2), listed=15, there=15 - number)


def facts(key: int) -> Facts:
    """A community somewhere in its cycle; every seventh has few people."""
    held = key % 12
    return Facts(
        key=key,
        name=NAMES[key % len(NAMES)],
        zone=list(Zone)[key * key % 5],
        seats=3 if key % 7 == 0 else 15 - key % 3,
        waiting=key % 8,
        moderators=2 - key % 2,
        moderators_lost=1,
        behind=key % 8,
        handed=HandoverCounts(12, 12, 3),
        meetings=[meeting(number, 28 * (number - held) - 10) for number in range(1, 13)],
    )


def seen(count: int) -> Overview:
    return rules.overview(map(facts, range(1, count + 1)), {Zone.NORTH: 7}, NOW)


COUNTS = (1, 12, MOST_DRAWN, MOST_DRAWN + 1)


def boxes(figure: Figure) -> Iterator[tuple[str, Bbox]]:
    """Every text with where it stands, in pixels."""
    renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
    for text in figure.axes[0].texts:
        if text.get_text():
            yield text.get_text(), text.get_window_extent(renderer)


def flaws(figure: Figure) -> list[object]:
    """The texts that do not stand wholly on the page, and the pairs that cover each other."""
    placed = list(boxes(figure))
    outside: list[object] = [
        text
        for text, box in placed
        if box.x0 < MARGIN / 2 or box.y0 < 0 or box.x1 > WIDTH - MARGIN / 2 or box.y1 > HEIGHT
    ]
    return outside + [
        (one, other)
        for place, (one, first) in enumerate(placed)
        for other, second in placed[place + 1 :]
        if first.shrunk(0.95, 0.7).overlaps(second.shrunk(0.95, 0.7))
    ]


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("count", COUNTS)
def test_every_text_stands_on_the_page_apart_and_large_enough(
    locales: Locales, language: str, count: int
) -> None:
    figure = compose(chart(locales.words(language), seen(count), NOW))

    assert flaws(figure) == []
    sizes = {float(text.get_fontsize()) for text in figure.axes[0].texts}
    assert min(sizes) * PHONE_ON_ITS_SIDE / WIDTH >= SMALLEST


def test_no_bar_stands_where_a_number_is_written(locales: Locales) -> None:
    figure = compose(chart(locales.words("nl"), seen(MOST_DRAWN), NOW))

    bars = [path.get_extents() for path in figure.axes[0].collections[0].get_paths()]
    written = [box for text, box in boxes(figure) if "/" in text]
    places = [box.transformed(figure.axes[0].transData.inverted()) for box in written]
    assert len(places) > MOST_DRAWN
    assert not [1 for bar in bars for place in places if bar.overlaps(place)]


def test_it_is_a_page_on_its_side_and_twice_as_large_as_a_file(locales: Locales) -> None:
    said = chart(locales.words("fr"), seen(12), NOW)
    picture, file = (Image.open(BytesIO(render_png(said, scale))) for scale in (1, 2))

    assert (picture.format, picture.size) == ("PNG", (WIDTH, HEIGHT))
    assert file.size == (2 * WIDTH, 2 * HEIGHT)
    assert abs(WIDTH / HEIGHT - A4) < 0.01
    assert "matplotlib" not in str(picture.info).lower()
    edge = picture.convert("RGB").crop((0, 0, MARGIN // 2, HEIGHT))
    assert len(edge.getcolors() or []) == 1


def test_few_are_drawn_one_by_one_and_many_zone_by_zone(locales: Locales) -> None:
    words = locales.words("en")
    few, many = (chart(words, seen(count), NOW) for count in (MOST_DRAWN, MOST_DRAWN + 1))

    assert len(few.lines) == MOST_DRAWN
    assert {line.name for line in many.lines} <= {"North", "North-East", "South-East", "South"} | {
        "Centre-West"
    }


def test_two_blocks_are_nearly_as_long_and_a_zone_that_is_parted_has_its_name_twice(
    locales: Locales,
) -> None:
    line = chart(locales.words("en"), seen(1), NOW).lines[0]
    lines = [replace(line, zone="North")] * 30
    said = Chart("", "", "", ("", "", ""), [*lines, replace(line, zone="South")])

    first, second = blocks(said)

    assert abs(len(first) - len(second)) <= 1
    assert (first[0], second[0]) == ("North", "North …")


def test_who_has_fewer_than_five_is_drawn_without_a_bar(locales: Locales) -> None:
    line = chart(locales.words("en"), rules.overview([facts(7)], {}, NOW), NOW).lines[0]

    assert (line.seats, line.seats_label) == (None, "< 5")


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("count", [views.ON_FRONT, 300])
def test_each_text_fits_a_message_with_the_longest_names(
    locales: Locales, language: str, count: int
) -> None:
    words = locales.words(language)
    known = [replace(facts(key), name="W" * 80) for key in range(1, count + 1)]
    found = rules.overview(known, dict.fromkeys(Zone, 6), NOW)
    sectors = [(sector.value, 1000) for sector in Sector]
    largest = max(found.zones, key=lambda zone: len(zone.communities))

    screens = (
        views.front(words, OverviewFacts(found, None, 1000, sectors), NOW),
        views.zone_page(words, largest, 0),
        views.needs_page(words, found, 0),
    )

    for screen in screens:
        assert shown_length(screen.text) <= TEXT_LIMIT
