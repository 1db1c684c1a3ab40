"""How likely are customers to recommend us?"""

import cx
from cx import ui
from cx.wording import t

feedback = ui.require("feedback")
settings = ui.controls.nps(feedback)
ui.show(ui.compute(cx.nps, feedback, **settings))
if settings["by"] and settings["every"]:
    ui.also(
        t("Did opinions change, or did others answer?"),
        lambda: ui.compute(cx.nps_change, feedback, by=settings["by"], every=settings["every"]),
    )
ui.beside(feedback)
ui.next_step("drivers", t("See which experience moves recommendation"))
