"""The contract's table of facts: name, type, whether null is allowed.

The order of enum values is the table's, false comes before true, null comes last:
`would_change` tries values in this order.
"""

DISTRICTS = ["110101", "110102", "110105", "110106", "110107", "110108", "110109", "110111",
             "110112", "110113", "110114", "110115", "110116", "110117", "110118", "110119"]

FORMS = ["self_employed", "part_time", "platform", "other_flexible", "employee", "none"]
FORMS_EVER = FORMS[:-1]
EDUCATIONS = ["college", "secondary_vocational", "technical_school", "other"]

DATE, REGION, BOOL = ("date",), ("region",), ("bool",)


def enum(*values):
    return ("enum", list(values))


def integer(low, high):
    return ("integer", low, high)


# name: (type, null allowed)
FACTS = {
    "birth_date": (DATE, False),
    "sex": (enum("male", "female"), False),
    "hukou_region": (REGION, False),
    "hukou_kind": (enum("agricultural", "non_agricultural"), False),
    "residence_region": (REGION, False),
    "insured_region": (REGION, True),
    "employment_region": (REGION, True),
    "last_employment_region": (REGION, True),
    "last_employment_form": (enum(*FORMS_EVER), True),
    "employment_form": (enum(*FORMS), False),
    "platform_labour_relation": (BOOL, False),
    "business_registered": (BOOL, False),
    "employment_registered": (BOOL, False),
    "first_employment_form": (enum(*FORMS_EVER), True),
    "first_employment_on": (DATE, True),
    "stably_employed": (BOOL, False),
    "employment_difficulty": (BOOL, False),
    "education": (enum(*EDUCATIONS), False),
    "graduated_on": (DATE, True),
    "beijing_origin_student": (BOOL, False),
    "in_traineeship": (BOOL, False),
    "unemployment_registered": (BOOL, False),
    "rural_transfer_registered": (BOOL, False),
    "archive_entrusted": (BOOL, False),
    "pension_as_individual": (BOOL, False),
    "individual_payer_2020": (BOOL, False),
    "payment_difficulty": (BOOL, False),
    "unpaid_pension_months_2020": (integer(0, 12), False),
    "contribution_base_fen": (integer(0, 10**12), True),
    "subsidy_months_received": (integer(0, 1200), False),
    "subsidy_expired_on": (DATE, True),
    "professional_technical": (BOOL, False),
}

BOUNDS = ["pension_base_min", "pension_base_max"]
RATES = ["pension_rate_individual", "unemployment_rate_individual"]
PARAMETERS = ["pilot_regions"] + BOUNDS + RATES

# What can be otherwise, in the order in which sets are listed.
CHANGEABLE = ["as_of", "insured_region", "employment_region", "employment_form",
              "platform_labour_relation", "business_registered", "employment_registered",
              "stably_employed", "employment_difficulty", "in_traineeship",
              "unemployment_registered", "rural_transfer_registered", "archive_entrusted",
              "pension_as_individual", "payment_difficulty", "professional_technical"]


def in_beijing(region):
    return region is not None and region.startswith("11")
