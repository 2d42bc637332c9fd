"""Answers to meetings: records the presses on ✅ ❌ 🤔 and 🔁, and draws the card in the group."""
