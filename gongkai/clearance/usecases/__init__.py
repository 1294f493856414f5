"""The gate's verbs."""
