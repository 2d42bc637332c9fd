"""Founding a community from interest: its name, the preview, and an invitation for each."""

import json
from dataclasses import dataclass
from functools import partial
from typing import Final

from sqlmodel import Session

from bot.rules.communities import Zone, zone_name
from handlers.communities import public as founded
from handlers.communities.public import CHOOSE, LANGUAGE, LANGUAGES, MUNICIPALITY, NAME
from handlers.core import callback_data, forms
from handlers.core.context import Visit
from handlers.core.forms import Draft, Talk
from handlers.core.screens import Button, Screen, lines, paragraphs
from handlers.interest import acceptance, placement_messages, proposal, selection
from handlers.interest.selection import FORMS, Making
from locales import Html, Words, fold
from storage import communities
from storage.communities import Community
from storage.core import form_drafts
from storage.core.form_drafts import BESIDE
from storage.interest.placed import FOUNDED


async def on_name(visit: Visit) -> None:
    """➡️ asks what the community is called, and what else is not known."""
    zone = proposal.zone_meant(visit)
    making = await visit.read(partial(selection.current, visit=visit, zone=zone)) if zone else None
    if making is None or not making.selection.chosen:
        await visit.refuse(proposal.gone(visit.words))
        return
    await visit.pop_up()
    await forms.proceed(visit, TALK_OF[making.zone], making.draft)


async def review(visit: Visit, draft: Draft, zone: Zone) -> None:
    """What is founded, who is invited, and what they read; nothing goes out before ✅."""
    if not visit.is_coordinator:
        await visit.write(partial(_drop, visit=visit, zone=zone))
        await visit.show(Screen(f"⛔ {founded.not_yours(visit.words)}"))
        return
    await visit.show(await visit.read(partial(_reviewed, visit=visit, draft=draft, zone=zone)))


def _drop(session: Session, visit: Visit, zone: Zone) -> None:
    form_drafts.drop(session, visit.sender.telegram_id, FORMS[zone].topic)


def _reviewed(session: Session, visit: Visit, draft: Draft, zone: Zone) -> Screen:
    making = selection.current(session, visit, zone, draft)
    if making is None:
        return Screen(f"⛔ {proposal.gone(visit.words)}")
    lost = selection.lost(making)
    if lost or not making.selection.chosen:
        return proposal.screen(visit, making, 0, proposal.no_longer(visit.words, lost))
    return _preview(visit, making)


TALK_OF: Final = {zone: Talk(form, partial(review, zone=zone)) for zone, form in FORMS.items()}
TALKS: Final = {talk.form.topic: talk for talk in TALK_OF.values()}


def _preview(visit: Visit, making: Making) -> Screen:
    words, chosen = visit.words, making.chosen
    first, planned = chosen[0], founded.planned(_values(making), visit.now)
    sample = placement_messages.invited(visit.house.locales.words(first.language), first, planned)
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
    zone = making.zone.value
    send = callback_data.pack(CHOOSE, "found", zone, _mark(visit, making))
    confirm = Button(f"✅ {words('Found and invite')}", send)
    back = Button(f"⬅️ {words('Who is invited')}", callback_data.pack(CHOOSE, "show", zone, 0))
    return Screen(text, (*forms.review_rows(words, making.form, confirm), (back,)))


def _values(making: Making) -> dict[str, str]:
    return {**making.draft.values, "zone": making.zone.value}


def _mark(visit: Visit, making: Making) -> str:
    """What tells this preview apart from one of another group, or with another name."""
    shown = [sorted(making.selection.chosen), sorted(_values(making).items())]
    return visit.house.seal.mark(json.dumps(shown))


def _given(words: Words, making: Making) -> list[str]:
    values = making.draft.values
    shown = (
        (NAME.title(words), values[NAME.name]),
        (words("Care zone"), zone_name(making.zone, words.language)),
        (MUNICIPALITY.title(words), values[MUNICIPALITY.name]),
        (LANGUAGE.title(words), dict(LANGUAGES)[values[LANGUAGE.name]]),
    )
    return [words("{title}: {value}", title=title, value=value) for title, value in shown if value]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of ✅: the screen of who has accepted, or the group to go on with.

    `lost` of its people can't be invited any more; `other` stands under the name already.
    """

    done: Screen | None = None
    making: Making | None = None
    lost: int = 0
    other: Community | None = None


async def on_found(visit: Visit) -> None:
    """✅ founds it and leaves the invitations; the links come as they do after /community."""
    outcome = await visit.write(partial(_found, visit=visit))
    making, words = outcome.making, visit.words
    if outcome.done is None and making is None:
        await visit.refuse(proposal.gone(words))
        return
    await visit.pop_up()
    if outcome.done is not None:
        await visit.show(outcome.done)
    elif making is not None and (outcome.lost or not making.selection.chosen):
        note = proposal.no_longer(words, outcome.lost)
        await visit.show(proposal.screen(visit, making, 0, note))
    elif making is not None:
        why = _name_again(words, outcome.other) if outcome.other else None
        await forms.proceed(visit, TALK_OF[making.zone], making.draft, why=why)


def _name_again(words: Words, other: Community) -> str:
    told = words("{name} exists already. Give this one another name.", name=other.name)
    return f"⛔ {told}"


def _found(session: Session, visit: Visit) -> Outcome:
    zone, mark = proposal.zone_meant(visit), callback_data.word(visit.references, 1)
    before = form_drafts.about(session, visit.sender.telegram_id, FOUNDED)
    if before is not None and before.draft["mark"] == mark:
        made = session.get(Community, before.draft["community"])
        return Outcome(acceptance.screen(session, visit, made) if made else None)
    making = selection.current(session, visit, zone) if zone else None
    if making is None:
        return Outcome()
    lost = selection.lost(making)
    if lost or not making.selection.chosen:
        return Outcome(
            making=selection.changed(session, visit, making, making.selection), lost=lost
        )
    draft = making.draft
    if draft.missing(making.form) is not None or _mark(visit, making) != mark:
        # The button stands under an older preview: the newest is shown, to be read first.
        return Outcome(making=making)
    other = communities.named(session, fold(draft.values[NAME.name]))
    if other is not None:
        draft.values.pop(NAME.name)
        return Outcome(making=making, other=other)
    return Outcome(_invite_all(session, visit, making, mark))


def _invite_all(session: Session, visit: Visit, making: Making, mark: str) -> Screen:
    """Found it, invite everyone, and leave the answer: a kill from now on costs nobody's."""
    community = founded.found(session, _values(making), visit.now)
    for one in making.chosen:
        placement_messages.invite(session, visit.house, one, community, visit.now)
    invitations = founded.open_invitations(session, community, visit.now)
    _drop(session, visit, making.zone)
    note = {"mark": mark, "community": community.id}
    form_drafts.keep(session, visit.sender.telegram_id, FOUNDED, note, BESIDE)
    text = founded.links(visit, community, invitations)
    visit.leave(session, Screen(text, founded.accepted_rows(session, visit.words, community)))
    return acceptance.screen(session, visit, community)
