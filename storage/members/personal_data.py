"""Personal data of people, seats, waiting lists and group chats."""

from collections.abc import Mapping
from typing import Any, Final

from sqlmodel import Session

from storage import communities, members
from storage.communities import Chat
from storage.core.personal_data import (
    Export,
    Kept,
    PersonalData,
    RowGoes,
    columns,
)
from storage.members import Membership, Person, Present, Seat, Waiting


def _seat(session: Session, row: Membership) -> Mapping[str, Any]:
    sharing = members.on_seat(session, row.seat_id)
    return communities.about(session, row) | {
        "seat": session.get_one(Seat, row.seat_id).number,
        "shares_the_seat": len(sharing) > 1,
    }


def _group(session: Session, row: Present) -> Mapping[str, Any]:
    return communities.about(session, session.get_one(Chat, row.chat_id))


PERSONAL_DATA: Final = (
    PersonalData(
        Person,
        Kept("they may write at any time; only they say when they are forgotten"),
        whose={"telegram_id": RowGoes()},
        exports=(
            Export(
                "person",
                columns(*(name for name in Person.model_fields if name != "id")),
                is_single=True,
            ),
        ),
    ),
    PersonalData(
        Membership,
        Kept("it lasts until it is ended"),
        whose={"person_id": RowGoes()},
        exports=(
            Export(
                "memberships",
                {
                    **columns("role", "accepted_at"),
                    "agreement": "agreement_version",
                    "declined_agreement": lambda row, _reader: row.declined_version or None,
                },
                about=_seat,
            ),
        ),
    ),
    PersonalData(Seat, Kept("it names nobody")),
    PersonalData(
        Waiting,
        Kept("it lasts until they have a seat or wait no more"),
        whose={"person_id": RowGoes()},
        exports=(Export("waiting_lists", columns("since", "offered_at"), about=communities.about),),
    ),
    PersonalData(
        Present,
        Kept("it lasts until they leave the group"),
        whose={"telegram_id": RowGoes()},
        exports=(Export("seen_in_groups", columns("shown_name"), about=_group),),
    ),
)
