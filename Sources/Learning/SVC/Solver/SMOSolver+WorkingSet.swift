extension SMOSolver {
    /// The last position at which -g is the largest where β may grow.
    @inline(__always)
    func lastToGrowMost() -> Int {
        let (gradients, allowed) = (scalars(gradient), scalars(growth))
        var position = min((mostToGrow.block + Self.blockLength) * 4, active.count) - 1
        while allowed[position] - gradients[position] != mostToGrow.value { position -= 1 }
        return position
    }

    /// The last position j at which the objective falls most in a step with i; nil if none makes it fall.
    ///
    /// The gain is b²/a, with b = g_j - g_i and a the curvature. Most examples are told from the best so far by
    /// comparing b² with a times its gain, which takes no division.
    @inline(__always)
    func partner(of i: Int, _ row: UnsafeMutablePointer<Float>) -> Int? {
        let kernel = UnsafeRawPointer(row).assumingMemoryBound(to: SIMD2<Float>.self)
        let slack = 1 - 1e-14  // so that an example that ties with the best is not passed over
        let diagonalI = scalars(diagonal)[i]
        let vectors = (active.count + 3) / 4
        var (best, bestGain, threshold) = (-1, 0.0, 0.0)
        for index in 0..<vectors {
            let b = mostToGrow.value + (gradient[index] + fall[index])
            let a = (diagonalI + diagonal[index]) - 2 * widened(kernel, index)
            let shortfall = a * threshold - b * absolute(b)
            guard least(shortfall) < 0 else { continue }
            for lane in 0..<4 where b[lane] > 0 {
                let gain = b[lane] * b[lane] / (a[lane] > 0 ? a[lane] : Self.leastCurvature)
                if gain >= bestGain {
                    (best, bestGain, threshold) = (4 * index + lane, gain, gain * slack)
                }
            }
        }
        return best < 0 ? nil : best
    }

    /// How many vectors go by between two looks at where the best example is.
    static var blockLength: Int { 16 }

    /// Adds two multiples of rows to the gradient, and finds its extremes.
    @inline(__always)
    mutating func updateGradient(
        _ rowI: UnsafeMutablePointer<Float>, _ changeI: Double, _ rowJ: UnsafeMutablePointer<Float>,
        _ changeJ: Double
    ) {
        let kernelI = UnsafeRawPointer(rowI).assumingMemoryBound(to: SIMD2<Float>.self)
        let kernelJ = UnsafeRawPointer(rowJ).assumingMemoryBound(to: SIMD2<Float>.self)
        findExtremes { index, g in
            g + (widened(kernelI, index) * changeI + widened(kernelJ, index) * changeJ)
        }
    }

    /// Finds the extremes of the gradient.
    mutating func rescore() { findExtremes { _, g in g } }

    /// Passes over the gradient once: replaces each of its vectors and sets ``mostToGrow`` and ``mostToFall``.
    @inline(__always)
    mutating func findExtremes(_ next: (Int, Vector) -> Vector) {
        let vectors = (active.count + 3) / 4
        let none = Vector(repeating: -.infinity)
        var (best, bestBlock, falls) = (-Double.infinity, 0, none)
        for block in stride(from: 0, to: vectors, by: Self.blockLength) {
            var grows = none
            for index in block..<min(block + Self.blockLength, vectors) {
                let g = next(index, gradient[index])
                gradient[index] = g
                let (toGrow, toFall) = (growth[index] - g, fall[index] + g)
                grows.replace(with: toGrow, where: toGrow .> grows)
                falls.replace(with: toFall, where: toFall .> falls)
            }
            let most = largest(grows)
            if most >= best { (best, bestBlock) = (most, block) }
        }
        mostToGrow = (best, bestBlock)
        mostToFall = largest(falls)
    }
}

/// The vector at an index in a row, as `Double`: in halves, because these have an instruction.
@inline(__always)
private func widened(_ row: UnsafePointer<SIMD2<Float>>, _ index: Int) -> SIMD4<Double> {
    SIMD4(lowHalf: SIMD2<Double>(row[2 &* index]), highHalf: SIMD2<Double>(row[2 &* index &+ 1]))
}

/// The elements without their signs.
@inline(__always)
private func absolute(_ values: SIMD4<Double>) -> SIMD4<Double> {
    let bits = unsafeBitCast(values, to: SIMD4<UInt64>.self) & SIMD4(repeating: ~(1 << 63))
    return unsafeBitCast(bits, to: SIMD4<Double>.self)
}

/// The least of four numbers, none of which is NaN.
@inline(__always)
private func least(_ values: SIMD4<Double>) -> Double {
    let half = values.lowHalf.replacing(with: values.highHalf, where: values.highHalf .< values.lowHalf)
    return half[0] < half[1] ? half[0] : half[1]
}

/// The largest of four numbers, none of which is NaN.
@inline(__always)
private func largest(_ values: SIMD4<Double>) -> Double {
    let half = values.lowHalf.replacing(with: values.highHalf, where: values.highHalf .> values.lowHalf)
    return half[0] > half[1] ? half[0] : half[1]
}
