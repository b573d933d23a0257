from django.core.management import call_command


def test_the_glossary_prints_the_catalogue_of_errors_as_it_is() -> None:
    """`script/manage write_glossary` was run since the last code was added."""
    call_command("write_glossary", "--check")
