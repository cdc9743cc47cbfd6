"""Bytes to pages: what a file is, what is in it, and its pixels, decoded in processes of their own."""
