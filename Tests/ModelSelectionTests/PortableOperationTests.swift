import Testing
import Trellis

@testable import ModelSelection
@testable import TaskGraph

/// Operations go to other processes as their canonical parameters, and come back the same.
@Suite struct PortableOperationTests {
    /// Every kind of step, with other parameters than the defaults as well.
    static let estimators: [any Estimator] = {
        var estimators: [any Estimator] = StepRegistry.standard.types.map { $0.init() }
        var svc = SVC(c: 0.1)
        svc.gamma = .value(0.25)
        svc.classWeight = .weights(["a": 2, "New York": 0.5, "\u{E9}": 3, "e\u{301}": 4])
        var logistic = LogisticRegression(c: 3)
        logistic.classWeight = .balanced
        estimators += [
            svc, logistic, PCA(nComponents: 3), PCA(nComponents: 0.5, whiten: true), Ridge(alpha: 1e-300),
        ]
        return estimators
    }()

    /// Every operation of sharing.
    static let shared: [any TaskOperation] = {
        let gram = KernelSource.fixed(KernelFunction(kernel: .poly, gamma: 0.5, degree: 2, coef0: 1))
        var operations: [any TaskOperation] = [
            RowSetSource(indices: [2, 7]), OriginOf(), Project(), FirstColumns(), ArrangeRows(),
            ComposeMaps(kind: "pca"),
            InnerProducts(), InnerProductsOfOthers(isHeld: true), ViewGram(), PredictPath(kinds: .labels),
            PredictPathFromGram(kinds: [.labels, .decisionFunction]),
            Gram(source: gram), GramOfRows(source: gram), Gram(source: .rule(SVC(gamma: .scale))),
            Summarize(type: Moments.self, detail: .products, isWeighted: false),
            Summarize(type: Moments.self, detail: .products, isWeighted: true),
            MergeSummaries(type: Moments.self),
            MapSummary(type: Moments.self), RestrictSummary(type: Moments.self),
            Summarize(type: ColumnRanges.self, detail: .columns, isWeighted: false),
            MergeSummaries(type: ColumnRanges.self),
            SummarizeColumns(type: ColumnValues.self), MergeSummaries(type: ColumnValues.self),
            FitLargest(estimators: [PCA(nComponents: 5), PCA(nComponents: 2)], memoryBudget: 1),
            Restrict(estimator: PCA(nComponents: 2), place: 1),
            FitLargest(estimators: [SelectKBest(k: 5), SelectKBest(k: 2)], memoryBudget: 1),
            Restrict(estimator: SelectKBest(k: 2), place: 1),
        ]
        for estimator in estimators {
            let path = [estimator, estimator]
            operations += [
                FitFromSummary(estimators: path, memoryBudget: 2, smallColumnsMatter: true),
                FitFromSummary(estimators: path, memoryBudget: 2, smallColumnsMatter: false),
                FitPath(estimators: path, memoryBudget: 3),
                FitPathFromSummary(estimators: path, memoryBudget: 4),
                FitPathFromGram(estimators: path, memoryBudget: 5),
            ]
        }
        return operations
    }()

    private func rebuilt(_ operation: any TaskOperation, by registry: OperationRegistry = .standard) throws
        -> any TaskOperation
    {
        var graph = TaskGraph()
        let task = graph.insert(operation, inputs: [])
        let cut = graph.fused(outputs: [task], workers: 1, costs: TaskCosts(of: graph))
        let piece = try #require(cut.pieces.first)
        let bytes = try registry.encode(piece, of: graph)
        return try #require(bytes.withUnsafeBytes { try registry.decodeSubgraph($0) }.operations.first)
    }

    @Test func everyOperationIsRebuiltTheSame() throws {
        var operations: [any TaskOperation] = [
            TakeRows(indices: [3, 1, 4]), TakeRows(indices: []),
            Predict(kinds: [.labels, .probabilities]), RequireScores(), GatherScores(),
            JoinColumns(keepsCodes: true), JoinColumns(keepsCodes: false), ExpandCodes(),
        ]
        operations += try ["pca(n_components=3) | svc", "columns | svc(C=0.1)"].map {
            HeldOutImportance(
                pipeline: try Pipeline(text: $0), featureNames: ["a b", "é"],
                split: Split(train: [0, 2], test: [1]),
                scorer: .f1Macro, repeats: 3, seed: .max, memoryBudget: 7)
        }
        operations += Self.estimators.map { Fit(estimator: $0, memoryBudget: 12345) }
        operations += Self.estimators.compactMap { $0 as? any CrossFittedTransformer }
            .map { CrossFit(estimator: $0, memoryBudget: 6) }
        operations += StepRegistry.standard.types.map { Transform(kind: $0.kind) }
        operations += Scorer.all.map { Score(scorer: $0) }
        operations += Scorer.all.map { ScorePath(scorer: $0) }
        operations += Self.shared + ChunkedOperations.all
        for operation in operations {
            let back = try rebuilt(operation)
            #expect(type(of: back) == type(of: operation))
            #expect(back.digest == operation.digest)
            #expect(back.name == operation.name)
        }
        // Nothing the registry knows was left out, but for the operations on tables, which have a test of their own.
        var tables = OperationRegistry()
        tables.addChunkedTables()
        let known = Set(OperationRegistry.standard.operationNames).subtracting(tables.operationNames)
        #expect(Set(operations.map(\.name)) == known)
    }

