//! Logarithm, exponential and ln-gamma from the four basic operations, so that every machine computes the same digits.
//!
//! The standard library leaves the last digits of `ln` and `exp` to the machine; sums, products, quotients and roots
//! are exact to the last bit everywhere (IEEE 754).
//!
//! Holds
//! - Errors of a few units in the last place over the whole range, tested against the standard library and tables.
//!
//! Not here: what is computed with them.

/// The normal quantile of 97.5 %: half the width of a 95 % interval in standard errors.
pub const HALF_WIDTH_95: f64 = 1.959_963_984_540_054;
/// The 95 % quantile of chi-square with one degree of freedom.
pub const CHI_SQUARE_95: f64 = 3.841_458_820_694_124;

/// ln 2 in two parts: the upper has so few digits that multiples of it are exact.
const LN_2_UPPER: f64 = 0.693_147_180_369_123_8;
const LN_2_LOWER: f64 = 1.908_214_929_270_587_7e-10;
/// ln(2π) / 2.
const HALF_LN_TWO_PI: f64 = 0.918_938_533_204_672_7;
/// Where Stirling's series alone is exact to the last digits.
const STIRLING_LEAST: f64 = 12.0;
/// Stirling's series: B(2k) / (2k (2k - 1)), k = 1 to 8 (Abramowitz and Stegun 6.1.41).
const STIRLING: [f64; 8] = [
    1.0 / 12.0,
    -1.0 / 360.0,
    1.0 / 1260.0,
    -1.0 / 1680.0,
    1.0 / 1188.0,
    -691.0 / 360_360.0,
    1.0 / 156.0,
    -3617.0 / 122_400.0,
];

/// The natural logarithm; minus infinity at 0, not a number below.
pub fn ln(x: f64) -> f64 {
    if x.is_nan() || x < 0.0 {
        return f64::NAN;
    }
    if x == 0.0 {
        return f64::NEG_INFINITY;
    }
    if x == f64::INFINITY {
        return x;
    }
    // Numbers below the normal range are brought into it first.
    let (x, shift) = if x < f64::MIN_POSITIVE { (x * TWO_54, -54) } else { (x, 0) };
    let bits = x.to_bits();
    let mut power = ((bits >> 52) & 0x7ff) as i64 - 1023 + shift;
    let mut fraction = f64::from_bits((bits & 0x000f_ffff_ffff_ffff) | 0x3ff0_0000_0000_0000);
    if fraction > std::f64::consts::SQRT_2 {
        fraction /= 2.0;
        power += 1;
    }
    // ln(1 + f) = 2 artanh(s) with s = f / (2 + f), and 2 s = f - s f, which keeps the last digits.
    let f = fraction - 1.0;
    let s = f / (2.0 + f);
    let square = s * s;
    let mut series = 0.0;
    for k in (1..=12_u32).rev() {
        series = square * (2.0 / f64::from(2 * k + 1) + series);
    }
    let power = power as f64;
    power * LN_2_UPPER + (f - (s * (f - series) - power * LN_2_LOWER))
}

const TWO_54: f64 = 18_014_398_509_481_984.0;

/// e to the power of `x`.
pub fn exp(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    if x > 709.782_712_893_384 {
        return f64::INFINITY;
    }
    if x < -745.2 {
        return 0.0;
    }
    let power = (x / std::f64::consts::LN_2).round();
    let rest = (x - power * LN_2_UPPER) - power * LN_2_LOWER;
    let mut series = 1.0;
    for k in (1..=14_u32).rev() {
        series = 1.0 + rest / f64::from(k) * series;
    }
    // Two factors, because the power of two alone may lie outside the range.
    let power = power as i64;
    let first = power / 2;
    series * power_of_two(first) * power_of_two(power - first)
}

/// 2 to the power of `power`, which lies within -1022..=1023.
fn power_of_two(power: i64) -> f64 {
    f64::from_bits(((power + 1023) as u64) << 52)
}

