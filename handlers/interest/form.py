"""The form of people who leave their interest."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.rules import communities as rules
from bot.rules.communities import Zone, zone_name
from bot.rules.interest import CONTACT_LIMIT, zone_of
from bot.rules.languages import CODES, OWN_NAMES, read_language
from bot.rules.members import clean_line
from handlers.core import fields
from handlers.core.forms import Form
from handlers.members.public import NAME, ORGANISATION, PROFESSION, SECTOR
from locales import N_, Words
from storage.interest.personal_data import TOPIC

ALONE: Final = "alone"
DUO: Final = "duo"

_AS: Final = {
    ALONE: ("alone", "alleen", "seul", "seule", "seul·e"),
    DUO: ("duo", "as a duo", "als duo", "en duo", "met twee", "a deux"),
}


def _read_place(text: str) -> str | None:
    """A zone by its key, a municipality as it was typed."""
    return rules.parse_zone(text) or clean_line(text, rules.MUNICIPALITY_LIMIT)


def _zones(words: Words) -> tuple[tuple[str, str], ...]:
    return tuple((zone.value, zone_name(zone, words.language)) for zone in Zone)


def as_name(words: Words, value: str) -> str:
    """Alone or as a duo, in the reader's language."""
    return words("as a duo") if value == DUO else words("alone")


def zone(values: Mapping[str, str]) -> Zone | None:
    """The zone: of the municipality where it lies in one, else the chosen one."""
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
        fields.parsed(
            "place",
            ("municipality", "gemeente", "commune", "place", "plaats", "lieu"),
            N_("Municipality"),
            N_("Where do you work? Choose the care zone, or type the municipality."),
            N_("A municipality has 1 to 80 characters."),
            choices=_zones,
            is_asked=_asks_place,
            read=_read_place,
        ),
        fields.parsed(
            "zone",
            ("zone", "zorgzone", "care zone", "bassin", "bassin d'aide et de soins"),
            N_("Care zone"),
            N_("In which care zone is that?"),
            N_("I don't know this zone. Choose one of the five."),
            choices=_zones,
            is_asked=asks_zone,
            read=rules.parse_zone,
        ),
        PROFESSION,
        SECTOR,
        ORGANISATION,
        fields.line(
            "contact",
            ("contact", "reach", "bereikbaar", "joindre", "e-mail", "email", "mail"),
            N_("Contact"),
            N_(
                "How may Brusano reach you, besides here? An e-mail address or a phone number. "
                "Telegram is enough: then skip this."
            ),
            N_("That has 1 to 120 characters, on one line."),
            is_optional=True,
            limit=CONTACT_LIMIT,
        ),
        fields.parsed(
            "language",
            ("language", "taal", "langue"),
            N_("Language"),
            N_("In which language would you like to take part?"),
            lambda words: words(
                "I speak {languages}: choose {codes}.",
                languages=words.names_of(CODES),
                codes=words.one_of(CODES),
            ),
            choices=lambda _words: tuple(OWN_NAMES.items()),
            read=read_language,
        ),
        fields.choice(
            "as",
            (
                "as",
                "als",
                "comme",
                "duo",
                "alone or as a duo",
                "alleen of als duo",
                "seul ou en duo",
            ),
            N_("Alone or as a duo"),
            N_("Would you take part alone, or as a duo? A duo shares one seat and takes turns."),
            N_("Choose alone or as a duo."),
            choices=lambda words: ((ALONE, as_name(words, ALONE)), (DUO, as_name(words, DUO))),
            aliases=_AS,
        ),
    ),
)
