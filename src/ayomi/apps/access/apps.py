from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "ayomi.apps.access"
    label = "access"
