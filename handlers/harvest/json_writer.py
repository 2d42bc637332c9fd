"""Writes all communities into one JSON file; docs/harvest.md describes its schema."""

import json
from typing import IO, Any, Final

from bot.rules.languages import single_languages
from handlers.harvest.labels import Labels
from storage.harvest import Figures, Harvest, Held, Practice

FORMAT: Final = "praktijkgemeenschap-harvest"
"""The value of `format`, the first key, by which the file is recognised."""

VERSION: Final = 1
"""Version of the schema: raised when a key changes its meaning or goes, not for a new key."""


class Record:
    """The JSON file of one harvest."""

    def __init__(self, labels: Labels, file: IO[bytes]) -> None:
        self._labels = labels
        self._file = file
        self._is_first = True
        head = {
            "format": FORMAT,
            "version": VERSION,
            "made_at": labels.made_at.isoformat(),
            "language": labels.words.language,
        }
        self._write(f'{_json(head)[:-1]}, "communities": [')

    def add(self, harvest: Harvest) -> None:
        """Write the harvest of one community."""
        separator = "\n" if self._is_first else ",\n"
        self._is_first = False
        self._write(f"{separator}{_json(_community(self._labels, harvest))}")

    def end(self) -> None:
        """Write the closing brackets; without them the file is not valid JSON."""
        self._write("\n]}\n")

    def _write(self, text: str) -> None:
        # A lone surrogate can't be encoded; a broken client may have sent one.
        self._file.write(text.encode("utf-8", "replace"))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _community(labels: Labels, harvest: Harvest) -> dict[str, Any]:
    community = harvest.community
    return {
        "name": community.name,
        "zone": community.zone,
        "zone_name": labels.zone(community),
        "municipality": community.municipality,
        "languages": list(single_languages(community.language)),
        "founded_on": labels.day(community.founded_at).isoformat(),
        "cycles": [_cycle(one) for one in harvest.figures],
        "sessions": [_session(labels, one) for one in harvest.held],
        "themes": [
            {
                "cycle": cycle,
                "theme": one.theme,
                "name": labels.theme(one.theme),
                "total": one.total,
                "by_session": {str(number): one.by_session[number] for number in one.sessions},
            }
            for cycle, found in harvest.themes.items()
            for one in found
        ],
        "library": {
            "shared": harvest.shared,
            "released": [_practice(one) for one in harvest.practices],
        },
    }


def _cycle(one: Figures) -> dict[str, Any]:
    return {
        "cycle": one.cycle,
        "sessions_held": one.sessions,
        "cases": None
        if one.opened is None
        else {"opened": one.opened, "came_first": one.heard, "afterwards": one.afterwards},
        "hand_overs": None if one.due is None else {"due": one.due, "written": one.written},
        "evaluation": one.evaluation,
    }


def _session(labels: Labels, one: Held) -> dict[str, Any]:
    meeting, zone = one.meeting, labels.words.zone
    return {
        "cycle": meeting.cycle,
        "session": meeting.number,
        "starts_at": meeting.starts_at.astimezone(zone).isoformat(),
        "ends_at": meeting.ends_at.astimezone(zone).isoformat(),
        "present": one.present,
        "value": one.value,
        "summary": dict(one.released),
    }


def _practice(one: Practice) -> dict[str, Any]:
    return {"kind": one.kind, "text": one.text, "trials": one.trials}
