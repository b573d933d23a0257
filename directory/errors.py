"""The catalogue of refusals: one code, one HTTP-free sentence in two languages, one home.

Services raise `RuleViolation` (or a subclass); API and pages turn it into a problem document
or a sentence on the form. `docs/glossary.md` prints this catalogue.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, override
from django.utils.translation import gettext_noop as _

MESSAGES: dict[str, str] = {
    "not_permitted": _("You may not do this: %(action)s."),
    "version_conflict": _(
        "Somebody changed this in the meantime (you saw version %(seen)s, it is now %(current)s)."
    ),
    "invalid": _("The value is not valid: %(detail)s"),
    "required": _("This is required."),
    "reason_required": _("A reason is required."),
    "note_too_long": _("At most %(limit)s characters are allowed."),
    "department_required": _("Name the lead department."),
    "department_other_region": _(
        "The department “%(department)s” does not belong to the region of this project."
    ),
    "lead_not_confirmed": _("The lead department is proposed only; confirm it first."),
    "already_confirmed": _("This is confirmed already."),
    "schedule_exists": _("The project has a schedule already; ask for a change of dates instead."),
    "schedule_empty": _("The schedule has no milestone."),
    "schedule_cycle": _("The predecessors form a circle: %(path)s."),
    "template_unknown": _("There is no schedule template “%(template)s”."),
    "milestone_not_open": _("The milestone is not open (%(state)s)."),
    "date_in_future": _("A completion date cannot lie in the future (%(date)s)."),
    "date_in_past": _("A new date cannot lie in the past (%(date)s)."),
    "finish_before_start": _(
        "The project cannot be finished (%(finish)s) before its start (%(start)s)."
    ),
    "evidence_required": _("This milestone asks for evidence."),
    "department_unknown": _("There is no department “%(department)s” in force."),
    "evidence_type": _("Files of this type are not accepted: %(name)s."),
    "evidence_size": _("The file is larger than %(limit)s MB: %(name)s."),
    "list_closed": _("The list is closed."),
    "list_not_draft": _("The list has been issued; adjust it with a reason."),
    "already_in_list": _("The project stands in this list already."),
    "plan_frozen": _(
        "The figures are frozen since the list was issued; an adjustment needs a reason."
    ),
    "months_falling": _("Cumulative figures may not fall (month %(month)s)."),
    "months_twelve": _("Twelve cumulative figures are needed, one a month (given: %(count)s)."),
    "months_not_the_year": _(
        "The figure of December (%(last)s) must be the year's investment (%(investment)s)."
    ),
    "figure_negative": _("A figure may not be negative."),
    "leaving_in_future": _("A project cannot leave a list on a day to come (%(date)s)."),
    "leaving_before_entry": _(
        "It came onto the list on %(entered)s and cannot leave it before (%(date)s)."
    ),
    "round_exists": _("This round is open already."),
    "round_closed": _("The round is closed."),
    "same_date": _("The new date is the date in force."),
    "request_open": _("A change request for this milestone is open already."),
    "request_not_open": _("The change request has been decided already."),
    "own_request": _("Nobody decides on a request of their own."),
    "report_locked": _("The period is closed; a correction needs a reason."),
    "report_not_draft": _("The report has been submitted already."),
    "report_not_submitted": _("The report is not waiting for this step."),
    "own_report": _("Nobody approves a report of their own."),
    "report_incomplete": _("The report lacks: %(fields)s."),
    "report_falling": _(
        "Cumulative investment falls from %(before)s to %(after)s; a correction must be stated."
    ),
    "period_before_register": _("The register does not reach back to this period."),
    "percent_range": _("Progress lies between 0 and 100 per cent."),
    "period_in_future": _("The period has not begun yet."),
    "move_not_legal": _("A project cannot go from %(before)s to %(after)s."),
    "gate_closed": _("The move is refused; missing: %(missing)s."),
    "national_code_form": _("“%(value)s” is not a national project code (GB/T 40058-2021)."),
    "national_code_taken": _(
        "The project “%(name)s” (%(project)s) has the national project code %(code)s already."
    ),
    "national_code_taken_unseen": _(
        "Another project has the national project code %(code)s already."
    ),
    "region_unknown": _("There is no region “%(code)s”."),
    "unknown_parameter": _("Unknown query parameter: %(names)s."),
    "unknown_parameter_near": _("Unknown query parameter “%(name)s”; did you mean %(near)s?"),
    "parameter_twice": _("“%(name)s” is given more than once."),
    "choice_unknown": _("“%(value)s” is not one of: %(choices)s."),
    "code_form": _("“%(value)s” is not a code of six digits."),
    "cursor_form": _("“%(value)s” is no cursor of this list."),
    "cursor_and_page": _("Send a page or a cursor, not both."),
    "invalid_input": _("The input is not valid; each fault stands under “errors”."),
    "malformed": _("The body cannot be read."),
    "body_too_large": _("The body is larger than %(limit)s MB."),
    "unauthenticated": _("Log in, or send a valid token."),
    "csrf_failed": _("The CSRF token is missing or wrong."),
    "not_found": _("There is nothing here, or nothing that you may see."),
    "method_not_allowed": _("%(method)s is not possible at this address."),
    "media_type_unsupported": _("Send the body as %(expected)s."),
    "throttled": _("Too many requests; try again in %(seconds)s seconds."),
    "precondition_required": _("Say which version you saw: If-Match, or “version” in the body."),
    "version_form": _("“%(value)s” is not the ETag of a single row."),
    "idempotency_mismatch": _("This Idempotency-Key came with another request before."),
    "stale_cursor": _(
        "This cursor's feed is over: take a snapshot, then go on from the cursor given here."
    ),
    "feed_not_ready": _("The change feed begins in a few seconds; try again."),
    "busy": _("Somebody is working on the same rows; try again in a moment."),
    "constraint": _("The change contradicts what is stored already."),
    "server_error": _("Something went wrong in the system; it has been written down."),
    "intake_type": _(
        "Files of this type are not read: %(name)s. Hand in .docx, .pdf with text, .txt, .md or"
        " .html."
    ),
    "intake_empty": _("The file is empty: %(name)s."),
    "intake_old_word": _(
        "Files of Word before 2007 are not read: %(name)s. Save it as .docx and hand it in again."
    ),
    "intake_broken_file": _("The file is damaged and cannot be opened: %(name)s."),
    "intake_encrypted": _(
        "The file is protected by a password: %(name)s. Take the password off and hand it in again."
    ),
    "intake_encoding": _(
        "The characters of the file are not understood: %(name)s. Save it as UTF-8 or GB18030."
    ),
    "intake_no_text": _(
        "There is no text in the file. If it was scanned, have its text recognised first."
    ),
    "intake_unreadable": _("The text could not be taken out of the file: %(detail)s"),
    "intake_known": _("This file has been taken in for this region already."),
    "intake_state": _("This cannot be done with a document that is: %(state)s."),
    "intake_registered": _("The document stands in the register already."),
    "intake_under_review": _(
        "%(count)s rows have been decided upon; reading the document again would lose them."
    ),
    "intake_period": _("The later year (%(end)s) lies before the earlier one (%(start)s)."),
    "intake_plan_unknown": _("There is no such plan, or none that you may see."),
    "intake_sector_unknown": _("There is no sector “%(code)s”."),
    "intake_row_registered": _("“%(name)s” stands in the register already; change it there."),
    "intake_extent": _("The quote is empty, or lies outside the text."),
    "intake_parent": _("“%(name)s” cannot be the programme above this row."),
    "intake_split": _("Give at least two names, one on each line."),
    "intake_no_row": _("Choose at least one row."),
    "intake_join": _("Choose at least two rows to join."),
    "intake_choice": _("This cannot be what the row speaks of; choose again."),
    "intake_nothing_to_undo": _("There is nothing of yours to undo."),
    "intake_head_open": _("Confirm the head of the document first: title, region, period."),
    "intake_nothing_accepted": _("No accepted row waits to be registered."),
    "intake_parent_open": _("“%(name)s” belongs to “%(parent)s”, which has not been accepted yet."),
    "intake_sector_open": _(
        "%(count)s accepted rows have no sector, the first one is “%(name)s”: choose one for each."
    ),
    "intake_plan_first": _("Register accepted commitments first; the indicators follow them."),
    "intake_likely_open": _(
        "%(count)s accepted rows may be projects that are in the register already, the first one"
        " is “%(name)s”: choose a project, or a new one."
    ),
    "commitment_taken_up": _("The project “%(project)s” rests on this commitment already."),
    "commitment_linked": _("“%(project)s” rests on this commitment already."),
    "commitment_set_aside": _("“%(name)s” was set aside with a reason; bring it back first."),
    "commitment_not_aside": _("“%(name)s” has not been set aside."),
    "count_quote_missing": _("These words do not stand in the plan's text; copy them from it."),
    "count_number": _("The number is at least 1, and the upper one not below it."),
    "count_year_missing": _("The plan states no period: say by which year."),
    "count_sectors": _("Choose at least one sector of our list."),
    "count_stated": _("This number is stated already for the same words."),
    "commitment_project_unknown": _("No project that you may see has the code “%(code)s”."),
    "commitment_other_world": _("A real plan and a simulated project never meet."),
    "verdict_no_period": _(
        "The plan states no period: it cannot be closed before its last year is named."
    ),
    "verdict_period_open": _("The plan runs until the end of %(year)s; it is closed after that."),
    "verdict_set_aside": _("“%(name)s” was set aside with a reason and gets no verdict."),
    "verdict_given": _("“%(name)s” has a verdict already; change it with a reason."),
    "verdict_none": _("“%(name)s” has no verdict; give one first."),
    "verdict_carried_kind": _(
        "Only what goes on is carried over: under construction, or not started."
    ),
    "verdict_carried_plan": _(
        "It can only be carried to a commitment of a plan that ends later; “%(plan)s” does not."
    ),
    "verdict_file_without_project": _(
        "Files belong to a project, and none is behind this commitment: give the evidence in words."
    ),
    "verdict_nothing_proposed": _("Nothing that is proposed waits to be confirmed here."),
    "verdict_proposals_changed": _(
        "For %(count)s commitments something else is proposed now than was shown; look again."
    ),
    "file_row": _("%(file)s, row %(row)s, %(column)s: %(detail)s"),
}


@dataclass
class RuleViolation(Exception):
    """A refusal by a rule of the domain.

    `code` stands in MESSAGES; `field` names the input at fault, if one is; `params` fill the
    sentence.
    """

    code: str
    field: str | None = None
    params: Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        super().__init__(self.code)
        assert self.code in MESSAGES, f"error code {self.code!r} is not in the catalogue"

    def __str__(self) -> str:
        return gettext(MESSAGES[self.code]) % (self.params or {})

    def in_language(self, language: str) -> str:
        """The sentence in one language, whichever is active."""
        with override(language):
            return str(self)


class NotPermitted(RuleViolation):
    """The actor may see the thing, but not do this with it."""

    def __init__(self, action: object) -> None:
        super().__init__("not_permitted", params={"action": action})


class Conflict(RuleViolation):
    """The row has changed since the actor read it."""

    def __init__(self, *, seen: int, current: int) -> None:
        super().__init__("version_conflict", params={"seen": seen, "current": current})
        self.seen = seen
        self.current = current
