"""The text of an official document: read, compared, set as GB/T 9704-2012 asks, written for editing. Pure, no Django."""
