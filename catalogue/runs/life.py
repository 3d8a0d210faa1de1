"""The order of a run: start, finish (plan, judge, apply or quarantine), release, reject; and mending after a crash.

A run that died while reading is closed as failed; one that died while applying is applied again.
"""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from catalogue.audit import record
from catalogue.database import unit_of_work
from catalogue.declaration import SourceDeclaration
from catalogue.runs.applying import apply_run
from catalogue.runs.door import Door, RunProblem, key_of, source_lock
from catalogue.runs.figures import figures_of
from catalogue.runs.judge import RunFigures, failures, suspicions
from catalogue.runs.opted_out import refuse_opted_out, wish_of
from catalogue.runs.plan import plan_run
from catalogue.runs.reasons import Reason, because, of_failure
from catalogue.tables import CrawlRun, RunState, Source, utcnow


def start_run(door: Door, source: Source) -> int:
    """Close what an earlier process left behind, then open a run. Call with `source_lock` held."""
    mend(door, source)
    with unit_of_work(door.engine) as session:
        run = CrawlRun(source_id=key_of(source), started_at=utcnow())
        session.add(run)
        session.flush()
        return key_of(run)


def mend(door: Door, source: Source) -> None:
    """Finish runs of a process that died: reading ones fail, half-applied ones are applied."""
    with unit_of_work(door.engine) as session:
        for run in _in_state(session, source, RunState.RUNNING):
            _close(run, RunState.FAILED, [because("process_ended")])
        half_applied = [key_of(run) for run in _in_state(session, source, RunState.APPLYING)]
    for run_id in half_applied:
        plan_run(door, run_id)
        apply_run(door, run_id)


def _in_state(session: Session, source: Source, state: RunState) -> Sequence[CrawlRun]:
    query = select(CrawlRun).where(CrawlRun.source_id == source.id, CrawlRun.state == state)
    return session.exec(query.order_by(col(CrawlRun.id))).all()


def finish_run(door: Door, run_id: int) -> CrawlRun:
    """Plan and judge the run; apply it when healthy. Gives the closed run: applied, quarantined or failed."""
    planned = plan_run(door, run_id)
    with unit_of_work(door.engine) as session:
        run = session.get_one(CrawlRun, run_id)
        figures = figures_of(session, run, planned)
        run.counts = {**figures.outcomes, **run.counts}
        failed, suspect = _failures(session, run, figures), suspicions(figures, _declaration(session, run).expectations)
        if failed:
            _close(run, RunState.FAILED, failed)
        elif suspect:
            _close(run, RunState.QUARANTINED, suspect)
        else:
            run.state = RunState.APPLYING
    return apply_run(door, run_id) if run.state == RunState.APPLYING else run


def _failures(session: Session, run: CrawlRun, figures: RunFigures) -> list[Reason]:
    wish = wish_of(session, session.get_one(Source, run.source_id))  # it may have been told while we crawled
    return [because("not_crawled", detail=wish)] if wish else failures(figures)


def _declaration(session: Session, run: CrawlRun) -> SourceDeclaration:
    return SourceDeclaration.model_validate(session.get_one(Source, run.source_id).declaration)


def fail_run(door: Door, run_id: int, reason: str) -> CrawlRun:
    """Close a run that could not be carried out; reason: the words it ended with."""
    with unit_of_work(door.engine) as session:
        run = session.get_one(CrawlRun, run_id)
        _close(run, RunState.FAILED, [of_failure(reason)])
        return run


def _close(run: CrawlRun, state: RunState, reasons: list[Reason]) -> None:
    run.state, run.finished_at = state, utcnow()
    run.reasons = [reason.model_dump(mode="json") for reason in reasons]


def release(door: Door, run_id: int, actor: str, reason: str | None = None) -> CrawlRun:
    """An editor says a quarantined run is right: apply it.

    Raises `RunProblem`; of it `SourceHeld` while the source is crawled, and `OptedOut` when its provider opted out.
    """
    with Session(door.engine) as session:
        source = session.get_one(Source, _waiting(session, run_id).source_id)
        refuse_opted_out(session, source)
    with source_lock(door, source.name):
        # Other runs may have been applied since it was planned: what it would change is looked at anew.
        plan_run(door, run_id)
        with unit_of_work(door.engine) as session:
            _decide(session, run_id, RunState.APPLYING, actor, reason)
        return apply_run(door, run_id)


def reject(door: Door, run_id: int, actor: str, reason: str | None = None) -> CrawlRun:
    """An editor says a quarantined run is wrong: it stays on record and changes nothing."""
    with unit_of_work(door.engine) as session:
        return _decide(session, run_id, RunState.REJECTED, actor, reason)


def _decide(session: Session, run_id: int, state: RunState, actor: str, reason: str | None) -> CrawlRun:
    run = _waiting(session, run_id)
    action = "run.release" if state == RunState.APPLYING else "run.reject"
    record(session, actor, action, f"run:{run_id}", before=str(run.state), after=str(state), reason=reason)
    run.state, run.decided_by, run.decision_reason = state, actor, reason
    return run


def _waiting(session: Session, run_id: int) -> CrawlRun:
    """The run, when it waits for a decision. Raises `RunProblem`. Locked, so that two editors do not both decide."""
    run = session.get(CrawlRun, run_id, with_for_update=True)
    if run is None:
        raise RunProblem(f"there is no run {run_id}: `vakwijzer run show` lists them")
    if run.state != RunState.QUARANTINED:
        raise RunProblem(f"run {run_id} is {run.state}: only a quarantined run waits for a decision")
    return run
