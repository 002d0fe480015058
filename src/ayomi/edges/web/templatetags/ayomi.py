"""Money, dates and numbers as Indonesians and the English write them."""

from django import template

register = template.Library()
