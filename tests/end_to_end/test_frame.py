"""The frame over HTTP: replaced in the chat, read where it should be, agreed to again."""

import re
from html import escape

import pytest
from sqlmodel import Session, col, select

from bot.playground.model import CallbackQuery, Message
from bot.playground.people import Person
from bot.rules.frame import FIRST_VERSION, QUESTIONS, Frame
from handlers.core.forms import Form
from handlers.handover.form import FORM as HANDOVER
from handlers.summaries.form import FORM as SUMMARY
from storage import frame
from storage.frame import FrameText
from storage.meetings import Meeting
from storage.members import Membership
from storage.members import Person as Known
from storage.reminders.steps import Reminder
from tests.end_to_end.bringing import NAMES, called
from tests.end_to_end.handing import MORNING_AFTER, PLAN, duo, from_bot, having, holding
from tests.end_to_end.town import BRUSSELS, Town

MARK = "Zo & <b>niet</b>"
OTHER = {"nl": "fr", "fr": "en", "en": "nl"}


@pytest.mark.parametrize(
    ("key", "form"),
    [(Frame.HANDOVER, HANDOVER), (Frame.SUMMARY, SUMMARY)],
    ids=["hand-over", "summary"],
)
def test_a_text_has_a_question_for_each_field_of_its_form(key: Frame, form: Form) -> None:
    assert QUESTIONS[key] == tuple(field.name for field in form.fields)


def done(said: Message) -> bool:
    return said.text.startswith("✅")


def is_refused(answer: CallbackQuery) -> bool:
    return (answer.text or "").startswith("⛔")


def is_of_frame(said: Message, verb: str) -> bool:
    """Whether a message has a button of the frame with this verb."""
    return f"frame:{verb}" in str(said.rows)


async def replaces(town: Town, key: Frame, language: str, text: str) -> str:
    """Have the coordinator put a text in a place; the preview that was shown before, as HTML."""
    brusano = town.brusano
    brusano.says(f"/frame {key} {language}\n{text}")
    preview = await brusano.hears(lambda said: is_of_frame(said, "save"))
    shown = preview.html
    await brusano.presses("✅", preview)
    await brusano.hears(done)
    await town.settles()
    return shown


async def newcomer(town: Town, language: str, link: str) -> dict[str, str]:
    """What somebody new reads: hello, the notice, the door of their invitation, the agreement."""
    person = town.telegram.world.person(f"New {language}", language_code=language)
    read: dict[str, str] = {}
    person.opens()
    read["start"] = (await person.hears(having("✏️"))).text
    person.says("/privacy")
    read["privacy"] = (await person.hears("/mydata")).text
    person.opens(link)
    read["door"] = (await person.hears(having("✅"))).text
    person.says(
        f"/start {link.partition('start=')[2]}\nname: N\nprofession: nurse\n"
        "sector: health care\norganisation: Het Huis"
    )
    review = await person.hears(lambda said: "2026-" in said.text)
    read["agreement"] = review.text
    await person.presses("✅", review)
    await person.hears(lambda said: said.text.startswith("🎉"))
    return read


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
async def test_a_replaced_text_is_read_in_its_language_and_in_no_other(
    town: Town, language: str
) -> None:
    founded = await town.founds()
    places = {
        Frame.NEWCOMERS: "start",
        Frame.PRIVACY: "privacy",
        Frame.PRIVACY_IN_SHORT: "door",
        Frame.AGREEMENT: "agreement",
    }
    for key in places:
        preview = await replaces(town, key, language, f"*Kop*\n- {MARK} {key} {{days}}")
        assert f"<b>Kop</b>\n• {escape(MARK, quote=False)} {key}" in preview

    read = await newcomer(town, language, founded.member)
    other = await newcomer(town, OTHER[language], founded.member)

    for key, where in places.items():
        days = "30" if key is Frame.PRIVACY else "{days}"
        assert f"Kop\n• {MARK} {key} {days}" in read[where], where
        assert MARK not in other[where], where
    assert "2026-2" in read["agreement"]
    assert "2026-2" in other["agreement"], "what one agrees to is one thing in all languages"

    town.brusano.says(f"/frame {Frame.AGREEMENT} {language}")
    shown = await town.brusano.hears(lambda said: is_of_frame(said, "history"))
    await town.brusano.presses("⬅️", shown)
    first = f"old:agreement:{language}:1"
    history = await town.brusano.hears(lambda said: is_of_frame(said, first))
    await town.brusano.forges(f"frame:{first}", history)
    await town.brusano.presses("✅", await town.brusano.hears(having("✅")))
    await town.brusano.hears(done)
    again = await newcomer(town, language, founded.member)
    assert f"{MARK} {Frame.AGREEMENT}" not in again["agreement"]
    assert "2026-3" in again["agreement"]


