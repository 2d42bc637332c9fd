"""How many meetings a card says its cycle has, over HTTP."""

import re

import pytest

from tests.end_to_end.test_meetings import card, planned
from tests.end_to_end.town import Town

DAYS = [f"2027-{month:02}-19" for month in range(1, 10)]


@pytest.mark.parametrize(("count", "total"), [(2, "10"), (8, "8"), (9, "9")])
async def test_the_card_counts_what_was_planned(town: Town, count: int, total: str) -> None:
    founded = await town.community("Anna", language="en")
    days = "\n".join(f"{day} 14:00-16:30 Citisen" for day in DAYS[:count])
    await planned(town, founded, f"/plan\n{days}")

    heading = (await card(founded, "Citisen")).text.partition("\n")[0]

    assert re.findall(r"\d+", heading) == ["1", total]
