"""The preview of a summary: as the group will read it, with what may be shared and its themes."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from sqlmodel import Session

from bot.rules.frame import Frame
from bot.rules.identifiers import Finding
from bot.rules.local_time import local_date
from bot.rules.summaries import LONGEST, Part
from handlers.core import forms
from handlers.core.context import Context
from handlers.core.forms import Draft, FormFlow
from handlers.core.identifier_warnings import findings, pointed_out
from handlers.core.meeting_heading import title
from handlers.core.pages import Pages, show
from handlers.core.screens import Row, lines, paragraphs
from handlers.frame.public import asking
from handlers.summaries import draft as drafts
from handlers.summaries.access import Own, own
from handlers.summaries.draft import ALL, BASE, SHARED, STRANGE, THEMES
from handlers.summaries.form import FORM
from handlers.summaries.verbs import MORE, SEND, SHARE, THEME
from handlers.summaries.views import (
    Correction,
    Shown,
    name_of,
    summary_pages,
    titles,
)
from handlers.themes import public as theming
from locales import Words
from storage import members, summaries
from storage.communities import Community
from storage.core import form_drafts
from storage.core.columns import row_id

Change = Callable[[Draft], None]
"""The change that a button makes in a draft: of a part or theme, to 1 for true or 0."""


async def review(context: Context, draft: Draft) -> None:
    """Show the whole; an empty one asks for some words."""
    if not drafts.said(draft):
        why = f"⛔ {context.words('There is nothing in it yet.')}"
        await forms.proceed(context, FLOW, draft, change=FORM.field(Part.TEXT), why=why)
        return
    preview = await context.read(partial(_of_draft, context=context, draft=draft))
    if isinstance(preview, str):
        # No moderator any more: the draft must not catch what is typed from now on.
        telegram_id = context.sender.telegram_id
        await context.write(lambda session: form_drafts.drop(session, telegram_id, FORM.topic))
        await context.refuse(preview)
        return
    await show(context, preview)


FLOW = FormFlow(FORM, review, asking(Frame.SUMMARY))


def _of_draft(session: Session, context: Context, draft: Draft) -> Pages | str:
    found = own(session, context, draft.facts.get(drafts.MEETING))
    return found if isinstance(found, str) else preview_of(session, context, found, draft)


def preview_of(
    session: Session, context: Context, found: Own, draft: Draft, note: str | None = None
) -> Pages:
    """The preview of a draft; `note` says above it why it is shown again."""
    words = context.words
    warning = pointed_out(words, _identifying(session, context, found, draft))
    community = session.get_one(Community, found.meeting.community_id)
    spoken = context.services.locales.group(community.language)
    intro = lines(title(community), words("This is what the group will read:"))
    told = summary_pages(session, spoken, _shown(session, context, found, draft)).framed(
        paragraphs(note, intro),
        paragraphs(
            forms.not_understood(words, FORM, draft),
            forms.did_not_fit(words, draft, LONGEST[Part.TEXT]),
            _strange(words, draft),
            warning,
            _help(words),
        ),
    )
    rows = _rows(session, context, found, draft, is_doubtful=warning is not None)
    return replace(told, rows=rows, protect=False)


def _strange(words: Words, draft: Draft) -> str | None:
    names = ", ".join(draft.facts[STRANGE])
    return f"⛔ {words('No theme of the list: {names}.', names=names)}" if names else None


def _help(words: Words) -> str:
    return lines(
        words("🔒 stays in the group, 🏛 is also for Brusano: press a part to change that."),
        words("Tick the themes, then 📨."),
    )


def _shown(session: Session, context: Context, found: Own, draft: Draft) -> Shown:
    """The summary as it would stand in the group, were it published now."""
    standing = summaries.of_meeting(session, found.meeting.id)
    return Shown(
        found.meeting,
        drafts.said(draft),
        drafts.chosen(draft),
        name_of(session, standing.written_by) if standing else found.person.name,
        Correction(found.person.name, context.now) if standing else None,
    )


def _identifying(
    session: Session, context: Context, found: Own, draft: Draft
) -> list[tuple[str, Finding]]:
    """The warnings about what identifies somebody; agreements may name members."""
    today = local_date(context.now, context.services.settings.timezone)
    said = drafts.said(draft)
    agreed = said.pop(Part.AGREEMENTS, "")
    names = [one.person.name for one in members.seated(session, found.meeting.community_id)]
    return [
        *findings(list(said.values()), names, today),
        *findings([agreed] if agreed else [], (), today),
    ]


def _rows(
    session: Session, context: Context, found: Own, draft: Draft, *, is_doubtful: bool
) -> tuple[Row, ...]:
    words, key = context.words, row_id(found.meeting)
    label = words("Publish")
    if is_doubtful:
        label = words("Publish all the same")
    elif draft.facts[BASE]:
        label = words("Publish the correction")
    confirm = SEND.button(f"📨 {label}", key, int(draft.facts[BASE]), mark(context, draft))
    return (
        *_part_rows(words, draft, key),
        *_theme_rows(session, words, draft, key),
        *forms.review_rows(words, FORM, confirm),
    )


def mark(context: Context, draft: Draft) -> str:
    """The fingerprint of a preview, which changes with its words, parts or themes."""
    shared, chosen = sorted(drafts.shared(draft)), sorted(drafts.chosen(draft))
    return context.services.cipher.fingerprint(
        repr((sorted(drafts.said(draft).items()), shared, chosen))
    )


def _part_rows(words: Words, draft: Draft, key: int) -> tuple[Row, ...]:
    """A button for each part; its sign shows the present value, its data the new one."""
    named, shared = titles(words), drafts.shared(draft)
    return tuple(
        (
            SHARE.button(
                f"{'🏛' if part in shared else '🔒'} {named[part]}", key, part, part not in shared
            ),
        )
        for part in drafts.said(draft)
    )


def _theme_rows(session: Session, words: Words, draft: Draft, key: int) -> tuple[Row, ...]:
    named, chosen = theming.names(session, words), drafts.chosen(draft)
    if draft.facts[ALL]:
        return theming.tick_rows(named, chosen, list(named), partial(THEME.data, key))
    first = theming.suggestions(session, drafts.said(draft).values())
    offered = [*first, *(one for one in named if one in chosen and one not in first)]
    more = MORE.button(f"🏷 {words('More themes')}", key)
    return (*theming.tick_rows(named, chosen, offered, partial(THEME.data, key)), (more,))


async def on_share(context: Context, meeting_id: int, part: Part, is_shared: bool) -> None:
    """A part: 🏛 also for Brusano, or 🔒 for the group only."""

    def share(draft: Draft) -> None:
        draft.facts[SHARED] = _toggled(draft.facts[SHARED], part.value, is_in=is_shared)

    await _on_change(context, meeting_id, share)


async def on_theme(context: Context, meeting_id: int, theme: str, is_ticked: bool) -> None:
    """A theme: on the summary, or not."""

    def tick(draft: Draft) -> None:
        draft.facts[THEMES] = _toggled(draft.facts[THEMES], theme, is_in=is_ticked)

    await _on_change(context, meeting_id, tick)


async def on_more(context: Context, meeting_id: int) -> None:
    """🏷: all themes are offered."""

    def offer(draft: Draft) -> None:
        draft.facts[ALL] = True

    await _on_change(context, meeting_id, offer)


async def _on_change(context: Context, meeting_id: int, change: Change) -> None:
    """Save the change of a press, and draw the last message again."""
    act = partial(_change, context=context, meeting_id=meeting_id, change=change)
    changed = await context.write(act)
    if isinstance(changed, str):
        await context.refuse(changed)
        return
    await context.answer()
    await context.show(changed.last)


def _change(session: Session, context: Context, meeting_id: int, change: Change) -> Pages | str:
    found = own(session, context, meeting_id)
    if isinstance(found, str):
        return found
    draft = drafts.of_meeting(session, context, found.meeting)
    if draft is None or not drafts.said(draft):
        return gone(context.words)
    change(draft)
    draft.facts[STRANGE] = []
    known = theming.names(session, context.words)
    draft.facts[THEMES] = [one for one in known if one in draft.facts[THEMES]]
    draft.facts[SHARED] = [part.value for part in Part if part.value in draft.facts[SHARED]]
    forms.keep(session, context, FORM, draft)
    return preview_of(session, context, found, draft)


def _toggled(now: list[str], key: str, *, is_in: bool) -> list[str]:
    return sorted({*now, key} if is_in else {*now} - {key})


def gone(words: Words) -> str:
    """Why a button of an old preview does nothing."""
    return words("This was published or cancelled before. /summary opens it again.")
