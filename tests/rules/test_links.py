"""What of one community goes to another, and who may post it there."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.rules.links import Refusal, number_in_news, posting_refusal, practice
from bot.rules.members import Role
from bot.settings import QuietHours

BRUSSELS = ZoneInfo("Europe/Brussels")
NIGHT = QuietHours(time(20), time(8))


@pytest.mark.parametrize(
    ("role", "facts", "refusal"),
    [
        pytest.param(Role.MODERATOR, {}, None, id="a moderator may"),
        pytest.param(Role.LEAD, {}, None, id="the monitoring lead may"),
        pytest.param(Role.MEMBER, {}, Refusal.STRANGER, id="a member may not"),
        pytest.param(Role.USER, {}, Refusal.STRANGER, id="a user may not"),
        pytest.param(None, {}, Refusal.STRANGER, id="nobody of the community"),
        pytest.param(
            None, {"is_posted": True}, Refusal.STRANGER, id="a stranger does not hear that it is"
        ),
        pytest.param(Role.LEAD, {"is_archived": True}, Refusal.ARCHIVED, id="closed"),
        pytest.param(Role.LEAD, {"is_released": False}, Refusal.GONE, id="withdrawn"),
        pytest.param(Role.LEAD, {"is_posted": True}, Refusal.POSTED, id="posted"),
        pytest.param(
            Role.LEAD,
            {"is_posted": True, "is_released": False},
            Refusal.POSTED,
            id="posted, and withdrawn since",
        ),
        pytest.param(Role.LEAD, {"has_group": False}, Refusal.NO_GROUP, id="no group"),
    ],
)
def test_who_may_post_what_was_offered(
    role: Role | None, facts: dict[str, bool], refusal: Refusal | None
) -> None:
    usual = {"is_archived": False, "is_released": True, "is_posted": False, "has_group": True}

    assert posting_refusal(role, **(usual | facts)) is refusal


@pytest.mark.parametrize(
    ("content", "file_name", "text"),
    [
        pytest.param("Neem een blad.", "", "Kaart\nToont\n\nNeem een blad.", id="a text"),
        pytest.param("", "Gids.pdf", "Kaart\nToont\n\n📎 Gids.pdf", id="a document"),
        pytest.param("", "", "Kaart\nToont", id="only its title"),
    ],
)
def test_a_practice_is_one_text(content: str, file_name: str, text: str) -> None:
    assert practice("Kaart", "Toont", content, file_name) == text


def test_the_news_of_monday_tells_what_was_released_since_friday_at_nine() -> None:
    def wall(day: int, hour: int) -> datetime:
        return datetime(2026, 9, day, hour, tzinfo=BRUSSELS).astimezone(UTC)

    released = [wall(4, 8), wall(4, 10), wall(5, 12), wall(7, 8), wall(7, 10)]

    assert number_in_news(released, wall(7, 9), NIGHT, BRUSSELS) == 3
    assert number_in_news(released, wall(4, 9), NIGHT, BRUSSELS) == 1
    assert number_in_news(released, wall(6, 9), NIGHT, BRUSSELS) == 0
