"""`/library`: the tools, practices and resources that members share, and how trying them went."""

from handlers.library.documents import take_file
from handlers.library.overview import on_command, on_command_in_group, on_start
from handlers.library.share import FLOWS as SHARING
from handlers.library.trials import FLOW as TRYING

FLOWS = {**SHARING, TRYING.form.topic: TRYING}

__all__ = ["FLOWS", "on_command", "on_command_in_group", "on_start", "take_file"]
