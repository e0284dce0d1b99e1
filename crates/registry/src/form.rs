//! The forms of employment under the names of the decision contract (`employment_form`).

/// A code that is none of those the contract knows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {found:?} is not known; expected one of {expected}")]
pub struct CodeError {
    /// The field that was read.
    pub field: &'static str,
    /// The text, cut to 64 characters.
    pub found: String,
    /// The codes that exist.
    pub expected: String,
}

/// Gives an enum its code texts both ways, from one list.
macro_rules! coded {
    ($(#[$doc:meta])* $name:ident, $field:literal, { $($(#[$vdoc:meta])* $variant:ident = $code:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, ::serde::Serialize, ::serde::Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $code)] $variant,)+
        }

        impl $name {
            /// Every value, in the order of the contract.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The code in JSON and in the store.
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::form::CodeError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|value| value.code() == text).ok_or_else(|| {
                    let codes: Vec<&str> = Self::ALL.iter().map(|value| value.code()).collect();
                    $crate::form::CodeError {
                        field: $field,
                        found: text.chars().take(64).collect(),
                        expected: codes.join(", "),
                    }
                })
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.code())
            }
        }
    };
}
pub(crate) use coded;

coded! {
    /// Present employment, as the law's fact `employment_form` takes it.
    EmploymentForm, "employment_form", {
        /// 个体经营者.
        SelfEmployed = "self_employed",
        /// 非全日制从业人员.
        PartTime = "part_time",
        /// Work for a platform, 新就业形态.
        Platform = "platform",
        /// Another kind that a law, regulation or rule provides, Art. 2(4).
        OtherFlexible = "other_flexible",
        /// Full employment with a labour contract.
        Employee = "employee",
        /// Out of work.
        None = "none",
    }
}

coded! {
    /// The forms that can be registered as flexible employment (Art. 2 and 11).
    FlexibleKind, "kind", {
        /// 个体经营者.
        SelfEmployed = "self_employed",
        /// 非全日制从业人员.
        PartTime = "part_time",
        /// 新就业形态人员.
        Platform = "platform",
        /// 其他灵活就业人员.
        OtherFlexible = "other_flexible",
    }
}

impl From<FlexibleKind> for EmploymentForm {
    fn from(kind: FlexibleKind) -> Self {
        match kind {
            FlexibleKind::SelfEmployed => Self::SelfEmployed,
            FlexibleKind::PartTime => Self::PartTime,
            FlexibleKind::Platform => Self::Platform,
            FlexibleKind::OtherFlexible => Self::OtherFlexible,
        }
    }
}

coded! {
    /// The way by which something reached the office (Art. 11).
    Channel, "channel", {
        /// The website.
        Website = "website",
        /// The 北京人社 app.
        App = "app",
        /// The WeChat account.
        Wechat = "wechat",
        /// The counter of an office.
        Window = "window",
    }
}

coded! {
    /// Sex, as the law's fact `sex` takes it.
    Sex, "sex", {
        /// 男.
        Male = "male",
        /// 女.
        Female = "female",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back_and_json_agrees_with_them() {
        for form in EmploymentForm::ALL {
            assert_eq!(form.code().parse::<EmploymentForm>().unwrap(), *form);
            assert_eq!(serde_json::to_string(form).unwrap(), format!("\"{form}\""));
        }
        for kind in FlexibleKind::ALL {
            assert_eq!(EmploymentForm::from(*kind).code(), kind.code());
        }
        let error = "rider".parse::<FlexibleKind>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "kind: \"rider\" is not known; expected one of self_employed, part_time, platform, other_flexible"
        );
    }
}
