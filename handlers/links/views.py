"""How something that was released reads, over as many messages as it takes."""

from html import escape

from bot.rules.plain_text import cut
from bot.rules.summaries import Part, pieces
from handlers.core.pages import Pages, pages
from handlers.core.screens import PAGE, Row, lines
from locales import Words
from storage.communities import Community
from storage.core.text_encryption import TextCipher
from storage.releases import Kind, Release

SIGNS = {Kind.ITEM: "📚", Kind.PASSAGE: "📄"}

LONGEST_PAGE = PAGE - 300
"""Characters of a message: below it there is room for what a repeat adds."""

LONGEST_LINE = 1500
"""The longest block: longer lines are split, so that messages are filled evenly."""

TITLE = 40
"""Characters of a text on a button."""


def told(before: str, text: str, after: str | None = None, rows: tuple[Row, ...] = ()) -> Pages:
    """A text that somebody wrote between what is said above it and below it, both HTML."""
    blocks = [before, "", *(escape(one, quote=False) for one in pieces(text, LONGEST_LINE))]
    return pages(blocks, rows, limit=LONGEST_PAGE).framed(below=after)


def parts(words: Words) -> dict[Part, str]:
    """The names of the parts of a summary."""
    return {
        Part.TEXT: words("Free text"),
        Part.BROUGHT: words("What was brought"),
        Part.LEARNED: words("What we learned"),
        Part.AGREEMENTS: words("Agreements"),
    }


def source(words: Words, kind: Kind, part: str) -> str:
    """The place of a release in its community."""
    if kind is Kind.ITEM:
        return f"{SIGNS[kind]} {words('From the library')}"
    said = words.whole(lambda one: one("From a summary: {part}", part=parts(one)[Part(part)]))
    return f"{SIGNS[kind]} {said}"


def origin(words: Words, found: Release, community: Community) -> str:
    """From which community something comes, above its text."""
    return lines(
        f"🔗 <b>{words('From the community {name}', name=community.name)}</b>",
        source(words, Kind(found.kind), found.part),
    )


def label(found: Release, community: Community, cipher: TextCipher) -> str:
    """The label of a release on a button: its beginning and its community."""
    first = (cipher.decrypt_or_none(found.text) or "…").partition("\n")[0]
    return f"{SIGNS[Kind(found.kind)]} {cut(first, TITLE)} · {community.name}"
