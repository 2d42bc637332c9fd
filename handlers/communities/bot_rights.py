"""The rights that the bot needs in a group, in words for moderators."""

from locales import Words
from storage.communities import Chat


def lacking(words: Words, chat: Chat) -> list[str]:
    """The rights that the bot does not have in this group, by name, as HTML."""
    rights = (
        (words("pin messages"), chat.can_pin),
        (words("invite people by link"), chat.can_invite),
        (words("delete messages"), chat.can_delete),
    )
    return [name for name, given in rights if not given]
