import LinearAlgebra

/// A set of parameters that can be fitted to data; every step of a pipeline conforms to this protocol.
///
/// An estimator is a value that stores parameters and no learned state. ``fit(_:to:weights:in:)`` returns a fitted model of
/// another type. Most estimators conform through ``Transformer``, ``Classifier`` or ``Regressor``.
public protocol Estimator<Model>: Sendable {
    /// The type of the fitted model.
    associatedtype Model: FittedModel

    /// The name of the step on the command line and in model files, in kebab-case: `standard-scaler`.
    static var kind: String { get }

    /// A one-sentence description of the step.
    static var summary: String { get }

    /// The version of the fit. Increase it when a fit with the same parameters returns a different model, so that
    /// cached results of an older version are not reused.
    static var version: Int { get }

    /// The parameters by name. They determine the whole value, except for properties marked ``IrrelevantToResults``.
    ///
    /// A pipeline rejects a step with a stored property that its parameters do not determine.
    static var parameters: [Parameter<Self>] { get }

    /// The most general features that the step accepts. Defaults to finite numbers.
    static var accepts: FeatureContent { get }

    /// Whether the fit uses the weights of rows, ``FitContext/weights``. Defaults to false.
    ///
    /// The other steps of a pipeline are fitted as if all rows had the same weight, as in scikit-learn. The last step of
    /// a pipeline must use weights if there are any.
    static var usesWeights: Bool { get }

    /// The parameters whose values make one model simpler than another, the most important first.
    ///
    /// The one-standard-error rule selects the simplest candidate by them. Empty by default: no model is simpler.
    static var simplicity: [SimplerValues] { get }

    /// Creates the estimator with default parameters.
    init()

    /// Returns the estimated cost of a fit to the given numbers of rows and columns; it does not affect results.
    ///
    /// Defaults to a few passes over the data. Measured times correct the estimate, so its growth with the shape
    /// matters more than its absolute value.
    func estimate(rows: Int, columns: Int) -> FitEstimate

    /// Whether the fit may amplify a column with a tiny spread, whose values may be only rounding errors.
    ///
    /// A fit that divides by a column's spread does, and so does a fit without a penalty. If columns are linearly
    /// dependent, the steps before such a fit are fitted to the rows instead of summaries, so that sharing yields the
    /// same rounding errors. Defaults to true, which is always safe; false is faster where it holds.
    var amplifiesSmallColumns: Bool { get }

    /// The kinds of predictions that the model makes. Defaults to those of the model's type.
    ///
    /// Implement it if they depend on a parameter. If a Boolean parameter adds kinds, errors advise to set it.
    var predictionKinds: PredictionKinds { get }

    /// Throws ``LearningError`` if no fit with these parameters to data of the given shape can succeed.
    ///
    /// A search in which no candidate can succeed is rejected before it runs. Does nothing by default; the fit itself
    /// then throws.
    func validate(for shape: FitShape) throws

    /// Fits the estimator to n checked rows and their n targets. Implement this method, and call ``fit(_:to:weights:in:)``,
    /// which checks the data first.
    ///
    /// Every element is finite; it may be NaN if the step accepts missing numbers.
    func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws -> Model

    /// Fits the estimator to typed columns, for a step that accepts them (see ``TableTransformer``).
    ///
    /// The numbers among them are finite or missing. Throws by default.
    func fit(checked x: FeatureTable, _ target: Target, in context: FitContext) throws -> Model
}

/// An estimator whose model maps rows to rows with new columns.
///
/// Every step of a pipeline except the last is a transformer.
public protocol Transformer: Estimator where Model: FittedTransformer {
    /// Whether the step always keeps the number and order of the columns. Defaults to false.
    static var keepsColumns: Bool { get }

    /// Returns what the transformed rows contain if the rows contain `content`, which the step accepts.
    ///
    /// Defaults to the same content.
    func output(of content: FeatureContent) -> FeatureContent
}

/// An estimator whose model predicts the class of a row.
public protocol Classifier: Estimator where Model: FittedClassifier {
    /// The fitted model: the type that ``fit(checked:_:in:)`` returns.
    associatedtype Model

