"""How satisfied are customers?"""

import cx
from cx import ui
from cx.wording import t

MEASURES = {"csat": cx.csat, "ces": cx.ces}

feedback = ui.require("feedback")
asked = ui.controls.measure()
ui.show(ui.compute(MEASURES[asked], feedback, **ui.controls.satisfaction(feedback, asked)))
ui.next_step("drivers", t("See which experience moves recommendation"))
