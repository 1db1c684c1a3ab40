"""What nearly stopped people buying?"""

import cx
from cx import ui
from cx.wording import t

feedback = ui.require("feedback")
result = ui.compute(cx.barriers, feedback, **ui.controls.barriers(feedback))
ui.show(result)
ui.voices(result)
ui.next_step("experiment", t("Test whether removing a barrier helps"))
