"""How wide a text is in a picture, in the one typeface that comes with matplotlib, so everywhere.

Measured in pixels of a figure on which a point is a pixel.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

# Imported where it draws: it takes half a second, and most programs never draw.
if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

DOTS_PER_INCH: Final = 72
"""So that a point is a pixel."""


class Letters:
    """The typeface, plain and bold."""

    def __init__(self) -> None:
        """Find the files that the library brought."""
        from matplotlib import get_data_path
        from matplotlib.font_manager import get_font

        fonts = Path(get_data_path()) / "fonts" / "ttf"
        self._files = {False: fonts / "DejaVuSans.ttf", True: fonts / "DejaVuSans-Bold.ttf"}
        self._drawable = set(get_font(str(self._files[False])).get_charmap())

    def font(self, size: int, *, is_bold: bool = False) -> "FontProperties":
        """The typeface in a size."""
        from matplotlib.font_manager import FontProperties

        return FontProperties(fname=str(self._files[is_bold]), size=size)

    def drawable(self, text: str) -> str:
        """The text without what the typeface has no letters for, such as emoji."""
        return " ".join("".join(sign for sign in text if ord(sign) in self._drawable).split())

    def width(self, text: str, size: int, *, is_bold: bool = False) -> float:
        """How many pixels a text takes."""
        from matplotlib.font_manager import get_font

        font = get_font(str(self._files[is_bold]))
        font.set_size(size, DOTS_PER_INCH)
        font.set_text(text, 0.0)
        # The library counts in 64ths of a pixel.
        return font.get_width_height()[0] / 64

    def wrapped(self, text: str, size: int, room: float, *, is_bold: bool = False) -> list[str]:
        """The text in lines for which there is room, broken between words."""
        lines: list[str] = []
        for word in self.drawable(text).split():
            joined = f"{lines[-1]} {word}" if lines else word
            if lines and self.width(joined, size, is_bold=is_bold) <= room:
                lines[-1] = joined
            else:
                lines.append(self.cut(word, size, room, is_bold=is_bold))
        return lines

    def cut(self, text: str, size: int, room: float, *, is_bold: bool = False) -> str:
        """The text, or as much of its beginning as there is room for."""
        if self.width(text, size, is_bold=is_bold) <= room:
            return text
        while text and self.width(f"{text}…", size, is_bold=is_bold) > room:
            text = text[:-1]
        return f"{text.rstrip()}…"

    def common(self, texts: Iterable[str], largest: int, smallest: int, room: float) -> int:
        """The size in which each of these texts finds room, at least the smallest."""
        shown = [self.drawable(text) for text in texts]
        widest = max(shown, key=lambda text: self.width(text, largest), default="")
        return self.fitting(widest, largest, smallest, room)[1]

    def fitting(self, text: str, largest: int, smallest: int, room: float) -> tuple[str, int]:
        """A long text in smaller letters, and their size; one that is too wide even so is cut."""
        shown = self.drawable(text)
        for size in range(largest, smallest, -2):
            if self.width(shown, size) <= room:
                return shown, size
        return self.cut(shown, smallest, room), smallest
