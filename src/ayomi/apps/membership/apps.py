from django.apps import AppConfig


class MembershipConfig(AppConfig):
    name = "ayomi.apps.membership"
    label = "membership"
