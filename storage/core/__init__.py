"""What every storage room uses: database, outbox, columns, form drafts, text encryption."""
