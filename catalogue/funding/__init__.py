"""Who pays for a course: schemes as dated records (`scheme`, `store`), their state on a day (`status`), and whether one
applies to a course and a person (`answer`), with the facts it is held against (`facts`, `person`) and what is left to
pay (`price`). All but `store` is pure."""
