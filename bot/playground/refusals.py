"""The errors: what the Bot API answers with `ok: false`, and what no phone can do."""

from typing import Any


class Refusal(Exception):
    """An answer with `ok: false`: Telegram's own code and text, and its `parameters` if any."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


class ImpossibleError(Exception):
    """A person tried what no phone allows."""


def bad_request(text: str, **parameters: Any) -> Refusal:
    """A 400 with Telegram's prefix."""
    return Refusal(400, f"Bad Request: {text}", **parameters)


def forbidden(text: str) -> Refusal:
    """A 403 with Telegram's prefix."""
    return Refusal(403, f"Forbidden: {text}")


def too_many(seconds: int) -> Refusal:
    """A 429 that names the seconds to wait."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
