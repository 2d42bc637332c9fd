"""Releases of a community to others, and their offers.

Lies below the library and the summaries, which take back what they no longer share; `storage.links`
lies above them.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, Text, UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, delete, select, update

from storage.communities import Community
from storage.core.columns import NEVER_AGAIN, belongs_to, instant, loosely
from storage.core.text_encryption import TextCipher


class Kind(StrEnum):
    """The kind of what is released."""

    ITEM = "item"
    PASSAGE = "passage"


class Release(SQLModel, table=True):
    """A practice or passage that a community's moderator releases to other communities.

    `kind` is a `Kind` value, `subject_id` the id of the library item or of the summary, `part` the
    part of the summary. `text` is the sealed text as it was when it was released; `item` the sealed
    JSON of a library item. When its source is withdrawn, `text` is emptied: the row then only says
    where a copy elsewhere came from.
    """

    __table_args__ = (UniqueConstraint("kind", "subject_id", "part"), NEVER_AGAIN)

    id: int | None = Field(default=None, primary_key=True)
    community_id: int = Field(sa_column=belongs_to("community.id"))
    kind: str
    subject_id: int
    part: str = ""
    text: str = Field(sa_column=Column(Text(), nullable=False))
    item: str | None = Field(default=None, sa_column=Column(Text(), nullable=True))
    released_by: int | None = Field(default=None, sa_column=loosely("person.id"))
    released_at: datetime = Field(sa_column=instant())


class Offer(SQLModel, table=True):
    """An offer of a release to another community, and who posted it there, if anyone did.

    `item_id` is its copy in that community's library.
    """

    __table_args__ = (UniqueConstraint("release_id", "community_id"), NEVER_AGAIN)

    id: int | None = Field(default=None, primary_key=True)
    release_id: int = Field(sa_column=belongs_to("release.id"))
    community_id: int = Field(sa_column=belongs_to("community.id"))
    offered_at: datetime = Field(sa_column=instant())
    posted_by: int | None = Field(default=None, sa_column=loosely("person.id"))
    posted_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    item_id: int | None = Field(default=None, sa_column=loosely("library_item.id"))


def of_subject(session: Session, kind: Kind, subject_id: int, part: str = "") -> Release | None:
    """The release of a library item, or of a part of a summary."""
    return session.exec(
        select(Release).where(
            Release.kind == kind.value, Release.subject_id == subject_id, Release.part == part
        )
    ).first()


def release(session: Session, given: Release, text: str, cipher: TextCipher) -> Release:
    """Release something; an earlier release of it stays as it was."""
    before = of_subject(session, Kind(given.kind), given.subject_id, given.part)
    if before is not None and before.text:
        return before
    given.text = cipher.encrypt(text)
    if before is not None:
        for name in ("text", "item", "released_by", "released_at"):
            setattr(before, name, getattr(given, name))
        given = before
    session.add(given)
    session.flush()
    return given


def is_posted(session: Session, found: Release) -> bool:
    """Whether any community has posted a release."""
    return any(offer.posted_at is not None for offer in offers(session, found.id))


def take_back(session: Session, found: Release) -> bool:
    """Delete a release; False when a community has posted it."""
    if is_posted(session, found):
        return False
    session.delete(found)
    session.flush()
    return True


def end_release(session: Session, kind: Kind, subject_id: int | None, part: str = "") -> None:
    """End the release of something that was withdrawn or is no longer shared, and erase its text.

    Posts in communities stay; the row keeps their origin.
    """
    found = of_subject(session, kind, subject_id or 0, part)
    if found is None or take_back(session, found):
        return
    found.text, found.item = "", None
    session.add(found)
    session.exec(
        delete(Offer).where(col(Offer.release_id) == found.id, col(Offer.posted_at).is_(None))
    )


def all_releases(session: Session) -> list[tuple[Release, Community]]:
    """All releases with their communities, newest first."""
    rows = session.exec(
        select(Release, Community)
        .join(Community, col(Community.id) == Release.community_id)
        .where(Release.text != "")
        .order_by(col(Release.released_at).desc(), col(Release.id).desc())
    )
    return [(one, community) for one, community in rows]


def origin_of_copy(session: Session, item_id: int | None) -> Community | None:
    """The community from which a library item was copied, if it was."""
    return session.exec(
        select(Community)
        .join(Release, col(Release.community_id) == Community.id)
        .join(Offer, col(Offer.release_id) == Release.id)
        .where(Offer.item_id == item_id)
    ).first()


def offers(session: Session, release_id: int | None) -> list[Offer]:
    """The offers of a release, in order."""
    return list(
        session.exec(select(Offer).where(Offer.release_id == release_id).order_by(col(Offer.id)))
    )


def offer(
    session: Session, found: Release, communities: Iterable[int], now: datetime
) -> list[Offer]:
    """Offer a release to communities; returns the new offers, at most one a community."""
    known = {one.community_id for one in offers(session, found.id)} | {found.community_id}
    fresh = [
        Offer(release_id=found.id or 0, community_id=community_id, offered_at=now)
        for community_id in dict.fromkeys(communities)
        if community_id not in known
    ]
    session.add_all(fresh)
    session.flush()
    return fresh


def post(session: Session, offer_id: int, person_id: int, now: datetime) -> bool:
    """Store who posts an offer in their group; False when somebody did before."""
    noted = session.exec(
        update(Offer)
        .where(col(Offer.id) == offer_id, col(Offer.posted_at).is_(None))
        .values(posted_by=person_id, posted_at=now)
    )
    return int(noted.rowcount) == 1
