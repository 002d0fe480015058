from django.apps import AppConfig


class SteeringConfig(AppConfig):
    name = "ayomi.apps.steering"
    label = "steering"
