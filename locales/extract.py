"""Finds the sentences of the code for the catalogues, also those inside f-strings.

Babel's own extractor reads tokens, and before Python 3.12 an f-string is a single token.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

MARK = "Translators:"

Found = tuple[int, str, str | tuple[str, str], list[str]]


def extract(
    file: IO[bytes], _keywords: Sequence[str], _tags: Sequence[str], options: Mapping[str, Any]
) -> Iterator[Found]:
    """Line, function, message and comments of every sentence, as Babel asks of an extractor."""
    del options
    source = file.read().decode()
    comments = _comments(source)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and (sentence := _sentence(node)) is not None:
            function, message = sentence
            above = comments.get(node.lineno - 1)
            yield node.lineno, function, message, [above] if above else []


def _sentence(call: ast.Call) -> tuple[str, str | tuple[str, str]] | None:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    texts = [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    match name, texts:
        case "plural", [one, many]:
            return "ngettext", (one, many)
        case "words" | "plain" | "N_", [sentence]:
            return "gettext", sentence
        case _:
            return None


def _comments(source: str) -> dict[int, str]:
    return {
        number: line.partition("#")[2].strip()
        for number, line in enumerate(source.splitlines(), start=1)
        if line.strip().startswith(f"# {MARK}")
    }
