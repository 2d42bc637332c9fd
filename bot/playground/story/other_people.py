"""The invented people of the two other communities, and those who left their interest."""

from dataclasses import dataclass

from bot.playground.story.people import Character

MODERATORS_OF_ZUID = (
    Character(
        121,
        "Yasmine",
        "Benali",
        "fr",
        "moderator",
        "assistante sociale",
        "travail social",
        "Maison des Quartiers",
    ),
    Character(
        122,
        "Bart",
        "Peeters",
        "nl",
        "moderator",
        "opbouwwerker",
        "sociaal werk",
        "Samenlevingsopbouw Zuidkant",
    ),
)
MEMBERS_OF_ZUID = (
    Character(
        123,
        "Lotte",
        "Jacobs",
        "nl",
        "member",
        "thuisverpleegkundige",
        "gezondheidszorg",
        "Zorg aan Huis Zuid",
    ),
    Character(
        124,
        "Olivier",
        "Lambert",
        "fr",
        "member",
        "psychologue",
        "santé mentale",
        "L'Escale",
    ),
    Character(
        125,
        "Sara",
        "Mertens",
        "nl",
        "member",
        "straathoekwerker",
        "jeugd",
        "Straatkant",
    ),
    Character(
        126,
        "Ismaël",
        "Traoré",
        "fr",
        "member",
        "médiateur de dettes",
        "travail social",
        "Service Dettes et Budget",
    ),
)
EVA = Character(
    131,
    "Eva",
    "Claeys",
    "nl",
    "moderator",
    "maatschappelijk werker",
    "sociaal werk",
    "Dienstencentrum Aan de Maalbeek",
)


@dataclass(frozen=True, slots=True)
class Interested:
    """Somebody who leaves their interest: their account, municipality and source."""

    character: Character
    municipality: str
    source: str

    @property
    def form(self) -> str:
        """The command of a poster's link with the whole form of interest."""
        answers = (
            ("municipality", self.municipality),
            ("zone", "Noordoost"),
            ("contact", f"{self.character.first_name}.{self.character.last_name}@example.org"),
            ("language", self.character.language),
            ("as", "alone"),
        )
        rest = "\n".join(f"{label}: {value}" for label, value in answers)
        return f"/start src_{self.source}\n{self.character.form}\n{rest}"


def _interested(
    number: int, name: str, language: str, work: tuple[str, str, str], place: str, source: str
) -> Interested:
    first, _, last = name.partition(" ")
    return Interested(Character(number, first, last, language, "interested", *work), place, source)


INTERESTED = (
    _interested(
        141,
        "Amélie Fontaine",
        "fr",
        ("infirmière scolaire", "soins de santé", "Promotion Santé Est"),
        "Schaerbeek",
        "affiche",
    ),
    _interested(
        142,
        "Wim Goossens",
        "nl",
        ("huisarts", "gezondheidszorg", "Wijkgezondheidscentrum De Vlier"),
        "Evere",
        "nieuwsbrief",
    ),
    _interested(
        143,
        "Samira Idrissi",
        "fr",
        ("éducatrice", "jeunesse", "Le Tremplin"),
        "Schaerbeek",
        "affiche",
    ),
    _interested(
        144,
        "Koen Willems",
        "nl",
        ("ergotherapeut", "ouderenzorg", "Lokaal Dienstencentrum De Kam"),
        "Schaarbeek",
        "nieuwsbrief",
    ),
    _interested(
        145,
        "Chloé Renard",
        "fr",
        ("médiatrice de dettes", "travail social", "Budget Clair"),
        "Evere",
        "affiche",
    ),
)
