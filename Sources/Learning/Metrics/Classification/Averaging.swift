/// How a metric of one class against the rest becomes a metric of all classes.
public enum Averaging: Sendable, Hashable {
    /// No average: the metric of the class of this code alone.
    case positive(Int32)

    /// The plain mean over the classes that occur in the truth or among the predictions.
    case macro

    /// The metric of the counts added up over the classes; with one class a row it is the accuracy.
    case micro

    /// The mean over the classes, each weighed by its rows in the truth.
    case weighted
}
