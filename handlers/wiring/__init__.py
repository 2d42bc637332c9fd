"""Joins the rooms: start, todo, due work and default texts."""
