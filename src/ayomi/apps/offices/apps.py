from django.apps import AppConfig


class OfficesConfig(AppConfig):
    name = "ayomi.apps.offices"
    label = "offices"
