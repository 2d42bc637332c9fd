"""The room of communities: founding one, and tying its group chat."""
