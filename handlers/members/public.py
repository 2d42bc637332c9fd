"""How people describe themselves, as members and before: name, profession, sector, organisation."""

from typing import Final

from bot.rules import members as rules
from bot.rules.members import Sector
from handlers.core import fields
from handlers.members.free_seats import offer as offer_free_seats
from handlers.members.renewal import begin as begin_cycle
from handlers.members.renewal import let_go as end_unaccepted
from handlers.members.waiting_list import Place as WaitingPlace
from handlers.members.waiting_list import places as waiting_places
from locales import N_, Words

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


NAME: Final = fields.line(
    "name",
    ("name", "naam", "nom"),
    N_("Name"),
    N_("What is your name, as the group will see it?"),
    N_("A name has 1 to 64 characters."),
    limit=rules.PERSON_NAME_LIMIT,
)
PROFESSION: Final = fields.line(
    "profession",
    ("profession", "beroep", "functie", "metier", "fonction"),
    N_("Profession"),
    N_("What is your profession?"),
    N_("A profession has 1 to 80 characters."),
    limit=rules.PROFESSION_LIMIT,
)
SECTOR: Final = fields.choice(
    "sector",
    ("sector", "secteur"),
    N_("Sector"),
    N_("In which sector do you work? Choose, or type your own."),
    N_("A sector has 1 to 80 characters."),
    choices=lambda words: tuple((s.value, sector_name(words, s)) for s in Sector),
    or_line=rules.SECTOR_LIMIT,
)
ORGANISATION: Final = fields.line(
    "organisation",
    ("organisation", "organization", "organisatie", "organisme"),
    N_("Organisation"),
    N_("For which organisation do you work?"),
    N_("An organisation has 1 to 120 characters."),
    limit=rules.ORGANISATION_LIMIT,
)

FIELDS: Final = (NAME, PROFESSION, SECTOR, ORGANISATION)
"""The names of the fields of a registration, in the order asked."""
