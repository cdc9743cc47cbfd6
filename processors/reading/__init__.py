"""Pixels to lines of text, behind one contract; and text folded for comparison."""