/// The logarithm of the gamma function for `x` above 0.
/// # Source   Abramowitz and Stegun 6.1.41, with 6.1.16 for small arguments.
pub fn ln_gamma(x: f64) -> f64 {
    if x.is_nan() || x <= 0.0 {
        return f64::NAN;
    }
    let mut above = x;
    let mut product = 1.0;
    while above < STIRLING_LEAST {
        product *= above;
        above += 1.0;
    }
    let inverse = 1.0 / above;
    let square = inverse * inverse;
    let series = STIRLING.iter().rev().fold(0.0, |sum, term| sum * square + term) * inverse;
    (above - 0.5) * ln(above) - above + HALF_LN_TWO_PI + series - ln(product)
}

#[cfg(test)]
#[allow(clippy::disallowed_methods)] // the standard library is what ours is held against
mod tests {
    use super::*;

    fn close(ours: f64, known: f64, units: f64) {
        let error = (ours - known).abs() / known.abs().max(f64::MIN_POSITIVE);
        assert!(error <= units * f64::EPSILON, "{ours} is not {known}: {} units", error / f64::EPSILON);
    }

    #[test]
    fn logarithm_and_exponential_agree_with_the_standard_library() {
        let mut x = 1e-300_f64;
        while x < 1e300 {
            close(ln(x), x.ln(), 2.0);
            x *= 1.37;
        }
        for step in -70_000..70_900 {
            let x = f64::from(step) / 100.0;
            close(exp(x), x.exp(), 4.0);
        }
        for near in [1.0 - 1e-15, 1.0 + 1e-15, 0.999, 1.001] {
            close(ln(near), near.ln(), 2.0);
        }
    }

    #[test]
    fn the_ends_of_the_range_are_answered() {
        assert_eq!(ln(0.0), f64::NEG_INFINITY);
        assert!(ln(-1.0).is_nan() && ln(f64::NAN).is_nan() && exp(f64::NAN).is_nan());
        assert_eq!(ln(f64::INFINITY), f64::INFINITY);
        assert_eq!((exp(710.0), exp(-746.0), exp(0.0)), (f64::INFINITY, 0.0, 1.0));
        assert!(exp(-740.0) > 0.0 && exp(709.7).is_finite());
        close(ln(5e-324), 5e-324_f64.ln(), 2.0);
        assert!(ln_gamma(0.0).is_nan() && ln_gamma(-0.5).is_nan());
    }

    /// Values computed to 50 digits from Stirling's series with exact Bernoulli numbers, at arguments shifted above
    /// 100.
    #[test]
    fn ln_gamma_agrees_with_tables() {
        let known = [
            (0.0625, 2.739_631_621_946_203_4),
            (0.25, 1.288_022_524_698_077_5),
            (0.5, 0.572_364_942_924_700_1),
            (1.5, -0.120_782_237_635_245_22),
            (3.0, std::f64::consts::LN_2),
            (4.0, 1.791_759_469_228_055),
            (10.0, 12.801_827_480_081_47),
            (11.0, 15.104_412_573_075_515),
            (100.5, 361.435_540_467_777_6),
            (101.0, 363.739_375_555_563_5),
            (171.0, 706.573_062_245_787_3),
            (1_000_001.0, 12_815_518.384_658_17),
        ];
        for (x, value) in known {
            let ours = ln_gamma(x);
            assert!((ours - value).abs() <= 1e-14 * (1.0 + value.abs()), "ln_gamma({x}) is {ours}, not {value}");
        }
        assert!(ln_gamma(1.0).abs() < 1e-14 && ln_gamma(2.0).abs() < 1e-14);
    }

    #[test]
    fn ln_gamma_of_a_whole_number_is_a_sum_of_logarithms() {
        let mut sum = 0.0;
        for n in 1..3_000_u32 {
            assert!((ln_gamma(f64::from(n) + 1.0) - (sum + ln(f64::from(n)))).abs() < 1e-10);
            sum += ln(f64::from(n));
        }
    }
}
