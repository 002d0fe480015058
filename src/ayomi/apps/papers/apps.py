from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "ayomi.apps.papers"
    label = "papers"
