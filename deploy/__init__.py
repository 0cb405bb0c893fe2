"""What brings the portal onto a machine."""
