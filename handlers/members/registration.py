"""Registration: from an invitation link to a seat, with the agreement in between."""

from dataclasses import dataclass
from functools import partial

from sqlmodel import Session

from bot.rules.communities import SEATS
from bot.rules.languages import OWN_NAMES
from bot.rules.members import (
    Admission,
    InvitationKind,
    InvitationVerdict,
)
from handlers.core import forms
from handlers.core.context import Context
from handlers.core.forms import Draft, Field, Form, FormFlow
from handlers.core.screens import Row, Screen, lines, paragraphs
from handlers.members import take_seat
from handlers.members.agreement_text import agreement, privacy_in_short
from handlers.members.public import FIELDS, sector_name
from handlers.members.verbs import CONTINUE, REGISTER, SPEAK
from locales import Words
from storage import interest as interests
from storage import members
from storage.communities import Community, Invitation
from storage.core import form_drafts
from storage.core.form_drafts import FormDraft
from storage.members import Person, consent

FORM = Form(take_seat.TOPIC, FIELDS)


@dataclass(frozen=True, slots=True)
class Opened:
    """The facts behind an invitation link, for the person who opened it."""

    verdict: InvitationVerdict
    community: Community | None = None
    kind: InvitationKind = InvitationKind.MEMBER
    known: Person | None = None
    draft: Draft | None = None


async def on_start(context: Context, token: str) -> None:
    """`/start token` in private: open the invitation."""
    given = context.arguments.partition("\n")[2]
    opened = await context.write(partial(_open, token=token, context=context))
    if opened.verdict is not InvitationVerdict.OK or opened.draft is None:
        await _turn_away(context, opened)
    elif given.strip():
        await forms.begin(context, FLOW, opened.draft, given)
    else:
        await context.say(await _welcome(context, opened))


def _open(session: Session, token: str, context: Context) -> Opened:
    person = members.person_by_telegram_id(session, context.sender.telegram_id)
    invitation = session.get(Invitation, token)
    verdict = take_seat.judge(session, invitation, person, context.now)
    if invitation is None:
        return Opened(verdict)
    community = session.get(Community, invitation.community_id)
    kind = InvitationKind.DUO if invitation.seat_id else InvitationKind(invitation.role)
    if verdict is not InvitationVerdict.OK:
        return Opened(verdict, community, kind)
    draft = draft_of(session, context, invitation, person)
    return Opened(verdict, community, kind, person, draft)


def draft_of(
    session: Session, context: Context, invitation: Invitation, person: Person | None
) -> Draft:
    """The draft for this invitation, else a new one with what the person told before."""
    telegram_id = context.sender.telegram_id
    row = form_drafts.about(session, telegram_id, FORM.topic)
    draft = forms.opened(row, context.services.cipher) or Draft()
    told = (
        person if person is not None and person.name else interests.of_person(session, telegram_id)
    )
    if told is not None and not draft.values:
        draft.values = {field.name: str(getattr(told, field.name)) for field in FORM.fields}
    community = session.get(Community, invitation.community_id)
    if draft.facts.get("token") != invitation.token:
        draft.facts = {}
    draft.facts |= {
        "token": invitation.token,
        "community": invitation.community_id,
        "name": community.name if community else "",
    }
    forms.keep(session, context, FORM, draft)
    return draft


async def _welcome(context: Context, opened: Opened) -> Screen:
    words = context.words
    notice = await context.read(partial(privacy_in_short, words=words))
    name = opened.community.name if opened.community else ""
    text = paragraphs(
        words("Welcome! You are invited to the community <b>{name}</b>.", name=name),
        words("Your role: {role}.", role=_invited_as(words, opened.kind)),
        notice,
    )
    go_on = CONTINUE.button(f"✅ {words('I have read this')}")
    return Screen(text, ((go_on,), _languages(words)))


def _languages(words: Words) -> Row:
    return tuple(
        SPEAK.button(name, language)
        for language, name in OWN_NAMES.items()
        if language != words.language
    )


def _invited_as(words: Words, kind: InvitationKind) -> str:
    return {
        InvitationKind.MODERATOR: words("moderator"),
        InvitationKind.MEMBER: words("member"),
        InvitationKind.LEAD: words("monitoring lead"),
        InvitationKind.USER: words("person with lived experience"),
        InvitationKind.DUO: words("partner in a duo"),
    }[kind]


async def _turn_away(context: Context, opened: Opened) -> None:
    """Say why a link opens no door; this also answers the press that led here."""
    words = context.words
    name = opened.community.name if opened.community else ""
    if opened.verdict is InvitationVerdict.ALREADY_MEMBER:
        await context.answer()
        here = words("You are already registered in {name}. /todo shows what is next.", name=name)
        await context.say(Screen(f"🎉 {here}"))
        return
    reasons = {
        InvitationVerdict.HAS_SEAT: words(
            "You have your own seat in {name}. To share this one, first erase your registration "
            "with /forget, then open this link again.",
            name=name,
        ),
        InvitationVerdict.UNKNOWN: words(
            "This link is not an invitation I know. Ask who sent it to you for a new one."
        ),
        InvitationVerdict.OWN: words(
            "This is your own link. Send it to your duo partner; it is theirs to open."
        ),
        InvitationVerdict.USED: words(
            "This invitation was already used by somebody. Ask who sent it to you for a new one."
        ),
        InvitationVerdict.EXPIRED: words(
            "This invitation is too old. Ask who sent it to you for a new one."
        ),
    }
    await context.refuse(reasons[opened.verdict])


