"""What is done with invitations, requests and accounts."""
