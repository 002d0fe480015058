from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "ayomi.apps.agreements"
    label = "agreements"
