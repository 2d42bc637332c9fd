"""What a button carries: `room:verb:argument…`, at most 64 bytes, never a secret.

Buttons live for years in chats: a form that was once sent must always be understood.
"""

LIMIT = 64
"""Bytes of `callback_data` that Telegram takes."""

LARGEST_ID = 2**31 - 1
"""Of a row; a larger number is forged, and PostgreSQL would refuse to look for it."""

LARGEST = 2**52
"""Of what Telegram calls a person or a chat, and of a moment in seconds."""


def pack(room: str, verb: str, *arguments: int | str) -> str:
    """The data of a button; raises ValueError when Telegram would refuse it."""
    data = ":".join((room, verb, *map(str, arguments)))
    if len(data.encode()) > LIMIT:
        raise ValueError(f"button data of {room}:{verb} is over {LIMIT} bytes")
    return data


def unpack(data: str) -> tuple[str, str, tuple[str, ...]]:
    """Room, verb and arguments of what may be forged: empty where something is missing."""
    room, _, rest = data.partition(":")
    verb, _, arguments = rest.partition(":")
    return room, verb, tuple(arguments.split(":")) if arguments else ()


def number(
    arguments: tuple[str, ...], position: int = 0, *, largest: int = LARGEST_ID
) -> int | None:
    """The argument at `position` as a row's id, or up to `largest`; None if forged or missing."""
    if position >= len(arguments):
        return None
    text = arguments[position]
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(largest))
    return int(text) if is_number and int(text) <= largest else None


def word(arguments: tuple[str, ...], position: int = 0) -> str:
    """The argument at `position` as it stands, perhaps forged; empty where it is missing."""
    return arguments[position] if position < len(arguments) else ""
