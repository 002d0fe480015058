from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "ayomi.apps.registry"
    label = "registry"
