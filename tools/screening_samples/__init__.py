"""Prepared files for the screening engine: `python -m tools.screening_samples` writes samples/screening.

Every content is invented (示例省交通运输厅); the one identity number is the example printed in GB 11643 itself.
"""
