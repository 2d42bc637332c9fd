"""The anonymous question whether a meeting was of value."""
