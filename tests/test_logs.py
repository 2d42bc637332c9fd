import asyncio
import gc
import io
import logging
import re
import subprocess
import sys
import warnings
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from uuid import UUID

import pytest

from bot.logs import event, failure, set_up

TOKEN = "123456:AbC-dEf_gHi"
LINE = re.compile(r"(?:[a-zA-Z_]+=[^\s=]+)(?: [a-zA-Z_]+=[^\s=]+)*")
LIBRARIES = [
    "httpx",
    "httpcore",
    "telegram",
    "telegram.ext.ExtBot",
    "aiohttp.access",
    "sqlalchemy.engine",
    "apscheduler",
    "asyncio",
    "alembic",
    "aiosqlite",
    "botany",
]
HOSTILE = [
    "Els Peeters",
    "Peeters",
    "els\nlevel=info",
    "mijn buurman van 83 heeft schulden",
    "<b>Els</b> & co",
    "els@example.org",
    "Zoé·e",
    TOKEN,
    f"https://api.telegram.org/bot{TOKEN}/sendMessage",
    "a" * 200,
    "\x1b[31m",
]


class Step(Enum):
    NUDGE = "wil je nog antwoorden?"


class ToldError(Exception):
    """An error that holds what a person wrote."""


def raised(text: str) -> ToldError:
    """An error with a traceback, as libraries log it."""
    with pytest.raises(ToldError) as caught:
        raise ToldError(text)
    return caught.value


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What was logged at DEBUG; logging and the hooks are put back afterwards."""
    root = logging.getLogger()
    hooks = sys.excepthook, sys.unraisablehook, root.handlers[:], root.level
    stream = io.StringIO()
    set_up("DEBUG", [TOKEN], stream)
    yield stream
    logging.captureWarnings(capture=False)
    logging.raiseExceptions = True
    sys.excepthook, sys.unraisablehook, root.handlers[:] = hooks[:3]
    root.setLevel(hooks[3])
    for name in ("bot", "handlers", "storage", "locales", "__main__"):
        logging.getLogger(name).setLevel(logging.NOTSET)


def lines(stream: io.StringIO) -> list[str]:
    """Every line, each checked to be nothing but `key=value`."""
    found = stream.getvalue().splitlines()
    assert [line for line in found if not LINE.fullmatch(line)] == []
    return found


def test_an_event_is_one_line_of_figures_words_and_references(written: io.StringIO) -> None:
    event(
        logging.getLogger("bot.telegram.delivery"),
        "sent",
        kind="rsvp_card",
        method="editMessageText",
        step=Step.NUDGE,
        row="outbox-12",
        again=True,
        late=None,
        seconds=0.25,
        community=UUID(int=7),
        number=3,
    )

    [line] = lines(written)
    assert line.partition(" ")[2] == (
        "level=info logger=bot.telegram.delivery event=sent kind=rsvp_card method=editMessageText"
        " step=nudge row=outbox-12 again=true late=none seconds=0.25"
        " community=00000000-0000-0000-0000-000000000007 number=3"
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_person_typed_never_shows_in_our_own_lines(text: str, written: io.StringIO) -> None:
    logger = logging.getLogger("handlers.rsvp")
    event(logger, text, name=text, level=logging.DEBUG, **{text: 1})
    event(logger, "answered", thing=[text], error=ToldError(text))  # type: ignore[arg-type]
    logger.warning(text)
    logger.error("said %s", text)
    logger.info("%d", text)  # a broken call must not print its arguments either
    failure(logger, "broke", ToldError(text))

    assert len(lines(written)) == 6
    assert text not in written.getvalue()
    assert "eeters" not in written.getvalue()


@pytest.mark.parametrize("name", LIBRARIES)
def test_libraries_are_heard_without_their_words(name: str, written: io.StringIO) -> None:
    logger = logging.getLogger(name)
    logger.setLevel(logging.DEBUG)
    for text in HOSTILE:
        logger.debug(text)
        logger.info("HTTP Request: POST %s", text)
        logger.warning(text, extra={"event": text, "figures": {"a": text}})
        logger.error(text, exc_info=raised(text), stack_info=True)
    logger.setLevel(logging.NOTSET)

    found = lines(written)
    assert len(found) == 2 * len(HOSTILE)
    assert all("event=library place=tests/test_logs.py:" in line for line in found)
    assert not re.search(r"Els|Peeters|buurman|AbC|api\.telegram|\x1b", written.getvalue())


def test_a_failure_tells_kinds_and_places_down_to_the_cause(written: io.StringIO) -> None:
    def ask() -> None:
        raise ToldError(TOKEN)

    try:
        try:
            ask()
        except ToldError as cause:
            raise KeyError("Peeters") from cause
    except KeyError as error:
        failure(logging.getLogger("storage"), "unsaved", error, row=4)

    [line] = lines(written)
    assert "event=unsaved row=4 error=KeyError<tests.test_logs.ToldError" in line
    assert re.search(r"trace=tests/test_logs\.py:\d+$", line)


def test_a_secret_is_struck_out_wherever_it_got(written: io.StringIO) -> None:
    set_up("INFO", ["opensesame", "", "a"], written)

    event(logging.getLogger("bot"), "started", word="opensesame", letter="a")

    assert "word=hidden letter=a" in written.getvalue()


def test_the_level_is_kept(written: io.StringIO) -> None:
    set_up("ERROR", (), written)

    event(logging.getLogger("bot"), "started")
    logging.getLogger("telegram").warning("something")
    event(logging.getLogger("bot"), "broke", level=logging.ERROR)

    assert [line.rpartition(" ")[2] for line in lines(written)] == ["event=broke"]


def test_warnings_and_the_loops_own_complaints_lose_their_words(written: io.StringIO) -> None:
    async def forgotten() -> None:
        raise ToldError("Els Peeters")

    async def forget() -> None:
        task = asyncio.create_task(forgotten())
        await asyncio.wait([task])
        del task
        gc.collect()

    asyncio.run(forget())
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn("Els Peeters", stacklevel=1)

    found = lines(written)
    assert any("logger=asyncio" in line and "ToldError" in line for line in found)
    assert any("logger=py.warnings" in line for line in found)
    assert "Peeters" not in written.getvalue()


@pytest.mark.parametrize(
    "ending",
    [
        "raise KeyError(told)",
        "import threading; threading.Thread(target=lambda: {}[told]).start()",
        "type('Odd', (), {'__del__': lambda self: {}[told]})()",
    ],
)
def test_an_uncaught_error_does_not_print_its_values(ending: str) -> None:
    program = f"from bot.logs import set_up; set_up('DEBUG'); told = 'Els Peeters'; {ending}"

    ended = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=False,
    )

    assert "event=uncaught_error error=KeyError" in ended.stderr
    assert "Peeters" not in ended.stderr + ended.stdout
    assert len(ended.stderr.splitlines()) == 1


def test_every_event_of_the_source_is_documented() -> None:
    root = Path(__file__).parent.parent
    sources = [
        one for folder in ("bot", "handlers", "storage") for one in (root / folder).rglob("*.py")
    ]
    logged = {
        name
        for source in sources
        for name in re.findall(
            r"\b(?:event|failure)\(\s*LOGGER,\s*\"(\w+)\"", source.read_text("utf-8")
        )
    }
    documented = set(re.findall(r"`(\w+)`", (root / "docs" / "log-events.md").read_text("utf-8")))

    assert len(logged) > 20
    assert sorted(logged - documented) == []
    assert sorted(documented - logged) == ["uncaught_error"]
