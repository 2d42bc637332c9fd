"""What is asked of who leaves their interest."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.rules import communities as rules
from bot.rules.communities import Zone, zone_name
from bot.rules.interest import CONTACT_LIMIT, zone_of
from bot.rules.languages import CODES, OWN_NAMES, read_language
from bot.rules.members import clean_line
from bot.rules.plain_text import fold
from handlers.core.context import Context
from handlers.core.forms import Field, Form
from handlers.members.public import NAME, ORGANISATION, PROFESSION, SECTOR
from locales import Words
from storage.interest.retention import TOPIC

ALONE: Final = "alone"
DUO: Final = "duo"

_AS: Final = {
    ALONE: ("alone", "alleen", "seul", "seule", "seul·e"),
    DUO: ("duo", "as a duo", "als duo", "en duo", "met twee", "a deux"),
}


def _read_place(text: str, _visit: Context) -> str | None:
    """A zone by its key, a municipality as it was typed."""
    return rules.parse_zone(text) or clean_line(text, rules.MUNICIPALITY_LIMIT)


def _read_as(text: str, _visit: Context) -> str | None:
    return next((value for value, names in _AS.items() if fold(text) in names), None)


def _zones(words: Words) -> tuple[tuple[str, str], ...]:
    return tuple((zone.value, zone_name(zone, words.language)) for zone in Zone)


def as_name(words: Words, value: str) -> str:
    """Alone or as a duo, in the reader's language."""
    return words("as a duo") if value == DUO else words("alone")


def zone(values: Mapping[str, str]) -> Zone | None:
    """The zone that was meant: of the municipality where it lies in one, else as it was chosen."""
    of_place = zone_of(values.get("place", ""))
    chosen = values.get("zone")
    return of_place or (Zone(chosen) if chosen else None)


def municipality(values: Mapping[str, str]) -> str:
    """The municipality that was typed; empty where a zone was given."""
    place = values.get("place", "")
    return "" if rules.parse_zone(place) else place


def _asks_place(values: Mapping[str, str]) -> bool:
    return "place" in values or "zone" not in values


def asks_zone(values: Mapping[str, str]) -> bool:
    """Whether the zone must be asked beside the place."""
    return zone_of(values.get("place", "")) is None


FORM: Final = Form(
    TOPIC,
    (
        replace(NAME, ask=lambda words: words("What is your name?")),
        Field(
            name="place",
            labels=("municipality", "gemeente", "commune", "place", "plaats", "lieu"),
            title=lambda words: words("Municipality"),
            ask=lambda words: words(
                "Where do you work? Choose the care zone, or type the municipality."
            ),
            read=_read_place,
            refuse=lambda words: words("A municipality has 1 to 80 characters."),
            choices=_zones,
            is_asked=_asks_place,
        ),
        Field(
            name="zone",
            labels=("zone", "zorgzone", "care zone", "bassin", "bassin d'aide et de soins"),
            title=lambda words: words("Care zone"),
            ask=lambda words: words("In which care zone is that?"),
            read=lambda text, _visit: rules.parse_zone(text),
            refuse=lambda words: words("I don't know this zone. Choose one of the five."),
            choices=_zones,
            is_asked=asks_zone,
        ),
        PROFESSION,
        SECTOR,
        ORGANISATION,
        Field(
            name="contact",
            labels=("contact", "reach", "bereikbaar", "joindre", "e-mail", "email", "mail"),
            title=lambda words: words("Contact"),
            ask=lambda words: words(
                "How may Brusano reach you, besides here? An e-mail address or a phone number. "
                "Telegram is enough: then skip this."
            ),
            read=lambda text, _visit: clean_line(text, CONTACT_LIMIT),
            refuse=lambda words: words("That has 1 to 120 characters, on one line."),
            is_optional=True,
        ),
        Field(
            name="language",
            labels=("language", "taal", "langue"),
            title=lambda words: words("Language"),
            ask=lambda words: words("In which language would you like to take part?"),
            read=lambda text, _context: read_language(text),
            refuse=lambda words: words(
                "I speak {languages}: choose {codes}.",
                languages=words.names_of(CODES),
                codes=words.one_of(CODES),
            ),
            choices=lambda _words: tuple(OWN_NAMES.items()),
        ),
        Field(
            name="as",
            labels=(
                "as",
                "als",
                "comme",
                "duo",
                "alone or as a duo",
                "alleen of als duo",
                "seul ou en duo",
            ),
            title=lambda words: words("Alone or as a duo"),
            ask=lambda words: words(
                "Would you take part alone, or as a duo? A duo shares one seat and takes turns."
            ),
            read=_read_as,
            refuse=lambda words: words("Choose alone or as a duo."),
            choices=lambda words: ((ALONE, as_name(words, ALONE)), (DUO, as_name(words, DUO))),
        ),
    ),
)
