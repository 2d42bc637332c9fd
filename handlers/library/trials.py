"""'I tried it': one tap says how it went, a few words say more; both can be changed."""

from dataclasses import replace
from functools import partial
from html import escape

from sqlmodel import Session

from bot.rules.library import Outcome
from bot.rules.local_time import local_date
from handlers.core import callback_data, forms
from handlers.core.context import Visit
from handlers.core.forms import Draft, Talk
from handlers.core.identifier_warnings import findings, pointed_out
from handlers.core.screens import Button, Row, Screen, lines, paragraphs
from handlers.library.access import Seen, gone, pressed, seen
from handlers.library.form import COMMUNITY, ITEM, TOLD
from handlers.library.views import ROOM, item_button, item_screen, outcomes
from storage import library

SURE = "sure"
"""What a draft notes once its author wants to keep it as it is."""


async def on_try(visit: Visit) -> None:
    """✅ I tried it: how did it go?"""
    screen = await visit.read(partial(_asked, visit=visit))
    if screen is None:
        await visit.refuse(gone(visit))
        return
    await visit.pop_up()
    await visit.show(screen)


def _asked(session: Session, visit: Visit) -> Screen | None:
    mine = pressed(session, visit)
    if mine is None:
        return None
    words, here = visit.words, (mine.item_id, mine.community_id)
    before = library.trial_of(session, mine.item_id, mine.own.person_id)
    rows: list[Row] = [
        (Button(label, callback_data.pack(ROOM, "went", *here, outcome.value)),)
        for outcome, label in outcomes(words).items()
    ]
    if before is not None:
        withdraw = words("I have not tried it after all")
        rows.append((Button(f"🗑 {withdraw}", callback_data.pack(ROOM, "untried", *here)),))
    rows.append((Button(f"⬅️ {words('Back')}", callback_data.pack(ROOM, "back", *here)),))
    told = visit.house.seal.opened(before.told) if before is not None else None
    text = paragraphs(
        lines(f"<b>{escape(mine.item.title, quote=False)}</b>", words("How did it go?")),
        words("You said: {outcome}", outcome=outcomes(words)[Outcome(before.outcome)])
        if before is not None
        else None,
        f"• {escape(told, quote=False)}" if told else None,
    )
    return Screen(text, tuple(rows))


async def on_went(visit: Visit) -> None:
    """👍 🤏 👎: noted; then a few words, if they like."""
    outcome = callback_data.word(visit.references, 2)
    if outcome not in {*Outcome}:
        await visit.pop_up()
        return
    screen = await visit.write(partial(_went, visit=visit, outcome=Outcome(outcome)))
    if screen is None:
        await visit.refuse(gone(visit))
        return
    await visit.pop_up(
        f"✅ {visit.words.plain('Noted, thank you. The others see how many it helped.')}"
    )
    await visit.show(screen)
    item, community = (callback_data.number(visit.references, position) for position in (0, 1))
    facts = {ITEM: item, COMMUNITY: community}
    await forms.begin(replace(visit, keeps_message=True), TALK, Draft(facts=facts))


def _went(session: Session, visit: Visit, outcome: Outcome) -> Screen | None:
    mine = pressed(session, visit)
    if mine is None:
        return None
    person_id = mine.own.person_id
    library.tried(session, mine.item_id, mine.community_id, person_id, outcome, visit.now)
    return item_screen(session, visit, mine)


async def on_untried(visit: Visit) -> None:
    """🗑: how it went is forgotten, with its words."""
    screen = await visit.write(partial(_untried, visit=visit))
    if screen is None:
        await visit.refuse(gone(visit))
        return
    await visit.pop_up(f"✅ {visit.words.plain('Withdrawn. Nothing of it is kept.')}")
    await visit.show(screen)


def _untried(session: Session, visit: Visit) -> Screen | None:
    mine = pressed(session, visit)
    if mine is None:
        return None
    before = library.trial_of(session, mine.item_id, mine.own.person_id)
    if before is not None:
        session.delete(before)
        session.flush()
    return item_screen(session, visit, mine)


async def _review(visit: Visit, draft: Draft) -> None:
    """Keep the words, unless something in them says who somebody is: then it is asked once more."""
    text = draft.values["told"]
    today = local_date(visit.now, visit.house.settings.timezone)
    found = findings([text], today=today) if text and not draft.facts.get(SURE) else []
    if found:
        # What is typed below the warning is told in its place.
        draft.asked = "told"
        await visit.write(partial(forms.keep, visit=visit, form=TOLD, draft=draft))
        await visit.show(_warning(visit, pointed_out(visit.words, found) or ""))
        return
    mine = await visit.write(partial(_told, visit=visit, draft=draft))
    if mine is None:
        await visit.refuse(gone(visit))
        return
    words = visit.words
    done = words("Noted: the others read it without your name.") if text else words("Fine.")
    await visit.show(Screen(f"✅ {done}", ((item_button(mine.item, mine.community_id),),)))


def _warning(visit: Visit, warning: str) -> Screen:
    words = visit.words
    sure = Button(f"📨 {words('Keep it all the same')}", callback_data.pack(ROOM, SURE))
    change = Button(f"✏️ {words('Change')}", callback_data.pack(forms.ROOM, "edit", TOLD.topic, 0))
    return Screen(warning, ((sure,), (change,)))


def _told(session: Session, visit: Visit, draft: Draft) -> Seen | None:
    """Keep the words with the trial; skipped, those that were told before stay."""
    mine = seen(session, visit, draft.facts.get(ITEM), draft.facts.get(COMMUNITY))
    forms.end(session, visit, TOLD)
    trial = library.trial_of(session, mine.item_id, mine.own.person_id) if mine else None
    if mine is None or trial is None:
        return None
    if draft.values["told"]:
        trial.told = visit.house.seal.close(draft.values["told"])
        session.add(trial)
        session.flush()
    return mine


async def on_sure(visit: Visit) -> None:
    """📨: keep the words as they are."""
    draft = await forms.load(visit, TOLD.topic)
    if draft is None or not draft.values.get("told"):
        await visit.refuse(visit.words("This was sent or cancelled before."))
        return
    await visit.pop_up()
    draft.facts[SURE] = True
    await _review(visit, draft)


TALK = Talk(TOLD, _review)
