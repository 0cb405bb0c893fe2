"""What the Makefile calls: prepare the portal on this machine, run it, check it. Standard library only."""
