"""Stacks of pages with known documents, and the rivals that take them apart."""
