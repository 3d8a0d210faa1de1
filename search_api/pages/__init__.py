"""A portal's own pages, complete without JavaScript."""
