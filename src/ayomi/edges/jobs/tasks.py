"""Long work, run apart from pages. A job only names what to do; how far it came stands in the rows of its context.

So a job may die at any moment: it is found stalled, runs again, and goes on from what was committed.
"""

from __future__ import annotations

from django.db import close_old_connections
from django.utils import timezone
from procrastinate import App, JobContext, RetryStrategy
from procrastinate.contrib.django import app as app_of_settings

from ayomi.apps.contributions.actions.assess import run_requested
from ayomi.apps.intake import actions as intake
from ayomi.apps.payments.actions.sealing import seal
from ayomi.apps.payments.actions.settle import settle_all
from ayomi.edges.jobs.reports import make_and_send

app: App = app_of_settings
AGAIN = RetryStrategy(max_attempts=5, exponential_wait=3)
SECONDS_WITHOUT_HEARTBEAT = 60.0


@app.task(queue="lists", retry=AGAIN)
def check_list(upload_id: int) -> None:
    """Read and check an uploaded list, up to the page that shows what is ready and what is not."""
    close_old_connections()
    intake.check(upload_id, at=timezone.now())


@app.task(queue="lists", retry=AGAIN)
def apply_list(upload_id: int, by: int | None) -> None:
    """Take the ready rows of a list in."""
    close_old_connections()
    intake.apply(upload_id, by=by, at=timezone.now())


def ask_to_check(upload_id: int) -> None:
    """Have a list checked. Jobs of one list follow each other; those of others do not wait for it."""
    check_list.configure(lock=f"list {upload_id}").defer(upload_id=upload_id)


def ask_to_apply(upload_id: int, *, by: int | None) -> None:
    """Have the good rows of a list taken in."""
    apply_list.configure(lock=f"list {upload_id}").defer(upload_id=upload_id, by=by)


@app.task(queue="assessment", retry=AGAIN, lock="assessment")
def assess(assessment_id: int) -> None:
    """Run a requested assessment, and pay from credit what can be paid."""
    close_old_connections()
    outcome = run_requested(assessment_id, at=timezone.now)
    settle_all(outcome.bills, by=None, at=timezone.now())


@app.periodic(cron="17 * * * *")
@app.task(queue="care", queueing_lock="seal_ledger", pass_context=False)
def seal_ledger(timestamp: int) -> None:
    """Fingerprint the transfers of the last hour."""
    close_old_connections()
    seal(at=timezone.now())


@app.periodic(cron="25 * * * *")
@app.task(queue="care", queueing_lock="reports", lock="reports", pass_context=False)
def reports_due(timestamp: int) -> None:
    """The reports of the month before. Hourly, so that a day on which nothing ran is caught up with."""
    close_old_connections()
    make_and_send(timezone.now())


@app.periodic(cron="* * * * *")
@app.task(queue="care", queueing_lock="wake_stalled", pass_context=True)
async def wake_stalled(context: JobContext, timestamp: int) -> None:
    """Put jobs whose process died back into the queue."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SECONDS_WITHOUT_HEARTBEAT):
        await manager.retry_job(job)
