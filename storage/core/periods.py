"""How long some rows are kept, where more than one room goes by it."""

from datetime import timedelta
from typing import Final

SENT_ROWS_KEPT: Final = timedelta(days=90)
"""How long the key of a sent outbox row is kept, so that nothing is said twice."""
