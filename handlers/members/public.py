"""How people describe themselves, as members and before: name, profession, sector, organisation."""

from typing import Final

from bot.rules import members as rules
from bot.rules.languages import CODES
from bot.rules.members import Sector, clean_line
from bot.rules.plain_text import fold
from handlers.core.context import Context
from handlers.core.forms import Field
from handlers.members.free_seats import offer as offer_free_seats
from handlers.members.renewal import begin as begin_cycle
from handlers.members.renewal import let_go as end_unaccepted
from handlers.members.waiting_list import Place as WaitingPlace
from handlers.members.waiting_list import places as waiting_places
from locales import Words

__all__ = ["WaitingPlace", "begin_cycle", "end_unaccepted", "offer_free_seats", "waiting_places"]


def sector_name(words: Words, sector: str) -> str:
    """A sector in the reader's language; what people wrote themselves stays as it is."""
    names = {
        Sector.SOCIAL_WORK: words("social work"),
        Sector.HEALTH_CARE: words("health care"),
        Sector.MENTAL_HEALTH: words("mental health"),
        Sector.HOUSING: words("housing and homelessness"),
        Sector.ADDICTION: words("addiction"),
        Sector.YOUTH: words("youth"),
        Sector.ELDERLY_CARE: words("care for older people"),
        Sector.DISABILITY: words("disability"),
        Sector.MIGRATION: words("migration"),
        Sector.EDUCATION: words("education"),
        Sector.WORK: words("work"),
        Sector.OTHER: words("other"),
    }
    return names[Sector(sector)] if sector in list(Sector) else sector


def _read_sector(text: str, context: Context) -> str | None:
    """A sector that is named in any language is that one; anything else is the person's own."""
    named = {
        fold(name): sector.value
        for sector in Sector
        for name in (
            sector.value,
            *(sector_name(context.services.locales.words(one), sector) for one in CODES),
        )
    }
    return named.get(fold(text)) or clean_line(text, rules.SECTOR_LIMIT)


NAME: Final = Field(
    name="name",
    labels=("name", "naam", "nom"),
    title=lambda words: words("Name"),
    ask=lambda words: words("What is your name, as the group will see it?"),
    read=lambda text, _visit: clean_line(text, rules.PERSON_NAME_LIMIT),
    refuse=lambda words: words("A name has 1 to 64 characters."),
)
PROFESSION: Final = Field(
    name="profession",
    labels=("profession", "beroep", "functie", "metier", "fonction"),
    title=lambda words: words("Profession"),
    ask=lambda words: words("What is your profession?"),
    read=lambda text, _visit: clean_line(text, rules.PROFESSION_LIMIT),
    refuse=lambda words: words("A profession has 1 to 80 characters."),
)
SECTOR: Final = Field(
    name="sector",
    labels=("sector", "secteur"),
    title=lambda words: words("Sector"),
    ask=lambda words: words("In which sector do you work? Choose, or type your own."),
    read=_read_sector,
    refuse=lambda words: words("A sector has 1 to 80 characters."),
    choices=lambda words: tuple((s.value, sector_name(words, s)) for s in Sector),
)
ORGANISATION: Final = Field(
    name="organisation",
    labels=("organisation", "organization", "organisatie", "organisme"),
    title=lambda words: words("Organisation"),
    ask=lambda words: words("For which organisation do you work?"),
    read=lambda text, _visit: clean_line(text, rules.ORGANISATION_LIMIT),
    refuse=lambda words: words("An organisation has 1 to 120 characters."),
)

FIELDS: Final = (NAME, PROFESSION, SECTOR, ORGANISATION)
"""Of a registration, in the order in which they are asked."""
