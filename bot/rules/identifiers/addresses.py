"""Finds addresses as written in Brussels: streets, and postal codes with their town."""

import re
from collections.abc import Iterator
from typing import Final

from bot.rules.identifiers.findings import Finding, Kind
from bot.rules.identifiers.vocabulary import FUNCTIONS, MUNICIPALITIES, NO_NAMES, TOWNS

_UNITS: Final = r"""
jaar jaren keer keren maal uur uren uurs u maand maanden week weken dag dagen nacht nachten minuten
kinderen mensen personen bewoners gezinnen huizen deuren meter km kilometer euro eur euros procent
diensten andere stuks brieven ans an fois mois semaines? jours? heures? nuits? personnes enfants
familles autres metres minutes years? times? months? weeks? days? hours? nights? people children
other others persons families januari februari maart april mei juni juli augustus september oktober
november december janvier fevrier mars avril mai juin juillet aout septembre octobre novembre
decembre january february march may june july august october kamers chambres rooms h
"""
_NO_UNIT: Final = rf"(?! ?(?:€|%|(?:{'|'.join(_UNITS.split())})\b)|[.,:/h]\d\d\b|-?\w)"
_POSTAL: Final = rf"(?:[bB][ -]?)?[1-9]\d{{3}} (?i:{MUNICIPALITIES}|{TOWNS})\b"
_NUMBER: Final = (
    rf"(?!{_POSTAL})(?:n[°ro]\.? ?|nr\.? ?|numero |huisnummer )?"
    rf"\d{{1,4}}(?:/\d{{1,3}}(?!\d|/))?(?:[ ]?[a-hA-H](?![\w']))?(?:-\d{{1,4}}(?![-\d]))?"
    rf"{_NO_UNIT}"
)
_BOX: Final = r"(?:[ ,/]{0,3}(?:bus|boite|bte|bt|box|b)\.? ?\d[\w.]{0,4}(?<!\.))?"
_ORDINAL: Final = r"\d{1,2} ?(?:e|de|ste|er|eme|ieme|st|nd|rd|th)"
_FLOOR: Final = rf"(?:,? \(?{_ORDINAL} (?:verdieping|verdiep|verd|etage|floor)\b)?"
_CITY: Final = (
    rf"(?:[ ,(-]{{1,3}}(?:te |in |a )?(?:{_POSTAL}|(?:[bB]-)?[1-9]\d{{3}} [A-Z][\w-]{{2,30}}+"
    rf"|(?i:{MUNICIPALITIES})\b))?"
)
_HOUSE: Final = rf"(?P<number>(?:,? ?| - ){_NUMBER}(?i:{_BOX}{_FLOOR}))"

# Dutch: the type of street is the end of the name.
_SURE_ENDING: Final = r"(?:straat|laan|steenweg|dreef|kaai|square|voorplein|binnenhof)"
_ENDING: Final = (
    r"(?:straat|str\.?|laan|steenweg|stwg\.?|stw\.|dreef|kaai|kade|plein|square|markt|lei|weg|berg"
    r"|hof|pad|vest|baan|plaats|park|singel|gang|poort|wijk|boulevard|rotonde|warande)"
)
_DUTCH: Final = re.compile(
    rf"(?<![\w-])(?P<street>[\w'-]{{2,40}}?(?i:{_ENDING}))(?![\w-])"
    rf"(?:{_HOUSE}{_CITY}|(?P<town>{_CITY}))"
)
_DUTCH_APART: Final = re.compile(
    r"(?<![\w-])(?P<street>[A-Z][\w'-]{1,40}+ "
    rf"(?i:straat|laan|steenweg|dreef|kaai|plein|square|markt))(?![\w-])(?:{_HOUSE})?{_CITY}"
)
_ROAD_TO: Final = re.compile(
    rf"(?<![\w-])(?i:steenweg|stwg\.?) (?i:op|naar) (?i:{MUNICIPALITIES}|{TOWNS}|[a-z]{{3,20}}+)"
    rf"(?:{_HOUSE}){_CITY}"
)
_SURE: Final = re.compile(rf".+{_SURE_ENDING}", re.IGNORECASE)
# Words that end like a street name but are none.
_NO_STREET: Final = re.compile(
    r"(?:(?:ver|over|op|toe|neer|in|uit|af|aan|dood|om|gade|door|ge)?slaan|magistraat|be?straat"
    r"|(?:be|over|ver|ge)?dreef|(?:winkel|zij|dwars|woon|achter|speel|school|fiets|leef|hoofd"
    r"|eenrichtings|handels|buurt|volks|dorps)(?:straat|laan|plein|weg)|\w*(?:snel|auto|onder|half"
    r"|heen|terug|rij|lucht|water|spoor|uit|om|tussen|mid)weg|\w*(?:arbeids|super|woning|huizen"
    r"|rommel|huur|hyper|vlooien|kerst|job|zwarte)markt|(?:aller|beider|velerlei|vieler|geener"
    r"|gener|menigerlei|tweeer|drieer|ener)lei|\w*loopbaan|\w*(?:werk|woon|zit|slaap|stand|rust"
    r"|opvang|verblijf|park|geboorte|schuil|stage)plaats|in ?plaats|\w*gang|\w*(?:speel|parkeer"
    r"|stads|markt|school)plein|\w*(?:voet|zebra)pad|\w*(?:wagen|huis|school|woon|zorg)park|renbaan"
    r"|gerechtshof|\w*hoven?|voetbalplein|carriere\w*|spijkerbaan|startbaan|\w*zorgberg|\w*baan)",
    re.IGNORECASE,
)

