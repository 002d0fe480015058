from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "ayomi.apps.partners"
    label = "partners"
