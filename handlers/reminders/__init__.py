"""The bundled reminder of one person and the steps around a meeting."""
