"""Steps around meetings: when they fall due, and for whom."""
