"""Paired benchmarks: ratios and medians within one run, never absolute promises. See docs/publishing.md."""
