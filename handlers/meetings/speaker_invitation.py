"""Writes an invitation to the external speaker of a meeting, for a moderator to forward."""

from functools import partial

from sqlmodel import Session

from bot.rules.frame import Frame
from bot.rules.members import Role
from handlers.core.context import Context
from handlers.core.screens import Screen, lines, paragraphs
from handlers.frame.public import standing
from handlers.meetings.access import is_over, over, own_meeting
from handlers.meetings.verbs import not_yours
from handlers.meetings.views import when
from locales import Words
from storage import members
from storage.communities import Community
from storage.meetings import Meeting


async def on_invite(context: Context, meeting_id: int) -> None:
    """📨: send two private messages: an explanation, then the invitation alone, to forward."""
    screens = await context.read(partial(_screens, context=context, meeting_id=meeting_id))
    if isinstance(screens, str):
        await context.refuse(screens)
        return
    await context.answer()
    for screen in screens:
        await context.say(screen, to=context.sender.telegram_id)


def _screens(session: Session, context: Context, meeting_id: int) -> tuple[Screen, ...] | str:
    words = context.words
    meeting = own_meeting(session, context, meeting_id)
    if meeting is None:
        return not_yours(words)
    if meeting.is_cancelled:
        return words("This meeting is cancelled.")
    if is_over(meeting, context.now):
        return over(words)
    if not meeting.speaker:
        return words("No speaker is invited to this meeting.")
    speaker_words = context.services.locales.words(meeting.speaker_language or words.language)
    return Screen(_explanation(words, meeting)), Screen(
        _invitation(session, speaker_words, meeting)
    )


def _explanation(words: Words, meeting: Meeting) -> str:
    return lines(
        words(
            "The next message is an invitation to {speaker}. "
            "Forward it, or copy it and make it yours.",
            speaker=meeting.speaker,
        ),
        None
        if meeting.speaker_language
        else words("It is in your language; with ✏️ you choose the speaker's."),
    )


def _invitation(session: Session, words: Words, meeting: Meeting) -> str:
    """The letter to the speaker: the meeting, its moment, place and theme.

    It names nobody but the speaker and the moderators.
    """
    community = session.get_one(Community, meeting.community_id).name
    moderators = members.with_role(session, meeting.community_id, Role.MODERATOR)
    return paragraphs(
        words("Hello {name},", name=meeting.speaker),
        words(
            "We would like to invite you to a meeting of our community of practice, {community}.",
            community=community,
        ),
        standing(session, Frame.SPEAKERS, words, about_us),
        lines(*_details(words, meeting)),
        words("Does this suit you? Do let us know."),
        lines(
            words("Kind regards,"),
            *(words("{name}", name=moderator.name) for moderator in moderators),
            words.plural(
                "moderator of {community}",
                "moderators of {community}",
                len(moderators),
                community=community,
            ),
        ),
    )


def about_us(words: Words) -> str:
    """The default text of the letter about the community and its confidentiality, as HTML."""
    return paragraphs(
        lines(
            words(
                "That is a small, closed group of professionals "
                "from social work and health care in Brussels."
            ),
            words(
                "We meet about ten times a year, to unblock situations that are stuck "
                "and to learn from each other."
            ),
        ),
        words("What is told there stays there; we ask you for that too."),
    )


def _details(words: Words, meeting: Meeting) -> tuple[str, ...]:
    theme, own_theme = meeting.theme, meeting.speaker_theme
    return (
        f"🗓 {when(words, meeting.starts_at, meeting.ends_at)}",
        "📍 "
        + (words("{venue}", venue=meeting.venue) if meeting.venue else words("The place follows.")),
        "💬 " + words("The meeting is about: {theme}", theme=theme) if theme else "",
        "🎤 " + words("We would like to hear from you about: {theme}", theme=own_theme)
        if own_theme
        else "",
    )