async def test_forms_the_letter_to_speakers_and_whom_to_call_ask_with_the_new_words(
    town: Town,
) -> None:
    six = "\n".join(f"{n}. Vraag {MARK}?" for n in range(1, 7))
    four = "\n".join(f"{n}. Verslag {MARK}?" for n in range(1, 5))
    await replaces(town, Frame.HANDOVER, "en", six)
    await replaces(town, Frame.SUMMARY, "nl", four)
    await replaces(town, Frame.SPEAKERS, "fr", f"Qui sommes-nous ? {MARK}")
    pair = await duo(town, "en", "nl")
    mo = pair.founded.people["Mo"]

    mo.says("/session 1\nspeaker: Nora\ntaal van de spreker: Frans")
    await mo.presses("📨", await mo.hears(having("📨")))
    await mo.hears("Qui sommes-nous ? Zo & <b>niet</b>")

    await pair.comes(pair.ann)
    await town.moves_to(MORNING_AFTER)
    await town.settles()
    pair.ann.says("/handover")
    await pair.ann.hears(f"1. Vraag {MARK}?")
    pair.ann.says("een zin")
    await pair.ann.hears(f"2. Vraag {MARK}?")
    mo.says("/summary")
    await mo.hears(f"2. Verslag {MARK}?")


async def test_whom_to_call_is_what_the_frame_says(town: Town) -> None:
    await replaces(town, Frame.WHO_TO_CALL, "nl", f"*199* – {MARK}")
    gathered = await called(town, ("nl", "fr"), NAMES[:3])

    for name, is_new in (("Ann", True), ("Bo", False)):
        person = gathered.person(name)
        person.says("/case")
        await person.presses("❗", await person.hears(having("❗")))
        shown = await person.hears(lambda said: having("⬅️")(said) and not having("❗")(said))
        assert (f"199 – {MARK}" in shown.text) is is_new
        assert ("1712" in shown.text) is not is_new


async def agreed(town: Town) -> dict[str, tuple[str, str]]:
    """By name, the version somebody agreed to, and the one they said no to."""

    def ask(session: Session) -> dict[str, tuple[str, str]]:
        rows = session.exec(
            select(Known, Membership).join(Membership, col(Membership.person_id) == Known.id)
        )
        return {p.name: (m.agreement_version, m.declined_version) for p, m in rows}

    return await town.app.database.read(ask)


async def of_two_members(town: Town, language: str) -> tuple[Person, Person, Person]:
    """Mo, and Anna and Ben who speak a language, in a community whose meetings are planned."""
    founded = await town.community()
    mo = founded.people["Mo"]
    anna, ben = [
        await town.registers(founded, name, founded.member, language) for name in ("Anna", "Ben")
    ]
    mo.says(PLAN)
    await mo.presses("✅", await mo.hears("De Kade"))
    await town.settles()
    return mo, anna, ben


def of_verb(person: Person, verb: str) -> Message:
    """The newest message to somebody with this button of the agreement."""
    return next(one for one in reversed(from_bot(person)) if f"agree:{verb}" in str(one.rows))


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
async def test_everyone_is_asked_once_to_agree_to_what_has_changed(
    town: Town, language: str
) -> None:
    _, anna, _ = await of_two_members(town, language)
    for one in (language, OTHER[language]):
        await replaces(town, Frame.AGREEMENT, one, f"Wij beloven {MARK} ({one})")
    assert not [one for one in from_bot(anna) if MARK in one.text], "not on the same day"

    await town.moves_to("2026-09-02 09:00")
    await town.settles()
    (asked,) = [one for one in from_bot(anna) if MARK in one.text]
    assert f"Wij beloven {MARK} ({language})" in asked.text
    assert "2026-3" in asked.text

    await replaces(town, Frame.AGREEMENT, language, f"Beter {MARK}")
    answer = await anna.presses("✅", asked)
    assert answer.alert, "it has changed since it was read"
    newer = await anna.hears(holding(f"Beter {MARK}", "2026-4"))
    assert (await agreed(town))["Anna"] == ("2026-1", "")
    await anna.presses("✅", newer)
    await anna.hears(done)
    assert (await agreed(town))["Anna"] == ("2026-4", "")
    assert "2026-4" in ((await anna.presses("✅", newer)).text or ""), "said once, answered twice"
    await town.moves_to("2026-09-03 09:00")
    await town.settles()
    assert of_verb(anna, "yes").id == newer.id