    @Test func settingsGoAlong() throws {
        let fit = try #require(try rebuilt(Fit(estimator: SVC(c: 7), memoryBudget: 999)) as? Fit)
        #expect(fit.memoryBudget == 999)
        #expect((fit.estimator as? SVC)?.c == 7)
    }

    @Test func dataAreNoOperations() throws {
        let source = FeatureSource(features: .matrix(Matrix([[1, 2]])))
        var graph = TaskGraph()
        let task = graph.insert(source, inputs: [])
        let cut = graph.fused(outputs: [task], workers: 1, costs: TaskCosts(of: graph))
        #expect(cut.pieces.isEmpty && cut.sources == [task])
        #expect(source.value as? Matrix == Matrix([[1, 2]]))
        let target = WeightedTarget(.values([1]), weights: [2])
        #expect(TargetSource(target: target).value as? WeightedTarget == target)
    }

    @Test func scorersOfOnesOwnAreKnownOnceAdded() throws {
        let scorer = Scorer("own", version: 3, ofClasses: { _, _ in 0.25 })
        #expect(throws: WireError.unknownOperation(name: "score-own")) { try rebuilt(Score(scorer: scorer)) }
        let registry = OperationRegistry.learning(steps: .standard, scorers: [scorer])
        for operation in [Score(scorer: scorer), ScorePath(scorer: scorer)] as [any TaskOperation] {
            let back = try rebuilt(operation, by: registry)
            #expect(back.digest == operation.digest && back.name == operation.name && back.version == 3)
        }
    }

    @Test func stepsOfOnesOwnAreKnownOnceAdded() throws {
        struct Halver: Transformer {
            static let kind = "halver"
            static let summary = "Keeps the columns."
            static let parameters: [Parameter<Halver>] = [Parameter("factor", \.factor, "a number", .any)]
            var factor = 0.5
            func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws -> FittedPassthrough
            {
                try Passthrough().fit(x, to: target, in: context)
            }
        }
        let fit = Fit(estimator: Halver(factor: 2), memoryBudget: 1)
        #expect(throws: WireError.unknownOperation(name: "fit-halver")) { try rebuilt(fit) }
        let registry = OperationRegistry.learning(steps: .standard.adding(Halver.self))
        #expect(try rebuilt(fit, by: registry).digest == fit.digest)
        #expect(registry.digest != OperationRegistry.standard.digest)
    }

    /// Bytes of operations on chunks that were changed are refused, or make another operation.
    @Test func damagedChunkOperationsNeverTrap() throws {
        var generator = SeededGenerator(seed: 5)
        var refused = 0
        for operation in ChunkedOperations.all {
            let entry = try OperationRegistry.standard.entry(for: operation.name, version: operation.version)
            var encoder = CanonicalEncoder()
            operation.encodeParameters(into: &encoder)
            guard !encoder.bytes.isEmpty else { continue }
            for _ in 0..<500 {
                var bytes = encoder.bytes
                bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(
                    in: 0...255, using: &generator)
                var (parameters, settings) = (CanonicalDecoder(bytes), CanonicalDecoder([]))
                do {
                    _ = try entry.rebuild(&parameters, &settings)
                } catch {
                    refused += 1
                }
            }
        }
        #expect(refused > 2000)
    }

    /// How the first operation's parameters fare when single bytes change, with the seals made anew.
    @Test func damagedParametersNeverTrap() throws {
        var generator = SeededGenerator(seed: 11)
        var refused = 0
        for estimator in Self.estimators {
            var encoder = CanonicalEncoder()
            estimator.encode(into: &encoder)
            for _ in 0..<2000 {
                var bytes = encoder.bytes
                bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(
                    in: 0...255, using: &generator)
                var decoder = CanonicalDecoder(bytes)
                do {
                    let type = type(of: estimator)
                    _ = try type.init(from: &decoder).validate()
                } catch {
                    refused += 1
                }
            }
        }
        #expect(refused > 10_000)
    }
}
