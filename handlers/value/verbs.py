"""The buttons of the value question."""

from bot.rules.value import Value
from handlers.core.arguments import MEETING, choice
from handlers.core.callback_data import Room
from locales import Words


def not_a_member(words: Words) -> str:
    """Why a tap does not count."""
    return words("You are not registered in this community.")


TAP = Room("value", not_a_member).verb("tap", MEETING, choice(Value))
