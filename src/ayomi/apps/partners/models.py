"""Organisations outside whose programs may call us: their keys, what they may ask, what they asked, what we send.

Secrets stand sealed, or only as a hash where we never need them again. The log of calls holds no personal data.
"""

from django.db import models
from django.db.models import F, Q

from ayomi.apps.partners.rules import (
    ALGORITHMS,
    CONVERSATIONS,
    DELIVERY_STATES,
    EVENTS,
    KEY_USES,
    KINDS,
    REPEATS,
    SCOPES,
    STAGES,
)


def _words(values: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(value, value) for value in values]


class Partner(models.Model):
    code = models.CharField(max_length=20, unique=True, help_text="X-PARTNER-ID of a bank, sender_id of a register")
    client_id = models.CharField(max_length=36, unique=True, help_text="X-CLIENT-KEY")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=_words(KINDS))
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, null=True, related_name="+")
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+", help_text="who looks after it")
    sandbox = models.BooleanField(default=False, help_text="works on the demo world only, with looser checks")
    unsigned = models.BooleanField(default=False, help_text="messages may come without a signature: sandbox only")
    active = models.BooleanField(default=True)
    service_id = models.CharField(max_length=8, unique=True, null=True, help_text="digits before a virtual account")
    repeats = models.CharField(max_length=10, choices=_words(REPEATS), default="answer")
    calls_a_minute = models.IntegerField(default=600)
    recorded_at = models.DateTimeField()
    recorded_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(unsigned=False) | Q(sandbox=True), name="partner_unsigned_in_sandbox"),
            models.CheckConstraint(condition=Q(calls_a_minute__gt=0), name="partner_calls_positive"),
        ]


class Grant(models.Model):
    """What a partner may ask, and for which purpose; the people asked about can read the purpose."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    scope = models.CharField(max_length=20, choices=_words(SCOPES))
    purpose = models.CharField(max_length=200, help_text="with the legal basis")
    granted_at = models.DateTimeField()
    granted_by = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "scope"], condition=Q(withdrawn_at__isnull=True), name="grant_once"
            ),
            models.CheckConstraint(condition=~Q(purpose=""), name="grant_has_purpose"),
        ]


class Key(models.Model):
    """A secret shared with a partner, or a public key (or certificate) of the partner. Never deleted."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    use = models.CharField(max_length=10, choices=_words(KEY_USES))
    algorithm = models.CharField(max_length=10, choices=_words(ALGORITHMS))
    key_id = models.CharField(max_length=40, unique=True, help_text="the name by which both sides speak of it")
    secret_sealed = models.BinaryField(null=True)
    secret_hash = models.BinaryField(null=True, max_length=32, unique=True)
    public_pem = models.TextField(blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.CharField(max_length=200, blank=True)
    used_at = models.DateTimeField(null=True, help_text="last used, to the hour")
    issued_at = models.DateTimeField()
    issued_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="key_span"),
            models.CheckConstraint(
                condition=Q(secret_sealed__isnull=False, secret_hash__isnull=True, public_pem="", algorithm="secret")
                | Q(secret_sealed__isnull=True, secret_hash__isnull=False, public_pem="", algorithm="secret")
                | (
                    Q(secret_sealed__isnull=True, secret_hash__isnull=True, algorithm__in=("rsa", "ed25519"))
                    & ~Q(public_pem="")
                ),
                name="key_is_one_thing",
            ),
        ]
        indexes = [models.Index(fields=["partner", "use", "until"])]


class Token(models.Model):
    """An access token, kept as its hash."""

    token_hash = models.BinaryField(max_length=32, unique=True)
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="+")
    key = models.ForeignKey(Key, models.CASCADE, related_name="+")
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)


class Allowance(models.Model):
    """How many calls of a partner a minute has seen. Unlogged: after a crash of the database a minute begins anew."""

    partner_id = models.BigIntegerField()
    minute = models.BigIntegerField()
    calls = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner_id", "minute"], name="allowance_once")]


