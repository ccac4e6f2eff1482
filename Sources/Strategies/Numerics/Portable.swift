/// Elementary functions of nothing but IEEE arithmetic.
///
/// The mathematical libraries of two platforms differ in the last bit, and a search that adapts makes another search of
/// that. These functions have the same results on every machine, within a few units in the last place.
enum Portable {
    /// ln 2 in two parts, of which multiples of the first by the exponent of a double are exact.
    private static let (highLog2, lowLog2) = (0x1.62e42fee00000p-1, 0x1.a39ef35793c76p-33)

    /// Returns e raised to a power.
    ///
    /// The argument is reduced to at most half of ln 2, where 13 terms of the series are exact to double precision.
    static func exp(_ x: Double) -> Double {
        guard x > -746, x < 710 else { return x > 0 ? .infinity : x < 0 ? 0 : x }
        let exponent = (x * 0x1.71547652b82fep+0).rounded()
        let rest = (x - exponent * highLog2) - exponent * lowLog2
        return Double(sign: .plus, exponent: Int(exponent), significand: 1 + series(rest))
    }

    /// Returns e raised to a power, less 1.
    static func expm1(_ x: Double) -> Double { abs(x) < 0.35 ? series(x) : exp(x) - 1 }

    /// The terms of the exponential series from the first to the fourteenth power.
    private static func series(_ r: Double) -> Double {
        var sum = 1 / 87_178_291_200.0
        sum = sum * r + 1 / 6_227_020_800.0
        sum = sum * r + 1 / 479_001_600.0
        sum = sum * r + 1 / 39_916_800.0
        sum = sum * r + 1 / 3_628_800.0
        sum = sum * r + 1 / 362_880.0
        sum = sum * r + 1 / 40_320.0
        sum = sum * r + 1 / 5_040.0
        sum = sum * r + 1 / 720.0
        sum = sum * r + 1 / 120.0
        sum = sum * r + 1 / 24.0
        sum = sum * r + 1 / 6.0
        sum = sum * r + 1 / 2.0
        return r + r * r * sum
    }

    /// Returns the natural logarithm.
    static func log(_ x: Double) -> Double {
        guard x > 0, x < .infinity else { return x == 0 ? -.infinity : x > 0 ? x : .nan }
        var (exponent, significand) = (Double(x.exponent), x.significand)
        if significand > 0x1.6a09e667f3bcdp+0 { (exponent, significand) = (exponent + 1, significand / 2) }
        return exponent * highLog2 + (logarithm(of: significand - 1) + exponent * lowLog2)
    }

    /// Returns the natural logarithm of 1 plus a number.
    static func log1p(_ x: Double) -> Double { x > -0.29 && x < 0.41 ? logarithm(of: x) : log(1 + x) }

    /// The logarithm of 1 plus a number between the root of ½ and that of 2, less 1: 2 artanh(x / (2 + x)).
    private static func logarithm(of x: Double) -> Double {
        let s = x / (2 + x)
        let square = s * s
        var sum = 1 / 23.0
        sum = sum * square + 1 / 21.0
        sum = sum * square + 1 / 19.0
        sum = sum * square + 1 / 17.0
        sum = sum * square + 1 / 15.0
        sum = sum * square + 1 / 13.0
        sum = sum * square + 1 / 11.0
        sum = sum * square + 1 / 9.0
        sum = sum * square + 1 / 7.0
        sum = sum * square + 1 / 5.0
        sum = sum * square + 1 / 3.0
        return 2 * s + 2 * s * (square * sum)
    }
}
