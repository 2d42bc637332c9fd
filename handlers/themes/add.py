"""A monitoring lead adds a theme to the list that all communities share, or calls it otherwise."""

from functools import partial

from sqlmodel import Session

from bot.rules.languages import CODES, OWN_NAMES, labels
from bot.rules.plain_text import fold
from bot.rules.themes import NAME_LIMIT, theme_name
from handlers.core import fields, forms
from handlers.core.context import Context
from handlers.core.forms import Draft, Field, Form, FormFlow
from handlers.core.screens import Screen, lines, paragraphs
from handlers.themes import public as theming
from handlers.themes.access import is_lead
from handlers.themes.verbs import ADD, not_yours
from locales import Words
from storage import members
from storage.core import form_drafts
from storage.themes import Theme, listed
from storage.themes.listed import Listing, Names

THEME = "theme"
"""The fact of a draft that names the theme to rename; a new theme has none."""


def _refuse(words: Words) -> str:
    return words("A name has 1 to {limit} characters.", limit=NAME_LIMIT)


def _ask(language: str, words: Words) -> str:
    named = words.names_of([language])
    if language == CODES[0]:
        return words("What is the theme called in {language}?", language=named)
    return words("And in {language}?", language=named)


def _field(language: str) -> Field:
    return fields.parsed(
        language,
        labels(language),
        lambda _words: OWN_NAMES[language],
        partial(_ask, language),
        _refuse,
        read=theme_name,
    )


FORM = Form("theme", tuple(_field(language) for language in CODES))


async def begin(context: Context, given: str = "", draft: Draft | None = None) -> None:
    """Ask for the names, with whatever was given of them at once."""
    if not await context.read(partial(is_lead, context=context)):
        await context.refuse(not_yours(context.words))
        return
    await context.answer()
    await forms.begin(context, FLOW, draft or Draft(), given)


async def review(context: Context, draft: Draft) -> None:
    """The names once more, before all communities see them."""
    await context.show(_preview(context.words, draft))


FLOW = FormFlow(FORM, review)


def _preview(words: Words, draft: Draft, why: str | None = None) -> Screen:
    is_new = draft.facts.get(THEME) is None
    confirm = f"✅ {words('Add it') if is_new else words('Rename it')}"
    text = paragraphs(
        forms.not_understood(words, FORM, draft),
        why,
        lines(
            f"🏷 <b>{words('A theme for all communities')}</b>",
            *(
                words("{title}: {value}", title=one.title(words), value=draft.values[one.name])
                for one in FORM.fields
            ),
        ),
    )
    return Screen(text, forms.review_rows(words, FORM, ADD.button(confirm)))


async def on_add(context: Context) -> None:
    """Add the theme to the list, unless one of its names is taken."""
    draft = await forms.load(context, FORM.topic)
    if draft is None or draft.missing(FORM) is not None:
        await context.refuse(
            context.words("This was finished or cancelled before. Start again with the command.")
        )
        return
    done = await context.write(partial(_put, context=context, draft=draft))
    await context.answer()
    why = f"⛔ {refusal(context.words, done)}" if done is not Listing.DONE else None
    shown = _preview(context.words, draft, why)
    await context.show(shown if why else Screen(shown.text))


def _put(session: Session, context: Context, draft: Draft) -> Listing:
    """Add or rename; the answer is saved too, so that a repeated press gets the same."""
    person = members.person_by_telegram_id(session, context.sender.telegram_id)
    if person is None or not is_lead(session, context):
        return Listing.NOT_YOURS
    names, taken = _names(draft), _taken(session, context)
    key = draft.facts.get(THEME)
    if key is None:
        done = listed.add(session, names, taken, person.id, context.now)
    else:
        theme = session.get(Theme, key)
        if theme is None:
            return Listing.NOT_YOURS
        done = listed.rename(session, theme, names, taken, person.id)
    if done is Listing.DONE:
        form_drafts.drop(session, context.sender.telegram_id, FORM.topic)
        told = context.words("The theme is on the list of all communities.")
        context.leave(session, Screen(f"✅ {told}"))
    return done


def _names(draft: Draft) -> Names:
    return Names({language: draft.values[language] for language in CODES})


def _taken(session: Session, context: Context) -> frozenset[str]:
    """The folded names of the fixed themes, in every language."""
    spoken = (context.services.locales.words(language) for language in CODES)
    return frozenset(fold(name) for words in spoken for name in theming.fixed(words).values())


def refusal(words: Words, done: Listing) -> str:
    """Why the list stays as it is."""
    return {
        Listing.TAKEN: words("One of these names is on the list already. Choose another one."),
        Listing.FULL: words("The list is full. Remove a theme that nobody uses, then try again."),
        Listing.IN_USE: words("This theme is in use, so it keeps its name and its place."),
        Listing.NOT_YOURS: words("Only the monitoring lead who added a theme changes it."),
        Listing.DONE: "",
    }[done]
