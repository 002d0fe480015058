from django.apps import AppConfig


class SponsorshipConfig(AppConfig):
    name = "ayomi.apps.sponsorship"
    label = "sponsorship"
