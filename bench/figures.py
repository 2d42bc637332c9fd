"""A figure of the table, and how the table is written."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One line: what was measured, beside what it is held against."""

    letter: str
    name: str
    real: float
    unit: str
    beside: float | None = None
    """The bare program's figure, or the bound."""
    ratio: float | None = None
    target: str = ""
    is_met: bool | None = None
    note: str = ""


HEAD = ("", "figure", "real", "bare or bound", "ratio", "target", "met")


def table(figures: list[Figure]) -> str:
    """The figures in columns."""
    lines = [HEAD, *(_line(one) for one in figures)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(HEAD))]
    rows = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
    return "\n".join([rows[0], "-" * max(map(len, rows)), *rows[1:]])


def _line(one: Figure) -> tuple[str, ...]:
    met = {True: "yes", False: "NO", None: ""}[one.is_met]
    return (
        one.letter,
        one.name,
        f"{_number(one.real)} {one.unit}".strip(),
        "" if one.beside is None else f"{_number(one.beside)} {one.unit}".strip(),
        "" if one.ratio is None else f"{one.ratio:.2f}",
        one.target,
        met,
    )


def _number(value: float) -> str:
    if value == int(value) and abs(value) < 1e6:
        return str(int(value))
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def rows(figures: list[Figure]) -> list[dict[str, Any]]:
    """The figures for JSON."""
    return [asdict(one) for one in figures]
