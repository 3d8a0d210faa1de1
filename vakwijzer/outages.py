"""Trouble of the machine rather than of the command: what a person is told of it, in one line."""

import errno

from sqlalchemy.exc import OperationalError

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
CLOSED = {errno.EROFS, errno.EACCES, errno.EPERM}
AGAIN = "make room there and run the command again; what was stored is kept"


def told(problem: BaseException) -> str | None:
    """What to do about a full disk, a file that this user has no right to, or a database that is busy or away.

    None for anything else: that is a fault of ours.
    """
    if isinstance(problem, OperationalError):
        return _of_database(str(problem.orig).strip().partition("\n")[0])
    if isinstance(problem, OSError) and problem.errno in NO_ROOM:
        return f"no room on the disk of VAKWIJZER_HOME ({problem.strerror}): {AGAIN}"
    if isinstance(problem, OSError) and problem.errno in CLOSED:
        return (
            f"cannot write {problem.filename or 'in VAKWIJZER_HOME'} ({problem.strerror}): give this user the right to"
        )
    return None


def _of_database(reason: str) -> str:
    if "locked" in reason:
        return "another process writes to the database and did not let go of it in 30 s: run the command again later"
    if "disk" in reason:
        return f"no room for the database ({reason}): {AGAIN}"
    return f"the database does not answer ({reason}): see that it runs, and that DATABASE_URL is right"
