//! What codes of money are in words.

use app::exchange::bank::reasons::Who;
use app::registry::money::cycle::{CycleError, CycleState};
use app::registry::money::order::OrderState;
use app::registry::money::{Fen, Insurance};

use crate::i18n::{self, Lang, Text};

/// An amount.
pub(crate) fn yuan(fen: Fen) -> Text {
    Text::new(i18n::yuan(Lang::Zh, fen.0), i18n::yuan(Lang::En, fen.0))
}

/// How a cycle stands.
pub(crate) fn cycle_state(state: CycleState) -> Text {
    Text::message(match state {
        CycleState::Open => "payments.state_open",
        CycleState::Computed => "payments.state_computed",
        CycleState::Approved => "payments.state_approved",
        CycleState::Sent => "payments.state_sent",
        CycleState::Closed => "payments.state_closed",
    })
}

/// How an order stands.
pub(crate) fn order_state(state: OrderState) -> Text {
    Text::message(match state {
        OrderState::AwaitingAmount => "payments.order_awaiting",
        OrderState::Ready => "payments.order_ready",
        OrderState::Held => "payments.order_held",
        OrderState::InCycle => "payments.order_in_cycle",
        OrderState::Sent => "payments.order_sent",
        OrderState::Accepted => "payments.order_accepted",
        OrderState::Paid => "payments.order_paid",
        OrderState::Rejected => "payments.order_rejected",
        OrderState::Returned => "payments.order_returned",
        OrderState::Cancelled => "payments.order_cancelled",
    })
}

/// An insurance; one that is not known is shown by its code.
pub(crate) fn insurance(insurance: Insurance) -> Text {
    match insurance.as_str() {
        "pension" => Text::message("payments.pension"),
        "unemployment" => Text::message("payments.unemployment"),
        "medical" => Text::message("payments.medical"),
        other => Text::new(other, other),
    }
}

/// Why an order is held.
pub(crate) fn hold(code: &str) -> Text {
    match code {
        "over_cap" => Text::message("payments.hold_over_cap"),
        "behind_held" => Text::message("payments.hold_behind"),
        "stopped" => Text::message("payments.hold_stopped"),
        other => Text::new(other, other),
    }
}

/// Who can put right what the bank refused.
pub(crate) fn who(who: Option<Who>) -> Text {
    Text::message(match who {
        Some(Who::Person) => "payments.who_person",
        Some(Who::Office) => "payments.who_office",
        Some(Who::Bank) | None => "payments.who_bank",
    })
}

/// Why a cycle does not take a step.
pub(crate) fn fault(error: &CycleError) -> Text {
    match error {
        CycleError::State { found, .. } => {
            Text::message("payments.fault_state").with_text("state", &cycle_state(*found))
        }
        CycleError::SameOfficer { .. } => Text::message("payments.fault_same_officer"),
        CycleError::NothingToPay { .. } => Text::message("payments.fault_nothing"),
        CycleError::Unanswered { open, .. } => Text::message("payments.fault_unanswered").with("n", open),
        CycleError::OrderTwice { .. }
        | CycleError::OtherFile { .. }
        | CycleError::NotInCycle { .. }
        | CycleError::Order(_)
        | CycleError::Overflow(_)
        | CycleError::OutOfOrder(_) => Text::message("payments.fault_other").with("found", error),
    }
}
