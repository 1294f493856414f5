"""The task breakdown itself, its board computed from evidence (duty 0)."""
