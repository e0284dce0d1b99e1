//! Administrative divisions: which codes are the city's districts, and the
//! names by which files and pages speak of them. Data: `regions.toml`.

use serde::Deserialize;

/// One named division.
#[derive(Debug, Clone, Deserialize, PartialEq, Eq)]
pub struct Region {
    /// Six digits of GB/T 2260, or the first two of a province.
    pub code: String,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
}

/// The divisions that the policies know by name.
#[derive(Debug, Clone, Deserialize)]
pub struct Regions {
    /// The city.
    pub city: Region,
    /// The city's districts in force.
    #[serde(rename = "district")]
    pub districts: Vec<Region>,
    /// Provinces, for names outside the city.
    #[serde(default, rename = "province")]
    pub provinces: Vec<Region>,
    #[serde(skip)]
    codes: Vec<i64>,
    #[serde(skip)]
    divisor: i64,
    #[serde(skip)]
    prefix: i64,
}

impl Regions {
    /// Reads `regions.toml`.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut regions: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        let six = |code: &str| code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit());
        for region in regions.districts.iter().chain([&regions.city]) {
            if !six(&region.code) {
                return Err(format!("code `{}`: six digits expected", region.code));
            }
        }
        if let Some(short) = regions.provinces.iter().find(|region| region.code.get(..2).is_none()) {
            return Err(format!("code `{}` of a province: two digits expected", short.code));
        }
        // The city's own code is its prefix and zeros.
        let prefix = regions.city.code.trim_end_matches('0');
        regions.prefix = prefix.parse().map_err(|_| format!("city code `{}`", regions.city.code))?;
        let rest = 6_u32.saturating_sub(u32::try_from(prefix.len()).unwrap_or(6));
        regions.divisor = 10_i64.pow(rest);
        regions.codes = regions.districts.iter().filter_map(|r| r.code.parse().ok()).collect();
        regions.codes.sort_unstable();
        if regions.codes.is_empty() || regions.codes.iter().any(|code| !regions.is_city(*code)) {
            return Err("districts: at least one, each with the city's prefix".to_owned());
        }
        Ok(regions)
    }

    /// Whether a code begins with the city's digits.
    pub fn is_city(&self, code: i64) -> bool {
        code / self.divisor == self.prefix
    }

    /// The codes of the districts, ascending.
    pub fn district_codes(&self) -> &[i64] {
        &self.codes
    }

    /// Reads a code; `None` unless six digits and, with the city's prefix, a district.
    pub fn parse(&self, text: &str) -> Option<i64> {
        if text.len() != 6 || !text.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let code = text.parse().ok()?;
        (!self.is_city(code) || self.codes.binary_search(&code).is_ok()).then_some(code)
    }

    /// A division by its Chinese name or its code.
    pub fn by_name(&self, name: &str) -> Option<i64> {
        let all = self.districts.iter().chain(&self.provinces);
        let named = all.filter(|r| r.zh == name).find_map(|r| format!("{:0<6}", r.code).parse().ok());
        named.or_else(|| self.parse(name))
    }

    /// The named division of a code: the district, or the province that it lies in.
    pub fn find(&self, code: i64) -> Option<&Region> {
        let text = format!("{code:06}");
        let district = self.districts.iter().find(|r| r.code == text);
        district.or_else(|| self.provinces.iter().find(|r| r.code[..2] == text[..2]))
    }
}
