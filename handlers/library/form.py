"""The forms of the library: an item to share or to change, and how trying one went in words."""

from dataclasses import dataclass
from typing import Final

from bot.rules import library as rules
from bot.rules.languages import CODES
from bot.rules.library import Kind
from bot.rules.plain_text import clean, fold, units
from handlers.core.context import Context
from handlers.core.forms import Field, Form
from handlers.library.views import kind_choices
from locales import Words

WHAT: Final = "what"
"""The field that takes a text, a link or a document."""

COMMUNITY, ITEM = "community", "item"
"""In which community a draft is written, and which item it changes or is about."""

THEMES: Final = "themes"
"""The field that is never asked: themes are ticked under the preview, or named with a label."""


@dataclass(frozen=True, slots=True)
class What:
    """What is shared, as a draft keeps it in one line of text: one of the three is given."""

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
    """What `What.packed` made."""
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
    """A long name without its middle, for its end says what kind of file it is."""
    if len(name) <= rules.NAME_LIMIT // 2:
        return name
    return f"{name[: rules.NAME_LIMIT // 4]}…{name[-rules.NAME_LIMIT // 8 :]}"


def _read_what(text: str, _visit: Context) -> str | None:
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


def _read_kind(text: str, context: Context) -> str | None:
    """A kind by its name in any language."""
    folded = fold(text.strip(" .!"))
    known = {
        fold(label.partition(" ")[2]): kind
        for language in CODES
        for kind, label in kind_choices(context.services.locales.words(language))
    }
    known |= {kind.value: kind.value for kind in rules.SHARED} | _OTHER_KINDS
    return known.get(folded)


_OTHER_KINDS: Final = {
    **dict.fromkeys(("instrument", "hulpmiddel", "methode", "method"), Kind.TOOL.value),
    **dict.fromkeys(("praktijk", "aanpak", "pratique", "approche"), Kind.PRACTICE.value),
    **dict.fromkeys(("bron", "document", "ressource", "lien", "link"), Kind.RESOURCE.value),
}


def _read_themes(text: str, _visit: Context) -> str | None:
    return clean(text)[: rules.TEXT_LIMIT]


FIELDS: Final = (
    Field(
        name=WHAT,
        labels=(
            *("text", "link", "content", "what", "tekst", "inhoud", "wat"),
            *("texte", "lien", "contenu", "quoi"),
        ),
        title=lambda words: words("Content"),
        ask=lambda words: words(
            "1/4 · What do you want to share? Write a text, give a link, or send a document (📎)."
        ),
        read=_read_what,
        refuse=lambda words: words(
            "Write a text of at most {limit} characters, give a link that begins with https:// "
            "and holds no password, or send a document.",
            limit=rules.TEXT_LIMIT,
        ),
        is_long=True,
    ),
    Field(
        name="title",
        labels=("title", "name", "titel", "naam", "titre", "nom"),
        title=lambda words: words("Title"),
        ask=lambda words: words("2/4 · What is it called?"),
        read=lambda text, _visit: _read_line(text, rules.TITLE_LIMIT),
        refuse=lambda words: words(
            "Write some words, at most {limit} characters.", limit=rules.TITLE_LIMIT
        ),
    ),
    Field(
        name="kind",
        labels=("kind", "type", "soort", "sorte", "genre"),
        title=lambda words: words("Kind"),
        ask=lambda words: words("3/4 · What kind of thing is it?"),
        read=_read_kind,
        refuse=lambda words: words("Choose with a button."),
        choices=kind_choices,
    ),
    Field(
        name="why",
        labels=("why", "waarom", "pourquoi"),
        title=lambda words: words("Why"),
        ask=lambda words: words("4/4 · In one line: why is it worth knowing?"),
        read=lambda text, _visit: _read_line(text, rules.WHY_LIMIT),
        refuse=lambda words: words(
            "Write some words, at most {limit} characters.", limit=rules.WHY_LIMIT
        ),
        is_long=True,
    ),
    Field(
        name=THEMES,
        labels=("themes", "theme", "thema's", "themas", "thema"),
        title=lambda words: words("Themes"),
        ask=lambda words: words(
            "Which themes? Name them with commas between, or tick them under the preview."
        ),
        read=_read_themes,
        refuse=lambda words: words("Choose with a button."),
        is_optional=True,
    ),
)

SHARE: Final = Form("library", FIELDS)
CHANGE: Final = Form("library_change", FIELDS)
"""Apart, so that a change loses nothing of what is being shared."""


def _read_told(text: str, _visit: Context) -> str | None:
    cleaned = clean(text)
    return cleaned if 0 < units(cleaned) <= rules.TOLD_LIMIT else None


def _refuse_told(words: Words) -> str:
    return words("Write some words, at most {limit} characters.", limit=rules.TOLD_LIMIT)


TOLD: Final = Form(
    "library_told",
    (
        Field(
            name="told",
            labels=("how it went", "hoe het ging", "comment cela s'est passe"),
            title=lambda words: words("How it went"),
            ask=lambda words: words(
                "How did it go, in a few words? The others read it without your name."
            ),
            read=_read_told,
            refuse=_refuse_told,
            is_optional=True,
            is_long=True,
        ),
    ),
)
