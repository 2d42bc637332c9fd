"""The running program of the praktijkgemeenschappen: its composition, its edges and its rules."""
