"""A fictitious applicant: draws documents, scans and photographs them."""
