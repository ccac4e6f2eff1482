#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The exponential function of four numbers at a time.
///
/// exp(x) = 2^(k/128) exp(r), with k the integer nearest to 128 x / ln 2: 2^(k/128) is a power of two times one of
/// 128 tabulated numbers, and |r| < 0.0028, so that five terms of the series for exp(r) - 1 leave less than a
/// thousandth of a unit in the last place. (P. T. P. Tang, Table-driven implementation of the exponential function
/// in IEEE floating-point arithmetic, ACM TOMS 15, 1989.)
///
/// Within 2 units in the last place for -708 ≤ x ≤ 709; below it gives 0, above what it gives at 709.
struct Exponential {
    /// 2^(i/128), as bits from which i/128 in the exponent's place is taken off: adding the bits of any k that is
    /// i modulo 128 gives 2^(k/128).
    private static let table: [UInt64] = (0..<128).map { index in
        exp2(Double(index) / 128).bitPattern &- UInt64(index) << 45
    }

    private let table: UnsafePointer<UInt64>

    /// Calls `body` with the function; one call serves many evaluations.
    static func with<R>(_ body: (Exponential) throws -> R) rethrows -> R {
        try table.withUnsafeBufferPointer { table in
            guard let start = table.baseAddress else { preconditionFailure("the table is not empty") }
            return try body(Exponential(table: start))
        }
    }

    /// exp of each element.
    @inline(__always)
    func callAsFunction(_ argument: SIMD4<Double>) -> SIMD4<Double> {
        typealias Vector = SIMD4<Double>
        let least = Vector(repeating: -708)
        var x = argument.replacing(with: least, where: argument .< least)
        x = x.replacing(with: Vector(repeating: 709), where: x .> 709)

        // Adding 1.5 × 2^52 leaves the nearest integer in the lowest bits of the sum.
        let shifter = Vector(repeating: 0x1.8p52)
        let shifted = x * Vector(repeating: 0x1.71547652b82fep+7) + shifter
        let k = shifted - shifter
        // ln 2 / 128 in two parts, the first short enough for k times it to be exact.
        let r = x - k * Vector(repeating: 0x1.62e42fefap-8) - k * Vector(repeating: 0x1.cf79abc9e3b39p-47)

        let bits = unsafeBitCast(shifted, to: SIMD4<UInt64>.self)
        let index = bits & SIMD4(repeating: 127)
        let entry = SIMD4(
            table[Int(truncatingIfNeeded: index[0])], table[Int(truncatingIfNeeded: index[1])],
            table[Int(truncatingIfNeeded: index[2])], table[Int(truncatingIfNeeded: index[3])])
        let scale = unsafeBitCast(entry &+ bits &<< SIMD4(repeating: 45), to: Vector.self)

        let r2 = r * r
        let high =
            Vector(repeating: 1.0 / 6) + r * Vector(repeating: 1.0 / 24) + r2 * Vector(repeating: 1.0 / 120)
        let result = scale + scale * (r + r2 * (Vector(repeating: 0.5) + r * high))
        return result.replacing(with: Vector(), where: argument .< least)
    }
}
