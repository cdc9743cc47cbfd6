"""Shoujian 收件: scans and photos of an applicant's documents, from drop folder to receipt."""
