extension ColumnKind {
    /// The cells of such a column in a sentence: `numbers`.
    package var words: String {
        switch self {
        case .number: "numbers"
        case .category: "categories"
        case .date: "dates"
        }
    }
}

/// An error in parameters, data, a pipeline or a fit.
public enum LearningError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A parameter's value is out of range or of the wrong type.
    case invalidParameter(step: String, name: String, found: String, expected: String)

    /// A step has no parameter with this name.
    case unknownParameter(step: String, name: String, known: [String])

    /// The parameters of an estimator do not determine one of its stored properties, so estimators that differ in it would
    /// share one task.
    case propertyNotInParameters(type: String, property: String, found: String, rebuilt: String)

    /// Two parameters of an estimator have the same name.
    case repeatedParameter(type: String, name: String)

    /// An estimator is a class, so its copies share their state.
    case referenceType(type: String)

    /// Two types of steps or summaries have the same kind.
    case kindOfTwoTypes(kind: String, types: [String])

    /// No step has this name.
    case unknownStep(name: String, known: [String])

    /// The steps of a pipeline do not fit together.
    case invalidPipeline(String)

    /// The training data has no rows or no columns.
    case noData(rows: Int, columns: Int)

    /// Columns of features have different numbers of rows; columns count from 0.
    case columnLengths(column: Int, found: Int, expected: Int)

    /// A step that needs numbers has a column of another kind; columns count from 0.
    case unsupportedColumn(step: String, column: Int, kind: ColumnKind)

    /// A column of the data has another kind than in the training data; columns count from 0.
    case columnKind(column: Int, found: ColumnKind, expected: ColumnKind)

    /// A step does not accept the kind of a column, which is named.
    case kindNotAccepted(step: String, column: String, kind: ColumnKind)

    /// A step does not accept the missing cell of a column, which is named; rows count from 0.
    case missingNotAccepted(step: String, column: String, row: Int)

    /// A branch of columns returns something other than numbers.
    case branchNotNumeric(branch: String, kind: ColumnKind)

    /// A branch selects columns that the data does not have.
    case unknownColumns(branch: String, names: [String])

    /// No branch of columns selects a column of the data.
    case noBranchColumns(stage: String)

    /// A cell has a category that is not in the training rows; columns and rows count from 0.
    case unknownCategory(step: String, column: Int, name: String, row: Int)

    /// The numbers of rows of the features and the target differ.
    case rowCounts(features: Int, targets: Int)

    /// The number of names of features differs from the number of columns.
    case featureNameCount(names: Int, columns: Int)

    /// The data has a different number of columns than the training data.
    case columnCounts(expected: Int, found: Int)

    /// The training data of a step contains a NaN or an infinity.
    case notFinite(step: String, row: Int, column: Int, value: Double)

    /// The result of a step is NaN or infinite for a finite row, because its values are too large. The step is nil
    /// where only the caller knows it. Rows count from 0.
    case overflow(step: String?, row: Int, rows: Int)

    /// The kernel of two training rows is NaN or exceeds a `Float`. The step is nil where only the caller knows it.
    case kernelOverflow(step: String?)

    /// A target value is NaN or infinite.
    case targetNotFinite(row: Int, value: Double)

    /// The number of weights differs from the number of rows.
    case weightCount(weights: Int, rows: Int)

    /// The weight of a row is negative, NaN or infinite; rows count from 0.
    case invalidWeight(row: Int, value: Double)

    /// The weights of the rows add up to 0, or their sum overflows.
    case invalidWeightSum(Double)

    /// A step whose fit does not use weights is fitted to rows with weights.
    case weightsNotUsed(step: String)

    /// The target of a classifier has numbers, or the target of a regressor has classes.
    case wrongTarget(step: String, expected: Problem)

    /// The training data of a classifier has fewer than two classes.
    case oneClass(step: String, name: String?)

    /// A fit failed for another reason, described by the text.
    case fitFailed(step: String, reason: String)

    /// The parts of a model are inconsistent. The step is nil where only the caller knows it.
    case inconsistentModel(step: String?, reason: String)

    /// The model was written by another version of its step.
    case otherModelVersion(step: String, found: Int, expected: Int)

    /// A model cannot make predictions of the requested kind. The advice says which parameter to set, if one helps.
    case predictionUnavailable(step: String, kinds: PredictionKinds, advice: String? = nil)

    /// A metric is not defined for its input.
    case undefinedMetric(name: String, reason: String)

    /// No scorer has this name.
    case unknownScorer(name: String, known: [String])

    /// A human-readable description of the error.
    public var description: String {
        switch self {
        case .invalidParameter(let step, let name, let found, let expected):
            "\(step): \(name) must be \(expected), but is \(found)"
        case .unknownParameter(let step, let name, let known):
            "\(step) has no parameter '\(name)'; \(advice(for: name, among: known))"
        case .propertyNotInParameters(let type, let property, let found, let rebuilt):
            "\(type): the stored property '\(property)' does not follow from the parameters "
                + (found == rebuilt
                    ? "(it cannot be compared)" : "(it is \(found), but \(rebuilt) in a step made from them)")
                + ", so steps that differ in it would share one result; add it to 'parameters', or declare it "
                + "@IrrelevantToResults"
        case .repeatedParameter(let type, let name): "\(type): two parameters are named '\(name)'"
        case .referenceType(let type):
            "\(type) is a class, but an estimator must be a struct, so that its copies are independent"
        case .kindOfTwoTypes(let kind, let types):
            "\(types.joined(separator: " and ")) both have the kind '\(kind)', which identifies shared results; "
                + "give each type its own kind"
        case .unknownStep(let name, let known):
            "there is no step '\(name)'; \(advice(for: name, among: known))"
        case .invalidPipeline(let reason): "the pipeline is not valid: \(reason)"
        case .noData(let rows, let columns):
            "there is no training data: \(rows) rows × \(columns) columns"
        case .columnLengths(let column, let found, let expected):
            "column \(column) (counted from 0) has \(found) rows; the first column has \(expected)"
        case .unsupportedColumn(let step, let column, let kind):
            "\(step): column \(column) (counted from 0) contains \(kind.words), but the step needs numbers; "
                + "put the step 'columns' first"
        case .columnKind(let column, let found, let expected):
            "column \(column) (counted from 0) contains \(found.words), but the model was fitted to \(expected.words)"
        case .kindNotAccepted(let step, let column, let kind):
            "\(step) needs numbers, but the column '\(column)' contains \(kind.words); "
                + (kind == .date ? "encode them with datetime-encoder" : "encode them with one-hot-encoder")
                + ", or put the step 'columns' first"
        case .missingNotAccepted(let step, let column, let row):
            "\(step) does not accept missing cells, but the column '\(column)' has one in row \(row) (counted from 0); "
                + "fill them with simple-imputer, or put the step 'columns' first"
        case .branchNotNumeric(let branch, let kind):
            "the branch '\(branch)' returns \(kind.words), but the next step needs numbers; end the branch with "
                + (kind == .date ? "datetime-encoder" : "one-hot-encoder")
        case .unknownColumns(let branch, let names):
            "the branch '\(branch)' selects \(names.count == 1 ? "a column that does" : "columns that do") not exist: "
                + names.map { "'\($0)'" }.joined(separator: ", ")
        case .noBranchColumns(let stage): "no branch of '\(stage)' selects a column of the data"
        case .unknownCategory(let step, let column, let name, let row):
            "\(step): column \(column), row \(row) (both counted from 0) is '\(name)', which is not in the training rows; "
                + "to accept such categories, set handle_unknown"
        case .rowCounts(let features, let targets): "\(features) rows of features, but \(targets) targets"
        case .featureNameCount(let names, let columns):
            "\(columns) columns of features, but \(names) names"
        case .columnCounts(let expected, let found):
            "the model expects \(expected) columns, but the data has \(found)"
        case .notFinite(let step, let row, let column, let value):
            "\(step): the data must be finite, but row \(row), column \(column) (counted from 0) is \(value)"
        case .overflow(let step, let row, let rows):
            "\(step ?? "the last step"): the result for row \(row) of \(rows) (counted from 0) is not a finite number: "
                + "the values of the row are too large"
        case .kernelOverflow(let step):
            (step.map { "\($0): " } ?? "")
                + "a kernel value is too large (the maximum is 3.4e38); "
                + "scale the features"
        case .targetNotFinite(let row, let value):
            "the target must be finite, but in row \(row) (counted from 0) it is \(value)"
        case .weightCount(let weights, let rows): "there are \(weights) weights for \(rows) rows"
        case .invalidWeight(let row, let value):
            "weights must be finite and at least 0, but that of row \(row) (counted from 0) is \(value)"
        case .invalidWeightSum(let sum):
            sum == 0 ? "the weights of all rows are 0" : "the weights are too large: their sum overflows"
        case .weightsNotUsed(let step):
            "the step '\(step)' does not use weights; fit it without weights, or choose another step"
        case .wrongTarget(let step, let expected):
            expected == .classification
                ? "\(step) is a classifier, but the target has numbers"
                : "\(step) is a regressor, but the target has classes"
        case .oneClass(let step, let name):
            "\(step) needs training rows of at least two classes, but "
                + (name.map { "all rows are '\($0)'" } ?? "there are none")
        case .fitFailed(let step, let reason): "\(step): \(reason)"
        case .inconsistentModel(let step, let reason):
            (step.map { "step '\($0)': " } ?? "") + reason
        case .otherModelVersion(let step, let found, let expected):
            "the model of '\(step)' has version \(found), but this program reads version \(expected)"
        case .predictionUnavailable(let step, let kinds, let advice):
            "\(step) cannot predict \(kinds)" + (advice.map { "; \($0)" } ?? "")
        case .undefinedMetric(let name, let reason): "\(name) is not defined: \(reason)"
        case .unknownScorer(let name, let known):
            "there is no scorer '\(name)'; \(advice(for: name, among: known))"
        }
    }
}
