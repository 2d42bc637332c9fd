"""What may be logged: event names, figures and references; never a text, a name or the token.

A line is built only from the arguments of `event` and `failure`. Of any other log record, ours or
a library's, only the place and the kind of error are written and not the message, because
libraries put texts, values and the token into theirs.
"""

import logging
import re
import sys
import threading
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import TextIO
from uuid import UUID

Figure = int | float | bool | str | Enum | UUID | None

_OURS = ("bot", "handlers", "storage", "locales", "__main__")
_HIDDEN = "hidden"
_SHORTEST_SECRET = 4  # a shorter one would be replaced inside of ordinary words
_LONGEST_TRACE = 8  # frames
_LONGEST_CHAIN = 4  # an error with its causes

# A word of the code (`send_message`, `sendMessage`) or a reference (`meeting-12`).
_WORD = re.compile(r"[a-z]+(?:_?[a-z]+|[A-Z][a-z]+)*(?:-[0-9]{1,12})?")
_LONGEST_WORD = 48
_LOGGER_NAME = re.compile(r"[A-Za-z0-9_.]{1,80}")


def set_up(level: str, secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """Log to `stream` (the standard error by default), one line an event.

    `level` is that of this program's own loggers; libraries are logged from WARNING up, without
    their messages. `secrets` are replaced by `hidden` in every line, as a last safeguard.
    """
    # Uncaught errors must not reach the terminal with their values either.
    sys.excepthook = _uncaught
    sys.unraisablehook = _unraisable
    threading.excepthook = _uncaught_in_thread
    logging.raiseExceptions = False  # otherwise a failing log call prints its arguments
    logging.captureWarnings(capture=True)
    handler = logging.StreamHandler(stream)
    handler.addFilter(_is_logged)
    handler.setFormatter(_Line(secrets))
    root = logging.getLogger()
    for former in root.handlers[:]:
        root.removeHandler(former)
    root.addHandler(handler)
    root.setLevel(max(logging.getLevelNamesMapping()[level], logging.WARNING))
    for name in _OURS:
        logging.getLogger(name).setLevel(level)


def event(
    logger: logging.Logger, name: str, /, *, level: int = logging.INFO, **figures: Figure
) -> None:
    """Log that something happened, with numbers, booleans, words of the code and references.

    A string that is no such word is shown as `hidden`: it may be what a person typed.
    """
    _write(logger, level, name, figures, error=None)


def failure(
    logger: logging.Logger,
    name: str,
    error: BaseException,
    /,
    *,
    level: int = logging.ERROR,
    **figures: Figure,
) -> None:
    """Log that something failed, with the error's kind and place but without its message."""
    _write(logger, level, name, figures, error)


def _write(
    logger: logging.Logger,
    level: int,
    name: str,
    figures: Mapping[str, Figure],
    error: BaseException | None,
) -> None:
    if logger.isEnabledFor(level):
        shown = {_word(key): _figure(figure) for key, figure in figures.items()}
        logger.log(level, "", exc_info=error, extra={"event": _word(name), "figures": shown})


def _word(text: str) -> str:
    return text if len(text) <= _LONGEST_WORD and _WORD.fullmatch(text) else _HIDDEN


def _figure(figure: object) -> str:
    match figure:
        case None | bool():
            return str(figure).lower()
        case Enum():
            return _word(figure.name.lower())
        case int() | UUID():
            return str(figure)
        case float():
            return f"{figure:.6g}"
        case str():
            return _word(figure)
        case _:
            return _HIDDEN


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] in _OURS


def _is_logged(record: logging.LogRecord) -> bool:
    # A library may have set a level of its own on its loggers.
    return record.levelno >= logging.WARNING or _is_ours(record)


class _Line(logging.Formatter):
    """Formats a record as `key=value` pairs on one line, from safe parts only."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        self._secrets = sorted(
            {secret for secret in secrets if len(secret) >= _SHORTEST_SECRET}, key=len, reverse=True
        )

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; of a record that did not come through `event` only its place."""
        line = " ".join(f"{key}={value}" for key, value in _parts(record))
        for secret in self._secrets:
            line = line.replace(secret, _HIDDEN)
        return line


def _parts(record: logging.LogRecord) -> Iterable[tuple[str, str]]:
    yield "at", datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    yield "level", record.levelname.lower()
    yield "logger", record.name if _LOGGER_NAME.fullmatch(record.name) else _HIDDEN
    if _is_ours(record) and hasattr(record, "event"):
        yield "event", record.event
        yield from getattr(record, "figures", {}).items()
    else:
        yield "event", "unnamed" if _is_ours(record) else "library"
        yield "place", f"{_file(record.pathname)}:{record.lineno}"
    if record.exc_info and record.exc_info[1]:
        yield from _error(record.exc_info[1])


def _error(error: BaseException) -> Iterable[tuple[str, str]]:
    yield "error", "<".join(_kind(link) for link in _chain(error))
    yield "trace", _trace(error.__traceback__) or "none"


def _chain(error: BaseException) -> list[BaseException]:
    """The error and its causes, nearest first."""
    links: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and len(links) < _LONGEST_CHAIN:
        links.append(link)
        link = _cause_of(link)
    return links


def _cause_of(error: BaseException) -> BaseException | None:
    return error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _kind(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")


def _trace(traceback: TracebackType | None) -> str:
    """The places the error came through, innermost first."""
    places = [f"{_file(frame.f_code.co_filename)}:{line}" for frame, line in walk_tb(traceback)]
    return "<".join(reversed(places[-_LONGEST_TRACE:]))


def _file(path: str) -> str:
    """A file with its folder, as in `handlers/rsvp.py`, in characters that keep the line whole."""
    return re.sub(r"[^A-Za-z0-9_./]", "_", "/".join(Path(path).parts[-2:]))


def _uncaught(
    kind: type[BaseException], error: BaseException, traceback: TracebackType | None
) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        failure(logging.getLogger("bot"), "uncaught_error", error.with_traceback(traceback))


def _unraisable(unraisable: "sys.UnraisableHookArgs") -> None:
    if unraisable.exc_value is not None:
        failure(logging.getLogger("bot"), "uncaught_error", unraisable.exc_value)


def _uncaught_in_thread(thread: threading.ExceptHookArgs) -> None:
    if thread.exc_value is not None and not issubclass(thread.exc_type, SystemExit):
        failure(logging.getLogger("bot"), "uncaught_error", thread.exc_value)
