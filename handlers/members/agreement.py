"""The agreement people accept and the privacy notice they read, versioned with their words."""

from handlers.screens import lines, paragraphs
from locales import Words

AGREEMENT_VERSION = "2026-1"
"""Changes with every change of what people agree to: it is stored with their ✅."""


def agreement(words: Words) -> str:
    """The agreement of the community, as HTML."""
    promises = (
        words("I take part in the whole cycle: ten meetings, from September to June."),
        words("I say in good time whether I come."),
        words("What is said in the group stays in the group. I never name the people I accompany."),
        words("I share what I know and help the group to learn."),
        words("As a duo we take turns, and pass on to each other what was said."),
    )
    return paragraphs(
        f"<b>{words('Agreement')}</b> ({AGREEMENT_VERSION})",
        lines(*(f"• {promise}" for promise in promises)),
    )


def privacy_in_short(words: Words) -> str:
    """The privacy notice that fits a welcome; `/privacy` says it all."""
    return lines(
        words("I keep your name, profession, sector, organisation and answers, for the community."),
        words(
            "Chats with a bot on Telegram are not end-to-end encrypted: write no names of people."
        ),
        words("/privacy says more; /forget erases everything."),
    )