async def test_who_does_not_agree_keeps_their_place_and_the_moderators_see_it(town: Town) -> None:
    mo, anna, ben = await of_two_members(town, "fr")
    await replaces(town, Frame.AGREEMENT, "nl", MARK)
    await town.moves_to("2026-09-02 09:00")
    await town.settles()
    await anna.presses("✅", of_verb(anna, "yes"))

    ben.says("/todo")
    await ben.presses("📖", await ben.hears(having("📖")))
    await ben.presses("❌", await ben.hears(lambda said: "agree:no" in str(said.rows)))
    await ben.hears(done)
    assert (await agreed(town))["Ben"] == ("2026-1", "2026-2")
    ben.says("/todo")
    assert "agree:" not in str((await ben.hears()).rows)

    town.brusano.says("/frame agreement en")
    told = (await town.brusano.hears("📊")).text.partition("📊")[2]
    assert set(re.findall(r"[0-9]+", told)) == {"5", "2026", "2"}, "no number of a few people"
    mo.says("/todo")
    assert "📜 3" in (await mo.hears("📜")).text
    mo.says("/members")
    still, against = [one for one in (await mo.hears("📜")).text.splitlines() if "📜" in one]
    assert all(name in still for name in ("Mo", "Mia"))
    assert "Anna" not in still + against
    assert "Ben" in against
    await anna.forges(f"agree:yes:{4}:2026-2", anna.chat.messages[-1])
    assert (await agreed(town))["Ben"] == ("2026-1", "2026-2"), "nobody agrees for somebody else"
    await ben.presses("✅", of_verb(ben, "yes"))
    await town.settles()
    assert (await agreed(town))["Ben"] == ("2026-2", "")


async def test_what_was_read_is_what_one_agrees_to_at_the_door(town: Town) -> None:
    founded = await town.founds()
    anna = town.telegram.world.person("Anna", language_code="nl")
    anna.says(
        f"/start {founded.member.partition('start=')[2]}\nname: Anna\nprofession: nurse\n"
        "sector: health care\norganisation: Het Huis"
    )
    review = await anna.hears("2026-1")
    await replaces(town, Frame.AGREEMENT, "nl", f"Wij beloven {MARK}")

    await anna.presses("✅", review)
    again = await anna.hears(holding(f"Wij beloven {MARK}", "2026-2", "⛔"))
    assert await agreed(town) == {}
    await anna.presses("✅", again)
    await anna.hears(lambda said: said.text.startswith("🎉"))
    assert await agreed(town) == {"Anna": ("2026-2", "")}


async def test_of_two_coordinators_the_second_sees_the_others_text_first(town: Town) -> None:
    brusano = town.brusano
    brusano.says(f"/frame {Frame.NEWCOMERS} nl\nvan Els")
    preview = await brusano.hears(lambda said: is_of_frame(said, "save"))
    other = FrameText(
        key=Frame.NEWCOMERS.value,
        language="nl",
        version=0,
        text="van Tom",
        changed_by=901,
        changed_at=town.clock.at,
    )
    await town.app.database.write(lambda session: frame.replace(session, other, FIRST_VERSION))

    await brusano.presses("✅", preview)
    told = await brusano.hears("⛔")
    assert "2" in told.text
    await brusano.presses("📖", told)
    await brusano.hears("van Tom")
    mine = next(one for row in told.rows for one in row if "save" in (one.data or ""))
    for _ in range(2):
        await brusano.forges(mine.data or "", told)
        assert "3" in (await brusano.sees(done)).text, "a press that comes twice has one effect"


@pytest.mark.parametrize(
    ("key", "text"),
    [
        pytest.param(Frame.AGREEMENT, "x" * 2001, id="too long"),
        pytest.param(Frame.HANDOVER, "only one", id="too few questions"),
        pytest.param(Frame.NEWCOMERS, "\u200b\n\u2060", id="nothing that can be seen"),
        pytest.param(Frame.RHYTHM, "case=soon", id="no rhythm"),
    ],
)
async def test_a_text_that_does_not_fit_is_refused_and_may_be_sent_as_a_file(
    town: Town, key: Frame, text: str
) -> None:
    brusano = town.brusano
    brusano.says(f"/frame {key} nl")
    await brusano.hears()
    brusano.says("/frame" if key is Frame.RHYTHM else f"/frame {key} nl")
    await brusano.hears()
    where = "rhythm" if key is Frame.RHYTHM else f"{key}:nl"
    await brusano.forges(f"frame:write:{where}", await brusano.sees())
    await brusano.hears(having("❌"))
    brusano.says(text)
    await brusano.hears("⛔")
    for name, content in (("a.pdf", b"x"), ("a.txt", b"x" * 100_001)):
        brusano.sends_file(name, content)
        await brusano.hears("⛔")
    good = "case=21d" if key is Frame.RHYTHM else "één\ntwee\ndrie\nvier\nvijf\nzes"
    brusano.sends_file("a.txt", good.encode("utf-8-sig"))
    await brusano.presses("✅", await brusano.hears(lambda said: is_of_frame(said, "save")))
    await brusano.hears(done)


