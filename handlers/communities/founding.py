"""Founding a community: its form, and the links its people come in by."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session

from bot.rules import communities as rules
from bot.rules.communities import Zone
from bot.rules.members import InvitationKind, Role, clean_line
from handlers import buttons, forms
from handlers.forms import Draft, Field, Form, Talk
from handlers.screens import Button, Screen, lines, paragraphs
from handlers.visit import Visit
from locales import Words, fold
from storage import communities, conversations, members
from storage.communities import Community, Invitation

ROOM = "community"

INVITED = timedelta(days=180)
"""How long a link that serves one person opens the door."""
ROLES = (
    InvitationKind.MODERATOR,
    InvitationKind.MODERATOR,
    InvitationKind.MEMBER,
    InvitationKind.LEAD,
    InvitationKind.USER,
)


def _read_name(text: str, _visit: Visit) -> str | None:
    return clean_line(text, rules.COMMUNITY_NAME_LIMIT)


def _read_zone(text: str, _visit: Visit) -> str | None:
    return rules.parse_zone(text)


def _read_municipality(text: str, _visit: Visit) -> str | None:
    return clean_line(text, rules.MUNICIPALITY_LIMIT)


def _read_language(text: str, _visit: Visit) -> str | None:
    return rules.parse_group_language(text)


def _zones(words: Words) -> tuple[tuple[str, str], ...]:
    return tuple((zone.value, rules.zone_name(zone, words.language)) for zone in Zone)


def _languages(_words: Words) -> tuple[tuple[str, str], ...]:
    return (
        ("nl", "Nederlands"),
        ("fr", "Français"),
        ("nl+fr", "Nederlands + Français"),
        ("en", "English"),
    )


FORM = Form(
    "community",
    (
        Field(
            name="name",
            labels=("name", "naam", "nom"),
            title=lambda words: words("Name"),
            ask=lambda words: words("What is the name of the new community?"),
            read=_read_name,
            refuse=lambda words: words("A name has 1 to 80 characters."),
        ),
        Field(
            name="zone",
            labels=(
                "zone",
                "zorgzone",
                "care zone",
                "bassin",
                "bassin d'aide et de soins",
                "zone de soins",
            ),
            title=lambda words: words("Care zone"),
            ask=lambda words: words("In which care zone?"),
            read=_read_zone,
            refuse=lambda words: words("I don't know this zone. Choose one of the five."),
            choices=_zones,
        ),
        Field(
            name="municipality",
            labels=("municipality", "gemeente", "commune", "quarter", "wijk", "quartier"),
            title=lambda words: words("Municipality"),
            ask=lambda words: words("In which municipality or quarter?"),
            read=_read_municipality,
            refuse=lambda words: words("A municipality has 1 to 80 characters."),
            is_optional=True,
        ),
        Field(
            name="language",
            labels=("language", "taal", "langue"),
            title=lambda words: words("Language"),
            ask=lambda words: words("Which language does the group speak?"),
            read=_read_language,
            refuse=lambda words: words("Choose nl, fr, en or nl+fr."),
            choices=_languages,
        ),
    ),
)


async def on_command(visit: Visit) -> None:
    """`/community`: found one, or show the list."""
    draft = Draft()
    if not visit.arguments:
        await _show_list(visit)
        return
    forms.fill(FORM, draft, visit.arguments, visit)
    if "municipality" not in draft.values:
        # Given at once, what may be left out and is left out was skipped.
        draft.values["municipality"] = ""
    await forms.proceed(visit, TALK, draft)


async def on_press(visit: Visit) -> None:
    """The list's buttons: found a new one, or show the links of one."""
    if not visit.is_coordinator:
        await visit.refuse(_not_yours(visit.words))
        return
    if visit.verb == "new":
        await visit.pop_up()
        await forms.proceed(visit, TALK, Draft())
        return
    community_id = buttons.number(visit.references)
    found = await visit.write(partial(_with_links, community_id=community_id, now=visit.now))
    if found is None:
        await visit.refuse(
            visit.words("This community no longer exists. /community shows which there are.")
        )
        return
    await visit.pop_up()
    await visit.show(Screen(_links(visit, *found)))


