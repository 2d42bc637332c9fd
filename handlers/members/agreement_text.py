"""The agreement people accept and the privacy notice they read, as the frame has them."""

from sqlmodel import Session

from bot.rules.frame import Frame
from handlers.core.screens import lines, paragraphs
from handlers.frame.public import standing
from locales import Words
from storage.members import consent


def agreement(session: Session, words: Words) -> str:
    """The current agreement, under its version, as HTML."""
    return paragraphs(
        f"<b>{words('Agreement')}</b> ({consent.current_version(session)})",
        standing(session, Frame.AGREEMENT, words, promises),
    )


def promises(words: Words) -> str:
    """The default text of the agreement."""
    promised = (
        words("I take part in the whole cycle: ten meetings, from September to June."),
        words("I say in good time whether I come."),
        words("What is said in the group stays in the group. I never name the people I accompany."),
        words("I share what I know and help the group to learn."),
        words("As a duo we take turns, and pass on to each other what was said."),
    )
    return lines(*(f"• {promise}" for promise in promised))


def privacy_in_short(session: Session, words: Words) -> str:
    """The short privacy notice for a welcome; `/privacy` has the whole one."""
    return standing(session, Frame.PRIVACY_IN_SHORT, words, short_notice)


def short_notice(words: Words) -> str:
    """The same, as it comes along."""
    return lines(
        words("I keep your name, profession, sector, organisation and answers, for the community."),
        words(
            "Chats with a bot on Telegram are not end-to-end encrypted: write no names of people."
        ),
        words("/privacy says more; /forget erases everything."),
    )
