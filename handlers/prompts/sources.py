"""Wordings to begin with: from a theme that recurs, or from a passage that may be shared."""

from html import unescape

from sqlmodel import Session, col, func, select

from bot.rules.plain_text import cut
from bot.rules.summaries import Part
from handlers.core.context import Services
from handlers.themes import public as theming
from locales import Words
from storage import summaries, themes
from storage.communities import Community
from storage.meetings import Meeting
from storage.summaries import Released
from storage.themes import Tagged, ThemeTag

QUOTED = 600
"""Characters of a passage in a question."""


def of_theme(session: Session, community_id: int, key: str, services: Services) -> str | None:
    """A question about a theme, in the group's language; None for a theme that is not there."""
    community = session.get(Community, community_id)
    if community is None or key not in theming.names(session, services.locales.words(None)):
        return None

    def asked(words: Words) -> str:
        name = theming.names(session, words)[key]
        return words("Where do you meet this theme now, and what has helped: {theme}?", theme=name)

    return unescape(services.locales.group(community.language).whole(asked))


def of_passage(session: Session, passage: Released, services: Services) -> str | None:
    """A question about a passage of a summary, in the group's language."""
    community = session.get(Community, passage.meeting.community_id)
    if community is None:
        return None
    words = services.locales.group(community.language)
    asked = words.plain(
        "This stood in the summary of session {number}. What did you do with it since?",
        number=passage.meeting.number,
    )
    return f"« {cut(passage.text, QUOTED)} »\n\n{asked}"


def of_meeting(session: Session, meeting: Meeting, services: Services) -> str | None:
    """Propose a question after a meeting: about what was learned, else a shared theme."""
    shared = [
        one
        for one in summaries.released(session, meeting.community_id, services.cipher)
        if one.meeting.id == meeting.id
    ]
    if not shared:
        return None
    learned = next((one for one in shared if one.part is Part.LEARNED), None)
    if learned is not None:
        return of_passage(session, learned, services)
    summary = summaries.of_meeting(session, meeting.id)
    tagged = themes.tags(session, Tagged.SUMMARY, (summary.id if summary else None) or 0)
    key = min(tagged, default=None)
    return of_theme(session, meeting.community_id, key, services) if key is not None else None


def passages(session: Session, community_id: int, services: Services) -> list[Released]:
    """The passages that may be shared, newest meeting first."""
    return summaries.released(session, community_id, services.cipher)[::-1]


def recurring(session: Session, community_id: int) -> list[str]:
    """The themes of a community by key, the most frequent first."""
    rows = session.exec(
        select(ThemeTag.theme)
        .where(ThemeTag.community_id == community_id)
        .group_by(col(ThemeTag.theme))
        .order_by(func.count().desc(), col(ThemeTag.theme))
    )
    return list(rows)
