from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "ayomi.apps.ledger"
    label = "ledger"
