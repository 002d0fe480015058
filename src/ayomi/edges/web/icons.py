"""The icons of the pages: own drawings on a grid of 16, stroke 1.6, always beside a word and hidden from readers."""

from __future__ import annotations

SHAPES = {
    "check": '<path d="m3 8.5 3.2 3.2L13 4.5"/>',
    "clock": '<circle cx="8" cy="8" r="6"/><path d="M8 4.5V8l2.5 1.5"/>',
    "dash": '<path d="M3 8h10"/>',
    "down": '<path d="M8 13 3 4h10Z" fill="currentColor"/>',
    "eye": '<path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8Z"/><circle cx="8" cy="8" r="2"/>',
    "file": '<path d="M4 1.8h5.5L12.5 5v9.2H4Z"/><path d="M9.3 1.8V5h3.2"/>',
    "key": '<circle cx="5" cy="11" r="3"/><path d="m7.2 8.8 6-6M11 5l2 2"/>',
    "late": '<path d="M8 2 14.5 13.5H1.5Z"/><path d="M8 6.5v3.2M8 11.6v.1"/>',
    "open": '<path d="m6 3.5 4.5 4.5L6 12.5"/>',
    "person": '<circle cx="8" cy="5" r="2.7"/><path d="M2.8 14c.4-3.2 2.4-4.8 5.2-4.8s4.8 1.6 5.2 4.8"/>',
    "search": '<circle cx="7" cy="7" r="4.5"/><path d="m10.5 10.5 3.5 3.5"/>',
    "shut": '<path d="m3.5 6 4.5 4.5L12.5 6"/>',
    "stop": '<path d="M5.2 2h5.6L14 5.2v5.6L10.8 14H5.2L2 10.8V5.2Z"/><path d="m5.5 5.5 5 5m0-5-5 5"/>',
    "twin": '<circle cx="6" cy="8" r="4"/><circle cx="10" cy="8" r="4"/>',
    "up": '<path d="M8 3 13 12H3Z" fill="currentColor"/>',
}


def svg(name: str) -> str:
    """The icon as markup. KeyError for a name that is not drawn."""
    return f'<svg class="i" viewBox="0 0 16 16" aria-hidden="true">{SHAPES[name]}</svg>'
