"""Long work, run apart from pages. A job only names what to do; how far it came stands in the rows of its context.

So a job may die at any moment: it is found stalled, runs again, and goes on from what was committed.
"""

from __future__ import annotations

from django.db import close_old_connections
from django.utils import timezone
from procrastinate import App, JobContext, RetryStrategy
from procrastinate.contrib.django import app as app_of_settings

from ayomi.apps.compliance.actions.recommendations import recheck
from ayomi.apps.contributions.actions.assess import run_requested
from ayomi.apps.eligibility.actions.asking import forget as forget_questions
from ayomi.apps.eligibility.actions.telling import tell_partners
from ayomi.apps.funding.actions.ageing import age
from ayomi.apps.funding.actions.collecting import collect
from ayomi.apps.intake import actions as intake
from ayomi.apps.membership.actions import answering
from ayomi.apps.partners.actions import calls, conversations
from ayomi.apps.partners.actions.deliveries import note_delivery, take_due
from ayomi.apps.payments.actions.banks import forget_inquiries
from ayomi.apps.payments.actions.sealing import seal
from ayomi.apps.payments.actions.settle import settle_all
from ayomi.apps.steering.actions.refresh import refresh
from ayomi.edges.jobs.reports import make_and_send
from ayomi.edges.jobs.sending import send
from ayomi.edges.jobs.verifying import run_examination

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


@app.periodic(cron="*/10 * * * *")
@app.task(queue="care", queueing_lock="collect_instalments", pass_context=False)
def collect_instalments(timestamp: int) -> None:
    """Count instalments that came through a channel that did not count them itself."""
    close_old_connections()
    collect(by=None, at=timezone.now())


@app.periodic(cron="5 0 * * *")
@app.task(queue="care", queueing_lock="age_loans", pass_context=False)
def age_loans(timestamp: int) -> None:
    """Bring the days late, the class and what is set aside of every loan to the new day."""
    close_old_connections()
    age(timezone.localdate())


@app.periodic(cron="*/10 * * * *")
@app.task(queue="care", retry=AGAIN, queueing_lock="recheck_recommendations", pass_context=False)
def recheck_recommendations(timestamp: int) -> None:
    """Withdraw the recommendations whose facts lapsed, and tell the offices that relied on them."""
    close_old_connections()
    recheck(at=timezone.now())


@app.task(queue="care", retry=AGAIN, lock="examine")
def examine(examination_id: int) -> None:
    """Run all checks over the stored data; what each found is kept as it comes."""
    close_old_connections()
    run_examination(examination_id, at=timezone.now)


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


@app.periodic(cron="*/2 * * * *")
@app.task(queue="care", retry=AGAIN, lock="count_again", queueing_lock="count_again", pass_context=False)
def count_again(timestamp: int) -> None:
    """Bring the figures of offices up to date with what changed, minutes after it did, and close months."""
    close_old_connections()
    refresh(at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(queue="care", queueing_lock="wake_stalled", pass_context=True)
async def wake_stalled(context: JobContext, timestamp: int) -> None:
    """Put jobs whose process died back into the queue."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SECONDS_WITHOUT_HEARTBEAT):
        await manager.retry_job(job)


@app.task(queue="partners", retry=AGAIN)
def answer_register(conversation_id: int) -> None:
    """Answer a message of a register, and send the answer where it is awaited."""
    close_old_connections()
    if answering.answer(conversation_id, at=timezone.now()) is not None:
        send_now.defer()


def ask_to_answer(conversation_id: int) -> None:
    """Have a message of a register answered."""
    answer_register.defer(conversation_id=conversation_id)


@app.periodic(cron="* * * * *")
@app.task(queue="partners", queueing_lock="send_letters", pass_context=False)
def send_letters(timestamp: int) -> None:
    """Send again what partners did not take, and what was left lying."""
    close_old_connections()
    _send_due()


@app.task(queue="partners")
def send_now() -> None:
    """Send what was just written."""
    close_old_connections()
    _send_due()


def _send_due() -> None:
    for letter in take_due(at=timezone.now()):
        status, problem = send(letter, at=timezone.now())
        note_delivery(letter.delivery_id, status=status, problem=problem, attempts=letter.attempts, at=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(queue="care", queueing_lock="tell_changes", pass_context=False)
def tell_changes(timestamp: int) -> None:
    """Tell other registers what changed for the people they subscribed to."""
    close_old_connections()
    answering.tell_changes(at=timezone.now())


@app.periodic(cron="*/2 * * * *")
@app.task(queue="care", queueing_lock="tell_hooks", pass_context=False)
def tell_hooks(timestamp: int) -> None:
    """Tell partners of what they want to be told of unasked."""
    close_old_connections()
    if tell_partners(at=timezone.now()):
        send_now.defer()


@app.periodic(cron="41 2 * * *")
@app.task(queue="care", queueing_lock="clear_partners", pass_context=False)
def clear_partners(timestamp: int) -> None:
    """Delete what partners left behind and nobody needs any more."""
    close_old_connections()
    at = timezone.now()
    calls.clear_away(at=at)
    conversations.forget(at=at)
    forget_inquiries(at=at)
    forget_questions(at=at)
