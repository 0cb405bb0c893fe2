"""Menu and breadcrumbs."""
