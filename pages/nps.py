"""How likely are customers to recommend us?"""

import cx
from cx import ui
from cx.wording import t

feedback = ui.require("feedback")
ui.show(ui.compute(cx.nps, feedback, **ui.controls.nps(feedback)))
ui.next_step("drivers", t("See which experience moves recommendation"))
