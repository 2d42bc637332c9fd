"""What every room uses: dispatch, context, forms, drafts, screens, outgoing messages."""
