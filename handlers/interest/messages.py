"""The daily news of new interest for coordinators."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session

from bot.rules.communities import Zone, zone_name
from handlers.core.context import Services
from handlers.core.coordinator_access import leave_news, words_for
from handlers.core.outgoing import Dropped, OutgoingMessage, Rendered, new_message
from handlers.core.screens import Screen, lines, paragraphs
from handlers.interest.verbs import HOME
from storage.core.outbox_kind import ToTelegramId
from storage.interest import Interest, listed


def announce(session: Session, services: Services, interest: Interest, now: datetime) -> None:
    """Add new interest to every coordinator's next news."""
    interest.announced_at = leave_news(session, services, InterestNews, now)


@dataclass(frozen=True, slots=True)
class InterestNews(ToTelegramId, Rendered):
    """For a coordinator, once a day: how many people left their interest."""

    name = "interest_news"
    key_format = "interest_news:{telegram_id}:{at}"
    at: datetime

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """How many are new, by zone."""
        words = words_for(session, services, self.telegram_id)
        if words is None:
            return Dropped.NOT_THEIRS
        new = listed.numbers_announced(session, self.at)
        if not new:
            return Dropped.OUTDATED
        text = paragraphs(
            words.plural(
                "{number} person would like to take part in a community.",
                "{number} people would like to take part in a community.",
                sum(new.values()),
            ),
            lines(
                *(
                    words(
                        "{title}: {value}",
                        title=zone_name(zone, words.language),
                        value=new[zone.value],
                    )
                    for zone in Zone
                    if zone.value in new
                )
            ),
        )
        see = HOME.button(f"➡️ {words('See who')}")
        return new_message(words, Screen(text, ((see,),)))


OUTBOX_KINDS: Final = (InterestNews,)
