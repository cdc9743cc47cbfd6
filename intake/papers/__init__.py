"""What people read: receipt, notice, report and pictures."""
