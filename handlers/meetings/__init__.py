"""The room of meetings: planning the cycle, changing one meeting, the agenda."""
