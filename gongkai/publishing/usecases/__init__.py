"""Acts on releases and batches."""
