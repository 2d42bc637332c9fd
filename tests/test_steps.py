"""The registry of steps is whole: every step says something, and those of the rhythm are named."""

from zoneinfo import ZoneInfo

import pytest

import locales
from bot.rules.languages import CODES
from bot.rules.rhythm import STEPS, Step
from handlers.core import step_names
from handlers.wiring import steps as registry


def test_every_step_is_in_the_registry() -> None:
    assert set(registry.STEPS) == set(Step)


@pytest.mark.parametrize("step", Step)
def test_a_step_has_a_section_or_sends_something_of_its_own(step: Step) -> None:
    row = registry.STEPS[step]

    assert row.section is not None or row.sends is not None


@pytest.mark.parametrize("step", STEPS)
def test_moderators_see_each_step_of_the_rhythm_beforehand(step: Step) -> None:
    row = registry.STEPS[step]

    assert row.sends is not None
    assert row.preview is not None


@pytest.mark.parametrize("step", [step for step in Step if step not in STEPS])
def test_what_stands_outside_the_rhythm_is_not_sent_by_it(step: Step) -> None:
    row = registry.STEPS[step]

    assert row.sends is None
    assert row.preview is None
    assert row.follows == ()


@pytest.mark.parametrize("language", CODES)
def test_each_step_of_the_rhythm_has_a_name_of_its_own(language: str) -> None:
    words = locales.load(ZoneInfo("Europe/Brussels"), "nl").words(language)

    assert len({step_names.title(words, step) for step in STEPS}) == len(STEPS)
    assert len({step_names.what(words, step) for step in STEPS}) == len(STEPS)
