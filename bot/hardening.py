"""Keeps files and memory of the process from other people on the machine."""

import ctypes
import os
import resource
import sys
from typing import Final

OWNER_ONLY: Final = 0o077
"""The umask: database, log, urns, keys and exports are for their owner alone."""

PR_SET_DUMPABLE: Final = 4
"""Of prctl(2): 0 denies core files, and denies other processes of this user to read the memory."""


def harden() -> None:
    """Close new files to others, and write no core files, whatever the shell allows."""
    os.umask(OWNER_ONLY)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
