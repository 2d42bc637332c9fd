"""A case given at once: lines with a label are read into ticks, in Dutch, French or English.

What is not understood stays in the text: nothing that somebody wrote is lost.
"""

import html
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.rules.cases import Choices, Group, toggled
from bot.rules.plain_text import fold
from handlers.cases.views import option_names, ticked
from locales import Words

LABELS: Final = {
    Group.HELP: ("help", "hulp", "aide", "what help", "welke hulp", "quelle aide"),
    Group.AGE: ("age", "leeftijd"),
    Group.LIVING: ("lives", "living", "woont", "woonsituatie", "vit", "habite", "milieu de vie"),
    Group.DOMAINS: ("domains", "life domains", "levensdomeinen", "domaines de vie", "domaines"),
    Group.BLOCKS: ("blocks", "where it blocks", "waar het blokkeert", "ou ca bloque", "blocages"),
    Group.USE: ("use", "gebruik", "utilisation", "usage"),
}
QUESTION: Final = ("question", "vraag")
SITUATION: Final = ("situation", "situatie", "casus", "case", "text", "tekst", "texte")

# What people write for the options, beside their names on the buttons; in the options' order.
SPOKEN: Final[dict[Group, tuple[tuple[str, ...], ...]]] = {
    Group.HELP: (
        ("ideas", "ideeen", "idees"),
        ("experience", "ervaring", "ervaringen", "experiences"),
        ("contacts", "contacten", "services", "diensten"),
        ("ethics", "ethical", "ethisch", "ethiek", "ethique"),
        ("heard", "gehoord", "luisteren", "ecoute", "entendu"),
    ),
    Group.AGE: (
        ("child", "kind", "enfant"),
        ("12-25", "young", "jong", "jongere", "jeune"),
        ("26-64", "adult", "volwassen", "volwassene", "adulte"),
        ("65-79", "senior"),
        ("80+", "80", "elder", "hoogbejaard"),
    ),
    Group.LIVING: (
        ("alone", "alleen", "seul", "seule"),
        ("with others", "together", "met anderen", "samen", "avec d'autres"),
        ("without a home", "homeless", "dakloos", "thuisloos", "sans abri", "sans logement"),
        ("institution", "instelling", "en institution"),
    ),
    Group.DOMAINS: (
        ("housing", "wonen", "huisvesting", "logement"),
        ("money", "debts", "geld", "schulden", "argent", "dettes"),
        ("papers", "papieren", "papiers"),
        ("physical health", "lichamelijke gezondheid", "sante physique"),
        ("mental health", "geestelijke gezondheid", "sante mentale"),
        ("addiction", "verslaving", "addictions"),
        ("violence", "geweld", "violences"),
        ("work", "werk", "travail"),
        ("family", "familie", "gezin", "mantelzorg", "famille", "carers"),
        ("loneliness", "eenzaamheid", "solitude"),
        ("language", "taal", "langue"),
        ("access to care", "toegang tot zorg", "acces aux soins"),
        ("end of life", "levenseinde", "fin de vie"),
        ("other", "andere", "ander", "autre"),
    ),
    Group.BLOCKS: (
        ("person", "persoon", "personne"),
        ("relation", "relatie"),
        ("services", "between services", "diensten", "tussen diensten", "entre services"),
        ("rules", "regels", "regles"),
        ("missing offer", "what does not exist", "ontbrekend aanbod", "offre manquante"),
        ("me", "ik", "ikzelf", "moi"),
    ),
    Group.USE: (
        ("session", "session only", "this session only", "sessie", "alleen deze sessie"),
        ("summary", "also in the summary", "samenvatting", "verslag", "resume", "synthese"),
    ),
}


@dataclass(frozen=True, slots=True)
class Given:
    """What was given at once: the text without the lines that became ticks, and these."""

    text: str
    choices: Choices


def read(text: str, languages: Collection[Words]) -> Given:
    """Read the labels of a text; `languages` give the options their names on the buttons."""
    choices = Choices()
    kept: list[str] = []
    for line in text.splitlines():
        label, colon, value = line.partition(":")
        plain = fold(label)
        group = next((one for one, names in LABELS.items() if plain in names), None)
        if colon and group is not None:
            places = _places(group, value, languages)
            if places:
                choices = _with(choices, group, places)
                continue
        kept.append(value.strip() if colon and plain in QUESTION + SITUATION else line)
    return Given("\n".join(kept).strip(), choices)


def _places(group: Group, value: str, languages: Collection[Words]) -> tuple[int, ...]:
    """The places of the options that are named; none if any of them is not understood."""
    known = _known(group, languages)
    said = [fold(one) for one in _separate(value)]
    if not said or not all(one in known for one in said):
        return ()
    return tuple(known[one] for one in said)


def _separate(value: str) -> Iterator[str]:
    for part in value.replace(";", ",").split(","):
        bare = part.strip(" .").lstrip("☑☐ ")
        if bare:
            yield bare


def _known(group: Group, languages: Collection[Words]) -> dict[str, int]:
    known = {fold(name): place for place, said in enumerate(SPOKEN[group]) for name in said}
    for language in languages:
        names = option_names(language, group)
        known |= {fold(html.unescape(name)): place for place, name in enumerate(names)}
    return known


def _with(choices: Choices, group: Group, places: Sequence[int]) -> Choices:
    for place in places:
        if place not in ticked(choices, group):
            choices = toggled(choices, group, place)
    return choices
