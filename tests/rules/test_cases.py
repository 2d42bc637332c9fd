"""Anonymous cases: ticks, contents, the window's times, and what an opened urn gives."""

import random
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.cases import (
    SIZE,
    TEXT_LIMIT,
    Afterwards,
    Age,
    Blank,
    Block,
    Bringing,
    Case,
    Choices,
    Content,
    Domain,
    Group,
    Help,
    Living,
    Opening,
    Outcome,
    Reply,
    State,
    Use,
    Window,
    Withdrawal,
    letter,
    may_bring,
    may_open,
    may_promise,
    minimum,
    opened,
    packed,
    read,
    toggled,
    unpacked,
    written,
)

CALL = datetime(2025, 10, 1, 9, tzinfo=UTC)
AGENDA = CALL + timedelta(days=16)
DAY = timedelta(days=1)

CHOICES = st.builds(
    Choices,
    help=st.frozensets(st.sampled_from(Help)),
    age=st.none() | st.sampled_from(Age),
    living=st.none() | st.sampled_from(Living),
    domains=st.frozensets(st.sampled_from(Domain)),
    blocks=st.frozensets(st.sampled_from(Block)),
    use=st.sampled_from(Use),
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
MARKS = st.binary(min_size=32, max_size=32)
NUMBERS = st.integers(0, (1 << 63) - 1)
CONTENTS: st.SearchStrategy[Content] = st.one_of(
    st.just(Blank()),
    st.builds(Case, TEXTS, CHOICES, MARKS),
    st.builds(Reply, MARKS, NUMBERS, TEXTS),
    st.builds(Withdrawal, MARKS),
    st.builds(Afterwards, NUMBERS, st.sampled_from(Outcome)),
)
ALL = Choices(
    frozenset(Help), Age.ELDER, Living.INSTITUTION, frozenset(Domain), frozenset(Block), Use.SUMMARY
)


def mark(sign: str) -> bytes:
    return sign.encode() * 32


def case(text: str, sign: str, choices: Choices | None = None) -> Case:
    return Case(text, choices or Choices(), mark(sign))


# --- ticks --------------------------------------------------------------------------------------


@given(CHOICES)
def test_ticks_ride_in_a_few_characters(choices: Choices) -> None:
    assert re.fullmatch(r"[0-9a-z]{1,16}", packed(choices))
    assert unpacked(packed(choices)) == choices


@pytest.mark.parametrize(
    ("choices", "text"),
    [
        pytest.param(Choices(), "0", id="nothing"),
        pytest.param(Choices(help=frozenset({Help.IDEAS, Help.HEARD})), "h", id="help"),
        pytest.param(Choices(age=Age.CHILD), "74", id="age"),
        pytest.param(Choices(living=Living.ALONE), "35s", id="living"),
        pytest.param(Choices(domains=frozenset({Domain.HOUSING})), "1ekg", id="domains"),
        pytest.param(Choices(blocks=frozenset({Block.ME})), "s27to3cw", id="blocks"),
        pytest.param(ALL, "2tb56eg8in", id="everything"),
    ],
)
def test_a_button_of_years_ago_still_says_the_same(choices: Choices, text: str) -> None:
    assert packed(choices) == text
    assert unpacked(text) == choices


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("00", id="another writing of the same"),
        pytest.param("H", id="a capital"),
        pytest.param("-h", id="a sign"),
        pytest.param("٣", id="another digit"),
        pytest.param("zzzzzzzzzzzzzzzz", id="bits that mean nothing"),
        pytest.param("1" * 17, id="too long"),
        pytest.param("w", id="a help that does not exist"),
    ],
)
def test_a_forged_button_has_no_ticks(text: str) -> None:
    assert unpacked(text) is None


@pytest.mark.parametrize(
    ("group", "index", "after"),
    [
        pytest.param(Group.HELP, 1, Choices(help=frozenset({Help.EXPERIENCE})), id="help"),
        pytest.param(Group.AGE, 0, Choices(age=Age.CHILD), id="age"),
        pytest.param(Group.LIVING, 2, Choices(living=Living.HOMELESS), id="living"),
        pytest.param(Group.DOMAINS, 13, Choices(domains=frozenset({Domain.OTHER})), id="domain"),
        pytest.param(Group.BLOCKS, 5, Choices(blocks=frozenset({Block.ME})), id="block"),
    ],
)
def test_a_press_ticks_and_another_unticks(group: Group, index: int, after: Choices) -> None:
    assert toggled(Choices(), group, index) == after
    assert toggled(after, group, index) == Choices()


