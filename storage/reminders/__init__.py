"""Steps around meetings: when they fall due, for whom, and the bundle of one person."""
