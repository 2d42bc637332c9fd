"""Leaving one's interest: from the button under /start to ✅, changing it, withdrawing it."""

from functools import partial
from typing import Any

from sqlmodel import Session

from bot.rules import interest as rules
from bot.rules.communities import zone_name
from bot.rules.languages import OWN_NAMES
from handlers.core import forms
from handlers.core.context import Context
from handlers.core.forms import Draft, Field, FormFlow
from handlers.core.screens import Screen, lines, paragraphs
from handlers.interest import form
from handlers.interest.form import DUO, FORM
from handlers.interest.messages import announce
from handlers.interest.public import own, own_rows, source_of
from handlers.interest.verbs import AGREE, GONE, KEEP
from handlers.members.public import sector_name
from locales import Words
from storage import interest as interests
from storage import members
from storage.core import form_drafts
from storage.interest import Interest, personal_data
from storage.members import Person


async def on_start(context: Context) -> bool:
    """`/start` with the form at once, `label: value` a line; False when it holds no such line."""
    first, _, rest = context.arguments.partition("\n")
    given = rest if source_of(first.strip()) else context.arguments
    label, colon, _ = given.strip().partition(":")
    if not colon or FORM.labelled(label) is None:
        return False
    await _begin(context, source_of(first.strip()), given)
    return True


async def _begin(context: Context, source: str, given: str = "") -> None:
    """Go on with what was typed before, else begin with what is known of the person."""
    draft = await context.read(partial(_draft, context=context))
    draft.facts.setdefault("source", source)
    await forms.begin(context, FLOW, draft, given)


def _draft(session: Session, context: Context) -> Draft:
    telegram_id, cipher = context.sender.telegram_id, context.services.cipher
    before = forms.opened(form_drafts.about(session, telegram_id, FORM.topic), cipher)
    if before is not None:
        return before
    found = interests.of_person(session, telegram_id)
    if found is not None:
        values = _values(found, cipher.decrypt_or_none(found.contact) or "")
        return Draft(values, facts={"source": found.source, "place": values["place"]})
    person = members.person_by_telegram_id(session, telegram_id)
    return Draft(_known(person)) if person is not None and person.name else Draft()


def _values(found: Interest, contact: str) -> dict[str, str]:
    return {
        "name": found.name,
        "place": found.municipality or found.zone,
        "zone": found.zone,
        "profession": found.profession,
        "sector": found.sector,
        "organisation": found.organisation,
        "contact": contact,
        "language": found.language,
        "as": DUO if found.as_duo else form.ALONE,
    }


def _known(person: Person) -> dict[str, str]:
    return {
        name: getattr(person, name) for name in ("name", "profession", "sector", "organisation")
    }


async def review(context: Context, draft: Draft) -> None:
    """Show what was given, who sees it and for how long, to be agreed to with ✅."""
    if await _asks_zone_anew(context, draft):
        return
    words = context.words
    confirm = AGREE.button(f"✅ {words('I agree')}")
    text = paragraphs(
        forms.not_understood(words, FORM, draft),
        f"<b>{words('Your interest in taking part')}</b>",
        _given(words, draft),
        consent(words),
    )
    await context.show(Screen(text, forms.review_rows(words, FORM, confirm)))


async def _asks_zone_anew(context: Context, draft: Draft) -> bool:
    """Ask for the zone again when it was chosen for another municipality."""
    place, before = draft.values.get("place", ""), draft.facts.get("place")
    if place == before:
        return False
    draft.facts["place"] = place
    if before is not None and form.asks_zone(draft.values):
        draft.values.pop("zone", None)
        await forms.proceed(context, FLOW, draft)
        return True
    await context.write(partial(forms.keep, context=context, form=FORM, draft=draft))
    return False


def _given(words: Words, draft: Draft) -> str:
    zone = form.zone(draft.values)
    shown = {
        **draft.values,
        "place": form.municipality(draft.values),
        "zone": zone_name(zone, words.language) if zone else "",
        "sector": sector_name(words, draft.values["sector"]),
        "language": OWN_NAMES[draft.values["language"]],
        "as": form.as_name(words, draft.values["as"]),
    }
    return lines(*(_line(words, field, shown) for field in FORM.fields))


