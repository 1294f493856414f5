"""Official papers as PDF: one call that takes a template of ours and plain data."""
