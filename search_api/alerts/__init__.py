"""The mails about new courses: the search behind one, and its words."""
