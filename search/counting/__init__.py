"""What is searched for, without anything about who searched: numbers per day and query for the editors."""
