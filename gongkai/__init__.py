"""Gongkai（公开）: the system that carries out a department's open-government duties and proves it."""

__version__ = "0.1.0"
