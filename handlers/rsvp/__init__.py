"""The room of answers: the press on ✅ ❌ 🤔 or 🔁, and the card that shows them."""
