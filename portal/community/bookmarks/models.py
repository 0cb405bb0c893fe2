"""What a member keeps: bookmarks, where listening stopped, saved searches."""
