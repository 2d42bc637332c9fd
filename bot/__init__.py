"""The running program: its composition, its command line, its edges and its rules."""
