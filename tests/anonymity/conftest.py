"""The full form runs only when it is asked for, and the figures are told at the end."""

from collections.abc import Callable

import pytest

_TABLES: pytest.StashKey[list[str]] = pytest.StashKey()

Tell = Callable[[str, str], None]


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_TABLES] = []


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "anonymity" in config.option.markexpr:
        return
    left_out = [item for item in items if item.get_closest_marker("anonymity")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Tell:
    """Show figures at the end of the run, if it was asked for them."""

    def told(title: str, figures: str) -> None:
        request.config.stash[_TABLES].append(f"{title}\n{figures}")

    return told


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if "anonymity" in config.option.markexpr:
        for figures in config.stash[_TABLES]:
            terminalreporter.write_line("")
            terminalreporter.write(figures + "\n")
