import Foundation
import Testing

@testable import LinearAlgebra

/// The instruction sets that Linux lists for the processor.
private let instructionSets: Set<Substring> = {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let flags = text.split(separator: "\n").first { $0.hasPrefix("flags") } ?? ""
    return Set(flags.split(whereSeparator: { " \t:".contains($0) }))
}()

private let isChosenByHand = ProcessInfo.processInfo.environment["OPENBLAS_CORETYPE"] != nil

@Test(.enabled(if: instructionSets.isSuperset(of: ["avx2", "fma"]) && !isChosenByHand))
func kernelsUseTheProcessorsVectors() {
    // These are what OpenBLAS takes for a processor that it does not know.
    #expect(!["Prescott", "Barcelona", "Nehalem", "Sandybridge"].contains(BLASThreads.kernels))
}