def test_of_ages_one_is_ticked_and_of_uses_always_one() -> None:
    child = toggled(Choices(), Group.AGE, 0)
    assert toggled(child, Group.AGE, 4).age is Age.ELDER
    summary = toggled(Choices(), Group.USE, 1)
    assert summary.use is Use.SUMMARY
    assert toggled(summary, Group.USE, 1).use is Use.SUMMARY
    assert toggled(summary, Group.USE, 0).use is Use.SESSION_ONLY


@pytest.mark.parametrize("group", Group)
@pytest.mark.parametrize("index", [-1, 14, 10**9])
def test_a_press_on_what_does_not_exist_changes_nothing(group: Group, index: int) -> None:
    assert toggled(ALL, group, index) == ALL


# --- contents -----------------------------------------------------------------------------------


@given(CONTENTS)
def test_every_content_has_the_same_size_and_reads_back(content: Content) -> None:
    assert len(written(content)) == SIZE
    assert read(written(content)) == content


@pytest.mark.parametrize(
    "sign",
    [
        pytest.param("😀", id="four bytes"),
        pytest.param("\0", id="what JSON writes in six"),
        pytest.param('"', id="what JSON writes in two"),
        pytest.param("\n", id="line breaks"),
        pytest.param("€", id="three bytes"),
    ],
)
def test_the_longest_text_fits_whatever_its_characters(sign: str) -> None:
    for content in (
        Case(sign * TEXT_LIMIT, ALL, b"\xff" * 32),
        Reply(b"\xff" * 32, (1 << 63) - 1, sign * TEXT_LIMIT),
    ):
        assert len(written(content)) == SIZE
        assert read(written(content)) == content


def test_a_longer_text_is_not_sealed() -> None:
    with pytest.raises(ValueError, match="too long"):
        written(case("x" * (TEXT_LIMIT + 1), "a"))


def test_half_a_character_does_not_stop_a_case() -> None:
    assert read(written(case("\ud83d!", "a"))) == case("?!", "a")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\0" * SIZE, id="zeros"),
        pytest.param(b"[]\n".ljust(SIZE, b"\0"), id="another JSON"),
        pytest.param(b'{"kind":"blank"}\n'.ljust(SIZE, b"\0"), id="no size"),
        pytest.param(b'{"kind":"blank","size":0}\n', id="not padded"),
        pytest.param(b'{"kind":"blank","size":0}\nx'.ljust(SIZE, b"\0"), id="more behind it"),
        pytest.param(b'{"kind":"vote","size":0}\n'.ljust(SIZE, b"\0"), id="another kind"),
        pytest.param(b'{"kind":"case","size":0}\n'.ljust(SIZE, b"\0"), id="no mark"),
        pytest.param(
            b'{"kind":"withdrawal","mark":"eHg=","size":0}\n'.ljust(SIZE, b"\0"), id="a short mark"
        ),
        pytest.param(
            b'{"kind":"afterwards","case":-1,"outcome":"tried","size":0}\n'.ljust(SIZE, b"\0"),
            id="a number below nought",
        ),
        pytest.param(b"[" * SIZE, id="a deep nest"),
        pytest.param(written(case("x" * 9, "a")).replace(b"x", b"\xff"), id="no UTF-8"),
    ],
)
def test_a_forged_content_is_none(data: bytes) -> None:
    assert read(data) is None


# --- the window ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("members", "answers"), [(1, 5), (5, 5), (7, 5), (8, 6), (9, 6), (10, 7), (13, 9), (15, 10)]
)
def test_two_thirds_must_have_answered_and_at_least_five(members: int, answers: int) -> None:
    assert minimum(members) == answers


def test_below_five_members_nothing_is_promised() -> None:
    assert [may_promise(members) for members in (0, 4, 5, 13)] == [False, False, True, True]


