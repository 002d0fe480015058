from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "ayomi.apps.payments"
    label = "payments"