# French and English: the type of street is the beginning of the name.
_SURE_OPENING: Final = (
    r"(?i:rue|avenue|av\.?|ave\.?|boulevard|boul\.|bd\.?|bld\.?|blvd\.?|chaussee|chee\.?|quai|dreve"
    r"|venelle|rond-point|sq\.)|R\.|[Cc]h\."
)
_UNSURE_OPENING: Final = (
    r"(?i:place|pl\.|square|clos|allee|impasse|cours|passage|parvis|esplanade|galerie|chemin"
    r"|sentier|cite|residence|porte|montee|petite rue|vieille rue)"
)
_PARTICLES: Final = (
    r"(?:(?i:de la |de l'|du |des |de |d'|aux? |le |la |les |l'|van |der? |den )){0,3}"
)
_NAME_WORD: Final = r"[A-Z][\w'-]{1,40}+"
_NAME: Final = (
    rf"{_PARTICLES}(?P<first>{_NAME_WORD})"
    rf"(?: (?:(?i:de la |de l'|du |des |de |d'|van |der |den |et |l'|l ))?{_NAME_WORD}){{0,3}}"
)
_FRENCH: Final = re.compile(
    rf"(?<![\w-])(?P<before>\d{{1,4}} ?[a-hA-H]?(?i:{_BOX}),? (?:in de |in |a la |la )?)?"
    rf"(?P<opening>(?P<sure>{_SURE_OPENING})|{_UNSURE_OPENING}) ?(?<=[ .])"
    rf"{_NAME}(?:{_HOUSE})?{_CITY}"
)
_FRENCH_LOWER: Final = re.compile(
    rf"(?<![\w-])(?i:{_SURE_OPENING}) ?(?<=[ .]){_PARTICLES}(?P<name>[a-zA-Z][\w'-]{{2,40}}+"
    rf"(?: [a-zA-Z][\w'-]{{0,40}}+){{0,3}}?){_HOUSE}{_CITY}"
)
_FRENCH_FIRST: Final = re.compile(
    rf"(?<![\w-])\d{{1,4}}(?: ?[a-hA-H])?(?i:{_BOX}), ?"
    rf"(?i:{_SURE_OPENING}|{_UNSURE_OPENING}) ?(?<=[ .])"
    rf"{_PARTICLES}(?P<name>[a-z][\w'-]{{2,40}}+){_CITY}"
)
_NOT_IN_PLACE: Final = re.compile(
    r"\b(?:sur|en|une|sa|ma|son|cette|plus de|pas de|de|a|premiere|own|the|in|es?t|bon|au)[ ]$",
    re.IGNORECASE,
)
_ENGLISH: Final = re.compile(
    rf"(?<![\w-])(?:\d{{1,4}}[a-hA-H]?,? )?(?P<name>{_NAME_WORD}(?: {_NAME_WORD}){{0,2}}?) "
    rf"(?:[Ss]treet|[Rr]oad|[Aa]venue|[Ll]ane|[Ss]quare)(?![\w-])(?:{_HOUSE})?{_CITY}"
)
_POSTAL_ALONE: Final = re.compile(rf"(?<![\w/.,-])(?<!\d ){_POSTAL}")
_YEAR: Final = re.compile(r"(?:[bB][ -]?)?(?:19|20)\d\d")
_WORD_BEFORE: Final = re.compile(r"([\w'-]+) $")
_LOOK_BACK: Final = 42
_ENDINGS_ALONE: Final = frozenset(
    """
    straat laan steenweg dreef kaai kade plein square markt voorplein binnenhof boulevard rotonde
    warande singel overkant
    """.split()
)
_NAMED_ENDINGS: Final = ("plein", "markt", "kade", "vest", "singel")
_INNER_WORDS: Final = frozenset({"van", "de", "der", "den"})
_SMALL_WORDS: Final = frozenset({"de", "du", "des", "la", "le", "les", "au", "aux", "et"})
_MOST_FIRST_NAMES: Final = 4
_NEED_NUMBER: Final = frozenset({"r.", "ch.", "sq.", "pl."})
_TITLES: Final = frozenset({"Madame", "Monsieur", "Meneer", "Mevrouw", "Mme", "Mr", "Mrs"})


