"""What a complete, valid and consistent case is."""
