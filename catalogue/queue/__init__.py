"""What needs an editor, most valuable first: one small module for each kind of question.

Questions about courses (`CourseKind`) are found when a course is followed by the index and stored in `QueueItem`, so
that reading them costs the same for ten courses and a hundred thousand. Questions about few things, such as runs and
reports (`LiveKind`), are asked of their own tables. An item's worth is harm times reach: how bad it is when nobody
looks, from 1 to 9, times the courses it touches, as `reach` counts them.
"""
