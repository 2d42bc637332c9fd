"""What the bot said in a chat, and in which language."""

from bot.playground.model import Chat, Message

DUTCH = frozenset("de het een je ik niet is dit deze met van of en geen alleen voor".split())
FRENCH = frozenset("le la les une un vous je pas est ce cette de des ou et avec pour ne".split())


def speaks(text: str, language: str) -> bool:
    """Whether a text is in this language rather than in the other ones."""
    words = [word.strip(".,:;!?()’'\u202f").lower() for word in text.replace("’", " ").split()]
    counts = {"nl": sum(w in DUTCH for w in words), "fr": sum(w in FRENCH for w in words)}
    other = "fr" if language == "nl" else "nl"
    return counts[language] > counts[other]


def refusals(chat: Chat, since: int) -> list[Message]:
    return [one for one in news(chat, since) if one.text.startswith("⛔")]


def news(chat: Chat, since: int) -> list[Message]:
    """What the bot said or edited since that moment."""
    return [
        one
        for one in chat.messages
        if one.sender.is_bot and one.service is None and one.changed > since
    ]
