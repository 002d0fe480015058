from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    name = "ayomi.apps.contributions"
    label = "contributions"
