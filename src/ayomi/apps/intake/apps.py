from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "ayomi.apps.intake"
    label = "intake"
