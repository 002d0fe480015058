from django.apps import AppConfig
from django.db.backends.signals import connection_created


class AuditConfig(AppConfig):
    name = "ayomi.apps.audit"
    label = "audit"

    def ready(self) -> None:
        from ayomi.apps.audit.actions import enter_again

        connection_created.connect(enter_again, dispatch_uid="scope_of_a_new_connection")
