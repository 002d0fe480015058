from django.apps import AppConfig


class FundingConfig(AppConfig):
    name = "ayomi.apps.funding"
    label = "funding"
