"""A prompt from the lead's words to the answers together, in the running program."""

import pytest

from tests.end_to_end.handing import from_bot, holding
from tests.end_to_end.prompting import CLOSES, FIRST, QUESTION, SECOND, table
from tests.end_to_end.town import Town


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
async def test_a_question_is_asked_answered_and_shown_together(town: Town, language: str) -> None:
    around = await table(town, language=language, lead=language)
    lea, ann, bo, group = around.lea, around.person("Ann"), around.person("Bo"), around.group
    posts = len(group.messages)
    post = await around.asks_now()
    assert QUESTION in post.text
    assert len(group.messages) == posts + 1

    await around.answers(ann, FIRST, post, named=True)
    await around.answers(bo, SECOND, post, named=False)
    assert "2" in post.text
    assert FIRST not in post.text
    assert SECOND not in post.text
    mo, before = (
        around.person("Mo"),
        {name: len(from_bot(around.person(name))) for name in ("Ann", "Bo", "Mo")},
    )
    await around.comes("2026-09-28 10:00")
    heard = {name: len(from_bot(around.person(name))) - number for name, number in before.items()}
    assert heard == {"Ann": 0, "Bo": 0, "Mo": 1}
    assert QUESTION in from_bot(mo)[-1].text

    await around.comes(CLOSES)
    assert len(group.messages) == posts + 1
    assert holding(QUESTION, f"{FIRST} – Ann", SECOND)(post)
    assert "Bo" not in post.text
    sent = await lea.sees(lambda said: said.document is not None)
    assert sent.document is not None
    written = sent.document.content.decode()
    assert all(text in written for text in (QUESTION, FIRST, "(Ann", SECOND))
    assert "Bo" not in written

    await around.answers(mo, "Laat maar toch", post, named=False)
    assert "Laat maar toch" in post.text
    assert post.text.index("Laat") > max(post.text.index(FIRST), post.text.index(SECOND))
    await around.comes("2026-11-16 14:00")
    eve = group.messages[-1]
    assert f"https://t.me/c/{-group.id - 10**12}/{post.id}" in eve.html
    assert not any("⛔" in one.text for person in (lea, ann, bo, mo) for one in from_bot(person))
