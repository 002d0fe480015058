from django.apps import AppConfig


class EligibilityConfig(AppConfig):
    name = "ayomi.apps.eligibility"
    label = "eligibility"
