"""Texts of several messages with the buttons under the last, and lists that are leafed through."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from handlers.core.context import Context
from handlers.core.screens import PAGE, Button, Row, Screen, in_pages, shown_length
from locales import N_, Words

APART = "\n\n"


@dataclass(frozen=True, slots=True)
class Pages:
    """The messages of one text, at least one, as HTML; `rows` stand under the last.

    `protect` when none of them must be forwarded.
    """

    texts: tuple[str, ...]
    rows: tuple[Row, ...] = ()
    protect: bool = False

    @property
    def last(self) -> Screen:
        """The message with the buttons."""
        return Screen(self.texts[-1], self.rows, protect=self.protect)

    @property
    def before(self) -> tuple[Screen, ...]:
        """The messages before the last."""
        return tuple(Screen(text, protect=self.protect) for text in self.texts[:-1])

    def framed(self, above: str | None = None, below: str | None = None) -> "Pages":
        """With something said above the first and below the last, joined to them where it fits."""
        texts = list(self.texts)
        if above:
            joined = f"{above}{APART}{texts[0]}"
            texts[:1] = [joined] if shown_length(joined) <= PAGE else [above, texts[0]]
        if below:
            joined = f"{texts[-1]}{APART}{below}"
            texts[-1:] = [joined] if shown_length(joined) <= PAGE else [texts[-1], below]
        return replace(self, texts=tuple(texts))


def pages(
    blocks: Iterable[str],
    rows: tuple[Row, ...] = (),
    *,
    limit: int = PAGE,
    between: str = "\n",
    protect: bool = False,
) -> Pages:
    """Blocks of text gathered into messages of at most `limit` shown characters.

    No block is torn: one that is longer than a message by itself is the caller's fault.
    """
    texts = (text.strip() for text in in_pages(blocks, limit, between))
    return Pages(tuple(texts) or ("",), rows, protect)


async def say(context: Context, what: Pages) -> None:
    """Say all messages, one after the other."""
    for screen in (*what.before, what.last):
        await context.say(screen)


async def show(context: Context, what: Pages) -> None:
    """Show one message in place of the pressed one; several are said below it."""
    for screen in what.before:
        await context.say(screen)
    keeps_message = context.keeps_message or bool(what.before)
    await replace(context, keeps_message=keeps_message).show(what.last)


def turn_rows(
    words: Words,
    page: int,
    data: Callable[[int], str],
    *,
    has_more: bool,
    back: str = N_("Previous"),
    onward: str = N_("Next"),
) -> tuple[Row, ...]:
    """The buttons that lead from a page of a list to those beside it; none where it is alone.

    `data` makes the data of the button that opens a page, counted from 0.
    """
    row = []
    if page > 0:
        row.append(Button(f"⬅️ {words(back)}", data(page - 1)))
    if has_more:
        row.append(Button(f"➡️ {words(onward)}", data(page + 1)))
    return (tuple(row),) if row else ()
