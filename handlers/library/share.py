"""Sharing an item, or changing one: four short questions, a preview with themes, and ✅."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from sqlmodel import Session

from bot.rules.languages import CODES
from bot.rules.library import MOST_THEMES, Kind
from bot.rules.local_time import local_date
from bot.rules.plain_text import fold
from handlers.core import drafts, forms
from handlers.core.access import membership
from handlers.core.context import Context
from handlers.core.forms import Draft, Form, FormFlow
from handlers.core.identifier_warnings import findings, pointed_out
from handlers.core.screens import Screen, lines, paragraphs
from handlers.library import verbs
from handlers.library.access import Seen, seen
from handlers.library.form import CHANGE, COMMUNITY, ITEM, SHARE, THEMES, WHAT, What, what_of
from handlers.library.verbs import gone, stranger
from handlers.library.views import body, item_screen
from handlers.themes import public as theming
from storage import library, themes
from storage.core import form_drafts
from storage.core.form_drafts import FACTS
from storage.library import LibraryItem, Told
from storage.members import Membership
from storage.themes import Tagged

SAVED: Final = "library_saved"
"""The topic of the note about the last shared item, so that a repeated ✅ shows the same."""

ALL: Final = "all"
"""The fact of a draft that offers all themes, not only those found in its words."""

MOST_FINDINGS: Final = 4
"""Beside a whole item there is room for these."""

Mark = Callable[[Session, Draft], None]
"""Changes something in a draft."""


def is_item(text: str) -> bool:
    """Whether what follows the command gives parts of an item with their labels."""
    labelled = (line.partition(":") for line in text.splitlines())
    return any(colon and SHARE.labelled(label) for label, colon, _ in labelled)


async def begin(context: Context, community_id: int, text: str = "") -> None:
    """Ask for the parts of an item, or go on where the person stopped."""
    about = {COMMUNITY: community_id}
    draft = await context.write(partial(drafts.taken_up, context=context, form=SHARE, about=about))
    draft.values.setdefault(THEMES, "")
    await forms.begin(context, SHARE_FLOW, draft, text)


async def on_share(context: Context, community_id: int) -> None:
    """➕: share something."""
    own = partial(membership, context=context, community_id=community_id)
    if await context.read(own) is None:
        await context.refuse(stranger(context.words))
        return
    await context.answer()
    await begin(replace(context, keeps_message=True), community_id)


async def on_change(context: Context, item_id: int, community_id: int) -> None:
    """✏️ under an item: the form again, filled with it, or with the change that was begun."""
    draft = await context.write(partial(_changed, context=context, of=(item_id, community_id)))
    if draft is None:
        await context.refuse(gone(context.words))
        return
    await context.answer()
    await forms.proceed(replace(context, keeps_message=True), CHANGE_FLOW, draft)


def _changed(session: Session, context: Context, of: tuple[int, int]) -> Draft | None:
    mine = seen(session, context, *of)
    if mine is None or not mine.may_change:
        return None
    about = {COMMUNITY: mine.community_id, ITEM: mine.item_id}
    draft = drafts.taken_up(session, context, CHANGE, about)
    return draft if draft.values else Draft(_as_shared(session, mine), facts=draft.facts)


def _as_shared(session: Session, mine: Seen) -> dict[str, str]:
    item = mine.item
    what = What(item.content, item.link, item.file_id, item.file_name)
    return {
        WHAT: what.packed(),
        "title": item.title,
        "kind": item.kind,
        "why": item.why,
        THEMES: ",".join(sorted(themes.tags(session, Tagged.ITEM, mine.item_id))),
    }


def told_in(draft: Draft) -> Told:
    """The content of a complete draft."""
    what = what_of(draft.values[WHAT])
    kind, title, why = (draft.values[name] for name in ("kind", "title", "why"))
    return Told(Kind(kind), title, why, what.text, what.link, what.file_id, what.file_name)


@dataclass(frozen=True, slots=True)
class _Themes:
    """The themes by key, which are chosen, which are offered, and names that nobody knows."""

    named: dict[str, str]
    chosen: frozenset[str]
    offered: tuple[str, ...]
    unknown: tuple[str, ...]


async def _review(context: Context, draft: Draft, form: Form) -> None:
    """Show the preview, warnings about what identifies somebody, and themes to tick."""
    chosen = await context.read(partial(_themes, context=context, draft=draft, form=form))
    if chosen is None:
        telegram_id = context.sender.telegram_id
        await context.write(lambda session: form_drafts.drop(session, telegram_id, form.topic))
        await context.refuse(gone(context.words))
        return
    words, told = context.words, told_in(draft)
    today = local_date(context.now, context.services.settings.timezone)
    found = findings([told.title, told.why, told.text, told.file_name], today=today)
    text = paragraphs(
        words("This is what the others will see:"),
        body(words, told),
        theming.line(chosen.named, chosen.chosen),
        _unknown_themes(context, chosen.unknown),
        forms.not_understood(words, form, draft),
        pointed_out(words, found, MOST_FINDINGS),
        words("Which themes does it touch? Tick at most {number}.", number=MOST_THEMES),
    )
    tick = partial(verbs.TICK.data, form.topic)
    ticks = theming.tick_rows(chosen.named, chosen.chosen, chosen.offered, tick)
    more = (verbs.THEMES.button(f"🏷 {words('All themes')}", form.topic),)
    label = words("Share all the same") if found else words("Share")
    confirm = verbs.SAVE.button(f"✅ {label}", form.topic)
    rows = forms.review_rows(words, form, confirm)
    await context.show(Screen(text, (*ticks, *([] if draft.facts.get(ALL) else [more]), *rows)))


def _unknown_themes(context: Context, unknown: tuple[str, ...]) -> str | None:
    if not unknown:
        return None
    told = context.words("I don't know these themes: {names}.", names=", ".join(unknown))
    return f"⛔ {told}"


def _themes(session: Session, context: Context, draft: Draft, form: Form) -> _Themes | None:
    """The themes of a draft; None when it is no longer this person's to share or to change."""
    if _standing(session, context, draft, form) is None:
        return None
    named = theming.names(session, context.words)
    chosen, unknown = _resolved(session, context, draft.values.get(THEMES, ""))
    told = told_in(draft)
    fitting = theming.suggestions(session, (told.title, told.why, told.text))
    offered = tuple(named) if draft.facts.get(ALL) else (*fitting, *sorted(chosen - {*fitting}))
    if len(chosen) == MOST_THEMES:
        # Only to untick: there is no room for another.
        offered = tuple(key for key in offered if key in chosen)
    return _Themes(named, chosen, offered, unknown)


