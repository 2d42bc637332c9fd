"""The screens that choose an export; each button carries the whole choice, so none is stored."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.rules.harvest import Format
from bot.rules.languages import CODES, OWN_NAMES
from handlers.core.screens import Row, Screen, lines, paragraphs
from handlers.harvest.send import ALL
from handlers.harvest.verbs import LIST, MAKE, OF, SET
from locales import Words
from storage.communities import Community
from storage.core.columns import row_id

LONGEST: Final = 60
"""Characters that are repeated of a line that was not understood."""

_NAMES: Final = {
    Format.DOCUMENT: "Word .docx",
    Format.WORKBOOK: "Excel .xlsx",
    Format.RECORD: "JSON",
}


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What to export: a community's id (`ALL` for all of them), a language, and formats."""

    community_id: int
    language: str
    formats: frozenset[Format]

    @property
    def arguments(self) -> tuple[int, str, frozenset[Format]]:
        """The arguments of the buttons that carry the choice."""
        return self.community_id, self.language, self.formats

    def toggled(self, one: Format) -> "ExportChoice":
        """Return the choice with this format added, or removed where it was in."""
        return replace(self, formats=self.formats ^ {one})


def options(words: Words, choice: ExportChoice, community: Community | None, *notes: str) -> Screen:
    """The choice so far, to change, and 📨; `community` is None for all of them."""
    about = (
        words("Harvest of {name}", name=community.name)
        if community
        else words("Harvest of all communities")
    )
    text = paragraphs(
        lines(*(f"⛔ {note}" for note in notes)),
        f"🌾 <b>{about}</b>",
        words(
            "What was released, and figures: parts of summaries, themes, practices and tools, "
            "what sessions brought, how many came."
        ),
        words("No names, and no numbers about fewer than five people."),
        words("Choose the language and the files, then 📨."),
    )
    languages = tuple(
        SET.button(
            f"{_tick(is_on=choice.language == one)} {OWN_NAMES[one]}",
            *replace(choice, language=one).arguments,
        )
        for one in CODES
    )
    formats = tuple(
        SET.button(
            f"{_tick(is_on=one in choice.formats)} {_NAMES[one]}", *choice.toggled(one).arguments
        )
        for one in Format
    )
    make = (MAKE.button(f"📨 {words('Make the files')}", *choice.arguments),)
    back = (LIST.button(f"⬅️ {words('Back')}", 0),)
    return Screen(text, (languages, formats, make, back))


def _tick(*, is_on: bool) -> str:
    return "☑" if is_on else "☐"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the communities to choose from; `has_all` offers all of them together."""

    number: int
    found: Sequence[Community]
    has_more: bool
    has_all: bool


def page_screen(words: Words, page: Page, *notes: str) -> Screen:
    """One page of the communities whose harvest the requester may export."""
    named = [(OF.button(one.name, row_id(one)),) for one in page.found]
    all_button = OF.button(f"🌾 {words('All communities')}", ALL)
    all_row: tuple[Row, ...] = ((all_button,),) if page.has_all and page.found else ()
    text = (
        words("Of which community do you want the harvest?")
        if page.found
        else words("There are no communities yet.")
    )
    return Screen(
        paragraphs(lines(*(f"⛔ {note}" for note in notes)), text),
        (*all_row, *named, *_paging_row(words, page)),
    )


def _paging_row(words: Words, page: Page) -> tuple[Row, ...]:
    before = (LIST.button(f"⬅️ {words('Back')}", page.number - 1),) if page.number else ()
    after = (LIST.button(f"➡️ {words('More')}", page.number + 1),) if page.has_more else ()
    row = (*before, *after)
    return (row,) if row else ()


def not_understood(words: Words, unknown: Sequence[str]) -> list[str]:
    """One line, as HTML, for each of the first lines that were typed and not understood."""
    return [words("I don't understand: {line}", line=one[:LONGEST]) for one in unknown[:4]]
