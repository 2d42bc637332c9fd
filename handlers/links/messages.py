"""What delivery says of links: the coordinators' news, the offer, the post, and who posted it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Final

from sqlmodel import Session

from bot.rules.links import MAY_POST, number_in_news
from handlers.core.context import Services
from handlers.core.coordinator_access import leave_news, words_for
from handlers.core.meeting_heading import title
from handlers.core.outgoing import (
    OutgoingMessage,
    Renderer,
    after,
    new_message,
    reader,
    repeat_mark,
)
from handlers.core.screens import Screen, lines, paragraphs
from handlers.links import outbox_rows, views
from handlers.links.verbs import HOME, PASS, POST
from handlers.links.views import Told
from locales import Words
from storage import releases
from storage.communities import Chat
from storage.core.columns import row_id
from storage.core.outbox import Outgoing
from storage.links import offered
from storage.links.offered import Offered
from storage.members import Person

NEWS: Final = "releases_news"


def announce(session: Session, services: Services, now: datetime) -> None:
    """Have every coordinator hear of what is released now in the next news."""
    leave_news(session, services, NEWS, now)


def render_news(session: Session, row: Outgoing, services: Services) -> OutgoingMessage | None:
    """How much is new; None when all of it was taken back, or the reader coordinates no more."""
    words = words_for(session, services, row.telegram_id)
    if words is None:
        return None
    settings = services.settings
    at = datetime.fromtimestamp(row.payload["at"], UTC)
    moments = (found.released_at for found, _ in releases.everything(session))
    number = number_in_news(moments, at, settings.quiet_hours, settings.timezone)
    if not number:
        return None
    text = words.plural(
        "{number} practice or passage was released for other communities.",
        "{number} practices or passages were released for other communities.",
        number,
    )
    see = HOME.button(f"➡️ {words('See them')}", 0)
    return new_message(words, Screen(f"🔗 {text}", ((see,),)))


def offer_told(words: Words, found: Offered, services: Services) -> Told | None:
    """What is offered, with 📨 and ➡️; None where another key sealed it."""
    text = services.cipher.decrypt_or_none(found.release.text)
    if not text:
        return None
    key = row_id(found.offer)
    library = words("Posted, it also comes into your library.")
    return views.told(
        paragraphs(
            lines(title(found.community), words("Brusano offers you this for your group:")),
            views.origin(words, found.release, found.origin),
        ),
        text,
        library if offered.is_item(found.release) else None,
        (
            (POST.button(f"📨 {words('Post in the group')}", key),),
            (PASS.button(f"➡️ {words('Not for us')}", key),),
        ),
    )


def render_offer(session: Session, row: Outgoing, services: Services) -> OutgoingMessage | None:
    """For who may post: what is offered; None once it is posted, or they may no longer."""
    found = offered.offered(session, row.payload["offer"])
    read_by = reader(session, row, services.locales)
    if found is None or read_by is None or found.offer.posted_at is not None:
        return None
    person, words = read_by
    if not _may_post(session, found, person):
        return None
    told = offer_told(words, found, services)
    if told is None:
        return None
    *before, _ = told.texts
    return OutgoingMessage(told.last, repeat_mark(words), send=after(before, protect=False))


def _may_post(session: Session, found: Offered, person: Person) -> bool:
    role = offered.role(session, found.community.id or 0, person.telegram_id)
    return role in MAY_POST and found.community.archived_at is None


def render_post(session: Session, row: Outgoing, services: Services) -> OutgoingMessage | None:
    """For the group: what was posted, with where it comes from; None once it was withdrawn."""
    found = offered.offered(session, row.payload["offer"])
    chat = session.get(Chat, row.chat_id)
    text = services.cipher.decrypt_or_none(found.release.text) if found is not None else None
    if found is None or chat is None or not text or found.offer.posted_at is None:
        return None
    if found.community.archived_at is not None:
        return None
    words = services.locales.group(found.community.language)
    library = words("It is in your library as well: /library.")
    told = views.told(
        views.origin(words, found.release, found.origin),
        text,
        library if found.offer.item_id is not None else None,
    )
    *before, _ = told.texts
    undo = partial(offered.unpost, offer_id=found.offer.id, now=services.now())
    return OutgoingMessage(
        told.last,
        repeat_mark(words),
        send=after(before, protect=False),
        refused=undo,
        unreachable=undo,
    )


def render_posted(session: Session, row: Outgoing, services: Services) -> OutgoingMessage | None:
    """For who was offered it too: that somebody else has posted it."""
    found = offered.offered(session, row.payload["offer"])
    read_by = reader(session, row, services.locales)
    if found is None or read_by is None or found.offer.posted_at is None:
        return None
    person, words = read_by
    if not _may_post(session, found, person):
        return None
    poster = session.get(Person, found.offer.posted_by) if found.offer.posted_by else None
    said = words(
        "What came from the community {name} is posted in the group.", name=found.origin.name
    )
    if poster is not None:
        said = words(
            "{person} has posted in the group what came from {name}.",
            person=poster.name,
            name=found.origin.name,
        )
    return new_message(words, Screen(lines(title(found.community), f"🔗 {said}")))


RENDERERS: Final[Mapping[str, Renderer]] = {
    NEWS: render_news,
    outbox_rows.OFFER: render_offer,
    outbox_rows.POST: render_post,
    outbox_rows.POSTED: render_posted,
}
"""How delivery says each of them."""
