"""An answer that Telegram could not take at once: it waits in the outbox, encrypted."""

from dataclasses import dataclass
from typing import Any, Self

from handlers.core.screens import Screen
from locales import Words
from storage.core.outbox_kind import StoredRow, ToTelegramId
from storage.core.text_encryption import TextCipher


@dataclass(frozen=True, slots=True)
class Reply(ToTelegramId):
    """What is left of an answer; `once` tells it from other answers in the same chat."""

    name = "reply"
    key_format = "reply:{telegram_id}:{once}"
    once: str
    packed: dict[str, Any]
    """The screen and its language as the row holds them: rows of old are not encrypted."""

    @property
    def payload(self) -> dict[str, Any]:
        """The screen, and nothing else."""
        return self.packed

    @classmethod
    def of(cls, row: StoredRow) -> Self:
        """What a row holds; the rest of its key is no longer needed."""
        return cls(row.telegram_id or 0, "", row.payload)


def encrypted(cipher: TextCipher, screen: Screen, words: Words) -> dict[str, Any]:
    """A screen as the row of a reply holds it."""
    packed = screen.packed()
    return cipher.encrypt_fields(packed, *packed) | {"language": words.language}