def _resolved(
    session: Session, context: Context, typed: str
) -> tuple[frozenset[str], tuple[str, ...]]:
    """The keys of the themes that are named by key or by name, and what names none."""
    known: dict[str, str] = {}
    for language in CODES:
        named = theming.names(session, context.services.locales.words(language))
        known |= {fold(name): key for key, name in named.items()} | {key: key for key in named}
    pieces = [piece.strip() for piece in typed.replace("\n", ",").split(",") if piece.strip()]
    keys = frozenset([known[fold(piece)] for piece in pieces if fold(piece) in known][:MOST_THEMES])
    unknown = [piece[: forms.UNKNOWN] for piece in pieces if fold(piece) not in known]
    return keys, tuple(unknown[: forms.MOST_UNKNOWN])


def _standing(session: Session, context: Context, draft: Draft, form: Form) -> Membership | None:
    """The membership in which a draft is written, if it still may be."""
    key = draft.facts.get(COMMUNITY)
    if form is SHARE:
        return membership(session, context, key)
    mine = seen(session, context, draft.facts.get(ITEM), key)
    return mine.own if mine is not None and mine.may_change else None


async def on_tick(context: Context, topic: str, theme: str, is_chosen: bool) -> None:
    """Tick or untick a theme; a repeated press gives the same result."""
    await _marked(context, topic, partial(_ticked, context=context, theme=theme, yes=is_chosen))


