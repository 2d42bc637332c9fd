"""A case is brought without a name: every step, every refusal, and the one line that stays.

Signs and what people wrote are looked for, not the program's own words.
"""

import asyncio
from typing import Any

import pytest

from bot.playground.people import Person
from tests.end_to_end.bringing import (
    AGENDA_DAY,
    CASE,
    WARNED,
    Called,
    call_of,
    called,
    receipt_in,
    until,
)
from tests.end_to_end.handing import from_bot, having, holding
from tests.end_to_end.town import Town

LONG = "Wat doen we? " * 240


async def ends_alike(around: Called, one: Person, other: Person) -> None:
    await around.town.settles()
    await until(lambda: around.since(one) == around.since(other))
    assert len(around.since(one)) == 1


async def test_who_brings_and_who_does_not_end_with_the_same_line_in_every_language(
    town: Town,
) -> None:
    around = await called(town, ("nl", "nl", "fr", "fr", "en"))
    silent = [around.person(name) for name in ("Bo", "Dora", "Mia")]
    await around.nothing_from(silent)
    pairs = (("Ann", "Bo"), ("Chris", "Dora"), ("Eva", "Mia"))
    for name, other in pairs:
        person = around.person(name)
        await person.presses("✏️", call_of(person))
        await person.presses("❗", await person.hears(having("❗")))
        helped = await person.hears(holding("112", "1712", "106", "107", "1813"))
        await person.presses("⬅️", helped)
        await person.presses("➡️", await person.hears(having("❗")))
        await person.hears(lambda said: having("❌")(said) and not having("❗")(said))
        person.says(f"{name}: {CASE}")
        preview = await person.hears(having("📨"))
        assert preview.text.count(f"{name}: {CASE}") == 1
        await person.presses("▸", preview)
        await person.presses("☐", preview)
        assert "<b>" in preview.html.partition("</blockquote>")[2]
        await person.presses("📨", preview)
        await ends_alike(around, person, around.person(other))
    assert len(around.urn().answered()) == 6
    assert len(around.urn().boxes()) == 6


@pytest.mark.parametrize("way", ["again", "left", "short", "long", "details", "command", "after"])
async def test_every_detour_leaves_the_same_line(town: Town, way: str) -> None:
    around = await called(town)
    ann, bo = around.person("Ann"), around.person("Bo")
    await around.nothing_from([bo])
    if way == "after":
        await around.nothing_from([ann])
    if way in ("command", "after"):
        ann.says("/case")
        await ann.presses("➡️", await ann.hears(having("❗")))
        await ann.hears(lambda said: having("❌")(said) and not having("❗")(said))
    else:
        await around.begins(ann)
    if way == "left":
        ann.says(CASE)
        await ann.presses("❌", await ann.hears(having("📨")))
        assert call_of(ann).text == call_of(around.person("Eva")).text
        await around.begins(ann)
    if way in ("short", "long"):
        first = ann.says("Help" if way == "short" else LONG)
        refused = await ann.hears("⛔")
        assert not first.deleted
        assert refused.id == next(one.id for one in from_bot(ann) if having("❌")(one))
    ann.says("Mevrouw Peeters: " + CASE if way == "details" else CASE)
    preview = await ann.hears(having("📨"))
    if way == "details":
        assert WARNED in preview.text
    if way == "again":
        await ann.presses("✏️", preview)
        ann.says("Once more: " + CASE)
        preview = await ann.hears(holding("Once more"))
    await ann.presses("📨", preview)
    await ends_alike(around, ann, bo)


@pytest.mark.parametrize(
    ("command", "lines"),
    [
        ("/casus", "vraag: {}\nsituatie: Veel.\nhulp: ideeën, ervaring\nleeftijd: 12-25"),
        ("/situation", "question : {}\nsituation : Beaucoup.\naide : idées\nâge : 12-25"),
        (
            "/case",
            "question: {}\nsituation: A lot.\nage: 12-25\ndomains: housing, papers\nuse: summary",
        ),
        ("/case", "{}"),
    ],
)
async def test_a_case_is_given_at_once(town: Town, command: str, lines: str) -> None:
    around = await called(town)
    ann, bo = around.person("Ann"), around.person("Bo")
    await around.nothing_from([bo])
    ann.says(f"{command}\n{lines.format(CASE)}")
    preview = await ann.hears(having("📨"))
    quoted = preview.html.partition("<blockquote>")[2].partition("</blockquote>")[0]
    assert quoted.startswith(CASE)
    assert "12-25" not in quoted
    assert ("12-25" in preview.text) == (lines != "{}")
    await ann.presses("📨", preview)
    await ends_alike(around, ann, bo)


MESSAGES: dict[str, dict[str, Any]] = {
    "photo": {"photo": [{"file_id": "x"}], "caption": CASE},
    "album": {"photo": [{"file_id": "x"}], "media_group_id": "7"},
    "voice": {"voice": {"file_id": "x", "duration": 1}},
    "document": {"document": {"file_id": "x"}},
    "sticker": {"sticker": {"file_id": "x"}},
    "forward": {"text": CASE, "forward_origin": {"type": "hidden_user", "sender_user_name": "x"}},
    "quote": {"text": CASE, "quote": {"text": "x", "position": 0}},
    "via_bot": {"text": CASE, "via_bot": {"id": 5, "is_bot": True, "first_name": "x"}},
    "location": {"location": {"latitude": 50.8, "longitude": 4.3}},
    "contact": {"contact": {"phone_number": "1", "first_name": "x"}},
    "poll": {"poll": {"id": "1", "question": "x"}},
}


