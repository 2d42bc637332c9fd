"""Duos: two people who share a seat and take turns."""
