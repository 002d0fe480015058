from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "ayomi.edges.jobs"
    label = "jobs"
