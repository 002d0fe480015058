from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    name = "ayomi.apps.compliance"
    label = "compliance"
