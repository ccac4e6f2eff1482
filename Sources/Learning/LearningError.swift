/// What can be wrong with parameters, data, a pipeline or a fit.
public enum LearningError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A parameter has a value out of its range or of the wrong kind.
    case invalidParameter(step: String, name: String, found: String, expected: String)

    /// A step has no parameter of that name.
    case unknownParameter(step: String, name: String, known: [String])

    /// A stored property of an estimator does not follow from its parameters: they would be one task's, and it several.
    case propertyNotInParameters(type: String, property: String, found: String, rebuilt: String)

    /// Two parameters of an estimator have one name.
    case repeatedParameter(type: String, name: String)

    /// An estimator is an object, whose copies are one and the same.
    case referenceType(type: String)

    /// Two types of step, or of what steps learn from, go by one name.
    case kindOfTwoTypes(kind: String, types: [String])

    /// There is no step of that kind.
    case unknownStep(name: String, known: [String])

    /// A pipeline's steps do not fit together.
    case invalidPipeline(String)

    /// There is nothing to learn from.
    case noData(rows: Int, columns: Int)

    /// Features and targets differ in number.
    case rowCounts(features: Int, targets: Int)

    /// A model was given rows of another width than it was fitted to.
    case columnCounts(expected: Int, found: Int)

    /// What a step was to learn from holds a NaN or an infinity.
    case notFinite(step: String, row: Int, column: Int, value: Double)

    /// What a step makes of a row is NaN or infinite, though the row is finite: the numbers are too large. The step is nil
    /// where only the caller knows it; rows are counted from 0.
    case overflow(step: String?, row: Int, rows: Int)

    /// The kernel of two training rows is NaN or exceeds a `Float`. The step is nil where only the caller knows it.
    case kernelOverflow(step: String?)

    /// A target is NaN or infinite.
    case targetNotFinite(row: Int, value: Double)

    /// A classifier was given values, or a regressor labels.
    case wrongTarget(step: String, expected: Problem)

    /// Fewer than two classes occur in what a classifier was to learn from.
    case oneClass(step: String, name: String?)

    /// A fit could not be done for another reason, which the text gives.
    case fitFailed(step: String, reason: String)

    /// The parts of a model do not fit together. The step is nil where only the caller knows it.
    case inconsistentModel(step: String?, reason: String)

    /// A model was written by another version of its step.
    case otherModelVersion(step: String, found: Int, expected: Int)

    /// A model cannot tell what was asked of it.
    case predictionUnavailable(step: String, wanted: String)

    /// A metric is not defined for what it was given.
    case undefinedMetric(name: String, reason: String)

    /// There is no scorer of that name.
    case unknownScorer(name: String, nearest: [String])

    /// The message for people.
    public var description: String {
        switch self {
        case .invalidParameter(let step, let name, let found, let expected):
            "\(step): \(name) must be \(expected), but is \(found)"
        case .unknownParameter(let step, let name, let known):
            known.isEmpty
                ? "\(step) has no parameter '\(name)': it has none"
                : "\(step) has no parameter '\(name)'; it has \(known.joined(separator: ", "))"
        case .propertyNotInParameters(let type, let property, let found, let rebuilt):
            "\(type): the stored property '\(property)' does not follow from the parameters "
                + (found == rebuilt
                    ? "(it cannot be compared)" : "(it is \(found), but \(rebuilt) in a step made from them)")
                + ", so steps that differ in it would share one result; list it in 'parameters', or mark it "
                + "@IrrelevantToResults"
        case .repeatedParameter(let type, let name): "\(type): two parameters are called '\(name)'"
        case .referenceType(let type):
            "\(type) is a class, but an estimator must be a struct: a copy with other parameters must leave it as it is"
        case .kindOfTwoTypes(let kind, let types):
            "\(types.joined(separator: " and ")) are both of the kind '\(kind)', by which results are shared; "
                + "give each a kind of its own"
        case .unknownStep(let name, let known):
            "there is no step '\(name)'; there are \(known.joined(separator: ", "))"
        case .invalidPipeline(let reason): "the pipeline is not valid: \(reason)"
        case .noData(let rows, let columns):
            "there is nothing to learn from: \(rows) rows × \(columns) columns"
        case .rowCounts(let features, let targets): "\(features) rows of features, but \(targets) targets"
        case .columnCounts(let expected, let found):
            "the model takes rows of \(expected) columns, but these have \(found)"
        case .notFinite(let step, let row, let column, let value):
            "\(step): the data must be finite, but row \(row), column \(column) (counted from 0) is \(value)"
        case .overflow(let step, let row, let rows):
            "\(step ?? "the last step"): the result for row \(row) of \(rows) (counted from 0) is not a finite number: "
                + "the row's values are too large"
        case .kernelOverflow(let step):
            (step.map { "\($0): " } ?? "")
                + "the kernel of some rows is too large a number (its largest must be less than 3.4e38); "
                + "scale the features"
        case .targetNotFinite(let row, let value):
            "the target must be finite, but in row \(row) (counted from 0) it is \(value)"
        case .wrongTarget(let step, let expected):
            expected == .classification
                ? "\(step) tells classes, but the target is of numbers"
                : "\(step) tells numbers, but the target is of classes"
        case .oneClass(let step, let name):
            "\(step) needs rows of at least two classes, but "
                + (name.map { "all are '\($0)'" } ?? "there are none")
        case .fitFailed(let step, let reason): "\(step): \(reason)"
        case .inconsistentModel(let step, let reason):
            (step.map { "step '\($0)': " } ?? "") + reason
        case .otherModelVersion(let step, let found, let expected):
            "a model of '\(step)' of version \(found); this is version \(expected)"
        case .predictionUnavailable(let step, let wanted): "\(step) cannot tell \(wanted)"
        case .undefinedMetric(let name, let reason): "\(name) is not defined: \(reason)"
        case .unknownScorer(let name, let nearest):
            "there is no scorer '\(name)'; the nearest are \(nearest.joined(separator: ", "))"
        }
    }
}
