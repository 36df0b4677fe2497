from django.apps import AppConfig


class CrispyDesignsystemetConfig(AppConfig):
    name = "crispy_designsystemet"
