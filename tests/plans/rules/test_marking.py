"""The words of a printed page as a sentence."""

from plans.rules.marking import readable


def test_line_breaks_of_the_page_are_no_words() -> None:
    assert readable("智慧能源中心建设\n\n项目") == "智慧能源中心建设项目"
    assert readable("互\n 通项目") == "互通项目"
    assert readable("G5514 风陵渡") == "G5514 风陵渡"
