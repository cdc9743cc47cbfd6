"""Light, sharpness, seals, portraits, and pages that fit a portal's limits."""
