import LinearAlgebra

/// Parameters that, fitted to data, give a model: the one protocol every step of a pipeline conforms to.
///
/// An estimator is a value that holds parameters and nothing learned; ``fit(_:to:in:)`` returns what was learned as
/// a value of another type. Most estimators conform through ``Transformer``, ``Classifier`` or ``Regressor``.
public protocol Estimator<Model>: Sendable {
    /// What fitting gives.
    associatedtype Model: FittedModel

    /// The name of the step on the command line and in model files, in kebab-case: `standard-scaler`.
    static var kind: String { get }

    /// One sentence on what the step does.
    static var summary: String { get }

    /// Raised when a fit with the same parameters begins to give something else, so that results kept from an
    /// older version are not taken for this one's.
    static var version: Int { get }

    /// The parameters by name; together they make the whole of the value, but for what is ``IrrelevantToResults``.
    ///
    /// A pipeline with a step that stores more than follows from its parameters is refused.
    static var parameters: [Parameter<Self>] { get }

    /// The estimator with every parameter at its default.
    init()

    /// What a fit to so many rows and columns is likely to take; it changes no result.
    ///
    /// By default a few passes over the data. It is corrected by what fits then take, so it is to be right
    /// in how it grows rather than in seconds.
    func estimate(rows: Int, columns: Int) -> FitEstimate

    /// Whether the fit may amplify a column of tiny spread, whose values may be rounding errors alone.
    ///
    /// A fit that divides by a column's spread does, and so does one without a penalty. Where columns are linearly
    /// dependent, the steps before such a fit are fitted to the rows, not to summaries of them, so that sharing gives the same
    /// rounding errors. True by default, which is always safe; false is faster where it holds.
    var amplifiesSmallColumns: Bool { get }

    /// Throws ``LearningError`` if no fit with these parameters to data of a shape can succeed.
    ///
    /// A search of nothing but such candidates is refused before it runs. Does nothing by default: a fit that fails
    /// says so by itself.
    func validate(for shape: FitShape) throws

    /// Learns from n rows and their n targets, which are checked already: implement this, and call ``fit(_:to:in:)``, which
    /// checks them.
    func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws -> Model
}

/// An estimator whose model maps rows to rows of new columns.
///
/// Any step of a pipeline but the last.
public protocol Transformer: Estimator where Model: FittedTransformer {
    /// Whether there are always as many columns after the step as before, in the same order. False by default.
    static var keepsColumns: Bool { get }
}

/// An estimator whose model tells the class of a row.
public protocol Classifier: Estimator where Model: FittedClassifier {
    /// The fitted model. It follows from the result of ``fit(checked:_:in:)``.
    associatedtype Model

    /// Learns from n rows and their n classes, at least two of which occur.
    ///
    /// Implement this, and call ``Estimator/fit(_:to:in:)``.
    func fit(checked x: Matrix, _ labels: Labels, in context: FitContext) throws -> Model
}

/// An estimator whose model tells a number for a row.
public protocol Regressor: Estimator where Model: FittedRegressor {
    /// The fitted model. It follows from the result of ``fit(checked:_:in:)``.
    associatedtype Model

    /// Learns from n rows and their n values, all finite.
    ///
    /// Implement this, and call ``Estimator/fit(_:to:in:)``.
    func fit(checked x: Matrix, _ values: [Double], in context: FitContext) throws -> Model
}

/// What an estimator learned.
///
/// Its ``Validatable/validate()`` checks what a file could get wrong: counts that have to agree, indices, codes.
public protocol FittedModel: Sendable, Codable, Validatable {
    /// The number of columns of the rows it was fitted to, and takes.
    var featureCount: Int { get }

    /// What the user should know of the fit: that a solver stopped before it converged, say. Empty if all is well.
    var warnings: [String] { get }
}

/// A model that maps rows to rows.
public protocol FittedTransformer: FittedModel {
    /// The number of columns of what ``transform(_:)`` returns.
    var outputCount: Int { get }

    /// Maps an n × ``FittedModel/featureCount`` matrix to an n × ``outputCount`` one, each row on its own.
    func transform(_ x: Matrix) throws -> Matrix
}

/// A model that tells classes.
public protocol FittedClassifier: FittedModel {
    /// What a model of this type can tell of a row besides its class.
    static var predictionKinds: PredictionKinds { get }

    /// The codes of the classes that occurred in training, ascending.
    var classes: [Int32] { get }

    /// Tells, of each row, what is wanted, which is among ``predictionKinds``.
    func predict(_ x: Matrix, kinds wanted: PredictionKinds) throws -> Predictions
}

/// A model that tells numbers.
public protocol FittedRegressor: FittedModel {
    /// A value for each row.
    func predict(_ x: Matrix) throws -> [Double]
}

extension Estimator {
    /// The first version.
    public static var version: Int { 1 }

    /// True.
    public var amplifiesSmallColumns: Bool { true }
}

extension FittedModel {
    /// Nothing to tell.
    public var warnings: [String] { [] }
}
