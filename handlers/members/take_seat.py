"""Taking a seat: what a ✅ under the agreement brings about, in one transaction."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.rules import duos
from bot.rules import members as rules
from bot.rules.duos import DuoVerdict, Holder, Partner
from bot.rules.members import (
    Admission,
    InvitationKind,
    InvitationVerdict,
    Role,
    Seats,
)
from handlers.communities.public import tell_lacking_rights
from handlers.core import card, menus
from handlers.core.context import Context
from handlers.core.forms import Draft
from handlers.members import free_seats
from handlers.members.messages import PartnerCame, Welcome
from storage import communities, members
from storage.communities import Community, Invitation
from storage.core import form_drafts, outbox
from storage.core.columns import row_id
from storage.interest import personal_data as interest_data
from storage.members import Membership, Person, Seat, consent, waiting_list

TOPIC = "registration"
"""The conversation that ends here."""


def judge(
    session: Session, invitation: Invitation | None, person: Person | None, now: datetime
) -> InvitationVerdict:
    """Whether an invitation opens the door for this person, as things stand in this transaction."""
    if invitation is None:
        return rules.invitation_verdict(None, now)
    member = members.membership(session, person.id, invitation.community_id) if person else None
    kind = InvitationKind.DUO if invitation.seat_id else InvitationKind(invitation.role)
    duo = _duo_verdict(session, invitation, member)
    facts = rules.Invitation(
        kind=kind,
        used=invitation.used_at is not None,
        expires_at=invitation.expires_at,
        own=duo is DuoVerdict.OWN_LINK,
        already_member=member is not None,
        seated_elsewhere=duo is DuoVerdict.PARTNER_HAS_SEAT,
    )
    return rules.invitation_verdict(facts, now)


def _duo_verdict(
    session: Session, invitation: Invitation, member: Membership | None
) -> DuoVerdict | None:
    """Judge a duo's link by the rules of duos; None for any other link."""
    if invitation.seat_id is None or invitation.used_at is not None:
        return None
    sharing = members.on_seat(session, invitation.seat_id)
    if not sharing:
        return None
    holder = Holder(
        invitation.community_id, Role(sharing[0].membership.role), in_duo=len(sharing) > 1
    )
    # Someone of another community may come into this one too, so only this one is told.
    partner = Partner(
        is_holder=member is not None and member.seat_id == invitation.seat_id,
        community=member.community_id if member else None,
    )
    return duos.form(holder, partner)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of ✅ under the agreement."""

    admission: Admission | None
    verdict: InvitationVerdict = InvitationVerdict.OK
    community: Community | None = None
    place: int = 0
    is_outdated: bool = False
    """Whether the agreement has changed since it was read; then nothing was done."""


def register(session: Session, context: Context, draft: Draft, read: str) -> Outcome:
    """Give the person a seat if there is one; the seats' unique numbers are the last judge.

    `read` is the version of the agreement that they accept.
    """
    invitation = session.get(Invitation, str(draft.facts.get("token")))
    person = members.get_or_add_person(
        session, context.sender.telegram_id, context.sender.language_code
    )
    verdict = judge(session, invitation, person, context.now)
    if invitation is None or verdict is not InvitationVerdict.OK:
        return Outcome(None, verdict)
    if read != consent.current_version(session):
        return Outcome(None, is_outdated=True)
    community = session.get(Community, invitation.community_id)
    _describe(session, person, draft)
    kept = waiting_list.number_kept_for_others(
        session, person.id, invitation.community_id, context.now
    )
    admission, seat = _seat(session, invitation, kept)
    if seat is None:
        place = _wait(session, person, invitation, context) if admission is Admission.WAITING else 0
        form_drafts.drop(session, context.sender.telegram_id, TOPIC)
        return Outcome(admission, verdict, community, place)
    _sit(session, person, seat, invitation, context)
    return Outcome(admission, verdict, community)


def _describe(session: Session, person: Person, draft: Draft) -> None:
    for name, value in draft.values.items():
        setattr(person, name, value)
    person.is_reachable = True
    session.add(person)


def _seat(session: Session, invitation: Invitation, kept: int) -> tuple[Admission, Seat | None]:
    if invitation.seat_id is not None:
        return _partner_seat(session, invitation.seat_id)
    role = Role(invitation.role)
    seated = members.seated(session, invitation.community_id)
    taken = members.seat_numbers(session, invitation.community_id)
    beside = frozenset(Role(s.membership.role) for s in seated)
    admission = rules.admit(role, Seats(taken, beside, kept=kept))
    if admission is not Admission.SEATED:
        return admission, None
    seat = Seat(community_id=invitation.community_id, number=rules.next_seat_number(role, taken))
    session.add(seat)
    session.flush()
    return admission, seat


def _partner_seat(session: Session, seat_id: int) -> tuple[Admission, Seat | None]:
    """A duo's link leads to the seat of the partner who made it, while that has room."""
    seat = session.get(Seat, seat_id)
    if seat is None or len(members.on_seat(session, seat_id)) != 1:
        return Admission.ROLE_TAKEN, None
    return Admission.SEATED, seat


def _wait(session: Session, person: Person, invitation: Invitation, context: Context) -> int:
    community_id, timing = invitation.community_id, context.services.settings
    return free_seats.join(session, person.id or 0, community_id, context.now, timing)


def _sit(
    session: Session, person: Person, seat: Seat, invitation: Invitation, context: Context
) -> None:
    others = members.on_seat(session, seat.id or 0)
    membership = Membership(
        person_id=person.id or 0,
        community_id=invitation.community_id,
        seat_id=seat.id or 0,
        role=invitation.role,
        turn_order=1 - others[0].membership.turn_order if others else 0,
        agreement_version=consent.current_version(session),
        accepted_at=context.now,
        accepted_cycle=consent.cycle_to_accept(session, invitation.community_id),
    )
    session.add(membership)
    if invitation.single_use:
        invitation.used_at = context.now
        session.add(invitation)
    form_drafts.drop(session, context.sender.telegram_id, TOPIC)
    session.flush()
    interest_data.forget(session, person.telegram_id)
    free_seats.leave(
        session, person.id, invitation.community_id, context.now, context.services.settings
    )
    _announce(session, membership, person.telegram_id, context.now)


def _announce(session: Session, membership: Membership, telegram_id: int, now: datetime) -> None:
    outbox.put(session, Welcome(membership.person_id, row_id(membership)), now)
    chat = communities.chat_of(session, membership.community_id)
    if chat is not None and chat.is_present and membership.role == Role.MODERATOR:
        tell_lacking_rights(session, chat, membership.person_id, now)
    for partner in members.on_seat(session, membership.seat_id):
        if partner.person.id != membership.person_id:
            came = PartnerCame(row_id(partner.person), row_id(membership))
            outbox.put(session, came, now)
    if membership.role == Role.MODERATOR:
        menus.change(session, telegram_id, now)
    card.redraw(session, membership.community_id, now)
