"""A second reading of the twelve conditions, for complete facts only, written apart from
`rules.py`: real dates instead of integers, lists of requirements instead of functions.

It exists to be compared with the first, so it shares nothing with it but the facts.
"""

from datetime import date


def a_date(number):
    return None if number is None else date(number // 10000, number // 100 % 100, number % 100)


def birthday(born, years):
    """The day on which the age is reached."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def anniversary(day, years):
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)


def statuses(f):
    """Outcome to bool; `f` has every fact, `as_of` and `pilot_regions`."""
    today, born = a_date(f["as_of"]), a_date(f["birth_date"])
    left, began = a_date(f["graduated_on"]), a_date(f["first_employment_on"])
    expired = a_date(f["subsidy_expired_on"])
    reached = lambda years: birthday(born, years) <= today
    beijing = lambda region: str(region)[:2] == "11"
    flexible_forms = {"self_employed", "part_time", "platform", "other_flexible"}

    employed = f["employment_form"]
    worker = employed in flexible_forms and not (employed == "platform"
                                                 and f["platform_labour_relation"])
    local, rural = beijing(f["hukou_region"]), f["hukou_kind"] == "agricultural"
    young = reached(16) and not reached(25)
    working_age = reached(16) and not reached({"male": 60, "female": 50}[f["sex"]])
    ground_a = all([local, rural, working_age, worker, f["employment_registered"]])
    recent = left is not None and left <= today <= anniversary(left, 2)
    trainee = any([
        all([recent, f["beijing_origin_student"], f["education"] != "other", employed == "none"]),
        all([local, young, f["unemployment_registered"]]),
        all([local, young, f["rural_transfer_registered"]])])
    first_in_time = (left is not None and began is not None
                     and date(2020, 1, 1) <= left <= today
                     and left <= began <= min(anniversary(left, 2), today))
    yes = {
        "flexible_worker": worker,
        "social_insurance_enrolment": ground_a or f["in_traineeship"] and trainee,
        "graduate_subsidy": all([
            local, f["education"] == "college", first_in_time, worker,
            f["first_employment_form"] in flexible_forms, f["subsidy_months_received"] <= 35]),
        "subsidy_extension": all([
            today < date(2021, 1, 1), not f["stably_employed"],
            expired is not None and expired <= today <= anniversary(expired, 1)]),
        "unemployment_contribution": all([
            today > date(2020, 12, 31), beijing(f["insured_region"]), worker,
            f["archive_entrusted"] or ground_a]),
        "pension_deferral": all([
            today < date(2021, 1, 1), f["pension_as_individual"], worker, f["payment_difficulty"]]),
        "pension_back_payment": all([
            today < date(2022, 1, 1), f["individual_payer_2020"],
            f["unpaid_pension_months_2020"] != 0]),
        "startup_loan": all([local, employed == "self_employed", f["business_registered"]]),
        "pilot_subsidy": all([
            local, rural, f["employment_difficulty"], worker,
            f["hukou_region"] in f["pilot_regions"]]),
        "employment_registration": worker and beijing(f["employment_region"]),
        "unemployment_registration": all([
            employed == "none", f["last_employment_form"] in flexible_forms,
            beijing(f["last_employment_region"])]),
        "title_evaluation": worker and f["professional_technical"],
    }
    in_force = today >= date(2020, 10, 1)
    return {name: bool(in_force and value) for name, value in yes.items()}
