"""The words of the program in each of its languages.

English sentences stand in the code and are the keys of the catalogues. Values are escaped
here, templates are not: a person's name can never become a tag.
"""

import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cache
from gettext import c2py
from pathlib import Path
from typing import Any, Literal

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from bot.rules.languages import BY_CODE, CODES, single_languages

SHORT = 48
"""Characters up to which two languages share a line in a bilingual group."""


class Html(str):
    """Text that is already HTML: `Words` leaves it as it is."""

    __slots__ = ()


class Words:
    """One reader's language and time zone."""

    def __init__(self, language: str, catalogue: Catalog, zone: tzinfo) -> None:
        """Speak `language` with the sentences of `catalogue`; times are told in `zone`."""
        self.language = language
        self.zone = zone
        self._catalogue = catalogue
        self._plural_form = c2py(catalogue.plural_expr)
        self._locale = Locale.parse(BY_CODE[language].variant, sep="-")

    def __call__(self, sentence: str, /, **values: object) -> Html:
        """The sentence in this language, as HTML, its values escaped."""
        message = self._catalogue.get(sentence)
        found = message.string if message is not None else ""
        return _fill(str(found) if found else sentence, values)

    def plain(self, sentence: str, /, **values: object) -> str:
        """The sentence as plain text, for pop-ups and file names: nothing is escaped."""
        return html.unescape(self(sentence, **values))

    def plural(self, one: str, many: str, number: int, /, **values: object) -> Html:
        """The form for `number` (also given to the sentence as `number`)."""
        message = self._catalogue.get(one)
        values["number"] = number
        forms = message.string if message is not None else ""
        if not forms or isinstance(forms, str) or not all(forms):
            forms = (one, many)
        return _fill(forms[self._plural_form(number)], values)

    def whole(self, say: Callable[["Words"], str]) -> Html:
        """HTML made of several sayings: where two languages are spoken, whole in each of them."""
        return Html(say(self))

    def names_of(self, codes: Sequence[str]) -> Html:
        """What languages are called in this one: 'Nederlands, Frans en Engels'."""
        return self._list([self._locale.languages[code] for code in codes], "standard")

    def one_of(self, values: Sequence[str]) -> Html:
        """Values to choose from: 'nl, fr of en'."""
        return self._list(values, "or")

    def _list(self, values: Sequence[str], style: Literal["standard", "or"]) -> Html:
        return Html(html.escape(format_list(values, style, self._locale), quote=False))

    def date(self, moment: datetime) -> Html:
        """'dinsdag 19 januari 2027', 'mardi 19 janvier 2027', 'Tuesday 19 January 2027'."""
        return self._date(moment, "EEEE d MMMM y")

    def day(self, moment: datetime) -> Html:
        """The date without its year."""
        return self._date(moment, "EEEE d MMMM")

    def _date(self, moment: datetime, pattern: str) -> Html:
        local = moment.astimezone(self.zone)
        text = format_date(local, pattern, locale=self.language)
        # French counts the first of a month as 'premier', which the CLDR's patterns leave out.
        return Html(text.replace(" 1 ", " 1er ", 1) if self.language == "fr" else text)

    def time(self, moment: datetime) -> Html:
        """'14:00'; in French '14 h' and '14 h 30'."""
        local = moment.astimezone(self.zone)
        if self.language != "fr":
            return Html(f"{local:%H:%M}")
        return Html(f"{local.hour} h {local:%M}" if local.minute else f"{local.hour} h")

    def span(self, start: datetime, end: datetime) -> Html:
        """From when to when: '14:00–16:30', '14 h – 16 h 30'."""
        dash = " – " if self.language == "fr" else "–"
        return Html(f"{self.time(start)}{dash}{self.time(end)}")


class BothWords(Words):
    """Two languages at once, for a bilingual group: short things on one line."""

    def __init__(self, first: Words, second: Words) -> None:
        """Say everything in the first language, then in the second where it differs."""
        self.language = first.language
        self.zone = first.zone
        self._both = (first, second)

    def __call__(self, sentence: str, /, **values: object) -> Html:
        """The sentence in both languages."""
        return self._join([words(sentence, **values) for words in self._both])

    def plural(self, one: str, many: str, number: int, /, **values: object) -> Html:
        """The form for `number` in both languages."""
        return self._join([words.plural(one, many, number, **values) for words in self._both])

    def date(self, moment: datetime) -> Html:
        """The date in both languages."""
        return self._join([words.date(moment) for words in self._both])

    def day(self, moment: datetime) -> Html:
        """The day in both languages."""
        return self._join([words.day(moment) for words in self._both])

    def names_of(self, codes: Sequence[str]) -> Html:
        """What languages are called, in both languages."""
        return self._join([words.names_of(codes) for words in self._both])

    def one_of(self, values: Sequence[str]) -> Html:
        """Values to choose from, in both languages."""
        return self._join([words.one_of(values) for words in self._both])

    def whole(self, say: Callable[[Words], str]) -> Html:
        """All of it in the first language, then all of it in the second."""
        return self._join([words.whole(say) for words in self._both])

    @staticmethod
    def _join(texts: list[Html]) -> Html:
        first, second = texts
        if first == second:
            return first
        return Html(f"{first} / {second}" if len(first) <= SHORT else f"{first}\n{second}")


@dataclass(frozen=True, slots=True)
class Locales:
    """The catalogues, read once at start."""

    spoken: Mapping[str, Words]
    default: str

    def words(self, language: str | None) -> Words:
        """The words of a language, or of the default one."""
        return self.spoken.get(language or self.default) or self.spoken[self.default]

    def group(self, language: str) -> Words:
        """The words of a community: `nl+fr` speaks both."""
        match single_languages(language):
            case first, second:
                return BothWords(self.words(first), self.words(second))
            case _:
                return self.words(language)


def load(zone: tzinfo, default: str, folder: Path = Path(__file__).parent) -> Locales:
    """Read the catalogues of every language from their `.po` files."""
    spoken = {code: Words(code, _catalogue(folder, code), zone) for code in CODES}
    return Locales(spoken, default)


@cache
def _catalogue(folder: Path, language: str) -> Catalog:
    """The sentences of a language, read once a process; nobody changes them."""
    with (folder / language / "bot.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def _fill(template: str, values: Mapping[str, Any]) -> Html:
    shown = {
        name: value if isinstance(value, Html) else html.escape(str(value), quote=False)
        for name, value in values.items()
    }
    return Html(template.format_map(shown) if shown else template)


def N_(sentence: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a sentence for the catalogues where it stands, to be said in a language later."""
    return sentence
