"""Founding a community from interest: its name, the preview, and an invitation for each."""

import json
from dataclasses import dataclass
from functools import partial
from typing import Final

from sqlmodel import Session

from bot.rules.communities import Zone, zone_name
from bot.rules.languages import group_name
from bot.rules.plain_text import fold
from handlers.communities import public as founded
from handlers.communities.public import LANGUAGE, MUNICIPALITY, NAME
from handlers.core import forms
from handlers.core.context import Context
from handlers.core.forms import Draft, FormFlow
from handlers.core.screens import Screen, lines, paragraphs
from handlers.interest import acceptance, placement_messages, proposal, selection
from handlers.interest.selection import FORMS, Making
from handlers.interest.verbs import FOUND, SHOW
from locales import Html, Words
from storage import communities
from storage.communities import Community
from storage.core import form_drafts
from storage.core.form_drafts import FACTS
from storage.interest.placed import FOUNDED


async def on_name(context: Context, zone: Zone) -> None:
    """➡️ asks what the community is called, and what else is not known."""
    making = await context.read(partial(selection.current, context=context, zone=zone))
    if making is None or not making.selection.chosen:
        await context.refuse(proposal.gone(context.words))
        return
    await context.answer()
    await forms.proceed(context, FLOW_OF[making.zone], making.draft)


async def review(context: Context, draft: Draft, zone: Zone) -> None:
    """The community, the invited people and their message; nothing is sent before ✅."""
    if not context.is_coordinator:
        await context.write(partial(_drop, context=context, zone=zone))
        await context.show(Screen(f"⛔ {founded.not_yours(context.words)}"))
        return
    await context.show(
        await context.read(partial(_reviewed, context=context, draft=draft, zone=zone))
    )


def _drop(session: Session, context: Context, zone: Zone) -> None:
    form_drafts.drop(session, context.sender.telegram_id, FORMS[zone].topic)


def _reviewed(session: Session, context: Context, draft: Draft, zone: Zone) -> Screen:
    making = selection.current(session, context, zone, draft)
    if making is None:
        return Screen(f"⛔ {proposal.gone(context.words)}")
    lost = selection.lost(making)
    if lost or not making.selection.chosen:
        return proposal.screen(context, making, 0, proposal.no_longer(context.words, lost))
    return _preview(context, making)


FLOW_OF: Final = {zone: FormFlow(form, partial(review, zone=zone)) for zone, form in FORMS.items()}
FLOWS: Final = {flow.form.topic: flow for flow in FLOW_OF.values()}


def _preview(context: Context, making: Making) -> Screen:
    words, chosen = context.words, making.chosen
    first, planned = chosen[0], founded.planned(_values(making), context.now)
    sample = placement_messages.invited(
        context.services.locales.words(first.language), first, planned
    )
    text = paragraphs(
        forms.not_understood(words, making.form, making.draft),
        f"<b>{words('Found this community?')}</b>",
        lines(*_given(words, making)),
        words.plural(
            "{number} person is invited, with a link for them alone: {names}.",
            "{number} people are invited, each with a link for them alone: {names}.",
            len(chosen),
            names=", ".join(one.name for one in chosen),
        ),
        words("Each reads this in their own language; {name} reads:", name=first.name),
        Html(f"<blockquote>{sample}</blockquote>"),
    )
    confirm = FOUND.button(f"✅ {words('Found and invite')}", making.zone, _mark(context, making))
    back = SHOW.button(f"⬅️ {words('Who is invited')}", making.zone, 0)
    return Screen(text, (*forms.review_rows(words, making.form, confirm), (back,)))


def _values(making: Making) -> dict[str, str]:
    return {**making.draft.values, "zone": making.zone.value}


def _mark(context: Context, making: Making) -> str:
    """The fingerprint of a preview, which tells it from one of another group or name."""
    shown = [sorted(making.selection.chosen), sorted(_values(making).items())]
    return context.services.cipher.fingerprint(json.dumps(shown))


def _given(words: Words, making: Making) -> list[str]:
    values = making.draft.values
    shown = (
        (NAME.title(words), values[NAME.name]),
        (words("Care zone"), zone_name(making.zone, words.language)),
        (MUNICIPALITY.title(words), values[MUNICIPALITY.name]),
        (LANGUAGE.title(words), group_name(values[LANGUAGE.name])),
    )
    return [words("{title}: {value}", title=title, value=value) for title, value in shown if value]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of ✅: the acceptance screen, or the group to go on with.

    `lost` counts people who can no longer be invited; `other` is a community of the same name.
    """

    done: Screen | None = None
    making: Making | None = None
    lost: int = 0
    other: Community | None = None


async def on_found(context: Context, zone: Zone, mark: str) -> None:
    """✅ founds it and leaves the invitations; the links come as they do after /community."""
    outcome = await context.write(partial(_found, context=context, zone=zone, mark=mark))
    making, words = outcome.making, context.words
    if outcome.done is None and making is None:
        await context.refuse(proposal.gone(words))
        return
    await context.answer()
    if outcome.done is not None:
        await context.show(outcome.done)
    elif making is not None and (outcome.lost or not making.selection.chosen):
        note = proposal.no_longer(words, outcome.lost)
        await context.show(proposal.screen(context, making, 0, note))
    elif making is not None:
        why = _name_again(words, outcome.other) if outcome.other else None
        await forms.proceed(context, FLOW_OF[making.zone], making.draft, why=why)


def _name_again(words: Words, other: Community) -> str:
    told = words("{name} exists already. Give this one another name.", name=other.name)
    return f"⛔ {told}"


def _found(session: Session, context: Context, zone: Zone, mark: str) -> Outcome:
    before = form_drafts.about(session, context.sender.telegram_id, FOUNDED)
    if before is not None and before.draft["mark"] == mark:
        made = session.get(Community, before.community_id)
        return Outcome(acceptance.screen(session, context, made) if made else None)
    making = selection.current(session, context, zone)
    if making is None:
        return Outcome()
    lost = selection.lost(making)
    if lost or not making.selection.chosen:
        return Outcome(
            making=selection.changed(session, context, making, making.selection), lost=lost
        )
    draft = making.draft
    if draft.missing(making.form) is not None or _mark(context, making) != mark:
        # The button stands under an older preview: the newest is shown, to be read first.
        return Outcome(making=making)
    other = communities.by_name(session, fold(draft.values[NAME.name]))
    if other is not None:
        draft.values.pop(NAME.name)
        return Outcome(making=making, other=other)
    return Outcome(_invite_all(session, context, making, mark))


def _invite_all(session: Session, context: Context, making: Making, mark: str) -> Screen:
    """Found it, invite everyone, and leave the answer: a kill from now on costs nobody's."""
    community = founded.found(session, _values(making), context.now)
    for one in making.chosen:
        placement_messages.invite(session, context.services, one, community, context.now)
    invitations = founded.open_invitations(session, community, context.now)
    _drop(session, context, making.zone)
    note = {"mark": mark, FACTS: {"community": community.id}}
    who = context.sender.telegram_id
    form_drafts.keep(session, who, FOUNDED, note, context.now, takes_text=False)
    text = founded.links(context, community, invitations)
    context.leave(session, Screen(text, founded.accepted_rows(session, context.words, community)))
    return acceptance.screen(session, context, community)
