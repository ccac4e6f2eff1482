import Learning
import TaskGraph

/// Fits a pipeline to the training rows of a split, and permutes the columns of its test rows.
///
/// The whole pipeline is one task, because the fitted steps are needed together, and by no other task.
struct HeldOutImportance: TypedOperation {
    struct Inputs: TaskInputList {
        let x: TaskInput<Features>
        let target: TaskInput<WeightedTarget>

        static let order = TaskInputOrder(Inputs.init) { ($0.x, $0.target) }
    }

    let pipeline: Pipeline
    let featureNames: [String]
    let split: Split
    let scorer: Scorer
    let repeats: Int
    let seed: UInt32
    /// The memory budget of the fits; it does not affect the result and is not part of the key.
    let memoryBudget: Int

    let name = "permute-columns"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        encoder.append("\(pipeline)")
        encoder.append(featureNames)
        encoder.append(split.train)
        encoder.append(split.test)
        encoder.append(scorer.name)
        encoder.append(scorer.version)
        encoder.append(repeats)
        encoder.append(Int(seed))
    }

    func encodeSettings(into encoder: inout CanonicalEncoder) { encoder.append(memoryBudget) }

    func run(
        _ inputs: TaskInputValues<Inputs>, in context: TaskContext
    ) throws -> PermutationImportance {
        let target = try inputs.target
        let data = try Dataset(
            features: inputs.x, featureNames: featureNames, target: target.target, weights: target.weights)
        let model = try pipeline.fit(
            data.rows(at: split.train), in: FitContext(of: context, memoryBudget: memoryBudget))
        return try model.permutationImportance(
            on: data.rows(at: split.test), by: scorer, repeats: repeats, seed: seed,
            checkCancellation: context.checkCancellation)
    }
}

extension OperationRegistry {
    /// Registers the permutation of columns, and its result.
    mutating func addImportance(steps: StepRegistry, scorers: [Scorer]) {
        add(operation: "permute-columns") { parameters, settings in
            let pipeline = try Pipeline(text: try parameters.readString(), steps: steps)
            let names = try parameters.readStrings()
            let split = Split(train: try parameters.readInts(), test: try parameters.readInts())
            let name = try parameters.readString()
            let version = try parameters.readInt()
            guard let scorer = scorers.first(where: { $0.name == name && $0.version == version }) else {
                throw LearningError.unknownScorer(name: name, known: scorers.map(\.name))
            }
            return HeldOutImportance(
                pipeline: pipeline, featureNames: names, split: split, scorer: scorer,
                repeats: try parameters.readInt(), seed: UInt32(truncatingIfNeeded: try parameters.readInt()),
                memoryBudget: try settings.readInt())
        }
        add(value: "importance", of: PermutationImportance.self) { importance, writer in
            writer.header.append(importance.columns)
            writer.header.append(importance.score)
            writer.header.beginList(count: importance.importances.count)
            for values in importance.importances { writer.header.append(values) }
        } decode: { reader in
            let (columns, score) = (try reader.header.readStrings(), try reader.header.readDouble())
            let importances = try reader.header.readList { try $0.readDoubles() }
            guard importances.count == columns.count else { throw Self.partsDoNotFit("importance") }
            return PermutationImportance(columns: columns, score: score, importances: importances)
        }
    }
}
