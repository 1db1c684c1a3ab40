"""What stands on the controls that the tests touch; a label that changes is followed here alone."""

from __future__ import annotations

from cx.wording import Message, language

SAMPLE = "Try the sample data"
OWN_FILE = "Bring your own file"
KEEP = "Keep this data"
CORRECT = "Keep the corrections"
REMOVE = "Remove"
REMOVE_IT = "Remove it"
CHECK = "Check the data"
DOWNLOAD = "Download"
XLSX = "Table for Excel"
CSV = "Table as text (.csv)"
PNG = "Picture (.png)"
SVG = "Picture for print (.svg)"
FIGURES = "The figures"
PUT_RIGHT = "What we noticed and put right"
WHY = "Why we think so"
OWN_PAGES = "Your pages"

MENU = {
    "home": "Home",
    "data": "Data",
    "doctor": "Data doctor",
    "together": "Bring together",
    "nps": "Recommendation",
    "satisfaction": "Satisfaction",
    "drivers": "Drivers",
    "funnel": "Funnel",
    "barriers": "Barriers",
    "experiment": "A/B test",
}
QUESTIONS = {
    "home": "What would you like to know about your customers?",
    "data": "Which data shall we work with?",
    "doctor": "What in the data needs mending?",
    "together": "How do your tables belong together?",
    "nps": "How likely are customers to recommend us?",
    "satisfaction": "How satisfied are customers?",
    "drivers": "What drives recommendation?",
    "funnel": "Where do we lose people?",
    "barriers": "What nearly stopped people buying?",
    "experiment": "What does the A/B test really say?",
}


def said(text: str, code: str = "en") -> str:
    """Return an English label as it reads in the language `code`."""
    with language(code):
        return str(Message(text))