@pytest.mark.parametrize(
    ("window", "members", "now", "verdict"),
    [
        pytest.param(Window(State.OPEN, CALL, AGENDA), 13, CALL, Bringing.OK, id="at the call"),
        pytest.param(
            Window(State.OPEN, CALL, AGENDA), 13, AGENDA + DAY, Bringing.OK, id="till it is opened"
        ),
        pytest.param(
            Window(State.OPEN, CALL, AGENDA), 13, CALL - DAY, Bringing.NOT_YET, id="before"
        ),
        pytest.param(
            Window(State.OPENED, CALL, AGENDA), 13, AGENDA, Bringing.CLOSED, id="once opened"
        ),
        pytest.param(
            Window(State.VOID, CALL, AGENDA), 13, CALL, Bringing.CLOSED, id="the keys are lost"
        ),
        pytest.param(None, 13, CALL, Bringing.NO_WINDOW, id="there is none"),
        pytest.param(None, 4, CALL, Bringing.TOO_SMALL, id="too small, told before anything else"),
        pytest.param(
            Window(State.OPEN, CALL, AGENDA), 4, CALL, Bringing.TOO_SMALL, id="members have left"
        ),
    ],
)
def test_when_a_case_may_be_brought(
    window: Window | None, members: int, now: datetime, verdict: Bringing
) -> None:
    assert may_bring(window, members, now) is verdict


@pytest.mark.parametrize(
    ("state", "answered", "now", "verdict", "missing"),
    [
        pytest.param(State.OPEN, 9, AGENDA, Opening.OK, 0, id="enough, in time"),
        pytest.param(State.OPEN, 13, AGENDA - DAY, Opening.TOO_EARLY, 0, id="before its time"),
        pytest.param(State.OPEN, 7, AGENDA, Opening.TOO_FEW, 2, id="two are missing"),
        pytest.param(State.OPENED, 13, AGENDA, Opening.WRONG_STATE, 0, id="opened already"),
        pytest.param(State.VOID, 13, AGENDA, Opening.WRONG_STATE, 0, id="the keys are lost"),
    ],
)
def test_when_the_urn_may_be_opened(
    state: State, answered: int, now: datetime, verdict: Opening, missing: int
) -> None:
    readiness = may_open(Window(state, CALL, AGENDA), 13, answered, now)
    assert (readiness.verdict, readiness.missing) == (verdict, missing)


def test_an_urn_of_a_group_that_shrank_below_the_promise_stays_shut() -> None:
    readiness = may_open(Window(State.OPEN, CALL, AGENDA), 3, 3, AGENDA)
    assert (readiness.verdict, readiness.missing) == (Opening.TOO_FEW, 2)


# --- opening ------------------------------------------------------------------------------------


def unshuffled(cases: list[Case]) -> None:
    """As a shuffle may leave them too."""


def test_cases_get_letters_in_the_order_of_the_shuffle_and_blanks_none() -> None:
    result = opened([case("two", "b"), Blank(), case("one", "a")], list.reverse)
    assert [(it.letter, it.text) for it in result.cases] == [("A", "two"), ("B", "one")]
    assert [letter(place) for place in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]


@given(
    st.lists(CONTENTS, max_size=8).flatmap(
        lambda them: st.tuples(st.just(them), st.permutations(them))
    )
)
def test_what_is_opened_does_not_depend_on_the_order_in_the_urn(
    orders: tuple[list[Content], list[Content]],
) -> None:
    first, second = (opened(order, random.Random(7).shuffle) for order in orders)  # noqa: S311
    assert first == second


def test_the_same_case_sent_twice_is_one_that_either_receipt_knows() -> None:
    careful = Choices(help=frozenset({Help.IDEAS}), age=Age.CHILD, use=Use.SESSION_ONLY)
    freer = Choices(help=frozenset({Help.HEARD}), age=Age.ADULT, use=Use.SUMMARY)
    (only,) = opened([case("x", "b", freer), case("x", "a", careful)], unshuffled).cases
    assert only.marks == (mark("a"), mark("b"))
    assert only.choices == Choices(help=frozenset({Help.IDEAS, Help.HEARD}))


def test_a_withdrawn_case_is_never_seen_nor_its_copy() -> None:
    contents: list[Content] = [case("x", "a"), case("x", "b"), case("y", "c")]
    contents.append(Withdrawal(mark("a")))
    result = opened(contents, unshuffled)
    assert [it.text for it in result.cases] == ["y"]
    assert result.withdrawals == {mark("a")}


def test_what_is_said_of_earlier_cases_comes_along() -> None:
    replies = [Reply(mark("b"), 2, "later"), Reply(mark("a"), 1, "first")]
    outcomes = [Afterwards(9, Outcome.TRIED), Afterwards(3, Outcome.HELPED)]
    contents: list[Content] = [*replies, *outcomes, Blank()]
    result = opened(contents, unshuffled)
    assert result.replies == (replies[1], replies[0])
    assert result.afterwards == (outcomes[1], outcomes[0])
    assert not result.cases