async def nudges(town: Town) -> dict[int, str]:
    """By community, when those who have not answered are asked before its first meeting."""

    def ask(session: Session) -> dict[int, str]:
        rows = session.exec(
            select(Meeting.community_id, Reminder.due_at)
            .join(Reminder, col(Reminder.meeting_id) == Meeting.id)
            .where(Reminder.step == "nudge", Meeting.number == 1)
        )
        return {key: f"{at.astimezone(BRUSSELS):%m-%d %H:%M}" for key, at in rows}

    return await town.app.database.read(ask)


async def planned(town: Town, name: str) -> Person:
    """A moderator of a new community whose meetings are planned."""
    founded = await town.founds(name)
    mo = await town.registers(founded, f"Mo {name}", founded.moderators[0])
    mo.says(PLAN.replace("09-15", "10-06"))
    await mo.presses("✅", await mo.hears("De Kade"))
    await town.settles()
    return mo


async def test_a_moderator_shifts_a_step_of_their_own_community(town: Town) -> None:
    noord, zuid = await planned(town, "Noord"), await planned(town, "Zuid")
    usual = "09-29 14:00"
    assert await nudges(town) == {1: usual, 2: usual}

    noord.says("/todo")
    todo = await noord.hears(having("✏️"))
    await noord.forges("frame:rhythm:1", todo)
    await noord.forges("frame:step:1:nudge", await noord.hears(lambda said: "Noord" in said.text))
    choices = await noord.hears(lambda said: is_of_frame(said, "shift:1:nudge:14d"))
    await noord.forges("frame:shift:1:nudge:14d", choices)
    await noord.presses("✅", await noord.hears(having("✅")))
    assert "3" in (await noord.hears(done)).text
    assert await nudges(town) == {1: "09-22 14:00", 2: usual}

    for data in ("rhythm:1", "set:1:nudge:3d:14d", "rhythm:0", "set:0:nudge:3d:7d", "places:0"):
        assert is_refused(await zuid.forges(f"frame:{data}", zuid.chat.messages[-1])), data
    for data in ("all", "text:agreement:nl", "save:agreement:nl:1", "again:agreement:nl:1:1"):
        assert is_refused(await noord.forges(f"frame:{data}", todo)), data
    await noord.forges("frame:set:1:nudge:3d:7d", todo)
    assert await nudges(town) == {1: "09-22 14:00", 2: usual}, "it no longer stands as it was shown"

    town.brusano.says("/frame rhythm\nnudge=10d")
    await town.brusano.presses("✅", await town.brusano.hears(having("✅")))
    await town.brusano.hears(done)
    assert await nudges(town) == {1: "09-22 14:00", 2: "09-25 14:00"}
    await town.brusano.forges("frame:set:1:nudge:all:14d", await town.brusano.sees())
    await town.brusano.hears(done)
    assert await nudges(town) == {1: "09-25 14:00", 2: "09-25 14:00"}


async def test_forged_buttons_change_nothing(town: Town) -> None:
    town.brusano.says("/frame")
    screen = await town.brusano.hears(having("Agreement"))
    forged = (
        *("frame", "frame:text", "frame:text:agreement", "frame:text:agreement:xx"),
        *("frame:old:agreement:nl:99", "frame:again:agreement:nl:99:1", "frame:save:agreement:nl"),
        *("frame:text:rhythm:nl", "frame:rhythm:x", "frame:rhythm:99999999999", "frame:set:0:x"),
        *("frame:set:0:nudge:1000d:7d", "frame:shift:0:nudge:off;", "frame:step:0:answer"),
        *("frame:places:2147483647", "frame:history:agreement:nl", "frame:peek:speakers:fr"),
        *("agree:yes", "agree:yes:1:2026-1", "agree:no:0:x", "agree:read:2147483647", "agree:x"),
    )
    for data in forged:
        answer = await town.brusano.forges(data, screen)
        assert "went wrong" not in str(answer.text), data
        await town.settles()
        assert "went wrong" not in town.brusano.chat.messages[-1].text, data

    assert await town.app.database.read(lambda session: session.exec(select(FrameText)).all()) == []
