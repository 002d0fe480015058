from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "ayomi.edges.web"
    label = "web"
