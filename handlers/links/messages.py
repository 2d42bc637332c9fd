"""Messages about links: the coordinators' news, the offer, the post, and who posted it."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from sqlmodel import Session

from bot.rules.links import number_in_news
from handlers.core.access import LEADING, membership_of
from handlers.core.context import Services
from handlers.core.coordinator_access import leave_news, words_for
from handlers.core.meeting_heading import title
from handlers.core.outgoing import (
    Dropped,
    OutgoingMessage,
    Rendered,
    new_message,
    pages_message,
    reader,
)
from handlers.core.pages import Pages
from handlers.core.screens import Screen, lines, paragraphs
from handlers.links import views
from handlers.links.verbs import HOME, PASS, POST
from locales import Words
from storage import releases
from storage.communities import Chat
from storage.core.columns import row_id
from storage.core.outbox_kind import ToGroup, ToPerson, ToTelegramId
from storage.links import offered
from storage.links.offered import Offered
from storage.members import Person


def announce(session: Session, services: Services, now: datetime) -> None:
    """Add the present releases to every coordinator's next news."""
    leave_news(session, services, ReleasesNews, now)


@dataclass(frozen=True, slots=True)
class ReleasesNews(ToTelegramId, Rendered):
    """For a coordinator, once a day: the new releases."""

    name = "releases_news"
    key_format = "releases_news:{telegram_id}:{at}"
    at: datetime

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """How much is new, unless all of it was taken back."""
        words = words_for(session, services, self.telegram_id)
        if words is None:
            return Dropped.NOT_THEIRS
        settings = services.settings
        moments = (found.released_at for found, _ in releases.all_releases(session))
        number = number_in_news(moments, self.at, settings.quiet_hours, settings.timezone)
        if not number:
            return Dropped.OUTDATED
        text = words.plural(
            "{number} practice or passage was released for other communities.",
            "{number} practices or passages were released for other communities.",
            number,
        )
        see = HOME.button(f"➡️ {words('See them')}", 0)
        return new_message(words, Screen(f"🔗 {text}", ((see,),)))


def offer_told(words: Words, found: Offered, services: Services) -> Pages | None:
    """The offered text, with 📨 and ➡️; None where another key encrypted it."""
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


@dataclass(frozen=True, slots=True)
class LinkOffer(ToPerson, Rendered):
    """For those who may post: an offer from another community."""

    name = "link_offer"
    key_format = "link_offer:{offer_id}:{person_id}"
    offer_id: int

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """The offer, until it is posted."""
        found = offered.read_offer(session, self.offer_id)
        read_by = reader(session, self.person_id, services.locales)
        if found is None or read_by is None or found.offer.posted_at is not None:
            return Dropped.OUTDATED
        person, words = read_by
        if not _may_post(session, found, person):
            return Dropped.NOT_THEIRS
        told = offer_told(words, found, services)
        if told is None:
            return Dropped.UNREADABLE
        return pages_message(words, told)


def _may_post(session: Session, found: Offered, person: Person) -> bool:
    own = membership_of(session, person.id, found.community.id, LEADING)
    return own is not None and found.community.archived_at is None


@dataclass(frozen=True, slots=True)
class LinkPost(ToGroup, Rendered):
    """For the group: the posted text."""

    name = "link_post"
    key_format = "link_post:{offer_id}"
    offer_id: int

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """With where it comes from, unless it was withdrawn."""
        found = offered.read_offer(session, self.offer_id)
        chat = session.get(Chat, self.chat_id)
        text = services.cipher.decrypt_or_none(found.release.text) if found is not None else None
        if found is None or chat is None or not text or found.offer.posted_at is None:
            return Dropped.GONE
        if found.community.archived_at is not None:
            return Dropped.OUTDATED
        words = services.locales.group(found.community.language)
        library = words("It is in your library as well: /library.")
        told = views.told(
            views.origin(words, found.release, found.origin),
            text,
            library if found.offer.item_id is not None else None,
        )
        undo = partial(offered.unpost, offer_id=found.offer.id, now=services.now())
        return pages_message(words, told, refused=undo, unreachable=undo)


@dataclass(frozen=True, slots=True)
class LinkPosted(ToPerson, Rendered):
    """For others who had the offer: somebody else has posted it."""

    name = "link_posted"
    key_format = "link_posted:{offer_id}:{person_id}"
    offer_id: int

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """The person who posted it."""
        found = offered.read_offer(session, self.offer_id)
        read_by = reader(session, self.person_id, services.locales)
        if found is None or read_by is None or found.offer.posted_at is None:
            return Dropped.GONE
        person, words = read_by
        if not _may_post(session, found, person):
            return Dropped.NOT_THEIRS
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


OUTBOX_KINDS: Final = (ReleasesNews, LinkOffer, LinkPost, LinkPosted)
