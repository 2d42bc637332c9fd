"""What a harvest is to be: buttons that hold all that was chosen, so that nothing is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.rules.harvest import Format
from handlers.core import callback_data
from handlers.core.screens import Button, Row, Screen, lines, paragraphs
from handlers.harvest.send import ALL
from locales import LANGUAGES, NAMES, Words
from storage.communities import Community

ROOM: Final = "harvest"

LONGEST: Final = 60
"""Signs of a line that was not understood and is repeated."""

_LETTERS: Final = {Format.DOCUMENT: "d", Format.WORKBOOK: "x", Format.RECORD: "j"}
_NAMES: Final = {
    Format.DOCUMENT: "Word .docx",
    Format.WORKBOOK: "Excel .xlsx",
    Format.RECORD: "JSON",
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """A community by its id (`ALL` for all of them), a language, and formats."""

    community_id: int
    language: str
    formats: frozenset[Format]

    def data(self, verb: str) -> str:
        """What a button carries that does this with it."""
        letters = "".join(_LETTERS[one] for one in Format if one in self.formats)
        return callback_data.pack(ROOM, verb, self.community_id, self.language, letters)

    def toggled(self, one: Format) -> "Chosen":
        """The same with this format if it was without, else without it."""
        return replace(self, formats=self.formats ^ {one})


def read_chosen(references: tuple[str, ...], usual: tuple[str, frozenset[Format]]) -> Chosen | None:
    """What a button carries, the usual where it names a community only; None when it is forged."""
    community_id = callback_data.number(references)
    if community_id is None:
        return None
    if len(references) == 1:
        return Chosen(community_id, *usual)
    language, letters = (*references[1:], "")[:2]
    formats = frozenset(one for one in Format if _LETTERS[one] in letters)
    return Chosen(community_id, language, formats) if language in LANGUAGES else None


def options(words: Words, chosen: Chosen, community: Community | None, *notes: str) -> Screen:
    """What was chosen so far, and 📨; without a community it is about all of them."""
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
        Button(
            f"{_tick(is_on=chosen.language == one)} {NAMES[one]}",
            replace(chosen, language=one).data("set"),
        )
        for one in LANGUAGES
    )
    formats = tuple(
        Button(
            f"{_tick(is_on=one in chosen.formats)} {_NAMES[one]}", chosen.toggled(one).data("set")
        )
        for one in Format
    )
    make = (Button(f"📨 {words('Make the files')}", chosen.data("make")),)
    back = (Button(f"⬅️ {words('Back')}", callback_data.pack(ROOM, "list", 0)),)
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
    """The communities whose harvest somebody may have."""
    named = [(Button(one.name, callback_data.pack(ROOM, "of", one.id or 0)),) for one in page.found]
    together = Button(f"🌾 {words('All communities')}", callback_data.pack(ROOM, "of", ALL))
    whole: tuple[Row, ...] = ((together,),) if page.has_all and page.found else ()
    text = (
        words("Of which community do you want the harvest?")
        if page.found
        else words("There are no communities yet.")
    )
    return Screen(
        paragraphs(lines(*(f"⛔ {note}" for note in notes)), text),
        (*whole, *named, *_turns(words, page)),
    )


def _turns(words: Words, page: Page) -> tuple[Row, ...]:
    before = Button(f"⬅️ {words('Back')}", callback_data.pack(ROOM, "list", page.number - 1))
    after = Button(f"➡️ {words('More')}", callback_data.pack(ROOM, "list", page.number + 1))
    row = (*((before,) if page.number else ()), *((after,) if page.has_more else ()))
    return (row,) if row else ()


def not_understood(words: Words, unknown: Sequence[str]) -> list[str]:
    """What was typed and is no part of a harvest, as HTML."""
    return [words("I don't understand: {line}", line=one[:LONGEST]) for one in unknown[:4]]
