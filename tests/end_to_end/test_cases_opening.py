"""The urn is opened: too early, too few, by wrong words, twice at once, lost, given back."""

import pytest
from sqlmodel import Session

from storage.cases import Case, Standing
from storage.cases.urn import Problem, Urn, UrnError
from tests.end_to_end.bringing import (
    AFTER,
    AGENDA_DAY,
    CASE,
    NAMES,
    Called,
    call_of,
    called,
    key_in,
)
from tests.end_to_end.handing import from_bot, having
from tests.end_to_end.town import Town


async def answered(town: Town) -> Called:
    """Everyone answered, Ann with a case; its receipt is in `receipt`."""
    around = await called(town)
    await around.brings(around.person("Ann"))
    await around.nothing_from([one for one in around.everyone if one.first_name != "Ann"])
    return around


async def test_it_opens_at_its_time_with_the_words_of_either(town: Town) -> None:
    around = await answered(town)
    mo, mia = around.person("Mo"), around.person("Mia")
    assert key_in(mia) == around.key
    pop_up = await mo.forges("cases:open:1", from_bot(mo)[-1])
    assert (pop_up.text or "").startswith("⛔")
    await town.moves_to(AGENDA_DAY)
    await town.settles()
    refused = await around.opens("Mia", "abandon ability able about above absent")
    assert refused.text.startswith("⛔")
    typed = mia.says(f"1. {around.key.upper().replace(' ', ', ')}")
    assert (await mia.hears("✅")).text.startswith("✅")
    await town.settles()
    assert typed.deleted
    assert not around.urn().path.exists()
    assert around.key not in str([one.text for one in mia.chat.messages if one.id > typed.id])


async def test_too_few_say_how_many_lack(town: Town) -> None:
    around = await called(town)
    await around.nothing_from([around.person(name) for name in NAMES[:3]])
    await town.moves_to(AGENDA_DAY)
    await town.settles()
    mo = around.person("Mo")
    pop_up = await mo.forges("cases:open:1", from_bot(mo)[-1])
    assert "2" in (pop_up.text or "")
    pop_up = await around.person("Ann").forges("cases:open:1", from_bot(mo)[-1])
    assert (pop_up.text or "").startswith("⛔")


async def test_two_who_open_at_once_open_it_once(town: Town) -> None:
    around = await answered(town)
    await town.moves_to(AGENDA_DAY)
    await town.settles()
    both = [around.person("Mo"), around.person("Mia")]
    for one in both:
        one.says("/cases")
        await one.presses("🔑", await one.hears(having("🔑")))
        await one.hears(having("🗑"))
    for one in both:
        one.says(around.key)
    for one in both:
        assert (
            "⛔" not in (await one.hears(lambda said: said.text.startswith(("✅", "⛔")))).text[:1]
        )
    rows = await around.rows()
    assert len(rows["case"]) == 1


async def test_both_lost_is_a_new_urn_and_everyone_is_asked_again(town: Town) -> None:
    around = await answered(town)
    await town.moves_to(AGENDA_DAY)
    await town.settles()
    mo = around.person("Mo")
    mo.says("/cases")
    await mo.presses("🔑", await mo.hears(having("🔑")))
    await mo.presses("🗑", await mo.hears(having("🗑")))
    await mo.presses("✅", await mo.hears(having("✅", "❌")))
    await town.settles()
    assert not around.urn().path.exists()
    assert key_in(mo) != around.key
    for person in around.everyone:
        assert having("✏️", "➡️")(call_of(person))
    around.key = key_in(mo)
    await around.brings(around.person("Bo"))
    await around.nothing_from([one for one in around.everyone if one.first_name != "Bo"])
    assert (await around.opens()).text.startswith("✅")


async def test_the_message_with_the_key_goes_when_noted_or_after_a_day(town: Town) -> None:
    around = await called(town)
    mo, mia = around.person("Mo"), around.person("Mia")
    given = [next(one for one in from_bot(who) if around.key in one.text) for who in (mo, mia)]
    await mo.presses("✅", given[0])
    await town.settles()
    assert given[0].deleted
    await town.moves_to("2026-09-22 15:00")
    await town.settles()
    assert given[1].deleted


async def test_a_key_that_is_too_old_to_be_deleted_loses_its_text(town: Town) -> None:
    around = await called(town)
    given = next(one for one in from_bot(around.person("Mo")) if around.key in one.text)
    await town.moves_to("2026-09-24 15:00")
    await town.settles()
    assert given.deleted or around.key not in given.text


