"""The one place where rows become XLSX and CSV. Sealed values stay masked."""
