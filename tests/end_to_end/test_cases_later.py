"""What follows: a question answered through the next urn, people who come and go meanwhile."""

import pytest
from sqlmodel import Session

from bot.rules.cases import State
from storage import cases
from storage.cases import CaseQuestion
from storage.core.text_encryption import TextCipher
from tests.end_to_end.bringing import (
    AGENDA_DAY,
    CASE,
    Called,
    call_of,
    called,
    key_in,
    receipt_in,
)
from tests.end_to_end.handing import from_bot, having
from tests.end_to_end.town import Town

NEXT_CALL = "2026-10-20 17:00"
"""When the meeting of 20 October is over."""

QUESTION, ANSWER = "Who has the key of the house?", "The neighbour downstairs has had it for years."


def asks(session: Session, cipher: TextCipher) -> None:
    """Leave a question to the author, as the moderators do."""
    session.add(CaseQuestion(case_id=1, question=cipher.encrypt(QUESTION)))


async def answered(around: Called, window_id: int) -> None:
    """Have all who are still called and did not answer say that they have nothing."""
    done = around.urn(window_id).answered()
    assert done is not None
    for person in around.everyone:
        if having("✏️", "➡️")(from_bot(person)[-1]):
            await person.presses("➡️", from_bot(person)[-1])
    await around.town.settles()


async def test_an_answer_comes_through_the_next_urn(town: Town) -> None:
    around = await called(town)
    ann, cipher = around.person("Ann"), town.app.services.cipher
    receipt = await around.brings(ann)
    await around.nothing_from([one for one in around.everyone if one is not ann])
    await town.moves_to(AGENDA_DAY)
    await town.settles()
    assert (await around.opens()).text.startswith("✅")
    await town.app.database.write(lambda session: asks(session, cipher))
    await town.moves_to(NEXT_CALL)
    await town.settles()
    assert all(QUESTION in call_of(person).text for person in around.everyone)
    before = await around.rows()
    ann.says("/case")
    await ann.presses("🔑", await ann.hears(having("🔑")))
    ann.says(receipt)
    await ann.presses("✏️", await ann.hears(having("👁")))
    ann.says(ANSWER)
    preview = await ann.hears(having("📨"))
    assert ANSWER in preview.text
    await ann.presses("📨", preview)
    await town.settles()
    assert ANSWER not in str([one.text for one in ann.chat.messages])
    assert await around.rows() == before
    await answered(around, 2)
    around.key = key_in(around.person("Mo"))
    await town.moves_to("2026-11-05 14:00")
    await town.settles()
    await around.person("Mo").forges("cases:open:2", from_bot(around.person("Mo"))[-1])
    around.person("Mo").says(around.key)
    await around.person("Mo").hears("✅")
    said = await town.app.database.read(lambda session: cases.questions(session, 1)[0].answer)
    assert said is not None
    assert cipher.decrypt(said) == ANSWER


async def test_who_comes_after_the_call_may_bring_and_who_leads_the_monitoring_may_not(
    town: Town,
) -> None:
    around = await called(town)
    new = await town.registers(around.founded, "Nina", around.founded.member, language="en")
    lead = await town.registers(around.founded, "Lea", around.founded.lead, language="en")
    await town.settles()
    assert not any(having("✏️", "➡️")(one) for one in from_bot(lead))
    lead.says("/case " + CASE)
    await lead.hears("⛔")
    new.says("/case " + CASE)
    preview = await new.hears(having("📨"))
    assert receipt_in(preview)
    await new.presses("📨", preview)
    await town.settles()
    assert from_bot(new)[-1].text.startswith("✅")
    assert CASE not in str([one.text for one in new.chat.messages])
    assert len(around.urn().boxes()) == 1


async def test_a_community_that_becomes_too_small_takes_nothing_more(town: Town) -> None:
    around = await called(town)
    ann = around.person("Ann")
    preview = await around.writes(ann)
    for name in ("Bo", "Chris", "Dora"):
        person = around.person(name)
        person.says("/forget")
        await person.presses("✅", await person.hears(having("✅")))
    await town.settles()
    pop_up = await ann.presses("📨", preview)
    assert "5" in (pop_up.text or "")
    await ann.presses("❌", preview)
    await town.settles()
    assert CASE not in str([one.text for one in ann.chat.messages])
    assert not around.urn().boxes()


async def test_both_partners_of_a_duo_are_called(town: Town) -> None:
    around = await called(town)
    ann = around.person("Ann")
    await town.moves_to("2026-10-06 14:00")
    ann.says("/duo")
    link = (await ann.hears("start=")).text.partition("start=")[2].split()[0]
    await town.registers(around.founded, "Dirk", f"start={link}", language="en")
    await around.lets_go(1)
    await town.moves_to(NEXT_CALL)
    await town.settles()
    assert all(having("✏️", "➡️")(from_bot(around.person(name))[-1]) for name in ("Ann", "Dirk"))


@pytest.mark.parametrize("stage", ["closed", "kept"])
async def test_an_opening_that_was_cut_off_is_ended_by_the_next(
    town: Town, stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    around = await called(town)
    await around.brings(around.person("Ann"))
    await around.nothing_from([one for one in around.everyone if one.first_name != "Ann"])
    await town.moves_to(AGENDA_DAY)
    await town.settles()
    urn = around.urn()
    if stage == "closed":
        urn.close()
        pop_up = await around.person("Ann").forges(
            "cases:nothing:1", from_bot(around.person("Ann"))[-1]
        )
        assert (pop_up.text or "").startswith("⛔")
        assert (await around.opens()).text.startswith("✅")
    else:
        monkeypatch.setattr("storage.cases.urn.Urn.destroy", lambda _urn: None)
        assert (await around.opens()).text.startswith("✅")
        monkeypatch.undo()
        assert urn.path.exists()
        town.app.services.urns.destroy_others({1: False})
    assert not urn.path.exists()
    rows = await around.rows()
    assert len(rows["case"]) == 1
    assert [row for row in rows["case_window"] if State.OPENED.value in row]
