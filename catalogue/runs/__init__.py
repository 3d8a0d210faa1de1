"""The life of a run: start, read, plan, judge, apply or quarantine, release, reject.

`door` says where runs live and locks a source; `plan` writes down what
would change; `figures` is what the judge looks at; `applying` changes the catalogue; `life` is the order of it all.
"""

from catalogue.runs.applying import apply_run
from catalogue.runs.door import Door, RunProblem, source_lock
from catalogue.runs.life import fail_run, finish_run, mend, reject, release, start_run
from catalogue.runs.plan import plan_run

__all__ = [
    "Door", "RunProblem", "apply_run", "fail_run", "finish_run", "mend", "plan_run", "reject", "release",
    "source_lock", "start_run",
]  # fmt: skip
