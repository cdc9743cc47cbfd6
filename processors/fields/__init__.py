"""Values on a page, and whether their own checks hold."""
