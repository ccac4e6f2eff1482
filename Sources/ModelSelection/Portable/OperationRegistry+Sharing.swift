import Learning
import LinearAlgebra
import TaskGraph

extension OperationRegistry {
    /// Registers the sharing operations that do not depend on an estimator.
    mutating func addSharedOperations() {
        add(operation: "row-set") { RowSetSource(indices: try $0.readInts()) }
        add(operation: "origin") { _ in OriginOf() }
        add(operation: "project") { _ in Project() }
        add(operation: "first-columns") { _ in FirstColumns() }
        add(operation: "arrange-rows") { _ in ArrangeRows() }
        add(operation: "compose-maps") { ComposeMaps(kind: try $0.readString()) }
        add(operation: "inner-products") { _ in InnerProducts() }
        add(operation: "inner-products-of-others") { InnerProductsOfOthers(isHeld: try $0.readBool()) }
        add(operation: "view-gram", version: 2) { _ in ViewGram() }
        add(operation: "predict-path") { PredictPath(kinds: try PredictionKinds(from: &$0)) }
        add(operation: "predict-path-from-gram", version: 2) {
            PredictPathFromGram(kinds: try PredictionKinds(from: &$0))
        }
    }

    /// Registers the operations that compute Gram matrices for the kernels of some steps.
    mutating func addGrams(of steps: [any Estimator.Type]) {
        add(operation: "gram", version: 2) { Gram(source: try KernelSource(from: &$0, steps: steps)) }
        add(operation: "gram-of-rows", version: 2) {
            GramOfRows(source: try KernelSource(from: &$0, steps: steps))
        }
    }

    /// Registers the operations of a kind of step that exist because of its sharing traits, and their results.
    mutating func addShared<Step: Estimator>(_ step: Step.Type) {
        let kind = Step.kind
        if let type = step as? any SummaryEstimator.Type { type.addSummary(to: &self) }
        addFitToChunks(of: step)
        if let type = step as? any NestedEstimator.Type { type.addNested(to: &self) }
        if let type = step as? any KernelEstimator.Type { type.addGramModel(to: &self) }
        add(operation: "fit-\(kind)-from-summary", version: Step.version) { parameters, settings in
            FitFromSummary(
                estimators: try parameters.readEstimators(Step.self), memoryBudget: try settings.readInt(),
                smallColumnsMatter: try parameters.readBool())
        }
        add(operation: "fit-path-\(kind)", version: Step.version) { parameters, settings in
            FitPath(
                estimators: try parameters.readEstimators(Step.self), memoryBudget: try settings.readInt())
        }
        add(operation: "fit-path-\(kind)-from-summary", version: Step.version) { parameters, settings in
            FitPathFromSummary(
                estimators: try parameters.readEstimators(Step.self), memoryBudget: try settings.readInt())
        }
        add(operation: "fit-path-\(kind)-from-gram", version: Step.version) { parameters, settings in
            FitPathFromGram(
                estimators: try parameters.readEstimators(Step.self), memoryBudget: try settings.readInt())
        }
    }
}

extension SummaryEstimator {
    fileprivate static func addSummary(to registry: inout OperationRegistry) {
        let kind = Summary.kind
        registry.add(codable: "summary-\(kind)", of: Summary.self)
        registry.add(operation: "merge-\(kind)") { parameters in
            _ = try parameters.readString()
            return MergeSummaries(type: Summary.self)
        }
        if let type = Summary.self as? any ColumnSummary.Type {
            registry.add(operation: Summarize.name(of: type, isWeighted: false)) { parameters in
                _ = try parameters.readString()
                return SummarizeColumns(type: type)
            }
        } else {
            for isWeighted in [false, true] where !isWeighted || Summary.self is any WeightedSummary.Type {
                let name = Summarize.name(of: Summary.self, isWeighted: isWeighted)
                registry.add(operation: name) { parameters in
                    _ = try parameters.readString()
                    let detail = try parameters.readInt()
                    guard let detail = SummaryDetail(rawValue: detail) else {
                        throw WireError.cannotDecode(value: name, reason: "unknown detail \(detail)")
                    }
                    return Summarize(type: Summary.self, detail: detail, isWeighted: isWeighted)
                }
            }
        }
        if let type = Summary.self as? any MappableSummary.Type {
            registry.add(operation: "map-\(kind)") { parameters in
                _ = try parameters.readString()
                return MapSummary(type: type)
            }
            registry.add(operation: "restrict-\(kind)") { parameters in
                _ = try parameters.readString()
                return RestrictSummary(type: type)
            }
        }
        guard !Summary.growsWithRows else { return }
        registry.add(operation: "summarize-chunk-\(kind)") {
            try SummarizeChunk(type: Summary.self, from: &$0)
        }
    }
}

extension NestedEstimator {
    fileprivate static func addNested(to registry: inout OperationRegistry) {
        registry.add(operation: "fit-largest-\(kind)", version: version) { parameters, settings in
            FitLargest(
                estimators: try parameters.readEstimators(Self.self), memoryBudget: try settings.readInt())
        }
        registry.add(operation: "restrict-\(kind)", version: version) { parameters in
            Restrict(estimator: try Self(from: &parameters), place: try parameters.readInt())
        }
    }
}

extension KernelEstimator {
    fileprivate static func addGramModel(to registry: inout OperationRegistry) {
        registry.add(codable: "gram-model-\(kind)", of: GramModel.self, version: version)
    }

    fileprivate static func source(from decoder: inout CanonicalDecoder) throws -> KernelSource {
        .rule(try Self(from: &decoder))
    }
}

extension KernelSource {
    /// Decodes a source written by ``encode(into:)``.
    fileprivate init(from decoder: inout CanonicalDecoder, steps: [any Estimator.Type]) throws {
        guard try decoder.readBool() else {
            var ahead = decoder
            let kind = try ahead.readString()
            guard let type = steps.first(where: { $0.kind == kind }) as? any KernelEstimator.Type else {
                throw LearningError.unknownStep(name: kind, known: steps.map { $0.kind })
            }
            self = try type.source(from: &decoder)
            return
        }
        self = .fixed(try KernelFunction(from: &decoder))
    }
}

extension KernelFunction {
    /// Decodes a kernel written by ``encode(into:)``.
    init(from decoder: inout CanonicalDecoder) throws {
        let name = try decoder.readString()
        guard let kernel = Kernel(rawValue: name) else {
            throw WireError.cannotDecode(value: "gram", reason: "unknown kernel \(name)")
        }
        self.init(
            kernel: kernel, gamma: try decoder.readDouble(), degree: try decoder.readInt(),
            coef0: try decoder.readDouble())
    }
}

extension CanonicalDecoder {
    /// Decodes one or more estimators.
    fileprivate mutating func readEstimators<Step: Estimator>(_ step: Step.Type) throws -> [any Estimator] {
        let estimators = try readList { try Step(from: &$0) }
        guard !estimators.isEmpty else {
            throw WireError.cannotDecode(value: Step.kind, reason: "there are no estimators")
        }
        return estimators
    }
}

extension PredictionKinds {
    /// Decodes the raw value.
    init(from decoder: inout CanonicalDecoder) throws {
        let value = try decoder.readInt()
        guard let bits = UInt8(exactly: value) else {
            throw WireError.cannotDecode(value: "prediction kinds", reason: "\(value) is not a set of kinds")
        }
        self.init(rawValue: bits)
    }
}
