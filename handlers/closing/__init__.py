"""The end of a cycle: evaluation, who goes on, closing, farewell."""
