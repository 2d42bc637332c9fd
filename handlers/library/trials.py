"""'I tried it': one tap for how it went, and a few words; both can be changed."""

from dataclasses import replace
from functools import partial
from html import escape

from sqlmodel import Session

from bot.rules.library import Outcome
from bot.rules.local_time import local_date
from handlers.core import forms
from handlers.core.context import Context
from handlers.core.forms import Draft, FormFlow
from handlers.core.identifier_warnings import findings, pointed_out
from handlers.core.screens import Row, Screen, lines, paragraphs
from handlers.library.access import Seen, seen
from handlers.library.form import COMMUNITY, ITEM, TOLD
from handlers.library.verbs import BACK, SURE, UNTRIED, WENT, gone
from handlers.library.views import item_button, item_screen, outcomes
from storage import library


async def on_try(context: Context, item_id: int, community_id: int) -> None:
    """✅ I tried it: how did it go?"""
    screen = await context.read(partial(_asked, context=context, of=(item_id, community_id)))
    if screen is None:
        await context.refuse(gone(context.words))
        return
    await context.answer()
    await context.show(screen)


def _asked(session: Session, context: Context, of: tuple[int, int]) -> Screen | None:
    mine = seen(session, context, *of)
    if mine is None:
        return None
    words = context.words
    before = library.trial_of(session, mine.item_id, mine.own.person_id)
    rows: list[Row] = [
        (WENT.button(label, *of, outcome),) for outcome, label in outcomes(words).items()
    ]
    if before is not None:
        rows.append((UNTRIED.button(f"🗑 {words('I have not tried it after all')}", *of),))
    rows.append((BACK.button(f"⬅️ {words('Back')}", *of),))
    told = context.services.cipher.decrypt_or_none(before.told) if before is not None else None
    text = paragraphs(
        lines(f"<b>{escape(mine.item.title, quote=False)}</b>", words("How did it go?")),
        words("You said: {outcome}", outcome=outcomes(words)[Outcome(before.outcome)])
        if before is not None
        else None,
        f"• {escape(told, quote=False)}" if told else None,
    )
    return Screen(text, tuple(rows))


async def on_went(context: Context, item_id: int, community_id: int, outcome: Outcome) -> None:
    """👍 🤏 👎: noted; then a few words, if they like."""
    went = partial(_went, context=context, of=(item_id, community_id), outcome=outcome)
    screen = await context.write(went)
    if screen is None:
        await context.refuse(gone(context.words))
        return
    await context.answer(
        f"✅ {context.words.plain('Noted, thank you. The others see how many it helped.')}"
    )
    await context.show(screen)
    facts = {ITEM: item_id, COMMUNITY: community_id}
    await forms.begin(replace(context, keeps_message=True), FLOW, Draft(facts=facts))


def _went(
    session: Session, context: Context, of: tuple[int, int], outcome: Outcome
) -> Screen | None:
    mine = seen(session, context, *of)
    if mine is None:
        return None
    person_id = mine.own.person_id
    library.note_trial(session, mine.item_id, mine.community_id, person_id, outcome, context.now)
    return item_screen(session, context, mine)


async def on_untried(context: Context, item_id: int, community_id: int) -> None:
    """🗑: how it went is forgotten, with its words."""
    screen = await context.write(partial(_untried, context=context, of=(item_id, community_id)))
    if screen is None:
        await context.refuse(gone(context.words))
        return
    await context.answer(f"✅ {context.words.plain('Withdrawn. Nothing of it is kept.')}")
    await context.show(screen)


def _untried(session: Session, context: Context, of: tuple[int, int]) -> Screen | None:
    mine = seen(session, context, *of)
    if mine is None:
        return None
    before = library.trial_of(session, mine.item_id, mine.own.person_id)
    if before is not None:
        session.delete(before)
        session.flush()
    return item_screen(session, context, mine)


async def _review(context: Context, draft: Draft) -> None:
    """Save the words, unless something in them identifies somebody: then ask once more."""
    text = draft.values["told"]
    today = local_date(context.now, context.services.settings.timezone)
    found = findings([text], today=today) if text and not draft.facts.get(SURE.name) else []
    if found:
        # What is typed below the warning is told in its place.
        draft.asked = "told"
        await context.write(partial(forms.keep, context=context, form=TOLD, draft=draft))
        await context.show(_warning(context, pointed_out(context.words, found) or ""))
        return
    mine = await context.write(partial(_told, context=context, draft=draft))
    if mine is None:
        await context.refuse(gone(context.words))
        return
    words = context.words
    done = words("Noted: the others read it without your name.") if text else words("Fine.")
    await context.show(Screen(f"✅ {done}", ((item_button(mine.item, mine.community_id),),)))


def _warning(context: Context, warning: str) -> Screen:
    words = context.words
    sure = SURE.button(f"📨 {words('Keep it all the same')}")
    change = forms.EDIT.button(f"✏️ {words('Change')}", TOLD.topic, 0)
    return Screen(warning, ((sure,), (change,)))


def _told(session: Session, context: Context, draft: Draft) -> Seen | None:
    """Save the words with the trial; skipped, the earlier words stay."""
    mine = seen(session, context, draft.facts.get(ITEM), draft.facts.get(COMMUNITY))
    forms.end(session, context, TOLD)
    trial = library.trial_of(session, mine.item_id, mine.own.person_id) if mine else None
    if mine is None or trial is None:
        return None
    if draft.values["told"]:
        trial.told = context.services.cipher.encrypt(draft.values["told"])
        session.add(trial)
        session.flush()
    return mine


async def on_sure(context: Context) -> None:
    """📨: keep the words as they are."""
    draft = await forms.load(context, TOLD.topic)
    if draft is None or not draft.values.get("told"):
        await context.refuse(context.words("This was sent or cancelled before."))
        return
    await context.answer()
    draft.facts[SURE.name] = True
    await _review(context, draft)


FLOW = FormFlow(TOLD, _review)
