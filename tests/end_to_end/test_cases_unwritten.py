"""Between the call and the opening nothing of a case is written, whatever Telegram does."""

from dataclasses import replace
from typing import get_args

import pytest

import handlers
from bot.playground.faults import Kind
from handlers.core.context import Context
from handlers.core.updates import Said
from tests.end_to_end.bringing import CASE, call_of, called, receipt_in, until
from tests.end_to_end.handing import having
from tests.end_to_end.town import Town

FAULTS = tuple(kind for kind in get_args(Kind) if kind not in ("hang", "refuse"))
DUTCH = "Hoe houden we contact met iemand die nergens meer opendoet en niemand belt? " * 2


async def test_bringing_refusing_and_receipts_write_no_row(town: Town) -> None:
    around = await called(town)
    ann, bo = around.person("Ann"), around.person("Bo")
    before = await around.rows()
    assert before == await around.rows()
    receipt = await around.brings(ann)
    await around.nothing_from([bo])
    ann.sends_file("a.txt", b"x")
    ann.says(f"/case {DUTCH}")
    await ann.presses("❌", await ann.hears(having("📨")))
    ann.says("/case")
    await ann.presses("🔑", await ann.hears(having("🔑")))
    ann.says(receipt)
    await ann.presses("👁", await ann.hears(having("👁")))
    await ann.presses("🗑")
    await town.settles()
    assert await around.rows() == before
    # The comparison does see what is written.
    bo.says("/rsvp")
    await bo.presses("✅", await bo.hears(having("✅")))
    await town.settles()
    assert await around.rows() != before


@pytest.mark.parametrize("fault", FAULTS)
async def test_nothing_waits_in_the_outbox_when_telegram_fails(town: Town, fault: Kind) -> None:
    around = await called(town)
    ann, bo = around.person("Ann"), around.person("Bo")
    before = await around.rows()
    preview = await around.writes(ann)
    receipt = receipt_in(preview)
    methods = ["editMessageText", "deleteMessage"]
    if fault not in ("truncated", "cut after"):
        # Of what was sent all the same nobody knows the number: that message can't be taken back.
        methods.append("sendMessage")
    for method in methods:
        town.telegram.faults.next(fault, method, chat_id=ann.id)
        town.telegram.faults.next(fault, method, chat_id=bo.id)
    await ann.presses("📨", preview)
    await bo.presses("➡️", call_of(bo))
    await until(lambda: around.since(ann) == around.since(bo))
    assert CASE not in str(around.since(ann))
    assert receipt not in str(around.since(ann))
    assert await around.rows() == before
    assert len(around.urn().boxes()) == 2


async def test_a_slow_telegram_leaves_no_row_either(town: Town) -> None:
    around = await called(town)
    ann, bo = around.person("Ann"), around.person("Bo")
    before = await around.rows()
    town.telegram.faults.slow(1.3)
    await bo.presses("➡️", call_of(bo))
    preview = await around.writes(ann)
    await ann.presses("📨", preview)
    await until(lambda: around.since(ann) == around.since(bo))
    assert await around.rows() == before
    town.telegram.faults.none()


async def test_a_case_that_is_typed_hours_later_goes_into_no_form(town: Town) -> None:
    around = await called(town)
    mo = around.person("Mo")
    mo.says("/plan")
    await town.settles()
    before = await around.rows()
    assert before["form_draft"]
    await around.begins(mo)
    await town.moves_to("2026-09-21 17:30")
    await town.settles()
    before = await around.rows()
    mo.says(CASE)
    asked = await mo.hears(having("🗳", "✏️", "🗑"))
    assert await around.rows() == before
    await mo.presses("🗳", asked)
    assert receipt_in(await mo.hears(having("📨")))


@pytest.mark.parametrize("way", ["moment", "takes_file"])
async def test_when_who_reads_first_fails_the_person_hears_so_and_no_text_is_logged(
    town: Town, way: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fails(_visit: Context, event: Said) -> bool:
        raise ValueError(event.text)

    ann = town.telegram.world.person("Ann", language_code="en")
    if way == "moment":
        monkeypatch.setattr(handlers, "TABLE", replace(handlers.TABLE, moment=fails))
        ann.says(CASE)
    else:
        monkeypatch.setattr(handlers, "TABLE", replace(handlers.TABLE, takes_file=fails))
        ann.sends_file("a.txt", b"x", caption=CASE)
    assert "went wrong on our side" in (await ann.hears("⛔")).text
    await town.settles()
    assert CASE not in caplog.text
    # Of what may have been a case not even where it failed is logged.
    assert ("Traceback" in caplog.text) is (way == "takes_file")
