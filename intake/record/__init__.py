"""The record: one database for cases, files, decisions, receipts and the log that shows tampering."""
