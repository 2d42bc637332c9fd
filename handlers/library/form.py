"""The forms of the library: an item to share or to change, and how trying one went in words."""

from dataclasses import dataclass
from typing import Final

from bot.rules import library as rules
from bot.rules.library import Kind
from bot.rules.plain_text import clean, units
from handlers.core import fields
from handlers.core.forms import Form
from handlers.library.views import kind_choices
from locales import N_

WHAT: Final = "what"
"""The field that takes a text, a link or a document."""

COMMUNITY, ITEM = "community", "item"
"""In which community a draft is written, and which item it changes or is about."""

THEMES: Final = "themes"
"""The field that is never asked: themes are ticked under the preview, or named with a label."""


@dataclass(frozen=True, slots=True)
class What:
    """The content of an item, as a draft keeps it in one line: a text, a link or a file."""

    text: str = ""
    link: str = ""
    file_id: str = ""
    file_name: str = ""

    def packed(self) -> str:
        """The value of the field."""
        if self.file_id:
            return f"file {self.file_id} {self.file_name}"
        return f"link {self.link}" if self.link else f"text {self.text}"


def what_of(packed: str) -> What:
    """Read the result of `What.packed`."""
    kind, _, rest = packed.partition(" ")
    if kind == "file":
        file_id, _, name = rest.partition(" ")
        return What(file_id=file_id, file_name=name)
    return What(link=rest) if kind == "link" else What(text=rest)


def document(file_id: str, name: str) -> str:
    """The value of the field for a document that was sent."""
    named = " ".join(clean(name).split()) or "document"
    return What(file_id=file_id, file_name=_cut(named)).packed()


def _cut(name: str) -> str:
    """A long file name without its middle; the end shows the kind of file."""
    if len(name) <= rules.NAME_LIMIT // 2:
        return name
    return f"{name[: rules.NAME_LIMIT // 4]}…{name[-rules.NAME_LIMIT // 8 :]}"


def _read_what(text: str) -> str | None:
    cleaned = clean(text)
    if rules.is_address(cleaned):
        link = rules.read_link(cleaned)
        return What(link=link).packed() if link else None
    is_fitting = 0 < units(cleaned) <= rules.TEXT_LIMIT
    if not is_fitting or rules.holds_credentials(cleaned):
        return None
    return What(text=cleaned).packed()


def _read_line(text: str, most: int) -> str | None:
    line = " ".join(clean(text).split())
    return line if 0 < units(line) <= most else None


_OTHER_KINDS: Final = {
    Kind.TOOL.value: ("instrument", "hulpmiddel", "methode", "method"),
    Kind.PRACTICE.value: ("praktijk", "aanpak", "pratique", "approche"),
    Kind.RESOURCE.value: ("bron", "document", "ressource", "lien", "link"),
}
"""Other words for the kinds that people may type."""


def _read_themes(text: str) -> str | None:
    return clean(text)[: rules.TEXT_LIMIT]


FIELDS: Final = (
    fields.parsed(
        WHAT,
        (
            *("text", "link", "content", "what", "tekst", "inhoud", "wat"),
            *("texte", "lien", "contenu", "quoi"),
        ),
        N_("Content"),
        N_("1/4 · What do you want to share? Write a text, give a link, or send a document (📎)."),
        lambda words: words(
            "Write a text of at most {limit} characters, give a link that begins with https:// "
            "and holds no password, or send a document.",
            limit=rules.TEXT_LIMIT,
        ),
        is_long=True,
        read=_read_what,
    ),
    fields.parsed(
        "title",
        ("title", "name", "titel", "naam", "titre", "nom"),
        N_("Title"),
        N_("2/4 · What is it called?"),
        lambda words: words(
            "Write some words, at most {limit} characters.", limit=rules.TITLE_LIMIT
        ),
        read=lambda text: _read_line(text, rules.TITLE_LIMIT),
    ),
    fields.choice(
        "kind",
        ("kind", "type", "soort", "sorte", "genre"),
        N_("Kind"),
        N_("3/4 · What kind of thing is it?"),
        choices=kind_choices,
        aliases=_OTHER_KINDS,
    ),
    fields.parsed(
        "why",
        ("why", "waarom", "pourquoi"),
        N_("Why"),
        N_("4/4 · In one line: why is it worth knowing?"),
        lambda words: words("Write some words, at most {limit} characters.", limit=rules.WHY_LIMIT),
        is_long=True,
        read=lambda text: _read_line(text, rules.WHY_LIMIT),
    ),
    fields.parsed(
        THEMES,
        ("themes", "theme", "thema's", "themas", "thema"),
        N_("Themes"),
        N_("Which themes? Name them with commas between, or tick them under the preview."),
        N_("Choose with a button."),
        is_optional=True,
        read=_read_themes,
    ),
)

SHARE: Final = Form("library", FIELDS)
CHANGE: Final = Form("library_change", FIELDS)
"""Apart, so that a change loses nothing of what is being shared."""


TOLD: Final = Form(
    "library_told",
    (
        fields.text(
            "told",
            ("how it went", "hoe het ging", "comment cela s'est passe"),
            N_("How it went"),
            N_("How did it go, in a few words? The others read it without your name."),
            is_optional=True,
            limit=rules.TOLD_LIMIT,
            length=units,
        ),
    ),
)
