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

/// What ``OpenBLAS/prepare()`` changes, each in a process of its own.
@Suite struct OpenBLASTests {
    @Test(.enabled(if: instructionSets.isSuperset(of: ["avx2", "fma"]) && !isChosenByHand))
    func kernelsUseTheProcessorsVectors() async {
        await #expect(processExitsWith: .success) {
            OpenBLAS.prepare()
            // These are what OpenBLAS takes for a processor that it does not know.
            precondition(!["Prescott", "Barcelona", "Nehalem", "Sandybridge"].contains(OpenBLAS.kernels))
            precondition(OpenBLAS.threadCount == 1)
            precondition(Matrix([[1, 2], [3, 4]]).crossProducts() == Matrix([[10, 14], [14, 20]]))
        }
    }

    /// Other kernels would round differently from then on.
    @Test func aCallAfterAComputationChangesNothing() async {
        await #expect(processExitsWith: .success) {
            precondition(Matrix([[1, 2], [3, 4]]).crossProducts() == Matrix([[10, 14], [14, 20]]))
            let (kernels, threads) = (OpenBLAS.kernels, OpenBLAS.threadCount)
            OpenBLAS.prepare()
            precondition(!OpenBLAS.isPrepared)
            precondition(OpenBLAS.kernels == kernels && OpenBLAS.threadCount == threads)
        }
        await #expect(processExitsWith: .success) {
            OpenBLAS.prepare()
            precondition(Matrix([[1, 2], [3, 4]]).crossProducts() == Matrix([[10, 14], [14, 20]]))
            precondition(OpenBLAS.isPrepared)
        }
    }

    @Test func withoutTheCallNothingIsChanged() async {
        await #expect(processExitsWith: .success) {
            let (kernels, threads) = (OpenBLAS.kernels, OpenBLAS.threadCount)
            precondition(Matrix([[1, 2], [3, 4]]).crossProducts() == Matrix([[10, 14], [14, 20]]))
            precondition(OpenBLAS.kernels == kernels && OpenBLAS.threadCount == threads)
        }
    }
}
