import pytest

from bot.rules.duos import DuoVerdict, Holder, Partner, form, may_invite, other, turn
from bot.rules.members import Role

DUO = ("An", "Bo")
MEMBER = Holder(community=1, role=Role.MEMBER)


@pytest.mark.parametrize(
    ("number", "swaps", "person"),
    [
        pytest.param(1, {}, "An", id="the first comes first"),
        pytest.param(2, {}, "Bo", id="then the second"),
        pytest.param(3, {}, "An", id="and so in turn"),
        pytest.param(3, {3: "Bo"}, "Bo", id="unless they swapped"),
        pytest.param(4, {3: "Bo"}, "Bo", id="a swap is for one meeting"),
        pytest.param(3, {3: "Chris"}, "An", id="a swap with a partner of before is over"),
    ],
)
def test_whose_turn_it_is(number: int, swaps: dict[int, str], person: str) -> None:
    assert turn(number, DUO, swaps) == person


def test_each_is_the_others_partner() -> None:
    assert (other(DUO, "An"), other(DUO, "Bo")) == ("Bo", "An")


@pytest.mark.parametrize(
    ("holder", "partner", "verdict"),
    [
        pytest.param(MEMBER, Partner(), DuoVerdict.OK, id="a newcomer joins a member"),
        pytest.param(MEMBER, Partner(is_holder=True), DuoVerdict.OWN_LINK, id="one's own link"),
        pytest.param(
            Holder(1, Role.MEMBER, in_duo=True),
            Partner(),
            DuoVerdict.ALREADY_IN_DUO,
            id="a duo is of two",
        ),
        pytest.param(
            Holder(1, Role.MODERATOR), Partner(), DuoVerdict.MODERATOR, id="not for moderators"
        ),
        pytest.param(Holder(1, Role.LEAD), Partner(), DuoVerdict.NO_SEAT, id="a lead has no seat"),
        pytest.param(
            Holder(1, Role.MEMBER, has_seat=False),
            Partner(),
            DuoVerdict.NO_SEAT,
            id="who waits has no seat to share",
        ),
        pytest.param(
            MEMBER,
            Partner(community=1),
            DuoVerdict.PARTNER_HAS_SEAT,
            id="the partner is in already",
        ),
        pytest.param(
            MEMBER,
            Partner(community=2),
            DuoVerdict.OTHER_COMMUNITY,
            id="the partner is in another community",
        ),
    ],
)
def test_who_may_form_a_duo(holder: Holder, partner: Partner, verdict: DuoVerdict) -> None:
    assert form(holder, partner) is verdict


def test_a_member_seated_alone_may_ask_for_a_link() -> None:
    assert may_invite(MEMBER) is DuoVerdict.OK
