"""What the coordinators hear of new interest, once a day."""

from datetime import UTC, datetime

from sqlmodel import Session

from bot.rules.communities import Zone, zone_name
from handlers.core.context import Services
from handlers.core.coordinator_access import leave_news, words_for
from handlers.core.outgoing import OutgoingMessage, new_message
from handlers.core.screens import Screen, lines, paragraphs
from handlers.interest.verbs import HOME
from storage.core.outbox import Outgoing
from storage.interest import Interest, listed

NEWS = "interest_news"


def announce(session: Session, services: Services, interest: Interest, now: datetime) -> None:
    """Have every coordinator hear of new interest in the next news, with all that is in it."""
    interest.announced_at = leave_news(session, services, NEWS, now)


def render_news(session: Session, row: Outgoing, services: Services) -> OutgoingMessage | None:
    """How many are new, by zone; None when none is left, or the reader coordinates no more."""
    words = words_for(session, services, row.telegram_id)
    if words is None:
        return None
    new = listed.announced(session, datetime.fromtimestamp(row.payload["at"], UTC))
    if not new:
        return None
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
