"""Telegram's HTML is read as Telegram reads it."""

import pytest

from bot.playground.entities import parse_html, with_found
from bot.playground.refusals import Refusal


@pytest.mark.parametrize(
    ("html", "text", "kinds"),
    [
        ("hoi", "hoi", []),
        ("<b>hoi</b> jij", "hoi jij", [("bold", 0, 3)]),
        ("😀 <i>ja</i>", "😀 ja", [("italic", 3, 2)]),
        ("a &lt;b&gt; &amp; c", "a <b> & c", []),
        ("<b>één <i>twee</i></b>", "één twee", [("bold", 0, 8), ("italic", 4, 4)]),
        ("  <b> hoi </b>  ", "hoi", [("bold", 0, 3)]),
        ("<b></b>leeg", "leeg", []),
        ('<a href="https://brusano.brussels">B</a>', "B", [("text_link", 0, 1)]),
        ("<tg-spoiler>x</tg-spoiler>", "x", [("spoiler", 0, 1)]),
        ('<tg-time unix="1" format="x">om 14:00</tg-time>', "om 14:00", [("date_time", 0, 8)]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
    ],
)  # fmt: skip
def test_html_becomes_text_with_entities(
    html: str, text: str, kinds: list[tuple[str, int, int]]
) -> None:
    found, entities = parse_html(html)
    assert found == text
    assert [(one["type"], one["offset"], one["length"]) for one in entities] == kinds


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("é<p>x</p>", 'Unsupported start tag "p" at byte offset 2'),
        ("1 < 2", "Unclosed start tag at byte offset 2"),
        ("1 < 2 > 0", 'Unsupported start tag "" at byte offset 2'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_bad_html_is_refused_in_telegrams_words(html: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_html(html)
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


def test_commands_links_and_mentions_are_found_in_plain_text() -> None:
    text = "😀 /help zie https://t.me/praktijkbot?start=a_b-c, @praktijkbot of /rsvp@praktijkbot."
    kinds = [one["type"] for one in with_found(text, [])]
    assert kinds == ["bot_command", "url", "mention", "bot_command"]


def test_nothing_is_found_inside_code() -> None:
    text, entities = parse_html("<code>/help</code> 12/13")
    assert [one["type"] for one in with_found(text, entities)] == ["code"]
