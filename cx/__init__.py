"""From spreadsheets to customer insight that can be defended; everything public is named here."""

from cx.analyses.barriers import barriers
from cx.analyses.drivers import drivers
from cx.analyses.experiment import experiment
from cx.analyses.funnel import Step, funnel
from cx.analyses.nps import nps
from cx.analyses.result import Result
from cx.analyses.satisfaction import ces, csat
from cx.data.dataset import Dataset, Events, Experiment, Feedback, Spend
from cx.data.reading import Reading, read
from cx.data.together.matching import Match, match
from cx.data.together.stacking import Stacked, stack
from cx.data.together.updating import Updated, update
from cx.errors import (
    ColumnNotFound,
    CxError,
    InvalidSetting,
    NotEnoughData,
    RoleMissing,
    UnreadableFile,
    WrongScale,
)
from cx.wording import language, use_language

__all__ = [
    "ColumnNotFound",
    "CxError",
    "Dataset",
    "Events",
    "Experiment",
    "Feedback",
    "InvalidSetting",
    "Match",
    "NotEnoughData",
    "Reading",
    "Result",
    "RoleMissing",
    "Spend",
    "Stacked",
    "Step",
    "UnreadableFile",
    "Updated",
    "WrongScale",
    "barriers",
    "ces",
    "csat",
    "drivers",
    "experiment",
    "funnel",
    "language",
    "match",
    "nps",
    "read",
    "stack",
    "update",
    "use_language",
]
