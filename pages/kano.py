"""Which features delight, and which must be there?"""

import cx
from cx import ui
from cx.wording import t

feedback = ui.require("feedback")
settings = ui.controls.kano(feedback)
if settings["features"]:
    ui.show(ui.compute(cx.kano, feedback, **settings))
else:
    ui.explain_kano()
ui.next_step("drivers", t("See which experience moves recommendation"))
