"""Founding a community: its form, and the links its people come in by."""

from functools import partial

from sqlmodel import Session

from bot.rules.plain_text import fold
from handlers.communities.public import (
    LANGUAGE,
    MUNICIPALITY,
    NAME,
    ZONE,
    accepted_rows,
    links,
    not_yours,
    open_invitations,
)
from handlers.communities.public import found as make
from handlers.communities.verbs import LINKS, NEW
from handlers.core import forms
from handlers.core.context import Context
from handlers.core.forms import Draft, Form, FormFlow
from handlers.core.screens import Screen, paragraphs
from storage import communities
from storage.communities import Community
from storage.core import form_drafts
from storage.core.columns import row_id

FORM = Form("community", (NAME, ZONE, MUNICIPALITY, LANGUAGE))


async def on_command(context: Context) -> None:
    """`/community`: found one, or show the list."""
    draft = Draft()
    if not context.arguments:
        await _show_list(context)
        return
    forms.fill(FORM, draft, context.arguments, context)
    if "municipality" not in draft.values:
        # Given at once, what may be left out and is left out was skipped.
        draft.values["municipality"] = ""
    await forms.proceed(context, FLOW, draft)


async def on_new(context: Context) -> None:
    """✏️: found a new one."""
    await context.answer()
    await forms.proceed(context, FLOW, Draft())


async def on_links(context: Context, community_id: int) -> None:
    """The links of a community."""
    shown = await context.write(partial(_with_links, context=context, community_id=community_id))
    if shown is None:
        await context.refuse(
            context.words("This community no longer exists. /community shows which there are.")
        )
        return
    await context.answer()
    await context.show(shown)


async def found(context: Context, draft: Draft) -> None:
    """Found the community of a complete draft and answer with its links.

    The draft may be older than its author's right to found, so that is asked again.
    """
    words = context.words
    if not context.is_coordinator:
        await context.write(partial(_drop, context=context))
        await context.show(Screen(f"⛔ {not_yours(words)}"))
        return
    other = await context.write(partial(_found, context=context, draft=draft))
    if other is not None:
        draft.values.pop("name")
        why = words(
            "{name} exists already, with another zone, municipality or language. "
            "Give this one another name; /community shows the links of what exists.",
            name=other.name,
        )
        await forms.proceed(context, FLOW, draft, why=f"⛔ {why}")


def _drop(session: Session, context: Context) -> None:
    form_drafts.drop(session, context.sender.telegram_id, FORM.topic)


FLOW = FormFlow(FORM, found)


def _found(session: Session, context: Context, draft: Draft) -> Community | None:
    """Found the community, if it was not before: a repeated update founds no twin.

    Gives the one that stands under this name, if it is another. Else the answer is left with
    it: the draft is gone, so a program that is killed before it has answered could not do it
    after.
    """
    key = fold(draft.values["name"])
    community = communities.by_name(session, key)
    if community is not None and not _is_the_same(community, draft):
        return community
    _drop(session, context)
    if community is None:
        community = make(session, draft.values, context.now)
    invitations = open_invitations(session, community, context.now)
    unknown = forms.not_understood(context.words, FORM, draft)
    context.leave(session, Screen(paragraphs(links(context, community, invitations), unknown)))
    return None


def _is_the_same(community: Community, draft: Draft) -> bool:
    given = draft.values
    return (
        (community.zone, community.language) == (given["zone"], given["language"])
        # What may be left out and was left out is no difference.
        and given["municipality"] in ("", community.municipality)
    )


def _with_links(session: Session, context: Context, community_id: int) -> Screen | None:
    community = session.get(Community, community_id)
    if community is None:
        return None
    text = links(context, community, open_invitations(session, community, context.now))
    return Screen(text, accepted_rows(session, context.words, community))


async def _show_list(context: Context) -> None:
    standing = await context.read(communities.all_communities)
    words = context.words
    new = (NEW.button(f"✏️ {words('Found a community')}"),)
    if not standing:
        await context.say(Screen(words("There are no communities yet."), (new,)))
        return
    rows = tuple((LINKS.button(community.name, row_id(community)),) for community in standing[:90])
    await context.say(Screen(words("The communities. Press one for its links."), (*rows, new)))
