"""Do we see ourselves as customers see us?"""

from cx import ui
from cx.ui import perception
from cx.wording import t

feedback = ui.require("feedback")
given = perception.beliefs(feedback)
ui.show(perception.result(feedback, given))
perception.add_more(feedback)
ui.next_step("drivers", t("See which experience moves recommendation"))
