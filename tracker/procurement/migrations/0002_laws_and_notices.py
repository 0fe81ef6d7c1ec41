from datetime import date

from django.db import migrations

ACT_STARTS = date(2025, 2, 24)
PCR_STARTS = date(2015, 2, 26)
PSR_STARTS = date(2024, 1, 1)
ACT, PCR = "Procurement Act 2023", "Public Contracts Regulations 2015"
DEFAULT = "Planning default of the tracker"

# law, start of procurements from and before, count, unit, with the first day, carried to a working day, methods, notice, source
REGIMES = (
    ("PCR2015", PCR_STARTS, ACT_STARTS, 10, "days", False, True, ["competition"], "ADN", f"{PCR}, regulations 86 and 87"),
    ("PA2023", ACT_STARTS, None, 8, "working-days", True, False, ["competition", "direct-award"], "UK6", f"{ACT}, s.51"),
    ("PSR", PSR_STARTS, None, 8, "working-days", False, False, ["competition", "direct-award"], "NOI",
     "Provider Selection Regime Regulations 2023, regulation 12"),
)  # fmt: skip

COMPETITION, DIRECT = ["competition"], ["direct-award"]
# code, name, basis, count, unit, with the first day, methods, expected, over pence, from, duty, source
NOTICES = {
    "PA2023": (
        ("UK2", "Preliminary market engagement", "", None, "", False, COMPETITION, False, None, ACT_STARTS,
         "Before the tender notice where the market was engaged; else the tender notice says why not.", f"{ACT}, s.17"),
        ("UK3", "Planned procurement", "", None, "", False, COMPETITION, False, None, ACT_STARTS,
         "If you like, 40 days to 12 months before the tender notice: bids may then be due after 10 days.", f"{ACT}, s.15"),
        ("UK4", "Tender", "", None, "", False, COMPETITION, True, None, ACT_STARTS,
         "To begin a competition. Bids are due 25 days later at the earliest.", f"{ACT}, ss.21 and 54"),
        ("UK5", "Transparency", "", None, "", False, DIRECT, True, None, ACT_STARTS,
         "Before a direct award.", f"{ACT}, s.44"),
        ("UK6", "Contract award", "", None, "", False, [], True, None, ACT_STARTS,
         "Before the contract is entered into, after the assessment summaries. It begins the standstill.", f"{ACT}, s.50"),
        ("UK7", "Contract details", "signature", 30, "days", True, [], True, None, ACT_STARTS,
         "Within 30 days beginning with the day of signature.", f"{ACT}, s.53"),
        ("UK7-copy", "Contract details, copy of the contract", "signature", 90, "days", True, [], False, 500_000_000,
         ACT_STARTS, "Above £5 million: a redacted copy within 90 days beginning with the day of signature.", f"{ACT}, s.53"),
        ("UK8", "Contract payment", "quarter", 30, "days", True, [], False, 3_000_000, date(2026, 4, 1),
         "Each payment above £30,000, within 30 days beginning with the last day of its quarter.", f"{ACT}, s.70"),
        ("UK11", "Contract termination", "end", 30, "days", True, [], False, None, ACT_STARTS,
         "Within 30 days beginning with the day on which the contract ends, for whatever reason.", f"{ACT}, s.80"),
        ("UK12", "Procurement termination", "", None, "", False, ["competition", "direct-award"], False, None, ACT_STARTS,
         "As soon as can be, when a procurement is given up after its tender or transparency notice.", f"{ACT}, s.55"),
    ),
    "PCR2015": (
        ("CN", "Contract notice", "", None, "", False, COMPETITION, True, None, PCR_STARTS,
         "To begin a competition.", f"{PCR}, regulation 49"),
        ("ADN", "Notices of the decision to award", "", None, "", False, [], False, None, PCR_STARTS,
         "To every bidder, with the reasons, before the contract is entered into. They begin the standstill.",
         f"{PCR}, regulation 86"),
        ("CAN", "Contract award notice", "signature", 30, "days", False, [], True, None, PCR_STARTS,
         "Within 30 days after the award.", f"{PCR}, regulation 50"),
    ),
    "PSR": (
        ("NOI", "Intention to make an award", "", None, "", False, COMPETITION + DIRECT, True, None, PSR_STARTS,
         "Before the award. It begins the standstill.", "Provider Selection Regime Regulations 2023, regulation 11"),
        ("PSR-award", "Confirmation of the award", "signature", 30, "days", False, [], True, None, PSR_STARTS,
         "Within 30 days after the award.", "Provider Selection Regime Regulations 2023, regulation 10"),
    ),
}  # fmt: skip
ANSWERS = (
    ("question", "Question of a supplier", 5),
    ("debrief", "Debrief of a supplier", 10),
    ("complaint", "Complaint of a supplier", 20),
)


def load_laws(apps, schema_editor):
    """The laws that procurements have been under since 2015, with the notices and clocks of each."""
    regime_rule = apps.get_model("procurement", "RegimeRule")
    notice_rule = apps.get_model("procurement", "NoticeRule")
    for law, since, until, count, unit, first, rolls, methods, code, source in REGIMES:
        regime_rule.objects.create(
            regime=law,
            valid_from=since,
            valid_to=until,
            standstill_count=count,
            standstill_unit=unit,
            counts_first_day=first,
            rolls_to_working_day=rolls,
            standstill_methods=methods,
            award_code=code,
            source=source,
        )
        for order, row in enumerate(NOTICES[law], start=1):
            names = ("code", "name", "basis", "count", "unit", "counts_first_day", "methods", "is_expected")
            fields = dict(zip((*names, "over_pence", "valid_from", "duty", "source"), row, strict=True))
            notice_rule.objects.create(regime=law, order=order, **fields)
        for order, (kind, name, working_days) in enumerate(ANSWERS, start=90):
            notice_rule.objects.create(
                regime=law,
                code=kind,
                name=name,
                basis="receipt",
                count=working_days,
                unit="working-days",
                valid_from=since,
                order=order,
                duty=f"Answered within {working_days} working days.",
                source=DEFAULT,
            )


class Migration(migrations.Migration):
    dependencies = [("procurement", "0001_initial")]
    operations = [migrations.RunPython(load_laws, migrations.RunPython.noop)]
