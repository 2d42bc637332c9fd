"""Texts and names that make no sense are refused in the person's language and not stored."""

from dataclasses import dataclass

import pytest

from tests.bad_input.conftest import Stage
from tests.bad_input.reading import news, refusals, speaks

pytestmark = pytest.mark.asyncio(loop_scope="module")

LONG = "a" * 100_000
RIGHT_TO_LEFT = "\u202eanneH\u202c\u2066\u200f"
ZERO_WIDTH = "\u200b\u200d\ufeff\u2060"


@dataclass(frozen=True)
class Case:
    """Somebody does something; `is_answered` says whether a ⛔ must come."""

    name: str
    who: str
    text: str
    is_answered: bool = True
    language: str = "nl"

    def __str__(self) -> str:
        return self.name


PLANS = {
    "31 February": "31/02/2027 14:00-16:30 X",
    "hour 25": "2027-02-19 25:61-26:00 X",
    "year 9999": "9999-12-31 14:00-16:30 X",
    "year 0": "0000-00-00 14:00-16:30 X",
    "month 13": "2027-13-45 14:00-16:30 X",
    "ends before it begins": "2027-02-19 16:30-14:00 X",
    "in the past": "2020-01-01 14:00-16:30 X",
    "ninth Tuesday": "every 9th Tuesday 14:00-16:30 from 2026-09-15 X",
    "endless number": f"{'9' * 400}-01-01 14:00-16:30 X",
    "100,000 characters": LONG,
    "right to left": f"{RIGHT_TO_LEFT} 14:00",
    "other digits": "٢٠٢٧-٠١-١٩ ١٤:٠٠ X",
}

SESSIONS = {
    "meeting 99": "99\nvenue: X",
    "meeting -1": "-1\nvenue: X",
    "meeting of 20 digits": "99999999999999999999\nvenue: X",
    "meeting ²": "²\nvenue: X",
    "31 February": "1\ndate: 31/02/2027",
    "hour 25": "1\ntime: 25:61",
    "year 9999": "1\ndate: 31/12/9999",
    "venue of 100,000 characters": f"1\nvenue: {LONG}",
}

TEXTS = [
    *(Case(f"plan: {name}", "moderator", f"/plan {text}") for name, text in PLANS.items()),
    *(Case(f"session: {name}", "moderator", f"/session {text}") for name, text in SESSIONS.items()),
    Case("attendance of a word", "moderator", "/attendance abc"),
    Case("attendance of a huge number", "moderator", "/attendance 99999999999"),
    Case("plan without the role", "member", "/plan 2027-03-19 14:00-16:30 X"),
    Case("session without the role", "member", "/session 1\nvenue: X"),
    Case("members without the role", "member", "/members"),
    Case("attendance without the role", "member", "/attendance"),
    Case("community without the role", "member", "/community\nname: X\nzone: Zuid\nlanguage: nl"),
    Case("community by a moderator", "moderator", "/gemeenschap"),
    Case("plan by a stranger", "étranger", "/plan 2027-03-19 14:00-16:30 X", language="fr"),
    Case("agenda by a stranger", "étranger", "/agenda", language="fr"),
    Case("rsvp by a stranger", "stranger", "/rsvp"),
    Case("duo by a stranger", "stranger", "/duo"),
    Case(
        "a forged invitation", "étranger", "/start AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", language="fr"
    ),
    Case("an invitation of 100,000 characters", "stranger", f"/start {LONG}"),
    Case("an invitation with quotes", "stranger", "/start ' OR 1=1 --"),
    Case("an unknown command", "étranger", "/frobnicate", language="fr"),
    Case("a command for another bot", "member", "/agenda@otherbot", is_answered=False),
]


@pytest.mark.parametrize("case", TEXTS, ids=str)
async def test_a_text_that_makes_no_sense_is_refused_in_the_persons_language(
    stage: Stage, case: Case
) -> None:
    person = stage.who(case.who)
    before, since = await stage.stored(), stage.town.telegram.world.tick

    person.says(case.text)
    await stage.town.settles()

    said = refusals(person.chat, since)
    assert bool(said) is case.is_answered, [one.text for one in news(person.chat, since)]
    assert all(speaks(one.text, case.language) for one in said), said[0].text
    assert await stage.stored() == before
    person.says("/cancel")
    await stage.town.settles()


ODD_TEXTS = {
    "nothing that is asked": "hallo?",
    "100,000 characters": LONG,
    "right to left": RIGHT_TO_LEFT,
    "zero width only": ZERO_WIDTH,
    "HTML": "<b>dag</b> & <script>",
    "a NUL": "a\x00b",
    "only a slash": "/",
    "a slash and spaces": "/   x",
    "line breaks": "\n\n\n",
}


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS)
async def test_a_text_that_answers_nothing_gets_an_answer_in_private_and_none_in_a_group(
    stage: Stage, text: str
) -> None:
    anna = stage.who("member")
    group = stage.north.group
    assert group is not None
    if group.members.get(anna.id) is None or not group.members[anna.id].present:
        anna.joins(group)
    await stage.town.settles()
    before, since = await stage.stored(), stage.town.telegram.world.tick

    anna.says(text, group)
    await stage.town.settles()
    assert news(group, since) == []
    anna.says(text)
    await stage.town.settles()

    answers = news(anna.chat, since)
    assert answers
    assert all(speaks(one.text, "nl") for one in answers), answers[0].text
    assert await stage.stored() == before


NAMES = {
    "HTML": ("<b>Anna</b> & co", "<b>Anna</b> & co"),
    "right to left": (f"A{RIGHT_TO_LEFT}na", None),
    "zero width only": (ZERO_WIDTH, None),
    "NUL": ("An\x00na", None),
    "100,000 characters": (LONG, None),
    "a combining tower": ("A" + "\u0301" * 500, None),
    "several lines": ("An\nna", None),
}


@pytest.mark.parametrize(("name", "shown"), NAMES.values(), ids=NAMES)
async def test_an_odd_name_is_shown_as_typed_or_refused_and_registers_nobody(
    stage: Stage, name: str, shown: str | None
) -> None:
    person = stage.who("stranger")
    link = stage.north.member.partition("start=")[2]
    before, since = await stage.stored(), stage.town.telegram.world.tick

    person.says(
        f"/start {link}\nname: {name}\nprofession: nurse\nsector: health care\norganisation: Huis"
    )
    await stage.town.settles()

    answers = news(person.chat, since)
    assert answers
    if shown is not None:
        assert shown in answers[-1].text
    assert all(hidden not in answers[-1].text for hidden in (RIGHT_TO_LEFT[0], "\x00"))
    assert await stage.stored() == before
    person.says("/cancel")
    await stage.town.settles()
