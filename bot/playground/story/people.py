"""The people of the story, all invented, as are their organisations except Brusano."""

from dataclasses import dataclass

COORDINATOR = 101


@dataclass(frozen=True, slots=True)
class Character:
    """One person of the story: the account, and the answers of the registration form."""

    user_id: int
    first_name: str
    last_name: str
    language: str
    role: str
    profession: str
    sector: str
    organisation: str
    shown: bool = False

    @property
    def form(self) -> str:
        """The registration form in one message."""
        answers = (
            ("name", f"{self.first_name} {self.last_name}"),
            ("profession", self.profession),
            ("sector", self.sector),
            ("organisation", self.organisation),
        )
        return "\n".join(f"{label}: {value}" for label, value in answers)

    @property
    def about(self) -> str:
        """One line for the page."""
        return f"{self.profession}, {self.organisation}"


LIESBET = Character(
    COORDINATOR,
    "Liesbet",
    "Vanneste",
    "nl",
    "coordinator",
    "coördinator praktijkgemeenschappen",
    "sociaal werk",
    "Brusano",
    shown=True,
)
MODERATORS = (
    Character(
        102,
        "Karim",
        "Haddad",
        "fr",
        "moderator",
        "assistant social",
        "travail social",
        "Le Seuil, accueil de quartier",
        shown=True,
    ),
    Character(
        103,
        "Griet",
        "Maes",
        "nl",
        "moderator",
        "wijkverpleegkundige",
        "gezondheidszorg",
        "Wijkpraktijk De Linde",
    ),
)
MEMBERS = (
    Character(
        104,
        "Fatima",
        "Bouzid",
        "nl",
        "member",
        "maatschappelijk werker",
        "sociaal werk",
        "Buurthuis De Kade",
        shown=True,
    ),
    Character(
        105,
        "Aïcha",
        "Diallo",
        "fr",
        "member",
        "infirmière à domicile",
        "soins de santé",
        "Soins du Canal",
        shown=True,
    ),
    Character(
        106,
        "Thomas",
        "Lambrechts",
        "nl",
        "member",
        "psycholoog",
        "geestelijke gezondheid",
        "Praatpunt Liedts",
    ),
    Character(
        107,
        "Sofia",
        "Marino",
        "fr",
        "member",
        "éducatrice de rue",
        "jeunesse",
        "Rue Ouverte",
    ),
    Character(
        108,
        "Jan",
        "De Smedt",
        "nl",
        "member",
        "huisarts",
        "gezondheidszorg",
        "Groepspraktijk Helmet",
    ),
    Character(
        109,
        "Nora",
        "El Amrani",
        "fr",
        "member",
        "accompagnatrice logement",
        "logement et sans-abrisme",
        "Toit à Venir",
    ),
)
DUO = (
    Character(
        110,
        "Pieter",
        "Claes",
        "nl",
        "duo",
        "ergotherapeut",
        "ouderenzorg",
        "Thuis in de Wijk",
        shown=True,
    ),
    Character(
        111,
        "Inge",
        "Wouters",
        "nl",
        "duo",
        "kinesitherapeut",
        "ouderenzorg",
        "Thuis in de Wijk",
        shown=True,
    ),
)
LEAD = Character(
    112,
    "Hélène",
    "Dubois",
    "fr",
    "lead",
    "chercheuse",
    "enseignement",
    "Atelier des Pratiques",
)
VISITOR = Character(
    113,
    "Mehdi",
    "Ouali",
    "fr",
    "visitor",
    "médiateur interculturel",
    "migration",
    "Passerelle Nord",
)
BRINGER = MEMBERS[2]
"""The member who brings a case to the first call; their phone is not on the page."""
# The page shows the phones in this order: the duo, one of whom hands over, comes first.
ON_THE_PAGE = (
    *DUO,
    MEMBERS[0],
    MODERATORS[0],
    MEMBERS[1],
    LIESBET,
    MODERATORS[1],
    *MEMBERS[2:],
    LEAD,
    VISITOR,
)
