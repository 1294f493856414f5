"""The public shell: templates, components, columns and search (duty 11)."""
