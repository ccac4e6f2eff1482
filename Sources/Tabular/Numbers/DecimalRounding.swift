/// Rounds a decimal number to the nearest double, ties to even, for exponents of moderate size.
///
/// A decimal is m × 10ᵉ = m × 5ᵉ × 2ᵉ, and 5²⁷ is the largest power of five in 64 bits. So for |e| ≤ 27, the product
/// m × 5ᵉ, or the quotient m ÷ 5⁻ᵉ with its remainder, is exact in 128 bits. Its 64 leading bits, with the last bit
/// set if any lower bit is set, round to 53 bits like the exact value. The power of two does not affect rounding.
/// This range covers most data; a method for all exponents (Clinger 1990; Lemire 2021) needs large tables.
enum DecimalRounding {
    /// The double nearest to `mantissa` × 10 to the `exponent`, or nil if the exponent is out of range.
    @inline(__always)
    static func value(of mantissa: UInt64, exponent: Int) -> Double? {
        if mantissa == 0 { return 0 }
        if mantissa <= 1 << 53 {
            // Both operands are exact doubles, so the operation rounds only once.
            if exponent == 0 { return Double(mantissa) }
            if exponent < 0 && exponent >= -22 { return Double(mantissa) / power10[-exponent] }
            if exponent > 0 && exponent <= 22 { return Double(mantissa) * power10[exponent] }
        }
        guard exponent >= -27 && exponent <= 27 else { return nil }
        return exponent >= 0 ? product(mantissa, exponent) : quotient(mantissa, -exponent)
    }

    /// Returns a mantissa of at most 2⁵³ divided by a power of ten; nil if the power is not exact as a double.
    @inline(__always)
    static func quotient(_ mantissa: Int, decimals: Int) -> Double? {
        guard decimals <= 22 else { return nil }
        return Double(mantissa) / power10[decimals]
    }

    /// m × 10ᵉ.
    private static func product(_ mantissa: UInt64, _ exponent: Int) -> Double {
        let (high, low) = mantissa.multipliedFullWidth(by: power5[exponent])
        if high == 0 { return scaled(low, by: exponent) }
        let shift = high.leadingZeroBitCount
        // A shift by 64 gives zero, which is correct if the low half contributes no bits.
        let leading = high << shift | low >> (64 - shift)
        return scaled(low << shift == 0 ? leading : leading | 1, by: 64 - shift + exponent)
    }

    /// m ÷ 10ᵏ.
    private static func quotient(_ mantissa: UInt64, _ exponent: Int) -> Double {
        let divisor = power5[exponent]
        let (up, down) = (mantissa.leadingZeroBitCount, divisor.leadingZeroBitCount)
        let (dividend, normalized) = (mantissa << up, divisor << down)
        // Both leading bits are set, so half the dividend is less than the divisor, and the quotient has 63 or 64
        // bits.
        let (quotient, remainder) = normalized.dividingFullWidth((dividend >> 1, dividend << 63))
        return scaled(remainder == 0 ? quotient : quotient | 1, by: down - up - 63 - exponent)
    }

    /// Rounds the bits to a double and multiplies it by a power of two, far from overflow and underflow.
    @inline(__always)
    private static func scaled(_ bits: UInt64, by exponent: Int) -> Double {
        Double(bits) * Double(bitPattern: UInt64(1023 + exponent) << 52)
    }

    /// 10⁰ … 10²², all exact.
    private static let power10: [Double] = (0...22).map { (0..<$0).reduce(1.0) { power, _ in power * 10 } }

    /// 5⁰ … 5²⁷.
    private static let power5: [UInt64] = (0...27).map { (0..<$0).reduce(1) { power, _ in power * 5 } }
}
