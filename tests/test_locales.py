"""The words are all there in three languages, and Telegram can take them."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter
from zoneinfo import ZoneInfo

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from bot.playground.entities import parse_html
from bot.rules.languages import CODES
from bot.rules.meetings import Planned, parse_plan
from handlers import COMMANDS, FLOWS
from handlers.core.forms import Form
from handlers.core.menus import ABOUT_LIMIT
from handlers.core.screens import ANSWER_LIMIT
from handlers.meetings import form as fields
from handlers.meetings import plan
from locales import SHORT, BothWords, Html, Locales, Words, load
from locales.extract import extract

ROOT = Path(__file__).parents[1]
BRUSSELS = ZoneInfo("Europe/Brussels")
SIGN = "⛔ "
LONGEST_NAME = 64
LONGEST_COMMUNITY = 80
BUTTON_OF_THREE = 20
"""Characters of a button that a phone shows where three stand side by side."""

COMMAND = re.compile(r"(?<![\w</])/([a-z]+)")

ONLY_MESSAGES = (
    "All {seats} seats of {name} are taken,",
    "Your name, profession, sector and",
    "{name} has published the summary meanwhile;",
    "Invite {name} to {community}?",
    "In a community of practice, {seats} of you at most",
    "What you tell when you leave your interest is seen",
    "You are invited to the community of practice <b>{name}</b>",
)
"""How the sentences begin that are longer than a pop-up, and never shown as one."""

TUESDAY = datetime(2027, 1, 19, 13, 0, tzinfo=UTC)
HALF_PAST_FOUR = datetime(2027, 1, 19, 15, 30, tzinfo=UTC)

Forms = tuple[tuple[str, str], ...]
"""Source and translation of a sentence, form by form."""


def catalogue(language: str) -> Catalog:
    with (ROOT / "locales" / language / "bot.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def template() -> Catalog:
    with (ROOT / "locales" / "bot.pot").open("rb") as file:
        return read_po(file)


def sentences(language: str) -> Iterator[Message]:
    return (message for message in catalogue(language) if message.id)


def forms(message: Message) -> Forms:
    sources = message.id if isinstance(message.id, tuple) else (message.id,)
    said = message.string if isinstance(message.string, tuple) else (message.string,)
    return tuple(zip(map(str, sources), map(str, said), strict=True))


def all_forms(language: str) -> Iterator[tuple[str, str]]:
    return (pair for message in sentences(language) for pair in forms(message))


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.fixture(scope="module")
def locales() -> Locales:
    return load(BRUSSELS, "nl")


every_language = pytest.mark.parametrize("language", CODES)


def test_the_catalogues_hold_exactly_the_sentences_of_the_code() -> None:
    found = set()
    for folder in ("bot", "handlers"):
        for path in (ROOT / folder).rglob("*.py"):
            with path.open("rb") as file:
                found |= {message for _, _, message, _ in extract(file, (), (), {})}
    assert {message.id for message in template() if message.id} == found
    for language in CODES:
        assert {message.id for message in sentences(language)} == found, language


def test_no_sentence_is_built_from_pieces() -> None:
    """What is not a whole literal is in no catalogue."""
    built = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in (ROOT / "handlers").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call)
        and (isinstance(call.func, ast.Name) and call.func.id in ("words", "N_"))
        and call.args
        and isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    ]
    assert built == []


@every_language
def test_nothing_is_missing_nothing_is_fuzzy_nothing_is_left_over(language: str) -> None:
    whole = catalogue(language)
    assert [source for source, said in all_forms(language) if not said.strip()] == []
    assert [message.id for message in sentences(language) if message.fuzzy] == []
    assert list(whole.obsolete) == []


@every_language
def test_every_form_has_the_placeholders_and_the_edges_of_its_source(language: str) -> None:
    for source, said in all_forms(language):
        assert placeholders(said) == placeholders(source), said
        assert (
            said[: len(said) - len(said.lstrip())] == source[: len(source) - len(source.lstrip())]
        )
        assert said[len(said.rstrip()) :] == source[len(source.rstrip()) :], said
        assert said.count("\n") == source.count("\n"), said


@every_language
def test_every_sentence_is_html_that_telegram_reads(language: str) -> None:
    for source, said in all_forms(language):
        shown = said.format_map(dict.fromkeys(placeholders(said), "x"))
        _, entities = parse_html(shown)
        _, meant = parse_html(source.format_map(dict.fromkeys(placeholders(source), "x")))
        assert [one["type"] for one in entities] == [one["type"] for one in meant], said


@every_language
def test_a_sentence_names_commands_as_its_reader_finds_them_in_the_menu(language: str) -> None:
    for source, said in all_forms(language):
        named = COMMAND.findall(source)
        mine = [next(c for c in COMMANDS if name in c.names).name_in(language) for name in named]
        assert sorted(COMMAND.findall(said)) == sorted(mine), said


@every_language
def test_the_menu_fits_telegram(language: str, locales: Locales) -> None:
    words = locales.words(language)
    for command in COMMANDS:
        assert 1 <= len(words.plain(command.about)) <= ABOUT_LIMIT
        assert re.fullmatch(r"[a-z0-9_]{1,32}", command.name_in(language))


@every_language
def test_what_may_pop_up_fits_a_pop_up(language: str, locales: Locales) -> None:
    words = locales.words(language)
    known = {
        "name": "N" * LONGEST_NAME,
        "community": "C" * LONGEST_COMMUNITY,
        "day": words.day(TUESDAY),
        "time": words.time(HALF_PAST_FOUR),
        "when": f"{words.date(TUESDAY)}, {words.span(TUESDAY, HALF_PAST_FOUR)}",
    }
    for source, said in all_forms(language):
        if not source.startswith(ONLY_MESSAGES):
            values = dict.fromkeys(placeholders(said), "100") | known
            assert len(SIGN + said.format_map(values)) <= ANSWER_LIMIT, said


@pytest.mark.parametrize("language", [*CODES, "nl+fr"])
def test_three_answers_stand_side_by_side(language: str, locales: Locales) -> None:
    words = locales.group(language)
    for label in (words("Yes"), words("No"), words("Not sure")):
        assert len(f"✅ {label}") <= BUTTON_OF_THREE


@every_language
def test_the_examples_can_be_sent_as_they_are(language: str, locales: Locales) -> None:
    words = locales.words(language)
    one_meeting, series = re.findall("<code>(.+)</code>", plan.FORM.fields[0].ask(words))
    assert [len(planned(text)) for text in (one_meeting, series)] == [1, 10]
    assert {meeting.venue for meeting in planned(series)} == {"De Kade"}
    changed = said_in(language, "theme: Housing\nspeaker: Nora Peeters")
    assert labels(fields.FORM, changed) == ["theme", "speaker"]
    asked = re.findall(r"\w+", said_in(language, "Write yes to cancel the meeting."))
    assert len(fields.YES & set(asked)) == 1


def test_the_examples_differ_from_language_to_language(locales: Locales) -> None:
    asked = {plan.FORM.fields[0].ask(locales.words(language)) for language in CODES}
    assert len(asked) == len(CODES)


@every_language
def test_a_field_is_known_by_its_title(language: str, locales: Locales) -> None:
    """The titles are named to whoever writes a label that no field has."""
    words = locales.words(language)
    for form in (flow.form for flow in FLOWS.values()):
        # A field without labels takes a text in which no line is read as one.
        for field in (one for one in form.fields if one.labels):
            assert form.labelled(field.title(words)) is field, field.title(words)


def planned(text: str) -> tuple[Planned, ...]:
    """The meetings that a plan means; none of its lines may be unreadable."""
    read = parse_plan(text, datetime(2026, 9, 1, tzinfo=UTC), BRUSSELS)
    assert read.problems == ()
    return read.planned


def said_in(language: str, sentence: str) -> str:
    """What a catalogue says for a sentence of the code; KeyError for any other sentence."""
    return dict(all_forms(language))[sentence]


def labels(form: Form, text: str) -> list[str]:
    """The fields that the labels of a text mean."""
    found = (form.labelled(line.partition(":")[0]) for line in text.splitlines())
    return [field.name for field in found if field is not None]


def test_dutch_says_je_and_french_says_vous() -> None:
    formal = re.compile(r"\b(?:u|uw|uzelf)\b", re.IGNORECASE)
    familiar = re.compile(r"\b(?:tu|te|toi|ton|ta|tes)\b|\bt’", re.IGNORECASE)
    assert [said for _, said in all_forms("nl") if formal.search(said)] == []
    assert [said for _, said in all_forms("fr") if familiar.search(said)] == []


def test_french_has_its_spaces_and_every_language_its_apostrophes() -> None:
    for _, said in all_forms("fr"):
        text = re.sub(r"\d:\d|https:", "", said)
        assert not re.search(r"[^\u202f:][:;!?»]|«[^\u202f]", text), said
    for language in ("nl", "fr"):
        assert [said for _, said in all_forms(language) if "'" in said or '"' in said] == []


def test_dates_and_times_are_those_of_each_language(locales: Locales) -> None:
    dutch, french, english = (locales.words(language) for language in ("nl", "fr", "en"))
    assert dutch.date(TUESDAY) == "dinsdag 19 januari 2027"
    assert french.date(TUESDAY) == "mardi 19 janvier 2027"
    assert english.date(TUESDAY) == "Tuesday 19 January 2027"
    assert dutch.day(TUESDAY) == "dinsdag 19 januari"
    assert [words.time(TUESDAY) for words in (dutch, french, english)] == ["14:00", "14 h", "14:00"]
    assert french.time(HALF_PAST_FOUR) == "16 h 30"
    assert dutch.span(TUESDAY, HALF_PAST_FOUR) == "14:00–16:30"
    assert french.span(TUESDAY, HALF_PAST_FOUR) == "14 h – 16 h 30"


def test_french_says_premier_of_the_first_of_a_month_only(locales: Locales) -> None:
    french = locales.words("fr")
    assert french.date(datetime(2026, 9, 1, 12, tzinfo=UTC)) == "mardi 1er septembre 2026"
    assert french.day(datetime(2026, 9, 1, 12, tzinfo=UTC)) == "mardi 1er septembre"
    assert french.day(datetime(2026, 9, 11, 12, tzinfo=UTC)) == "vendredi 11 septembre"
    assert locales.words("nl").day(datetime(2026, 9, 1, 12, tzinfo=UTC)) == "dinsdag 1 september"


def test_a_day_is_the_one_in_brussels(locales: Locales) -> None:
    assert (
        locales.words("nl").day(datetime(2027, 1, 18, 23, 30, tzinfo=UTC)) == "dinsdag 19 januari"
    )


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("nl", 0, "0 bijeenkomsten"),
        ("nl", 1, "1 bijeenkomst "),
        ("nl", 2, "2 bijeenkomsten"),
        ("fr", 0, "0 rencontre "),
        ("fr", 1, "1 rencontre "),
        ("fr", 2, "2 rencontres"),
    ],
)
def test_one_is_one_and_many_are_many(
    locales: Locales, language: str, number: int, said: str
) -> None:
    words = locales.words(language)
    one, many = "{number} meeting of {name} is planned.", "{number} meetings of {name} are planned."
    text = words.plural(one, many, number, name="Noord")
    assert said in text


def test_two_languages_share_a_line_when_short_and_take_two_when_long(locales: Locales) -> None:
    both = locales.group("nl+fr")
    assert isinstance(both, BothWords)
    assert both("Yes") == "Ja / Oui"
    assert both.date(TUESDAY) == "dinsdag 19 januari 2027 / mardi 19 janvier 2027"
    assert both.time(TUESDAY) == "14:00"
    assert both("{names}", names="Anna & Ben") == "Anna &amp; Ben"
    sentence = "Register with me privately; from then on you answer with one press."
    first, second = both(sentence).split("\n")
    assert len(first) > SHORT
    assert (first, second) == (locales.words("nl")(sentence), locales.words("fr")(sentence))


def test_a_date_in_two_languages_is_not_said_twice(locales: Locales) -> None:
    both = locales.group("nl+fr")
    when = both("{date}, {span}", date=both.date(TUESDAY), span=both.span(TUESDAY, HALF_PAST_FOUR))
    assert when == "dinsdag 19 januari 2027 / mardi 19 janvier 2027, 14:00–16:30"


def test_a_name_never_becomes_a_tag(locales: Locales) -> None:
    words = locales.words("nl")
    assert words("<b>{name}</b>", name="<i>&") == "<b>&lt;i&gt;&amp;</b>"
    assert words("<b>{name}</b>", name=Html("<i>x</i>")) == "<b><i>x</i></b>"
    assert "<i>&" in words.plain("Noted: {name} comes.", name="<i>&")
    assert words("{name}", name="{venue}") == "{venue}"


def test_a_sentence_without_translation_is_said_in_english(locales: Locales) -> None:
    words: Words = locales.words("fr")
    assert words("Never written {name}.", name="A") == "Never written A."
    assert words.plural("{number} cat", "{number} cats", 2) == "2 cats"