def addresses(text: str) -> list[Finding]:
    """Find streets with a number or a proper name, and postal codes with a town, in folded text."""
    spans = [
        *_dutch(text),
        *_dutch_apart(text),
        *_road_to(text),
        *_french(text),
        *_french_lower(text),
        *_english(text),
        *_postal(text),
    ]
    return _joined(sorted(spans))


def _joined(spans: list[tuple[int, int]]) -> list[Finding]:
    """Merge spans that overlap."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return [Finding(Kind.ADDRESS, *span) for span in joined]


def _dutch(text: str) -> Iterator[tuple[int, int]]:
    for match in _DUTCH.finditer(text):
        street = match["street"]
        is_place = match["number"] or match["town"] or _SURE.fullmatch(street)
        if street.lower() in _ENDINGS_ALONE or _NO_STREET.fullmatch(street):
            continue
        if is_place or (street[0].isupper() and street.lower().endswith(_NAMED_ENDINGS)):
            yield _with_first_names(text, match.start()), match.end()


def _with_first_names(text: str, start: int) -> int:
    """The start of 'Emile Bockstaellaan', given the start of 'Bockstaellaan'."""
    earliest = start
    for _ in range(_MOST_FIRST_NAMES if text[start].isupper() else 0):
        before = _WORD_BEFORE.search(text, max(0, start - _LOOK_BACK), start)
        if not before:
            break
        start = before.start()
        if before[1].lower() in _INNER_WORDS:
            continue
        if not before[1][0].isupper() or before[1].lower() in NO_NAMES:
            break
        earliest = start
    return earliest


def _dutch_apart(text: str) -> Iterator[tuple[int, int]]:
    for match in _DUTCH_APART.finditer(text):
        if match["street"].split()[0].lower() not in NO_NAMES:
            yield match.span()


def _road_to(text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _ROAD_TO.finditer(text))


def _french(text: str) -> Iterator[tuple[int, int]]:
    for match in _FRENCH.finditer(text):
        if _names_nothing(match["first"]) or match["first"].isupper():
            continue
        opening = match["opening"].lower()
        if opening in _NEED_NUMBER and not match["number"]:
            continue
        before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
        if match["sure"] or match["number"] or not _NOT_IN_PLACE.search(before):
            yield match.span()


def _french_lower(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_FRENCH_LOWER, _FRENCH_FIRST):
        for match in pattern.finditer(text):
            words = (word for word in match["name"].split() if word.lower() not in _SMALL_WORDS)
            if not any(_names_nothing(word) for word in words):
                yield match.span()


def _names_nothing(word: str) -> bool:
    return word.lower() in NO_NAMES or word.lower() in FUNCTIONS or word in _TITLES


def _english(text: str) -> Iterator[tuple[int, int]]:
    for match in _ENGLISH.finditer(text):
        if match["name"].split()[-1].lower() not in NO_NAMES:
            yield match.span()


def _postal(text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _POSTAL_ALONE.finditer(text) if not _YEAR.match(match[0]))