async def goes_on(context: Context) -> bool:
    """Go on with a registration, if that is the form the requester changed last; else False."""
    telegram_id = context.sender.telegram_id
    last = await context.read(partial(_touched_last, telegram_id=telegram_id))
    draft = forms.opened(last, context.services.cipher)
    if last is None or draft is None or last.topic != FORM.topic:
        return False
    is_at_the_door = draft.asked is None and not draft.facts.get("has_read")
    if is_at_the_door and draft.missing(FORM) is not None:
        # They have not gone in yet: the door again, with what is kept about them.
        await on_start(context, str(draft.facts.get("token")))
    else:
        await forms.proceed(context, FLOW, draft)
    return True


def _touched_last(session: Session, telegram_id: int) -> FormDraft | None:
    return next(iter(form_drafts.drafts(session, telegram_id)), None)


async def on_continue(context: Context) -> None:
    """✅ under the welcome: its notice was read."""
    draft = await forms.load(context, FORM.topic)
    if draft is None:
        await _after_the_end(context)
        return
    await context.answer()
    draft.facts["has_read"] = True
    await forms.proceed(context, FLOW, draft)


async def _after_the_end(context: Context) -> None:
    """A press on a registration that was finished or cancelled."""
    words = context.words
    if context.requester.memberships:
        await context.refuse(words("You are registered already."))
    else:
        await context.refuse(words("This registration has ended. Open your invitation link again."))


async def on_speak(context: Context, language: str) -> None:
    """A language under the welcome: the same, said in that language."""
    draft = await forms.load(context, FORM.topic)
    if draft is None:
        await _after_the_end(context)
    else:
        await _speak(context, draft, language)


async def _speak(context: Context, draft: Draft, language: str) -> None:
    def act(session: Session) -> Opened:
        person = members.get_or_add_person(
            session, context.sender.telegram_id, context.sender.language_code
        )
        person.language = language
        session.add(person)
        return _open(session, str(draft.facts.get("token")), context)

    opened = await context.write(act)
    context = context.speaking(language)
    if opened.verdict is InvitationVerdict.OK:
        await context.answer()
        await context.show(await _welcome(context, opened))
    else:
        await _turn_away(context, opened)


@dataclass(frozen=True, slots=True)
class _Frame:
    """The current agreement with the version that ✅ accepts, and the notice above it."""

    version: str
    agreement: str
    notice: str


def _frame(session: Session, words: Words) -> _Frame:
    return _Frame(
        consent.current_version(session),
        agreement(session, words),
        privacy_in_short(session, words),
    )


async def review(context: Context, draft: Draft, why: str | None = None) -> None:
    """Show what was given and the agreement, to be accepted with ✅; `why` when it is anew."""
    words = context.words
    frame = await context.read(partial(_frame, words=words))
    given = lines(
        *(
            words("{title}: {value}", title=field.title(words), value=_shown(words, draft, field))
            for field in FORM.fields
        )
    )
    # The button says to which community: two agreements may stand open in one chat.
    to = int(draft.facts.get("community", 0))
    confirm = REGISTER.button(f"✅ {words('I agree')}", to, frame.version)
    name = words("Your registration in <b>{name}</b>", name=draft.facts.get("name", ""))
    notice = None if draft.facts.get("has_read") else frame.notice
    rows = forms.review_rows(words, FORM, confirm)
    unknown = forms.not_understood(words, FORM, draft)
    text = paragraphs(why, unknown, name, given, notice, frame.agreement)
    await context.show(Screen(text, rows))


def _shown(words: Words, draft: Draft, field: Field) -> str:
    value = draft.values[field.name]
    return sector_name(words, value) if field.name == "sector" else value


FLOW = FormFlow(FORM, review)


async def on_agree(context: Context, community_id: int | None, version: str) -> None:
    """✅ under the agreement: a seat, or a place on the waiting list."""
    draft = await forms.load(context, FORM.topic)
    if draft is not None:
        await _agree(context, draft, community_id, version)
    elif context.requester.memberships:
        # The same press again: the same answer, for what was agreed to is done.
        await context.answer(f"✅ {context.words.plain('You are registered already.')}")
    else:
        await _after_the_end(context)


async def _agree(context: Context, draft: Draft, community_id: int | None, version: str) -> None:
    if draft.missing(FORM) is not None:
        await context.answer()
        await forms.proceed(context, FLOW, draft)
        return
    words = context.words
    if community_id is not None and community_id != draft.facts.get("community"):
        await context.refuse(
            words("This is the agreement of another community. Open its invitation link again.")
        )
        return
    outcome = await context.write(
        partial(take_seat.register, context=context, draft=draft, read=version)
    )
    if outcome.is_outdated:
        await context.answer()
        await review(
            context, draft, f"⛔ {words('The agreement has changed since. Read it, please.')}"
        )
    elif outcome.admission is Admission.SEATED:
        # The welcome itself waits in the outbox: it is said whatever happens now.
        await context.answer()
        accepted = await context.read(partial(agreement, words=words))
        await context.show(Screen(paragraphs(f"✅ {words('Accepted.')}", accepted)))
    elif outcome.admission is None:
        await _turn_away(context, Opened(outcome.verdict, outcome.community))
    else:
        await context.answer()
        await context.show(Screen(f"⛔ {_not_seated(words, outcome)}"))


def _not_seated(words: Words, outcome: take_seat.Outcome) -> str:
    name = outcome.community.name if outcome.community else ""
    if outcome.admission is Admission.WAITING:
        return words(
            "All {seats} seats of {name} are taken, or kept for who waits. You are number {place} "
            "on the waiting list; the moderators know. When a seat is free for you, I ask you.",
            seats=SEATS,
            name=name,
            place=outcome.place,
        )
    if outcome.admission is Admission.ALREADY_MEMBER:
        return words("You are already registered in {name}. /todo shows what is next.", name=name)
    return words("This role is already filled in {name}. Ask Brusano for another link.", name=name)