async def on_themes(context: Context, topic: str) -> None:
    """🏷: offer all themes."""
    await _marked(context, topic, _with_all)


async def _marked(context: Context, topic: str, mark: Mark) -> None:
    """Change a draft in one transaction, and show it anew."""
    flow = FLOWS.get(topic)
    draft = None
    if flow is not None:
        draft = await context.write(partial(_mark, context=context, form=flow.form, mark=mark))
    if flow is None or draft is None:
        await context.refuse(_finished(context))
        return
    await context.answer()
    await flow.review(context, draft)


def _mark(session: Session, context: Context, form: Form, mark: Mark) -> Draft | None:
    draft = drafts.in_hand(session, context, form)
    if draft is not None:
        mark(session, draft)
        forms.keep(session, context, form, draft)
    return draft


def _ticked(session: Session, draft: Draft, context: Context, theme: str, *, yes: bool) -> None:
    chosen, _ = _resolved(session, context, draft.values.get(THEMES, ""))
    known = theme in theming.names(session, context.words)
    chosen = chosen | {theme} if yes and known else chosen - {theme}
    if len(chosen) <= MOST_THEMES:
        draft.values[THEMES] = ",".join(sorted(chosen))


def _with_all(_session: Session, draft: Draft) -> None:
    draft.facts[ALL] = True


async def on_save(context: Context, topic: str) -> None:
    """✅: the item is in the library; pressed again it shows the same."""
    screen = await context.write(partial(_save, context=context, topic=topic))
    if screen is None:
        await context.refuse(_finished(context))
        return
    await context.answer()
    await context.show(screen)


def _finished(context: Context) -> str:
    return context.words("This was finished or cancelled before. Start again with the command.")


def _save(session: Session, context: Context, topic: str) -> Screen | None:
    flow = FLOWS.get(topic)
    draft = drafts.in_hand(session, context, flow.form) if flow is not None else None
    if flow is None or draft is None:
        return _saved_before(session, context)
    own, telegram_id = _standing(session, context, draft, flow.form), context.sender.telegram_id
    form_drafts.drop(session, telegram_id, topic)
    if own is None:
        return None
    item = _kept(session, context, draft, own)
    saved = {FACTS: {ITEM: item.id, COMMUNITY: own.community_id}}
    form_drafts.keep(session, telegram_id, SAVED, saved, context.now, takes_text=False)
    return _done(session, context, Seen(item, own))


def _kept(session: Session, context: Context, draft: Draft, own: Membership) -> LibraryItem:
    told = told_in(draft)
    item = session.get(LibraryItem, draft.facts[ITEM]) if ITEM in draft.facts else None
    if item is None:
        item = library.share(session, told, own.community_id, own.person_id, context.now)
    else:
        library.change(session, item, told)
    chosen, _ = _resolved(session, context, draft.values.get(THEMES, ""))
    library.tag(session, item, chosen, context.now)
    return item


def _saved_before(session: Session, context: Context) -> Screen | None:
    row = form_drafts.about(session, context.sender.telegram_id, SAVED)
    saved = row.draft[FACTS] if row is not None else {}
    before = seen(session, context, saved.get(ITEM), saved.get(COMMUNITY))
    return _done(session, context, before) if before is not None else None


def _done(session: Session, context: Context, shared: Seen) -> Screen:
    told = context.words("It is in the library, for everyone in your community.")
    return item_screen(session, context, shared, lines(f"✅ {told}"))


SHARE_FLOW = FormFlow(SHARE, partial(_review, form=SHARE))
CHANGE_FLOW = FormFlow(CHANGE, partial(_review, form=CHANGE))
FLOWS: Final = {flow.form.topic: flow for flow in (SHARE_FLOW, CHANGE_FLOW)}