class Call(models.Model):
    """One call, refused or answered: what, when, how it ended, how long it took. Nothing of its content."""

    partner = models.ForeignKey(Partner, models.PROTECT, null=True, related_name="+", help_text="null: nobody known")
    at = models.DateTimeField()
    operation = models.CharField(max_length=60)
    status = models.SmallIntegerField(help_text="HTTP status")
    code = models.CharField(max_length=60, blank=True, help_text="the standard's own code")
    microseconds = models.IntegerField()
    size = models.IntegerField(help_text="bytes received")

    class Meta:
        indexes = [models.Index(fields=["partner", "-at"]), models.Index(fields=["at"])]


class Address(models.Model):
    """An address of the partner we may send to. Nothing is ever sent anywhere else."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    uri = models.CharField(max_length=300)
    registered_at = models.DateTimeField()
    registered_by = models.BigIntegerField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "uri"], condition=Q(removed_at__isnull=True), name="address_once"
            )
        ]


class Hook(models.Model):
    """The partner wants to be told of an event at one of its addresses."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    address = models.ForeignKey(Address, models.PROTECT, related_name="+")
    event = models.CharField(max_length=40, choices=_words(EVENTS))
    since = models.DateTimeField(help_text="what happened before is not told")
    set_by = models.BigIntegerField(null=True, help_text="access.User; null: the partner's own program")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["address", "event"], condition=Q(ended_at__isnull=True), name="hook_once")
        ]
        indexes = [models.Index(fields=["partner"], condition=Q(ended_at__isnull=True), name="hook_open")]


class Delivery(models.Model):
    """One message to a partner, sent again until it is taken or given up."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    address = models.ForeignKey(Address, models.PROTECT, related_name="+")
    path = models.CharField(max_length=60, blank=True, help_text="what is added to the address")
    event = models.CharField(max_length=60)
    about = models.CharField(max_length=60, blank=True, help_text="what it tells of, told once to an address")
    body_sealed = models.BinaryField()
    state = models.CharField(max_length=10, choices=_words(DELIVERY_STATES))
    attempts = models.SmallIntegerField(default=0)
    next_at = models.DateTimeField()
    status = models.SmallIntegerField(null=True, help_text="HTTP status of the last attempt")
    problem = models.CharField(max_length=60, blank=True)
    queued_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state="waiting"), name="delivery_waiting"),
            models.Index(fields=["partner", "-queued_at"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["address", "event", "about"], condition=~Q(about=""), name="delivery_once")
        ]


class Conversation(models.Model):
    """A message of a register that asks, and its answer: each message is taken once, under its own number."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    action = models.CharField(max_length=12, choices=_words(CONVERSATIONS))
    sync = models.BooleanField(help_text="answered at once")
    message_id = models.CharField(max_length=99)
    transaction_id = models.CharField(max_length=99)
    correlation_id = models.CharField(max_length=36, unique=True)
    receiver_id = models.CharField(max_length=99, help_text="how the partner calls us")
    references = models.JSONField(default=list, help_text="reference_id of each request")
    address = models.ForeignKey(Address, models.PROTECT, null=True, related_name="+")
    path = models.CharField(max_length=60, blank=True)
    stage = models.CharField(max_length=4, choices=_words(STAGES))
    request_sealed = models.BinaryField(null=True)
    answer_sealed = models.BinaryField(null=True)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "message_id"], name="conversation_once")]
        indexes = [
            models.Index(fields=["partner", "transaction_id"]),
            models.Index(fields=["at"]),
        ]


class Subscription(models.Model):
    """A partner wants to be told when what is known of a person changes. `told`: fingerprint of what it knows."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    code = models.CharField(max_length=40, unique=True)
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    event = models.CharField(max_length=99)
    record_type = models.CharField(max_length=99)
    address = models.ForeignKey(Address, models.PROTECT, null=True, related_name="+")
    told = models.BinaryField(max_length=32)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "person", "event"], condition=Q(ended_at__isnull=True), name="subscription_once"
            )
        ]
        indexes = [models.Index(fields=["id"], condition=Q(ended_at__isnull=True), name="subscription_open")]
