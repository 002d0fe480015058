from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "ayomi.apps.audit"
    label = "audit"