async def found(visit: Visit, draft: Draft) -> None:
    """Found the community of a complete draft and answer with its links.

    The draft may be older than its author's right to found, so that is asked again.
    """
    words = visit.words
    if not visit.is_coordinator:
        await visit.write(partial(_drop, visit=visit))
        await visit.show(Screen(f"⛔ {_not_yours(words)}"))
        return
    other = await visit.write(partial(_found, visit=visit, draft=draft))
    if other is not None:
        draft.values.pop("name")
        why = words(
            "{name} exists already, with another zone, municipality or language. "
            "Give this one another name; /community shows the links of what exists.",
            name=other.name,
        )
        await forms.proceed(visit, TALK, draft, why=f"⛔ {why}")


def _not_yours(words: Words) -> str:
    return words("This command is for Brusano's coordinators.")


def _drop(session: Session, visit: Visit) -> None:
    conversations.drop(session, visit.sender.telegram_id, FORM.topic)


TALK = Talk(FORM, found)


def _found(session: Session, visit: Visit, draft: Draft) -> Community | None:
    """Found the community, if it was not before: a repeated update founds no twin.

    Gives the one that stands under this name, if it is another. Else the answer is left with
    it: the draft is gone, so a program that is killed before it has answered could not do it
    after.
    """
    key = fold(draft.values["name"])
    community = communities.named(session, key)
    if community is not None and not _is_the_same(community, draft):
        return community
    _drop(session, visit)
    if community is None:
        community = Community(
            name=draft.values["name"],
            name_key=key,
            zone=draft.values["zone"],
            municipality=draft.values["municipality"] or None,
            language=draft.values["language"],
            group_token=communities.new_token(),
            founded_at=visit.now,
        )
        session.add(community)
        session.flush()
    invitations = _open_invitations(session, community, visit.now)
    unknown = forms.not_understood(visit.words, FORM, draft)
    visit.leave(session, Screen(paragraphs(_links(visit, community, invitations), unknown)))
    return None


def _is_the_same(community: Community, draft: Draft) -> bool:
    given = draft.values
    return (
        (community.zone, community.language) == (given["zone"], given["language"])
        # What may be left out and was left out is no difference.
        and given["municipality"] in ("", community.municipality)
    )


def _with_links(
    session: Session, community_id: int | None, now: datetime
) -> tuple[Community, Sequence[Invitation]] | None:
    community = session.get(Community, community_id) if community_id is not None else None
    return (community, _open_invitations(session, community, now)) if community else None


def _open_invitations(session: Session, community: Community, now: datetime) -> list[Invitation]:
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


def _links(visit: Visit, community: Community, invitations: Sequence[Invitation]) -> str:
    words, house = visit.words, visit.house
    heading = words(
        "{name} is founded ({zone}).",
        name=community.name,
        zone=rules.zone_name(Zone(community.zone), words.language),
    )
    invited = [
        words("{title}: {value}", title=role_name(words, i.role), value=house.link(i.token))
        for i in invitations
    ]
    return paragraphs(
        f"✅ {heading}",
        lines(
            words("Add me to the group chat with this link:"),
            house.group_link(community.group_token),
        ),
        lines(words("Invitations. Give each person the link of their role:"), *invited),
    )


async def _show_list(visit: Visit) -> None:
    standing = await visit.read(communities.everyone)
    words = visit.words
    new = (Button(f"✏️ {words('Found a community')}", buttons.pack(ROOM, "new")),)
    if not standing:
        await visit.say(Screen(words("There are no communities yet."), (new,)))
        return
    rows = tuple(
        (Button(community.name, buttons.pack(ROOM, "links", community.id or 0)),)
        for community in standing[:90]
    )
    await visit.say(Screen(words("The communities. Press one for its links."), (*rows, new)))
