"""How does the journey feel?"""

import cx
from cx import ui
from cx.wording import t

ANSWERS = {"curve": cx.emotions, "peak_end": cx.peak_end}

feedback = ui.require("feedback")
asked = ui.controls.journey()
ui.show(ui.compute(ANSWERS[asked], feedback, **ui.controls.touchpoints(feedback, asked)))
ui.next_step("drivers", t("See which experience moves recommendation"))
