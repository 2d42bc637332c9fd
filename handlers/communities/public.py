"""Founding a community, for the rooms that do: what is asked, the community, its people's links."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session

from bot.rules import communities as rules
from bot.rules.communities import Zone
from bot.rules.languages import GROUP_CODES, group_name, read_group_code
from bot.rules.members import InvitationKind, Role
from bot.rules.plain_text import fold
from handlers.communities.messages import tell_rights as tell_lacking_rights
from handlers.communities.verbs import LINKS
from handlers.core import fields
from handlers.core.context import Context
from handlers.core.screens import Row, lines, paragraphs
from handlers.core.shared_verbs import ACCEPTED
from locales import N_, Words
from storage import communities, members
from storage.communities import Community, Invitation
from storage.core.columns import row_id
from storage.interest import placed

__all__ = ["LINKS", "tell_lacking_rights"]

INVITED: Final = timedelta(days=180)
"""How long a link that serves one person opens the door."""
ROLES: Final = (
    InvitationKind.MODERATOR,
    InvitationKind.MODERATOR,
    InvitationKind.MEMBER,
    InvitationKind.LEAD,
    InvitationKind.USER,
)

NAME: Final = fields.line(
    "name",
    ("name", "naam", "nom"),
    N_("Name"),
    N_("What is the name of the new community?"),
    N_("A name has 1 to 80 characters."),
    limit=rules.COMMUNITY_NAME_LIMIT,
)
ZONE: Final = fields.parsed(
    "zone",
    (
        "zone",
        "zorgzone",
        "care zone",
        "bassin",
        "bassin d'aide et de soins",
        "zone de soins",
    ),
    N_("Care zone"),
    N_("In which care zone?"),
    N_("I don't know this zone. Choose one of the five."),
    choices=lambda words: tuple(
        (zone.value, rules.zone_name(zone, words.language)) for zone in Zone
    ),
    read=rules.parse_zone,
)
MUNICIPALITY: Final = fields.line(
    "municipality",
    ("municipality", "gemeente", "commune", "quarter", "wijk", "quartier"),
    N_("Municipality"),
    N_("In which municipality or quarter?"),
    N_("A municipality has 1 to 80 characters."),
    is_optional=True,
    limit=rules.MUNICIPALITY_LIMIT,
)
LANGUAGE: Final = fields.parsed(
    "language",
    ("language", "taal", "langue"),
    N_("Language"),
    N_("Which language does the group speak?"),
    lambda words: words("Choose {codes}.", codes=words.one_of(GROUP_CODES)),
    choices=lambda _words: tuple((code, group_name(code)) for code in GROUP_CODES),
    read=read_group_code,
)


def not_yours(words: Words) -> str:
    """Why someone who does not coordinate may not found anything."""
    return words("This command is for Brusano's coordinators.")


def planned(values: Mapping[str, str], now: datetime) -> Community:
    """The community of what was given, before it is founded."""
    return Community(
        name=values["name"],
        name_key=fold(values["name"]),
        zone=values["zone"],
        municipality=values["municipality"] or None,
        language=values["language"],
        group_token=communities.new_token(),
        founded_at=now,
    )


def found(session: Session, values: Mapping[str, str], now: datetime) -> Community:
    """A new community of what was given; its name is nobody's yet."""
    community = planned(values, now)
    session.add(community)
    session.flush()
    return community


def open_invitations(session: Session, community: Community, now: datetime) -> list[Invitation]:
    """One link for each role that is still to be filled; what expired is renewed."""
    community_id = community.id or 0
    for old in communities.invitations(session, community_id):
        if old.used_at is None and old.expires_at is not None and old.expires_at <= now:
            session.delete(old)
    session.flush()
    links = communities.invitations(session, community_id)
    for kind in dict.fromkeys(ROLES):
        filled = len(members.with_role(session, community_id, kind.value))
        standing = [link for link in links if link.role == kind.value and link.used_at is None]
        is_single = kind is not InvitationKind.MEMBER
        wanted = ROLES.count(kind) - (filled if is_single else 0) - len(standing)
        links += [_invite(session, community_id, kind, now) for _ in range(wanted)]
    return sorted((link for link in links if link.used_at is None), key=_place_in_list)


def _invite(session: Session, community_id: int, kind: InvitationKind, now: datetime) -> Invitation:
    is_single = kind is not InvitationKind.MEMBER
    invitation = Invitation(
        token=communities.new_token(),
        community_id=community_id,
        role=kind.value,
        single_use=is_single,
        expires_at=now + INVITED if is_single else None,
    )
    session.add(invitation)
    return invitation


def _place_in_list(invitation: Invitation) -> int:
    return ROLES.index(InvitationKind(invitation.role))


def role_name(words: Words, role: str) -> str:
    """A role in the reader's language."""
    return {
        Role.MODERATOR: words("Moderator"),
        Role.MEMBER: words("Member"),
        Role.LEAD: words("Monitoring lead"),
        Role.USER: words("Person with lived experience"),
    }[Role(role)]


def links(context: Context, community: Community, invitations: Sequence[Invitation]) -> str:
    """The confirmation of a community, with its group link and one link a role, as HTML."""
    words, services = context.words, context.services
    heading = words(
        "{name} is founded ({zone}).",
        name=community.name,
        zone=rules.zone_name(Zone(community.zone), words.language),
    )
    invited = [
        words("{title}: {value}", title=role_name(words, i.role), value=services.link(i.token))
        for i in invitations
    ]
    return paragraphs(
        f"✅ {heading}",
        lines(
            words("Add me to the group chat with this link:"),
            services.group_link(community.group_token),
        ),
        lines(words("Invitations. Give each person the link of their role:"), *invited),
    )


def accepted_rows(session: Session, words: Words, community: Community) -> tuple[Row, ...]:
    """The button to who has accepted; none where nobody waits to answer their invitation."""
    key = row_id(community)
    if not placed.number_placed(session, key):
        return ()
    return ((ACCEPTED.button(f"➡️ {words('Who has accepted')}", key),),)