def _line(words: Words, field: Field, shown: dict[str, str]) -> str | None:
    value = shown.get(field.name)
    return words("{title}: {value}", title=field.title(words), value=value) if value else None


def consent(words: Words) -> str:
    """Who sees the interest, how long it is kept, and how to withdraw it, as HTML."""
    return lines(
        words("Only Brusano's coordinators see this, to find you a place in a community."),
        words(
            "I keep it for {months} months after your last change. Once you are registered in a "
            "community it is erased.",
            months=rules.MONTHS_KEPT,
        ),
        words("Withdraw it whenever you like: 🗑 under /start, or /forget. /privacy says more."),
    )


FLOW = FormFlow(FORM, review)


async def on_leave(context: Context, source: str) -> None:
    """✏️ under /start: the form."""
    await context.answer()
    await _begin(context, rules.clean_source(source))


async def on_change(context: Context) -> None:
    """✏️ under /start: the form, with what is known already."""
    await on_leave(context, "")


async def on_agree(context: Context) -> None:
    """✅ saves; pressed again, it answers the same."""
    draft = await forms.load(context, FORM.topic)
    if draft is not None and (draft.missing(FORM) or form.zone(draft.values) is None):
        await context.answer()
        await forms.proceed(context, FLOW, draft)
        return
    found = await context.write(partial(_save, context=context, draft=draft))
    if found is None:
        await context.refuse(
            context.words("This was finished or cancelled before. /start shows more.")
        )
        return
    await context.answer()
    words = context.words
    text = paragraphs(
        f"✅ {words('Thank you, {name}: your interest is known.', name=found.name)}",
        words("Brusano looks for a place for you. When there is news, I write to you here."),
    )
    await context.show(Screen(text, own_rows(words)))


def _save(session: Session, context: Context, draft: Draft | None) -> Interest | None:
    """Save the draft; without one, what was saved before."""
    telegram_id = context.sender.telegram_id
    found = interests.of_person(session, telegram_id)
    if draft is None:
        return found
    values, zone = draft.values, form.zone(draft.values)
    told: dict[str, Any] = {
        "name": values["name"],
        "zone": zone.value if zone else "",
        "municipality": form.municipality(values),
        "profession": values["profession"],
        "sector": values["sector"],
        "organisation": values["organisation"],
        "contact": context.services.cipher.encrypt(values["contact"]),
        "language": values["language"],
        "as_duo": values["as"] == DUO,
        "consented_at": context.now,
        "changed_at": context.now,
        "told_full_at": None,
        "is_reachable": True,
    }
    if found is None:
        source = str(draft.facts.get("source", ""))
        found = Interest(telegram_id=telegram_id, source=source, **told)
        announce(session, context.services, found, context.now)
    else:
        found.sqlmodel_update(told)
    session.add(found)
    form_drafts.drop(session, telegram_id, FORM.topic)
    return found


async def on_withdraw(context: Context) -> None:
    """🗑 asks once more."""
    words = context.words
    await context.answer()
    rows = (
        GONE.button(f"✅ {words('Withdraw it')}"),
        KEEP.button(f"❌ {words('Keep it')}"),
    )
    text = words("Shall I erase your interest in taking part, with all that you told for it?")
    await context.show(Screen(text, (rows,)))


async def on_gone(context: Context) -> None:
    """✅ erases it, however often it is pressed."""
    await context.write(partial(_withdraw, context=context))
    await context.answer()
    text = context.words("Your interest is erased. /start is there if you change your mind.")
    await context.show(Screen(f"✅ {text}"))


def _withdraw(session: Session, context: Context) -> None:
    personal_data.forget(session, context.sender.telegram_id)
    form_drafts.drop(session, context.sender.telegram_id, FORM.topic)


async def on_keep(context: Context) -> None:
    """Cancel, then show the state of the interest."""
    standing = await context.read(partial(own, context=context))
    await context.answer()
    if standing is None:
        await context.show(Screen(context.words("Nothing was erased.")))
    else:
        await context.show(Screen(standing.text, standing.rows))
