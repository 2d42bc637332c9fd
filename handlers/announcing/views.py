"""How an announcement reads, and how far it has come."""

from collections.abc import Mapping, Sequence
from html import escape

from sqlmodel import Session

from bot.rules.languages import CODES, single_languages
from handlers.announcing.verbs import STOP
from handlers.core.screens import Screen, lines
from locales import Words
from storage import announcing
from storage.announcing import Announcement, Audience, Progress
from storage.core.columns import row_id


def audiences(words: Words) -> dict[Audience, str]:
    """The audiences, in the order shown."""
    return {
        Audience.MODERATORS: words("all moderators"),
        Audience.COMMUNITIES: words("all communities, in their groups"),
    }


def reach(session: Session, audience: Audience) -> Sequence[object]:
    """The recipients that an announcement would have now."""
    if audience is Audience.MODERATORS:
        return announcing.moderators(session)
    return announcing.groups(session)


def text_for(words: Words, language: str, texts: Mapping[str, str]) -> str:
    """The text for a reader of `language` (perhaps nl+fr): theirs, else the first that there is."""
    wanted = [texts[one] for one in single_languages(language) if one in texts]
    said = wanted or [texts[one] for one in CODES if one in texts][:1]
    body = "\n\n".join(escape(one, quote=False) for one in said)
    return lines(f"📣 <b>{words('From Brusano')}</b>", body)


def screen(words: Words, said: Announcement, progress: Progress) -> Screen:
    """How far it has come, with ❌ while something is still to be sent."""
    if said.stopped_at:
        sent = words.plural(
            "{number} message was sent.", "{number} messages were sent.", progress.sent
        )
        return Screen(lines(f"✅ {words('Stopped: nothing more is sent.')}", sent))
    told = words("{sent} of {total} sent.", sent=progress.sent, total=progress.total)
    lost = words.plural(
        "{number} could not be reached.", "{number} could not be reached.", progress.lost
    )
    text = lines(
        f"📣 {told}" if progress.waiting else f"✅ {told}", lost if progress.lost else None
    )
    if not progress.waiting:
        return Screen(text)
    return Screen(text, ((STOP.button(f"❌ {words('Stop')}", row_id(said)),),))
