"""What drives recommendation?"""

import cx
from cx import ui
from cx.wording import t

ANSWERS = {
    "drivers": cx.drivers,
    "asymmetry": cx.asymmetry,
    "curves": cx.curves,
    "check": cx.ordinal_check,
}

feedback = ui.require("feedback")
asked = ui.controls.drivers_asked()
by = ui.controls.segment(feedback) if asked == "drivers" else None
ui.show(ui.compute(ANSWERS[asked], feedback))
if asked == "drivers":
    ui.what_if(feedback)
if by:
    ui.also(
        t("For whom does it matter more?"),
        lambda: ui.compute(cx.driver_segments, feedback, by=by),
    )
ui.next_step("barriers", t("See what nearly stopped people buying"))
