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
    "together": "Bring together",
    "doctor": "Data doctor",
    "nps": "Recommendation",
    "drivers": "Drivers",
    "funnel": "Funnel",
    "barriers": "Barriers",
    "experiment": "A/B test",
    "respondents": "Who answered",
    "satisfaction": "Satisfaction",
    "touchpoints": "Touchpoints",
    "behaviour": "Behaviour",
    "value": "Value of fans",
    "kano": "Kano questions",
    "perception": "Perception gap",
}
QUESTIONS = {
    "home": "What would you like to know about your customers?",
    "data": "Which data shall we work with?",
    "together": "How do your tables belong together?",
    "doctor": "What in the data needs mending?",
    "nps": "How likely are customers to recommend us?",
    "drivers": "What drives recommendation?",
    "funnel": "Where do we lose people?",
    "barriers": "What nearly stopped people buying?",
    "experiment": "What does the A/B test really say?",
    "respondents": "Who answered, and who did not?",
    "satisfaction": "How satisfied are customers?",
    "touchpoints": "How does the journey feel?",
    "behaviour": "Which behaviour goes with recommendation?",
    "value": "What are fans worth?",
    "kano": "Which features delight, and which must be there?",
    "perception": "Do we see ourselves as customers see us?",
}


def said(text: str, code: str = "en") -> str:
    """Return an English label as it reads in the language `code`."""
    with language(code):
        return str(Message(text))