    /// Fits the classifier to n rows and their n classes, at least two of which occur.
    ///
    /// Implement this method, and call ``Estimator/fit(_:to:weights:in:)``.
    func fit(checked x: Matrix, _ labels: Labels, in context: FitContext) throws -> Model
}

/// An estimator whose model predicts a number for a row.
public protocol Regressor: Estimator where Model: FittedRegressor {
    /// The fitted model: the type that ``fit(checked:_:in:)`` returns.
    associatedtype Model

    /// Fits the regressor to n rows and their n values, all finite.
    ///
    /// Implement this method, and call ``Estimator/fit(_:to:weights:in:)``.
    func fit(checked x: Matrix, _ values: [Double], in context: FitContext) throws -> Model
}

/// A fitted estimator.
///
/// Its ``Validatable/validate()`` checks values that a file may corrupt: counts that must agree, indices and codes.
public protocol FittedModel: Sendable, Codable, Validatable {
    /// The number of columns in the training data, which the model expects.
    var featureCount: Int { get }

    /// Warnings of the fit, for example that a solver did not converge. Empty if there are none.
    var warnings: [String] { get }
}

/// A model that maps rows to rows.
public protocol FittedTransformer: FittedModel {
    /// The number of columns that `transform(_:)` returns.
    var outputCount: Int { get }

    /// Maps an n × ``FittedModel/featureCount`` matrix to an n × ``outputCount`` matrix, each row independently.
    func transform(_ x: Matrix) throws -> Matrix

    /// Maps typed columns, for a step that accepts them (see ``FittedTableTransformer``). Throws by default.
    func transform(_ x: FeatureTable) throws -> Features

    /// Returns the names of the output columns, given those of the input columns.
    ///
    /// Defaults to the same names if the number of columns stays the same, and to the step's name with a number
    /// otherwise.
    ///
    /// - Parameters:
    ///   - inputs: The names of the input columns.
    ///   - step: The name of the step in its pipeline.
    func outputNames(for inputs: [String], step: String) -> [String]
}

/// A model that predicts classes.
public protocol FittedClassifier: FittedModel {
    /// The kinds of predictions that every model of this type provides.
    ///
    /// Depending on parameters, a model may provide more: see ``Estimator/predictionKinds``.
    static var predictionKinds: PredictionKinds { get }

    /// The class codes in the training data, ascending.
    var classes: [Int32] { get }

    /// Returns predictions of the given kinds, a subset of ``Estimator/predictionKinds``, for each row.
    func predict(_ x: Matrix, kinds: PredictionKinds) throws -> Predictions
}

/// A model that predicts numbers.
public protocol FittedRegressor: FittedModel {
    /// Returns the predicted value of each row.
    func predict(_ x: Matrix) throws -> [Double]
}

extension Estimator {
    /// Version 1.
    public static var version: Int { 1 }

    /// True.
    public var amplifiesSmallColumns: Bool { true }

    /// False.
    public static var usesWeights: Bool { false }

    /// Empty: no model is simpler than another.
    public static var simplicity: [SimplerValues] { [] }

    /// Finite numbers.
    public static var accepts: FeatureContent { .numbers }

    /// Throws ``LearningError/unsupportedColumn(step:column:kind:)`` for the first column that is not of numbers.
    public func fit(checked x: FeatureTable, _ target: Target, in context: FitContext) throws -> Model {
        throw LearningError.unsupportedColumn(of: x, in: Self.kind)
    }
}

extension FittedTransformer {
    /// Throws ``LearningError/unsupportedColumn(step:column:kind:)`` for the first column that is not of numbers.
    public func transform(_ x: FeatureTable) throws -> Features {
        throw LearningError.unsupportedColumn(of: x, in: "\(Self.self)")
    }

    /// The same names if the number of columns stays the same, and the step's name with a number otherwise.
    public func outputNames(for inputs: [String], step: String) -> [String] {
        outputCount == inputs.count ? inputs : (0..<outputCount).map { "\(step)\($0)" }
    }
}

extension FittedModel {
    /// No warnings.
    public var warnings: [String] { [] }
}