async def test_only_typed_text_is_taken_and_everything_else_goes(town: Town) -> None:
    around = await called(town)
    ann, bo = around.person("Ann"), around.person("Bo")
    await around.nothing_from([bo])
    outline = await around.begins(ann)
    before = await around.rows()
    for kind, content in MESSAGES.items():
        message = town.telegram.world.post_message(ann.chat, ann, text="x")
        raw = {
            "message_id": message.id,
            "date": 1,
            "chat": {"id": ann.id, "type": "private"},
            "from": {"id": ann.id, "is_bot": False, "first_name": "Ann", "language_code": "en"},
        }
        town.telegram.faults.poison({"message": raw | content})
        await town.telegram.handled()
        assert message.deleted, kind
        assert "⛔" in outline.text
    typed = ann.says(CASE)
    preview = await ann.hears(having("📨"))
    await town.settles()
    assert typed.deleted
    assert await around.rows() == before
    await ann.presses("📨", preview)
    await ends_alike(around, ann, bo)


@pytest.mark.parametrize("case", ["member", "stranger", "hidden", "without the right"])
async def test_a_case_in_the_group_is_not_one(town: Town, case: str) -> None:
    around = await called(town)
    group = around.founded.group
    assert group is not None
    ann, mo = around.person("Ann"), around.person("Mo")
    author = ann
    if case == "stranger":
        author = town.telegram.world.person("Zed", language_code="fr")
        author.joins(group)
    if case == "hidden":
        author = mo
    if case == "without the right":
        mo.promotes_bot(group, "pin_messages")
    await town.settles()
    before = await around.rows()
    for command in ("/case", "/casus", "/situation"):
        said = author.says(f"{command} {CASE}", group, anonymous=case == "hidden")
        await town.telegram.handled()
        assert said.deleted == (case != "without the right")
    await town.settles()
    now = await around.rows()
    assert {name: rows for name, rows in now.items() if name != "present"} == {
        name: rows for name, rows in before.items() if name != "present"
    }
    if case in ("member", "without the right"):
        assert "/case" in (await ann.sees("⛔")).text


DETAILS = {
    "nl": "Meneer Janssens, Wetstraat 16, 0475 12 34 56, jan@example.com, geboren op 3/4/1961. ",
    "fr": "Madame Dupont, rue Haute 12, 0475 12 34 56, née le 3/4/1961, a@example.com. ",
    "en": "Mrs Smith, born on 3/4/1961, phone 0475 12 34 56, a@example.com. ",
}


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
async def test_what_may_say_who_it_is_is_pointed_out_and_never_forbidden(
    town: Town, language: str
) -> None:
    around = await called(town, (language,), ("Annelies", "Bo", "Chris", "Dora", "Eva"))
    ann = around.person("Annelies")
    around.founded.people["Ann"] = ann
    preview = await around.writes(ann, DETAILS[language] + "Chris en Annelies. " + CASE)
    warned = preview.text.partition(WARNED)[2]
    assert "0475 12 34 56" in warned
    assert "a@example.com" in warned or "jan@example.com" in warned
    assert warned.count("•") >= 4
    await ann.presses("📨", preview)
    assert len(around.urn().boxes()) == 1


async def test_a_hundred_presses_are_one_envelope_and_one_line(town: Town) -> None:
    around = await called(town)
    ann, bo = around.person("Ann"), around.person("Bo")
    await around.nothing_from([bo])
    preview = await around.writes(ann)
    await asyncio.gather(*(ann.presses("📨", preview) for _ in range(2)))
    await asyncio.gather(*(ann.forges("cases:seal:1:0", preview) for _ in range(98)))
    await ends_alike(around, ann, bo)
    assert len(around.urn().boxes()) == 2


async def test_an_old_preview_can_no_longer_be_sealed_and_says_so(town: Town) -> None:
    around = await called(town)
    ann = around.person("Ann")
    ann.says(f"/case {CASE}")
    preview = await ann.hears(having("📨"))
    data = next(b.data for r in preview.rows for b in r if b.text.startswith("📨"))
    town.telegram.world.delete_message(preview)
    pop_up = await ann.forges(str(data), preview)
    assert (pop_up.text or "").startswith("⛔")
    assert not around.urn().boxes()


async def test_a_small_community_is_told_before_anyone_writes(town: Town) -> None:
    founded = await town.community("Ann", "Bo", language="en")
    mo, ann = founded.people["Mo"], founded.people["Ann"]
    mo.says("/plan\n2026-10-20 14:00-16:30 De Kade")
    await mo.presses("✅", await mo.hears("De Kade"))
    await town.moves_to("2026-09-21 14:00")
    await town.settles()
    assert not any("🔑" in one.text for one in from_bot(mo))
    typed = ann.says(f"/case {CASE}")
    await ann.hears("5")
    assert typed.deleted


async def test_who_left_or_was_erased_no_longer_counts(town: Town) -> None:
    around = await called(town)
    await around.nothing_from([around.person(name) for name in ("Ann", "Bo", "Chris", "Dora")])
    await around.brings(around.person("Eva"))
    ann = around.person("Ann")
    ann.says("/forget")
    await ann.presses("✅", await ann.hears(having("✅")))
    await town.moves_to(AGENDA_DAY)
    await town.settles()
    mo = around.person("Mo")
    mo.says("/cases")
    desk = await mo.hears("4")
    assert having("🔑")(desk) is False or "1" in desk.text
    await around.nothing_from([mo])
    assert (await around.opens()).text.startswith("✅")


async def test_a_receipt_is_drawn_anew_for_each_case(town: Town) -> None:
    around = await called(town)
    ann = around.person("Ann")
    first = receipt_in(await around.writes(ann))
    ann.says("Another one: " + CASE)
    second = await ann.hears(holding("Another one"))
    assert receipt_in(second) != first
