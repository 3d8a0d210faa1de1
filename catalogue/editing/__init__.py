"""What editors do to courses and words, on record, and how it is taken back."""
