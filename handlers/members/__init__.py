"""The room of members: registration, the closed door of the group chat, and the list."""
