import Foundation
import LinearAlgebra
import Testing

@testable import Learning

/// The solutions of several C, which have their first steps in common.
@Suite struct SVCPathTests {
    private static let cs = [1e-4, 1e-3, 0.01, 0.1, 0.1, 1, 10, 1e4]

    /// Two to four classes that overlap, one of them a third as large as the others.
    private static func table(seed: UInt64) -> (x: Matrix, labels: Labels) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func uniform() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 11) / Double(1 << 53)
        }
        let (rows, columns) = (40 + Int(seed % 7) * 25, 2 + Int(seed % 4))
        let classes = 2 + Int(seed % 3)
        let codes = (0..<rows).map { $0 % (3 * classes - 2) / 3 }
        let x = codes.map { code in
            (0..<columns).map { column in
                (column % classes == code ? 0.6 : 0) + 2 * (uniform() + uniform() + uniform() - 1.5)
            }
        }
        return (Matrix(x), Labels(codes))
    }

    /// To the bit, whatever the kernel; some stop at a limit on steps.
    @Test(arguments: Kernel.allCases)
    func aSolutionIsThatOfItsCAlone(_ kernel: Kernel) throws {
        for seed in 0..<UInt64(12) {
            let (x, labels) = Self.table(seed: seed)
            let weights: ClassWeight = seed % 2 == 0 ? .none : .balanced
            let limit = kernel == .linear || kernel == .poly ? 2000 : seed % 5 == 0 ? 60 : -1
            let path = Self.cs.reversed().map {
                SVC(c: $0, kernel: kernel, gamma: 0.4, coef0: -0.2, classWeight: weights, maxIter: limit)
            }
            let together = try SVC.fit(path: path, x, .labels(labels), in: FitContext()).map { try $0.get() }
            for (estimator, model) in zip(path, together) {
                let alone = try estimator.fit(x, to: .labels(labels))
                #expect(model == alone, "\(kernel), seed \(seed), C = \(estimator.c)")
            }
        }
    }

    /// What was left out and hidden when the solver met a bound is so again when it goes on from there.
    @Test func solutionsAreThoseAloneWithRowsOnDemand() throws {
        let (x, labels) = Self.table(seed: 6)
        for budget in [1, 200_000] {
            let context = FitContext(memoryBudget: budget)
            let path = [0.3, 3, 30, 300].map { SVC(c: $0, gamma: 2) }
            let together = try SVC.fit(path: path, x, .labels(labels), in: context).map { try $0.get() }
            for (estimator, model) in zip(path, together) {
                #expect(try model == estimator.fit(x, to: .labels(labels), in: context))
            }
        }
    }

    private struct Golden: Decodable {
        let problems: [Problem]

        struct Problem: Decodable {
            let x: [[Double]]
            let few: Int
            let C: Double
            let objective: Double
        }
    }

    /// A tolerance that kernel elements rounded to `Float` are too rough for; the objective is libsvm's.
    @Test func aTightToleranceIsReached() throws {
        let problems = try #require(GoldenFile.read("svc_tight", as: Golden.self)).problems
        #expect(problems.count == 50)
        for problem in problems {
            let x = Matrix(problem.x.map { row in row.map { $0 / 100 } })
            let labels = Labels(problem.x.indices.map { $0 >= problem.few ? 1 : 0 })
            let model = try SVC(c: problem.C, kernel: .linear, tol: 1e-10).fit(x, to: .labels(labels))
            #expect(model.warnings.isEmpty)
            let weights = model.supportVectors.transposed.times(model.coefficients)
            let objective =
                weights.values.reduce(0) { $0 + $1 * $1 } / 2
                - model.coefficients.values.reduce(0) { $0 + $1.magnitude }
            // libsvm's elements are rounded to 6e-8 of their size.
            #expect((objective - problem.objective).magnitude < 1e-6 * problem.objective.magnitude)
        }
    }

    /// Where every multiplier is at its bound the intercept is the middle of what optimality allows; a multiplier that is
    /// a rounding short of its bound would decide it alone.
    @Test func allAtTheirBounds() throws {
        let (x, labels) = Self.table(seed: 3)
        let path = [1e-7, 1e-6, 1e-5, 10].map { SVC(c: $0, gamma: 0.4, classWeight: .balanced) }
        let models = try SVC.fit(path: path, x, .labels(labels), in: FitContext()).map { try $0.get() }
        for (svc, model) in zip(path, models) {
            #expect(try model == svc.fit(x, to: .labels(labels)))
        }
        #expect(models[0].supportIndices.count == x.rows)
    }
}

/// The steps of the solver against libsvm's.
@Suite struct SVCStepTests {
    private struct Golden: Decodable {
        let problems: [Problem]

        struct Problem: Decodable {
            let x: [[Double]]
            let labels: [Int]
            let parameters: [String: ParameterValue]
            let steps: Int
        }
    }

    /// After examples were left out, libsvm has them in another order, by which it decides ties; they are exact.
    @Test func stepsAreLibsvms() throws {
        let problems = try #require(GoldenFile.read("svc_steps", as: Golden.self)).problems
        #expect(problems.count == 40)
        for (number, problem) in problems.enumerated() {
            let x = Matrix(problem.x)
            let svc = try problem.parameters.reduce(SVC()) { try $0.setting($1.key, to: $1.value) }
            let gram = try GramMatrix(
                svc.kernelFunction(for: x), train: x, others: Matrix(rows: 0, columns: x.columns))
            let rows = problem.labels.indices
            let solution = try SVC.solve(
                gram: gram, positives: rows.filter { problem.labels[$0] == 0 },
                negatives: rows.filter { problem.labels[$0] == 1 }, bounds: (svc.c, svc.c))
            #expect(solution.steps == problem.steps, "problem \(number)")
        }
    }

    /// An example that leaves changes places with the last that stays; who returns stands where it is.
    @Test func examplesAreSwapped() {
        var order = SolverOrder(count: 6)
        func examples() -> [Int] {
            (0..<6).map { place in (0..<6).first { order.places[$0] == place } ?? -1 }
        }
        #expect(examples() == [0, 1, 2, 3, 4, 5])
        order.shrink { ![1, 2, 5].contains($0) }
        #expect(examples() == [0, 4, 3, 2, 1, 5])
        let position = order.position
        order.shrink { $0 != 0 }
        #expect(examples() == [3, 4, 0, 2, 1, 5])
        order.widen()
        order.shrink { $0 != 4 }
        #expect(examples() == [3, 5, 0, 2, 1, 4])
        order.go(to: position)
        #expect(examples() == [0, 4, 3, 2, 1, 5])
    }
}
