"""Packages of files that prove themselves: written the same from the same content, and checked without the database."""
