"""A portal: its rules and looks, and which courses it shows."""
