"""XLSX and CSV for every listing, safe to open and in local time."""