async def test_typed_words_go_although_telegram_was_away_for_long(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.core.telegram_client.PAUSES", ())
    around = await answered(town)
    await town.moves_to(AGENDA_DAY)
    await town.settles()
    mo = around.person("Mo")
    mo.says("/cases")
    await mo.presses("🔑", await mo.hears(having("🔑")))
    await mo.hears(having("🗑"))
    town.telegram.faults.next("server error", "deleteMessage", chat_id=mo.id)
    typed = mo.says(around.key)
    await mo.hears("✅")
    assert not typed.deleted
    await town.moves_to("2026-10-06 14:05")
    await town.settles()
    assert typed.deleted


async def test_a_moderator_who_was_away_gives_no_key_but_holds_up_nothing(town: Town) -> None:
    founded = await town.community(*NAMES, language="en")
    mo, mia = founded.people["Mo"], founded.people["Mia"]
    mo.says("/plan\n2026-10-20 14:00-16:30 De Kade")
    await mo.presses("✅", await mo.hears("De Kade"))
    await town.settles()
    mo.blocks_bot()
    mia.blocks_bot()
    await town.settles()
    await town.moves_to("2026-09-21 14:00")
    await town.settles()
    assert not having("✏️", "➡️")(from_bot(founded.people["Ann"])[-1])
    mia.unblocks_bot()
    await town.settles()
    assert key_in(mia)
    assert having("✏️", "➡️")(call_of(founded.people["Ann"]))


async def test_a_lost_file_is_told_and_asked_about_again(town: Town) -> None:
    around = await answered(town)
    await town.moves_to(AGENDA_DAY)
    await town.settles()
    mo = around.person("Mo")
    mo.says("/cases")
    desk = await mo.hears(having("🔑"))
    await mo.presses("🔑", desk)
    await mo.hears(having("🗑"))
    around.urn().path.unlink()
    mo.says(around.key)
    told = await mo.hears(lambda said: said.text.startswith("⛔") and having("🗑")(said))
    await mo.presses("🗑", told)
    await mo.presses("✅", await mo.hears(having("✅", "❌")))
    await town.settles()
    assert key_in(mo) != around.key


async def test_a_full_disk_is_told_and_loses_nothing(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    around = await called(town)
    ann = around.person("Ann")
    preview = await around.writes(ann)

    def full(*_arguments: object, **_more: object) -> bool:
        raise UrnError(Problem.FULL)

    with monkeypatch.context() as patched:
        patched.setattr(Urn, "put", full)
        pop_up = await ann.presses("📨", preview)
        assert (pop_up.text or "").startswith("⛔")
        assert CASE in preview.text
    await ann.presses("📨", preview)
    await town.settles()
    assert CASE not in preview.text
    assert len(around.urn().boxes()) == 1


async def test_the_author_is_known_by_the_receipt_alone(town: Town) -> None:
    around = await called(town)
    ann, mo = around.person("Ann"), around.person("Mo")
    receipt = await around.brings(ann)
    other = await around.brings(mo, "Another question of ours, that is long enough to be a case.")
    await around.nothing_from([one for one in around.everyone if one not in (ann, mo)])
    await town.moves_to(AGENDA_DAY)
    await town.settles()
    await around.opens()
    ann.says("/case")
    await ann.presses("🔑", await ann.hears(having("🔑")))
    ann.says("one two three")
    await ann.hears("⛔")
    typed = ann.says(receipt.upper())
    own = await ann.hears(having("👁"))
    letters = [(await ann.presses("👁", own)).text]
    mo.says("/case")
    await mo.presses("🔑", await mo.hears(having("🔑")))
    mo.says(other)
    letters.append((await mo.presses("👁", await mo.hears(having("👁")))).text)
    assert sorted(str(one).rstrip(".")[-1] for one in letters) == ["A", "B"]
    await ann.presses("🗑", own)
    await town.settles()
    assert CASE not in own.text
    pop_up = await ann.presses("✅", own)
    assert (pop_up.text or "").startswith("✅")
    await town.settles()
    assert typed.deleted
    assert CASE not in str(await around.rows())
    assert own.deleted


async def test_withdrawn_before_the_opening_nobody_reads_it(town: Town) -> None:
    around = await called(town)
    ann = around.person("Ann")
    receipt = await around.brings(ann)
    ann.says("/case")
    await ann.presses("🔑", await ann.hears(having("🔑")))
    ann.says("abandon ability able about above")
    pop_up = await ann.presses("🗑", await ann.hears(having("🗑")))
    assert not (pop_up.text or "").startswith("✅")
    ann.says(receipt)
    await town.settles()
    pop_up = await ann.presses("🗑")
    assert (pop_up.text or "").startswith("✅")
    await around.nothing_from([one for one in around.everyone if one is not ann])
    assert len(around.since(ann)) == 1
    # The envelope that takes the case back is one more, as after any change of mind.
    assert len(around.urn().boxes()) == 8
    await town.moves_to(AGENDA_DAY)
    await town.settles()
    assert "0" in (await around.opens()).text


def _chosen(session: Session) -> None:
    case = session.get_one(Case, 1)
    case.is_chosen, case.standing = True, Standing.ACCEPTED.value
    session.add(case)


async def test_at_the_next_two_calls_everyone_is_asked_how_it_went(town: Town) -> None:
    around = await answered(town)
    await town.moves_to(AGENDA_DAY)
    await town.settles()
    await around.opens()
    await town.app.database.write(_chosen)
    await town.moves_to("2026-10-18 14:00")
    await town.settles()
    assert len((await around.rows())["case_window"]) == 1
    await town.moves_to(AFTER)
    await town.settles()
    await around.lets_go(2)
    await town.moves_to("2026-11-17 17:00")
    await town.settles()
    asked = [having("👍", "🚧", "🌱")(call_of(person)) for person in around.everyone]
    assert asked == [True] * 7
    ann = around.person("Ann")
    bo, call, answers = (
        around.person("Bo"),
        call_of(ann),
        [call_of(ann), call_of(around.person("Bo"))],
    )
    for _ in range(2):
        pop_up = await ann.presses("👍", call)
        assert (pop_up.text or "").startswith("✅")
    await bo.presses("➡️", call_of(bo))
    await town.settles()
    # It answers the call like 'nothing this time': a call left open would name the author.
    assert answers[0].text == answers[1].text
    assert answers[0].text.startswith("✅")
    assert len(around.urn(3).boxes()) == 2
