"""The records of the new API: a procedure in the list, one with all its parts, agencies.

Arrays may hold one thing twice, which is told once. Words like "WORKING_DAY" are said as `words` of
sources.toml says them; one that is not there stays as it is and is noted as drift.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ingest.document import clean, one_line
from ingest.sources.portal_procedure import Agency, Channel, Fee, Form, LegalGround, Paper, PortalProcedure
from ingest.sources.source import Detail, Head
from ingest.sources.strict import Drift, Fields, plausible, reading

_LEVELS = ("isMinistry", "isProvince", "isWard", "isOtherAgency", "isUndetermined")


class Records:
    """Reads the records that came from an address; `ignored` names the fields that are known and not used."""

    def __init__(self, settings: Mapping[str, Any], drift: Drift) -> None:
        self._ignored: Sequence[str] = settings["ignored"]
        self._words: Mapping[str, str] = settings["words"]
        self._where = str(settings["procedure"])
        self._drift = drift

    def formality(self, record: Any) -> PortalProcedure:
        """One procedure with all its parts; FetchError SCHEMA."""
        with reading(record, "formality", self._where, self._drift) as fields:
            fields.ignore(*self._ignored)
            decision = self.proposal(fields.maybe("procedureProposal"), fields.maybe_text("decisionNo"))
            agencies, executing = (
                _names(fields.maybe("departmentsExecuting")),
                fields.maybe_text("executingAgencies"),
            )
            return PortalProcedure(
                id=fields.text("id"),
                code=fields.text("code"),
                name=fields.text("name"),
                decision=decision.number,
                signed=decision.signed,
                posted=decision.posted,
                levels=tuple(self._word(name) for name in _LEVELS if fields.maybe(name) is True),
                kind=fields.maybe_text("formalityType"),
                fields=_names(fields.maybe("categoriesDetails")),
                audience=_names(fields.maybe("subjectTypesDetails")),
                publisher=fields.maybe_text("departmentPromulgateName"),
                agencies=agencies or _lines(executing),
                authority="; ".join(_names(fields.maybe("departmentsAuthority"))) or None,
                address=fields.maybe_text("dossierReceivingAddresses"),
                authorised=_first(fields, "departmentsAuthorized", "authorizedAgencies", "delegatedAgencies"),
                coordinating=_first(fields, "departmentsCoordinating", "coordinatingAgencies"),
                results=_names(fields.maybe("resultsDetails")),
                keywords=fields.maybe_text("keywords"),
                description=fields.maybe_text("description"),
                state=fields.maybe_text("state"),
                channels=_once(self._channels(fields.maybe("executionMethods"))),
                steps=_once(self._steps(fields.maybe("executionSteps"))),
                papers=_once(self._papers(fields.maybe("executionCases"))),
                grounds=_once(self._grounds(fields.maybe("legalBasisesDetails"))),
                requirements=tuple(filter(None, [fields.maybe_text("requirementsAndConditions")])),
                related=_names(fields.maybe("procedureRelatedGroup")),
            )

    def proposal(self, proposal: Any, own: str | None) -> Detail:
        """The decision of a procedure: the first number that is not empty, its days in Việt Nam."""
        if proposal is None:
            return Detail(number=own)
        with reading(proposal, "proposal", self._where, self._drift) as fields:
            numbers = (own, fields.maybe_text("proposalNumber"), fields.maybe_text("decisionNumber"))
            fields.ignore("id", "proposalType")
            agency = fields.maybe("issuingAgency")
            return Detail(
                number=next((number for number in numbers if number), None),
                agency=agency.get("name") if isinstance(agency, Mapping) else None,
                signed=plausible(fields.moment("decisionDate")),
                posted=fields.posted("publicationDate"),
                proof=self._where,
            )

    def _channels(self, records: Any) -> Iterator[Channel]:
        for record in records or ():
            with reading(record, "method", self._where, self._drift) as fields:
                amount, unit = fields.maybe_text("processingTime"), fields.maybe_text("processingTimeUnit")
                limit = f"{amount} {self._word(unit)}" if amount and unit else amount
                fees = tuple(self._fees(fields.maybe("fees")))
                note = fields.maybe_text("description")
                yield Channel(self._word(fields.text("submissionMethod")), limit, fees, note)

    def _fees(self, records: Any) -> Iterator[Fee]:
        for record in records or ():
            with reading(record, "fee", self._where, self._drift) as fields:
                name, amount = self._word(fields.text("type")), fields.text("value")
                yield Fee(name, amount, fields.maybe_text("description"))

    def _steps(self, records: Any) -> Iterator[str]:
        for record in records or ():
            with reading(record, "step", self._where, self._drift) as fields:
                case, text = fields.maybe_text("name"), clean(str(fields.maybe("description") or "")).strip()
                yield f"{case}: {text}" if case else text

    def _papers(self, cases: Any) -> Iterator[Paper]:
        for case in cases or ():
            with reading(case, "case", self._where, self._drift) as fields:
                name, papers = fields.maybe_text("name"), fields.maybe("profileComponents")
            for record in papers or ():
                with reading(record, "paper", self._where, self._drift) as fields:
                    fields.ignore("profileComponentId", "required", "hasElectronicForm", "source", "code")
                    yield Paper(
                        fields.text("name"),
                        fields.maybe_text("originalQty"),
                        fields.maybe_text("copyQty"),
                        tuple(self._forms(fields.maybe("attachments"))),
                        name,
                    )

    def _forms(self, records: Any) -> Iterator[Form]:
        for record in records or ():
            with reading(record, "form", self._where, self._drift) as fields:
                fields.ignore("bucketName", "filePath")
                yield Form(fields.text("fileName"), fields.text("id"))

    def _grounds(self, records: Any) -> Iterator[LegalGround]:
        for record in records or ():
            with reading(record, "ground", self._where, self._drift) as fields:
                fields.ignore("id")
                yield LegalGround(fields.maybe_text("code") or "", fields.maybe_text("name") or "")

    def _word(self, word: str) -> str:
        said = self._words.get(word)
        if said is None:
            self._drift.unknown[f"word.{word}"] += 1
        return said or word


def read_list(data: Any, where: str, drift: Drift) -> tuple[list[Any], str | None, int | None]:
    """The records of one answer of the list, the cursor to the next, how many there are in all."""
    with reading(data, "list", where, drift) as fields:
        records = list(fields.take("items"))
        last, total = fields.maybe_text("lastId"), fields.maybe("total")
    return records, last, total if isinstance(total, int) else None


def read_head(record: Any, where: str, drift: Drift) -> Head:
    """A procedure in the list; its facts are all that the list says of it."""
    with reading(record, "formality_head", where, drift) as fields:
        fields.ignore("codeNotation", "categoryIds", "departmentPromulgateId")
        return Head(
            id=fields.text("id"),
            title=fields.text("name"),
            agency=fields.maybe_text("departmentPromulgate"),
            facts={
                "code": fields.text("code"),
                "state": fields.maybe_text("state"),
                "type": fields.maybe_text("type"),
                "categories": fields.maybe("categories"),
                "departments": fields.maybe("departments"),
                "audience": fields.maybe("formalityTargetType"),
            },
        )


def read_departments(data: Any, where: str, drift: Drift) -> tuple[list[Agency], str | None]:
    """The agencies of one answer and the cursor to the next."""
    out = []
    with reading(data, "departments", where, drift) as fields:
        for record in fields.take("rows"):
            with reading(record, "department", where, drift) as one:
                one.ignore("level", "hasChild")
                out.append(Agency(one.text("id"), one.text("name"), one.maybe_text("code")))
        last = fields.maybe_text("lastId")
        fields.ignore("total")
    return out, last


def _names(records: Any) -> tuple[str, ...]:
    """The names of records that stand for something known elsewhere, each once."""
    found = (one.get("name") if isinstance(one, Mapping) else one for one in records or ())
    return tuple(dict.fromkeys(one_line(clean(str(name))) for name in found if name))


def _first(fields: Fields, listed: str, *texts: str) -> str | None:
    told = ["; ".join(_names(fields.maybe(listed))), *(fields.maybe_text(name) for name in texts)]
    return next((text for text in told if text), None)


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(";") if part.strip())


def _once(values: Iterator[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
