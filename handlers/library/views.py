"""How an item looks: on its own screen, in a list, and in the preview of who shares it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from sqlmodel import Session

from bot.rules.library import SHARED, Kind, Outcome
from bot.rules.plain_text import cut
from handlers.core.context import Context
from handlers.core.screens import Button, Row, Screen, lines, paragraphs
from handlers.library.access import Seen
from handlers.library.verbs import CHANGE, DROP, FILE, HOME, ITEM, TRY
from handlers.links import public as linking
from handlers.themes import public as theming
from locales import Words
from storage import library, members, releases, themes
from storage.core.columns import row_id
from storage.library import LibraryItem, Told
from storage.members import Person
from storage.themes import Tagged

MOST_TOLD = 3
"""Experiences shown with an item, the newest first."""

LABEL = 48
"""Characters of a title on a button."""

SIGNS = {Kind.TOOL: "🛠", Kind.PRACTICE: "🤝", Kind.RESOURCE: "📄", Kind.EXAMPLE: "🛠"}


def kinds(words: Words) -> dict[Kind, str]:
    """The names of the kinds."""
    return {
        Kind.TOOL: words("Tool"),
        Kind.PRACTICE: words("Practice"),
        Kind.RESOURCE: words("Resource"),
    }


def outcomes(words: Words) -> dict[Outcome, str]:
    """How trying can have gone, as buttons say it."""
    return {
        Outcome.HELPED: f"👍 {words('It helped')}",
        Outcome.PARTLY: f"🤏 {words('It partly helped')}",
        Outcome.NOT: f"👎 {words('It did not help')}",
    }


def told_of(words: Words, item: LibraryItem) -> Told:
    """The content of an item; that of the example in the reader's language."""
    if item.kind == Kind.EXAMPLE:
        return Told(
            Kind.TOOL,
            item.title,
            words.plain("A dialogue tool that communities of practice experiment with."),
            words.plain(
                "Did you try it? Tell the others how it went: that is what this library is for."
            ),
        )
    return Told(
        Kind(item.kind),
        item.title,
        item.why,
        item.content,
        item.link,
        item.file_id,
        item.file_name,
    )


def body(words: Words, told: Told) -> str:
    """Title, kind, why, and the text, the link or the name of the document."""
    kind = kinds(words)[told.kind]
    file = f"📎 {escape(told.file_name, quote=False)}" if told.file_id else None
    # A link stands there as it is: where it leads can be read before it is followed.
    content = told.text or told.link
    return paragraphs(
        lines(
            f"{SIGNS[told.kind]} <b>{escape(told.title, quote=False)}</b> · {kind}",
            f"<i>{escape(told.why, quote=False)}</i>",
        ),
        escape(content, quote=False) if content else None,
        file,
    )


def item_line(words: Words, item: LibraryItem) -> str:
    """An item in a list."""
    told = told_of(words, item)
    return lines(
        f"{SIGNS[told.kind]} <b>{escape(told.title, quote=False)}</b>",
        escape(told.why, quote=False),
    )


def item_button(item: LibraryItem, community_id: int) -> Button:
    """The button that opens an item."""
    label = f"{SIGNS[Kind(item.kind)]} {cut(item.title, LABEL)}"
    return ITEM.button(label, row_id(item), community_id)


@dataclass(frozen=True, slots=True)
class Experience:
    """How trying went: the counts, the words, and the reader's own outcome."""

    numbers: Mapping[str, int]
    told: Sequence[str]
    own: Outcome | None


def item_screen(
    session: Session, context: Context, seen: Seen, heading: str | None = None
) -> Screen:
    """An item with its trials, and the buttons for what the requester may do."""
    words, experience = context.words, _experience(session, context, seen)
    told = told_of(words, seen.item)
    named = theming.names(session, words)
    tags = themes.tags(session, Tagged.ITEM, seen.item_id)
    text = paragraphs(
        heading,
        body(words, told),
        lines(theming.line(named, tags), _shared(session, words, seen)),
        *_tried(words, experience),
    )
    may_release = seen.may_release and releases.origin_of_copy(session, seen.item_id) is None
    return Screen(text, _rows(words, seen, told, experience, may_release=may_release))


def _experience(session: Session, context: Context, seen: Seen) -> Experience:
    cipher = context.services.cipher
    newest = library.experiences(session, seen.item_id, seen.community_id, MOST_TOLD)
    own = library.trial_of(session, seen.item_id, seen.own.person_id)
    return Experience(
        library.outcomes(session, seen.item_id, seen.community_id),
        [text for trial in newest if (text := cipher.decrypt_or_none(trial.told))],
        Outcome(own.outcome) if own is not None else None,
    )


def _shared(session: Session, words: Words, seen: Seen) -> str | None:
    """Who shared an item, as long as they are in the community, and when."""
    item = seen.item
    if item.community_id is None:
        return None
    origin = releases.origin_of_copy(session, item.id)
    if origin is not None:
        return f"🔗 {words('From the community {name}', name=origin.name)}"
    here = members.membership(session, item.shared_by, item.community_id)
    person = session.get(Person, item.shared_by) if here is not None else None
    if person is None:
        return words("Shared on {date}", date=words.date(item.shared_at))
    return words("Shared by {name} on {date}", name=person.name, date=words.date(item.shared_at))


def _tried(words: Words, experience: Experience) -> list[str]:
    """The counts of outcomes, then the words, without names."""
    number = sum(experience.numbers.values())
    if not number:
        return [words("Nobody has tried it yet.")]
    tried = words.plural(
        "{number} person tried it: 👍 {helped} · 🤏 {partly} · 👎 {not_helped}",
        "{number} people tried it: 👍 {helped} · 🤏 {partly} · 👎 {not_helped}",
        number,
        helped=experience.numbers.get(Outcome.HELPED, 0),
        partly=experience.numbers.get(Outcome.PARTLY, 0),
        not_helped=experience.numbers.get(Outcome.NOT, 0),
    )
    told = [f"• {escape(text, quote=False)}" for text in experience.told]
    return [lines(tried, *told)]


def _rows(
    words: Words, seen: Seen, told: Told, experience: Experience, *, may_release: bool
) -> tuple[Row, ...]:
    here = (seen.item_id, seen.community_id)
    rows: list[Row] = []
    if told.file_id:
        rows.append((FILE.button(f"📎 {words('Document')}", *here),))
    label = words("How it went") if experience.own else words("I tried it")
    sign = "✏️" if experience.own else "✅"
    rows.append((TRY.button(f"{sign} {label}", *here),))
    own: list[Button] = []
    if seen.may_change:
        own.append(CHANGE.button(f"✏️ {words('Change')}", *here))
    if seen.may_withdraw:
        own.append(DROP.button(f"🗑 {words('Withdraw')}", *here))
    rows += [tuple(own)] if own else []
    if may_release:
        rows.append(linking.item_row(words, seen.item_id))
    rows.append((home_button(words, seen.community_id),))
    return tuple(rows)


def home_button(words: Words, community_id: int) -> Button:
    """The button that leads to the library's first screen."""
    return HOME.button(f"⬅️ {words('Library')}", community_id)


def kind_choices(words: Words) -> tuple[tuple[str, str], ...]:
    """The kinds that people share, as a form offers them."""
    named = kinds(words)
    return tuple((kind.value, f"{SIGNS[kind]} {named[kind]}") for kind in SHARED)
