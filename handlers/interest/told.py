"""What the coordinators hear of new interest, once a day."""

from datetime import UTC, datetime

from sqlmodel import Session

from bot.rules.communities import Zone, zone_name
from bot.rules.interest import news_at
from handlers import buttons
from handlers.interested import ROOM
from handlers.outgoing import Parcel, parcel, person_words
from handlers.screens import Button, Screen, lines, paragraphs
from handlers.visit import House
from storage import members, outbox
from storage.interest import Interest, listed
from storage.outbox import Outgoing

NEWS = "interest_news"


def announce(session: Session, house: House, interest: Interest, now: datetime) -> None:
    """Have every coordinator hear of new interest in the next news, with all that is in it."""
    at = news_at(now, house.settings.quiet_hours, house.settings.timezone)
    interest.announced_at = at
    for coordinator in sorted(house.settings.coordinators):
        moment = int(at.timestamp())
        row = Outgoing(
            key=f"{NEWS}:{coordinator}:{moment}",
            kind=NEWS,
            telegram_id=coordinator,
            payload={"at": moment},
            due_at=at,
        )
        outbox.put(session, row)


def compose_news(session: Session, row: Outgoing, house: House) -> Parcel | None:
    """How many are new, by zone; None when none is left, or the reader coordinates no more."""
    telegram_id = row.telegram_id or 0
    if telegram_id not in house.settings.coordinators:
        return None
    new = listed.announced(session, datetime.fromtimestamp(row.payload["at"], UTC))
    if not new:
        return None
    person = members.person_at(session, telegram_id)
    locales = house.locales
    words = person_words(session, person, locales) if person else locales.words(None)
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
    see = Button(f"➡️ {words('See who')}", buttons.pack(ROOM, "home"))
    return parcel(words, Screen(text, ((see,),)))
