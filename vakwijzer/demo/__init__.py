"""What only the demo needs: portals of fictitious provinces, and the pages of their own that embed the widget."""
