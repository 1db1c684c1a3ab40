"""From spreadsheets to customer insight that can be defended; everything public is named here."""

from cx.analyses.asymmetry import asymmetry
from cx.analyses.barriers import barriers
from cx.analyses.behaviour import behaviour_drivers
from cx.analyses.curves import curves
from cx.analyses.driver_segments import driver_segments
from cx.analyses.drivers import drivers
from cx.analyses.emotions import emotions
from cx.analyses.experiment import experiment
from cx.analyses.funnel import Step, funnel
from cx.analyses.kano import kano
from cx.analyses.nps import nps
from cx.analyses.nps_change import nps_change
from cx.analyses.nps_value import nps_value
from cx.analyses.ordinal_check import ordinal_check
from cx.analyses.peak_end import peak_end
from cx.analyses.perception import perception_gap
from cx.analyses.perception_importance import importance_gap
from cx.analyses.profile import profile
from cx.analyses.respondents import respondents
from cx.analyses.respondents_comments import comment_bias
from cx.analyses.result import Result
from cx.analyses.satisfaction import ces, csat
from cx.analyses.what_if import what_if
from cx.data.dataset import Customers, Dataset, Events, Experiment, Feedback, Spend
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
    "Customers",
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
    "asymmetry",
    "barriers",
    "behaviour_drivers",
    "ces",
    "comment_bias",
    "csat",
    "curves",
    "driver_segments",
    "drivers",
    "emotions",
    "experiment",
    "funnel",
    "importance_gap",
    "kano",
    "language",
    "match",
    "nps",
    "nps_change",
    "nps_value",
    "ordinal_check",
    "peak_end",
    "perception_gap",
    "profile",
    "read",
    "respondents",
    "stack",
    "update",
    "use_language",
    "what_if",
]
