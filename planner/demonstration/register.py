"""Writes the city's projects with their departments, schedules, baselines, requests and moves."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from directory.unit import UnitOfWork
from planner.demonstration.cast import CLERK, DIRECTOR, SECTION_CHIEF, Cast
from planner.demonstration.figures import Figures
from planner.demonstration.lives import Life
from planner.demonstration.papers import paper
from planner.demonstration.schedules import Request, Stop
from planner.demonstration.times import Times
from projects.models import (
    Baseline,
    BaselineDate,
    ChangeRequest,
    Evidence,
    Milestone,
    Predecessor,
    Project,
    ProjectContact,
    ProjectDepartment,
    StatusMove,
)
from projects.rules.moves import NEEDS_REASON
from projects.rules.periods import quarter_later
from projects.services.projects import sort_key

Part = ProjectDepartment.Part
GUIDES = {"approval": "01", "verification": "02", "filing": "04"}
NATURES = (("扩", "extension"), ("改", "renovation"), ("迁建", "relocation"), ("购置", "purchase"))


class Register:
    """The written projects by the number of their blueprint."""

    def __init__(self, work: UnitOfWork, cast: Cast, times: Times) -> None:
        self.work, self.cast, self.times = work, cast, times
        self.projects: dict[int, Project] = {}
        self.milestones: dict[tuple[int, str], Milestone] = {}

    def write(self, lives: Sequence[Life], figures: Mapping[int, Figures]) -> None:
        for life in lives:
            self.projects[life.blueprint.number] = self._project(life, figures)
        self.work.create_all(list(self.projects.values()))
        self._write_parties(lives)
        self._write_moves(lives)
        self._write_milestones(lives)
        self._write_baselines(lives)
        self._write_evidence(lives)

    # --- The project itself ---------------------------------------------------------------

    def _project(self, life: Life, figures: Mapping[int, Figures]) -> Project:
        blueprint, times = life.blueprint, self.times
        chance = life.chance
        status, region = life.status_on(times.today), self.cast.region_of(blueprint)
        years = figures[blueprint.number].weights
        created = times.at(life.registered_on, chance)
        unscheduled = blueprint.stage == "conceived" and not blueprint.scheduled
        left = life.moves[-1] if life.moves and life.moves[-1].after == "suspended" else None
        return Project(
            code=f"9901-{blueprint.number:04d}",
            name=blueprint.name,
            name_sort=sort_key(blueprint.name),
            national_code=self._national_code(life),
            sector_id=blueprint.sector,
            nature=next((nature for word, nature in NATURES if word in blueprint.name), "new"),
            approval_road=blueprint.road,
            level=blueprint.level,
            content=blueprint.content,
            total_investment=blueprint.investment,
            planned_start_year=min(years).year if years else None,
            planned_finish_year=max(years).year if years else None,
            region=region,
            zone=self.cast.zones.get(blueprint.zone),
            place=f"{region.name}{chance.choice(['东部新区', '城关镇', '北川乡', '产业集聚区'])}",
            company=self.cast.company_of(blueprint),
            sponsor=self.cast.sponsor_of(blueprint),
            status=status,
            status_confirmed=not unscheduled,
            status_basis="按项目前期深度拟定" if unscheduled else "",
            work_state=life.work_state_on(times.today),
            status_review_on=quarter_later(left.on) if left else None,
            ceremony_on=self._ceremony(life),
            started_on=life.started_on,
            operating_on=life.operating_on,
            disclosed=blueprint.level != "county" and chance.random() < 0.4,
            created_at=created,
            updated_at=created,
        )

    def _national_code(self, life: Life) -> str | None:
        """By the form of GB/T 40058-2021, with the fictitious region in it."""
        approved = life.schedule.approval.actual_on if life.schedule else None
        if approved is None:
            return None
        chance, region = life.chance, self.cast.region_of(life.blueprint).code
        guide = GUIDES[life.blueprint.road]
        return f"{approved:%y%m}-{region}-89-{guide}-{chance.randrange(100000, 999999)}"

    def _ceremony(self, life: Life) -> date | None:
        """Some broke ground with a ceremony some weeks before the real start."""
        if life.started_on is None or life.blueprint.number % 4:
            return None
        return self.times.worked(life.started_on - timedelta(days=10 + life.blueprint.number % 25))

    # --- Who ------------------------------------------------------------------------------

    def _write_parties(self, lives: Sequence[Life]) -> None:
        parties, contacts = [], []
        for life in lives:
            project = self.projects[life.blueprint.number]
            at = self.times.at(life.confirmed_on, life.chance)
            proposed = life.blueprint.stage == "conceived" and not life.blueprint.scheduled
            lead = self.cast.lead_of(life.blueprint)
            supporting = self.cast.supporting_of(life.blueprint)
            for department, part in [
                (lead, Part.LEAD),
                *[(one, Part.SUPPORTING) for one in supporting],
            ]:
                parties.append(
                    ProjectDepartment(
                        project=project,
                        department=department,
                        part=part,
                        confirmed=not proposed,
                        basis="行业领域对应的主管部门（待确认）" if proposed else "",
                        confirmed_by=None if proposed else self.cast.people[DIRECTOR],
                        confirmed_at=None if proposed else at,
                        created_at=at,
                        updated_at=at,
                    )
                )
            person = self.cast.reporter_of(life.blueprint)
            contacts.append(
                ProjectContact(
                    project=project,
                    name=person.display_name,
                    role=person.title,
                    telephone=person.telephone,
                )
            )
        self.work.create_all(parties)
        self.work.create_all(contacts)

    def _write_moves(self, lives: Sequence[Life]) -> None:
        office = [self.cast.people[name] for name in (DIRECTOR, SECTION_CHIEF)]
        self.work.create_all(
            [
                StatusMove(
                    project=self.projects[life.blueprint.number],
                    before=move.before,
                    after=move.after,
                    work_state_before=move.work_before,
                    work_state_after=move.work_after,
                    effective_on=move.on,
                    expected_on=move.expected_on,
                    next_step=move.next_step,
                    reason=move.reason or ("按程序调整" if move.after in NEEDS_REASON else ""),
                    moved_by=office[place % 2],
                    moved_at=self.times.at(move.on, life.chance),
                )
                for life in lives
                for place, move in enumerate(life.moves)
            ]
        )

    # --- When -----------------------------------------------------------------------------

    def _stops(self, lives: Sequence[Life]) -> list[tuple[Life, Stop]]:
        return [(life, stop) for life in lives if life.schedule for stop in life.schedule.stops]

    def _write_milestones(self, lives: Sequence[Life]) -> None:
        for life, stop in self._stops(lives):
            key = (life.blueprint.number, stop.step.key)
            self.milestones[key] = self._milestone(life, stop)
        self.work.create_all(list(self.milestones.values()))
        self.work.create_all(
            [
                Predecessor(
                    milestone=self.milestones[life.blueprint.number, stop.step.key],
                    predecessor=self.milestones[life.blueprint.number, key],
                    working_days=stop.working_days,
                )
                for life, stop in self._stops(lives)
                for key in stop.step.predecessors
            ]
        )

    def _milestone(self, life: Life, stop: Stop) -> Milestone:
        chance, times, step = life.chance, self.times, stop.step
        lead = self.cast.lead_of(life.blueprint)
        laid_at = times.at(life.laid_on, chance)
        done_at = None
        if stop.actual_on:
            noted = times.worked(stop.actual_on + timedelta(days=chance.randint(0, 3)))
            done_at = max(laid_at, times.at(max(noted, stop.actual_on), chance))
        state = Milestone.State.DONE if stop.actual_on else Milestone.State.OPEN
        if not stop.actual_on:
            state = {
                "suspended": Milestone.State.ON_HOLD,
                "cancelled": Milestone.State.DROPPED,
            }.get(life.blueprint.stage, state)
        late = state == Milestone.State.OPEN and stop.due_on < times.today
        return Milestone(
            project=self.projects[life.blueprint.number],
            region=self.cast.region_of(life.blueprint),
            key=step.key,
            name=step.name,
            kind=step.kind,
            order=step.order,
            critical=step.critical,
            evidence_required=step.evidence_required,
            state=state,
            due_on=stop.due_on,
            first_due_on=stop.first_due_on,
            forecast_on=times.calendar.next_working_day(
                times.today + timedelta(days=chance.randint(8, 60))
            )
            if late
            else None,
            forecast_reason="责任单位预计完成时间" if late else "",
            actual_on=stop.actual_on,
            department=lead,
            baseline_revision=life.schedule.revision_of(stop) if life.schedule else 1,
            completed_by=self.cast.owing_person(lead) if stop.actual_on else None,
            completed_at=done_at,
            created_at=laid_at,
            updated_at=done_at or laid_at,
        )

    # --- What was approved ----------------------------------------------------------------

    def _write_baselines(self, lives: Sequence[Life]) -> None:
        baselines: list[Baseline] = []
        dates: list[BaselineDate] = []
        requests: list[ChangeRequest] = []
        for life in lives:
            if life.schedule is None:
                continue
            self._open_baseline(life, baselines, dates, None)
            for stop, request in life.schedule.asked():
                row = self._request(life, stop, request)
                requests.append(row)
                if request.state == "approved":
                    self._open_baseline(life, baselines, dates, row)
        self.work.create_all(requests)
        self.work.create_all(baselines)
        self.work.create_all(dates)

    def _open_baseline(
        self,
        life: Life,
        baselines: list[Baseline],
        dates: list[BaselineDate],
        request: ChangeRequest | None,
    ) -> None:
        project = self.projects[life.blueprint.number]
        last = baselines[-1] if baselines and baselines[-1].project == project else None
        decided = request.decided_at if request else None
        approved_at = decided or self.times.at(life.laid_on, life.chance)
        baseline = Baseline(
            project=project,
            revision=last.revision + 1 if last else 1,
            approved_at=max(approved_at, last.approved_at) if last else approved_at,
            approved_by=request.decided_by if request else self.cast.people[SECTION_CHIEF],
            reason=request.decision_note if request else "",
            change_request=request,
        )
        baselines.append(baseline)
        so_far = [one.change_request for one in baselines if one.project == project]
        assert life.schedule is not None
        for stop in life.schedule.stops:
            milestone = self.milestones[life.blueprint.number, stop.step.key]
            due_on = date_in_force(stop, milestone, so_far)
            dates.append(BaselineDate(baseline=baseline, milestone=milestone, due_on=due_on))

    def _request(self, life: Life, stop: Stop, request: Request) -> ChangeRequest:
        chance, people = life.chance, self.cast.people
        filed_at = self.times.at(request.filed_on, chance)
        decided_at = None
        if request.decided_on:
            soonest = filed_at + timedelta(hours=2)
            decided_at = max(self.times.at(request.decided_on, chance), soonest)
        notes = {
            "approved": "情况属实，同意调整，请倒排工期确保新节点完成",
            "returned": "理由不充分，未提供赶工措施，退回补充后重报",
            "filed": "",
        }
        filer = self.cast.owing_person(self.cast.lead_of(life.blueprint))
        return ChangeRequest(
            project=self.projects[life.blueprint.number],
            subject=ChangeRequest.Subject.DUE_DATE,
            milestone=self.milestones[life.blueprint.number, stop.step.key],
            state=request.state,
            reason_code=request.reason_code,
            reason=request.reason,
            old_due_on=request.old_due_on,
            new_due_on=request.new_due_on,
            late=request.filed_on > request.old_due_on,
            filed_by=filer if filer != people[DIRECTOR] else people[CLERK],
            filed_at=filed_at,
            decided_by=people[DIRECTOR] if decided_at else None,
            decided_at=decided_at,
            decision_note=notes[request.state],
            created_at=filed_at,
            updated_at=decided_at or filed_at,
        )

    # --- What shows it --------------------------------------------------------------------

    def _write_evidence(self, lives: Sequence[Life]) -> None:
        rows = []
        for life, stop in self._stops(lives):
            milestone = self.milestones[life.blueprint.number, stop.step.key]
            if stop.actual_on and stop.step.evidence_required:
                rows.append(self._evidence(milestone))
        self.work.create_all(rows)

    def _evidence(self, milestone: Milestone) -> Evidence:
        assert milestone.completed_by is not None
        assert milestone.completed_at is not None
        content = paper(milestone.name)
        digest = hashlib.sha256(content).hexdigest()
        path = f"evidence/{digest[:2]}/{digest}"
        if not default_storage.exists(path):
            default_storage.save(path, ContentFile(content))
        return Evidence(
            project=milestone.project,
            milestone=milestone,
            file=path,
            name=f"{milestone.name}（模拟）.pdf",
            content_type="application/pdf",
            size=len(content),
            sha256=digest,
            uploaded_by=milestone.completed_by,
            uploaded_at=milestone.completed_at,
        )


def date_in_force(
    stop: Stop, milestone: Milestone, requests: Sequence[ChangeRequest | None]
) -> date | None:
    """The date in force of a milestone after the requests that have been approved so far."""
    own = [one for one in requests if one is not None and one.milestone == milestone]
    return own[-1].new_due_on if own else stop.first_due_on
